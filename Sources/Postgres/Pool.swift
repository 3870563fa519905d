import Dispatch
import Foundation
import Synchronization

/// A fixed number of threads, each with a connection that it makes, owns and replaces itself.
///
/// Work is a closure that runs on one of the threads; `Connection` never leaves it, and the compiler sees to that. Work that
/// finds none free waits in line, in order, for `waitMillisecondsMax` at most and is then refused with `poolExhausted`, so
/// that overload is refused at the door instead of being served too late. Nor do more than `activeMax` work at once while
/// they are quick: `PoolTurns`. A thread that takes work and has no connection tries to make one, which may take the
/// settings' connect limit; while the server is away work fails with `connectFailed`.
package final class Pool: Sendable {
    private let lanes: PoolLanes

    package init(
        name: String,
        settings: ConnectionSettings,
        size: Int,
        activeMax: Int? = nil,
        quickMillisecondsMax: Int = 20,
        waitMillisecondsMax: Int = 2_000,
        queueMax: Int = 512
    ) {
        lanes = PoolLanes(
            name: name,
            settings: settings,
            turns: PoolTurns(
                size: max(1, size),
                activeMax: max(1, activeMax ?? size),
                quickMillisecondsMax: quickMillisecondsMax
            ),
            waitMillisecondsMax: waitMillisecondsMax,
            queueMax: queueMax
        )
        lanes.start()
    }

    deinit { lanes.beginClosing() }

    /// Runs the work once, with a connection that is idle and was alive a moment ago, or with the reason why there is none.
    ///
    /// A refusal may come on the calling thread. Work is never run twice. Afterwards an open transaction is rolled back.
    package func submit(_ work: @escaping @Sendable (Result<Connection, PostgresError>) -> Void) {
        lanes.submit(work)
    }

    package var size: Int { lanes.size }
    /// Threads that run work now.
    package var inUse: Int { lanes.state.withLock { $0.turns.busy } }
    /// Work in line.
    package var waiting: Int { lanes.state.withLock { $0.line.count } }
    /// Threads that have a connection.
    package var connected: Int { lanes.state.withLock { $0.connected } }

    /// Refuses new work, finishes what is in line, ends the threads. Not to be called from work of this pool.
    package func close() {
        lanes.beginClosing()
        lanes.ended.wait()
    }
}

import Postgres
import Synchronization

/// Ends one process at one of its flushes: what it asks of the database from then on fails, as a dead process asks nothing.
final class CrashPlan: Sendable {
    struct Point: Sendable, Hashable {
        /// Counted from the moment the plan was made ready.
        let flush: Int
        let side: FlushMoment.Side
    }

    private struct State {
        var point: Point?
        var flushes = 0
        var isDead = false
        var isDeadAtCommit = false
    }

    private let state = Mutex(State())

    /// Ready for the next act; nil lets it live.
    func arm(_ point: Point?) {
        state.withLock { state in
            state.point = point
            state.flushes = 0
        }
    }

    var isDead: Bool { state.withLock { $0.isDead } }
    /// It died where nobody knows whether the act was committed.
    var isDeadAtCommit: Bool { state.withLock { $0.isDeadAtCommit } }

    func pass(_ moment: FlushMoment) throws {
        try state.withLock { state in
            if let point = state.point, moment.side == point.side, state.flushes == point.flush {
                state.isDead = true
                state.isDeadAtCommit = moment.isCommit
                state.point = nil
            }
            if state.isDead { throw ProcessEnded() }
            if moment.side == .after { state.flushes += 1 }
        }
    }
}

/// The process is no more.
struct ProcessEnded: Error {}

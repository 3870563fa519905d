package import Postgres
import Switchyard
import Synchronization

/// Tells the worker that there is work, after the commit that made it: at most one NOTIFY in 10 ms, on its own, never inside
/// a business transaction (`spec/queue.md` rule 6). It is a hint; the worker's polling is the truth.
package final class Waker: Sendable {
    package static let channel = "switchyard_wake"
    private static let quietMilliseconds = 10

    private let pool: Pool
    private let isPlanned = Mutex(false)

    package init(pool: Pool) { self.pool = pool }

    package func hint() {
        let first = isPlanned.withLock { planned in
            defer { planned = true }
            return !planned
        }
        guard first else { return }
        Task {
            try? await Task.sleep(for: .milliseconds(Waker.quietMilliseconds))
            isPlanned.withLock { $0 = false }
            pool.submit { lent in _ = try? lent.get().execute("NOTIFY switchyard_wake") }
        }
    }
}

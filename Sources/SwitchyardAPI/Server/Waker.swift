package import Postgres
import Switchyard
import Synchronization

/// Tells the worker that there is work, after the commit that made it: the first hint at once, then at most one NOTIFY in
/// 10 ms, on its own, never inside a business transaction (`spec/queue.md` rule 6). Where hints come by the hundred it is one in
/// 50 ms: the worker is busy with what they tell of, and each makes it look. It is a hint; the worker's polling is the truth.
package final class Waker: Sendable {
    package static let channel = "switchyard_wake"
    package static let quietTime: Duration = .milliseconds(10)
    /// So many commits for one NOTIFY are many …
    package static let manyCommits = 5
    /// … and then the quiet time is this.
    package static let busyTime: Duration = .milliseconds(50)

    private struct State {
        /// Since a quiet time was last decided on.
        var commits = 0
        var quietUntil: ContinuousClock.Instant?
        var isPlanned = false
    }

    private let now: @Sendable () -> ContinuousClock.Instant
    private let later: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void
    private let send: @Sendable () -> Void
    private let state = Mutex(State())

    package convenience init(pool: Pool) {
        self.init(
            now: { .now },
            later: { wait, act in
                Task {
                    try? await Task.sleep(for: wait)
                    act()
                }
            },
            send: { pool.submit { lent in _ = try? lent.get().execute("NOTIFY switchyard_wake") } }
        )
    }

    /// `later` runs an act after a while; neither it nor `send` may block.
    package init(
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        later: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void,
        send: @escaping @Sendable () -> Void
    ) {
        self.now = now
        self.later = later
        self.send = send
    }

    package func hint() {
        let wait: Duration? = state.withLock { state in
            state.commits += 1
            // What is planned is sent after this commit, too.
            guard !state.isPlanned else { return nil }
            let now = now()
            let from = max(state.quietUntil ?? now, now)
            state.quietUntil = from + (state.commits > Waker.manyCommits ? Waker.busyTime : Waker.quietTime)
            state.commits = 0
            state.isPlanned = from > now
            return from - now
        }
        guard let wait else { return }
        guard wait > .zero else { return send() }
        later(wait) { [self] in
            state.withLock { $0.isPlanned = false }
            send()
        }
    }
}

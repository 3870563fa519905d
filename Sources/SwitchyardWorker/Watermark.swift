package import BusinessTime
import Switchyard
import Synchronization

/// From where on this process looks for due jobs (`spec/queue.md` rule 9). Behind it the index holds what is done; while somebody
/// keeps an old snapshot none of that can be taken away, and a claim that goes through it takes longer with every job.
///
/// The gatekeeper looks behind it once in `lookTime` and puts it at the oldest job that nobody has. Claims raise it in between
/// to the oldest they saw, but only if no look came between their reading and their answer: else a claim under way could hide
/// what the look has just found, and the next one again. It stays `QueueSession.commitSeconds` behind the database's clock,
/// because a job is seen only when the transaction that made it commits.
///
/// So nothing is passed over for good: what appears behind it (a job handed back by a process that drains or died, a
/// transaction that took its time, a server whose clock was put back) is found by the next look: after `lookTime`, a round of
/// the gatekeeper, and what the look takes. When there are no looks (the gatekeeper has lost its connection) it is forgotten after `trustTime`,
/// and claims look at everything.
package final class Watermark: Sendable {
    package static let lookTime: Duration = .seconds(1)
    package static let trustTime: Duration = .seconds(3)

    /// What was read, to be shown again when it is raised.
    package struct Reading: Sendable, Hashable {
        package let floor: Instant
        fileprivate let look: Int
    }

    private struct State {
        var floor = Instant.distantPast
        var look = 0
        var lookedAt: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    /// For how old a look is; what is due is the database's to say.
    private let now: @Sendable () -> ContinuousClock.Instant

    package init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    package var reading: Reading {
        let now = now()
        return state.withLock { state in
            let isTrusted = state.lookedAt.map { $0 + Watermark.trustTime > now } ?? false
            return Reading(floor: isTrusted ? state.floor : .distantPast, look: state.look)
        }
    }

    /// Somebody should look at everything.
    var isLookDue: Bool {
        let now = now()
        return state.withLock { $0.lookedAt.map { $0 + Watermark.lookTime <= now } ?? true }
    }

    /// A look at everything found nothing before `floor`.
    package func looked(_ floor: Instant) {
        let now = now()
        state.withLock { state in
            (state.floor, state.lookedAt) = (floor, now)
            state.look += 1
        }
    }

    /// A look from `reading` on found nothing before `floor`.
    package func raise(_ floor: Instant, from reading: Reading) {
        state.withLock { state in
            guard state.look == reading.look, state.lookedAt != nil else { return }
            state.floor = max(state.floor, floor)
        }
    }
}

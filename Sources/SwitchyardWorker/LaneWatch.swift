import Synchronization

/// When each lane of a process moved last, and whether it does its work. A round that fails is a movement: where the database is
/// away a new process would not fare better.
package final class LaneWatch: Sendable {
    /// A lane that has nothing to do looks about far more often.
    static let restSecondsMax = 30
    /// A lane whose rounds have failed for so long does not do its work.
    static let failingSecondsMax = 3

    private struct Mark {
        let patience: Duration
        let since: ContinuousClock.Instant
        /// Of the rounds that failed one after the other, when the first of them did.
        let failsSince: ContinuousClock.Instant?
    }

    private let marks = Mutex<[String: Mark]>([:])

    package init() {}

    func works(_ lane: String, patience: Duration) { mark(lane, patience: patience) { $0 } }

    func rests(_ lane: String) { mark(lane, patience: .seconds(LaneWatch.restSecondsMax)) { _ in nil } }

    /// A round of it failed; it tries again soon.
    func fails(_ lane: String) { mark(lane, patience: .seconds(LaneWatch.restSecondsMax)) { $0 ?? .now } }

    func ended(_ lane: String) { marks.withLock { $0[lane] = nil } }

    /// Kinds of lanes of which none moves. One that hangs among others that do the same work is not worth a restart: its job
    /// has a deadline, and is done by another.
    package func stuck(at now: ContinuousClock.Instant = .now) -> [String] {
        families { $0.since + $0.patience < now }
    }

    /// Kinds of lanes of which all fail, round after round.
    package func failing(at now: ContinuousClock.Instant = .now) -> [String] {
        families { $0.failsSince.map { $0 + .seconds(LaneWatch.failingSecondsMax) < now } ?? false }
    }

    private func families(where isSo: (Mark) -> Bool) -> [String] {
        let families = Dictionary(grouping: marks.withLock { $0 }) { Lane.family($0.key) }
        return families.filter { $0.value.allSatisfy { isSo($0.value) } }.keys.sorted()
    }

    private func mark(
        _ lane: String,
        patience: Duration,
        failsSince: (ContinuousClock.Instant?) -> ContinuousClock.Instant?
    ) {
        marks.withLock { marks in
            marks[lane] = Mark(
                patience: patience,
                since: .now,
                failsSince: failsSince(marks[lane]?.failsSince)
            )
        }
    }
}

package import BusinessTime

/// A calendar line as it became known (`spec/sla.md` C1): which compiled versions the platform had at an instant.
///
/// A closed cycle keeps the due time that was computed with the versions known then; with one `OpenTime` for all of time a
/// later version would move it.
package struct CalendarLine: Sendable {
    private let initial: OpenTime
    /// Ascending by `knownFrom`.
    private let later: [(knownFrom: Instant, openTime: OpenTime)]

    package init(_ initial: OpenTime, later: [(knownFrom: Instant, openTime: OpenTime)] = []) {
        self.initial = initial
        self.later = later.sorted { $0.knownFrom < $1.knownFrom }
    }

    package func openTime(knownAt instant: Instant) -> OpenTime {
        later.last { $0.knownFrom <= instant }?.openTime ?? initial
    }
}

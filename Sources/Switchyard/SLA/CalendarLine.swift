package import BusinessTime
import Synchronization

/// A calendar line as it became known (`spec/sla.md` C1): which open time the platform had at an instant.
///
/// A closed cycle keeps the due time that was computed with the versions known then; with one `OpenTime` for all of time a
/// later version would move it.
package struct CalendarLine: Sendable {
    /// One immutable version of the line.
    package struct Version: Sendable {
        package let publishedAt: Instant
        /// Not before `publishedAt`, so that no past span ever changes.
        package let effectiveFrom: Instant
        package let openTime: OpenTime

        package init(publishedAt: Instant, effectiveFrom: Instant, openTime: OpenTime) {
            self.publishedAt = publishedAt
            self.effectiveFrom = effectiveFrom
            self.openTime = openTime
        }
    }

    private let initial: OpenTime
    /// Ascending by `knownFrom`.
    private let later: [Knowledge]

    package init(_ initial: OpenTime, later: [(knownFrom: Instant, openTime: OpenTime)] = []) {
        self.initial = initial
        self.later = later.sorted { $0.knownFrom < $1.knownFrom }
            .map { known in Knowledge(knownFrom: known.knownFrom) { known.openTime } }
    }

    /// `first` is in force from the beginning of time and was always known; each version joins when it is published.
    ///
    /// - Parameter versions: in the order of publication.
    package init(_ first: OpenTime, then versions: [Version]) {
        initial = first
        later = versions.indices.map { last in
            Knowledge(knownFrom: versions[last].publishedAt) {
                let known = versions[...last].enumerated().sorted {
                    ($0.element.effectiveFrom, $0.offset) < ($1.element.effectiveFrom, $1.offset)
                }
                return OpenTime(first, then: known.map { ($0.element.effectiveFrom, $0.element.openTime) })
            }
        }
    }

    package func openTime(knownAt instant: Instant) -> OpenTime {
        later.last { $0.knownFrom <= instant }?.openTime ?? initial
    }

    /// When the line became another one, after `instant`.
    package func publications(after instant: Instant) -> [Instant] {
        later.map(\.knownFrom).filter { $0 > instant }
    }
}

/// What was known of a line from an instant on, put together when somebody first asks: most cases see the newest only.
private final class Knowledge: Sendable {
    let knownFrom: Instant
    private let make: @Sendable () -> OpenTime
    private let made = Mutex<OpenTime?>(nil)

    init(knownFrom: Instant, make: @escaping @Sendable () -> OpenTime) {
        self.knownFrom = knownFrom
        self.make = make
    }

    var openTime: OpenTime {
        made.withLock { made in
            if let made { return made }
            let fresh = make()
            made = fresh
            return fresh
        }
    }
}

package import BusinessTime
package import Foundation
import Postgres

/// Why a clock says what it says (`spec/sla.md`, Beyond the rules): what was counted, what was not, what changed it, how
/// the deadline is reckoned, and where the time went.
package struct ClockExplanation: Sendable {
    /// Open intervals, pauses and changes that are listed, the first ones of each.
    package static let listedMax = 400
    /// Steps whose lag is listed.
    package static let stepsMax = 200

    /// What changed a clock.
    package enum Cause: Sendable, Hashable {
        case entry(Entry)
        /// A version of the calendar became known (C1).
        case calendar(publishedAt: Instant)
        /// A version of the policies came into force (C3).
        case policies(version: Int, effectiveFrom: Instant)

        package var entry: Entry? {
            if case .entry(let entry) = self { return entry }
            return nil
        }
    }

    /// An entry of the case's log.
    package struct Entry: Sendable, Hashable {
        package let sequence: Int
        package let kind: EventKind
        package let occurredAt: Instant
        package let recordedAt: Instant
        package let actorKind: Actor.Kind
        package let actorID: UUID?
        /// The status it set, where it set one.
        package let status: ClockStatus?
    }

    /// Open time that the clock counted, in one piece.
    package struct Interval: Sendable, Hashable {
        package let from: Instant
        package let to: Instant
        /// Counted up to its end.
        package let totalMicroseconds: Int64
    }

    /// Time in which the clock stood still; without `to` it still does.
    package struct Pause: Sendable, Hashable {
        package let from: Instant
        package let to: Instant?
        package let cause: Entry?
        package let endedBy: Entry?
    }

    package struct Change: Sendable {
        package let change: ClockChange
        /// Nil for what time alone did.
        package let cause: Cause?
    }

    package struct CalendarInForce: Sendable, Hashable {
        package let version: Int
        /// Nil for the first version, in force from the beginning of time (C1).
        package let effectiveFrom: Instant?
        package let publishedAt: Instant
    }

    /// Something that we did later than it was to be done, or knew later than it happened.
    package struct Lag: Sendable, Hashable {
        /// A step of the ladder; nil for the message that started the clock.
        package let step: String?
        package let due: Instant
        package let done: Instant
    }

    /// `due = from + (target − used)` in open time.
    package struct Arithmetic: Sendable, Hashable {
        /// Start of the last running span.
        package let from: Instant
        /// What the deadline is reckoned with: the target, or more where the floor held it back (P3).
        package let targetMicroseconds: Int64
        package let usedMicroseconds: Int64

        package var leftMicroseconds: Int64 { targetMicroseconds - usedMicroseconds }
    }

    /// The first of something, and how many more there are.
    package struct Listed<Item: Sendable>: Sendable {
        package let items: [Item]
        package let omitted: Int

        init(_ all: [Item]) {
            items = Array(all.prefix(listedMax))
            omitted = all.count - items.count
        }
    }

    package let cycle: ClockCycle
    package let policy: SLAPolicy
    /// Oldest first; empty where no calendar was published: open round the clock.
    package let calendars: [CalendarInForce]
    package let intervals: Listed<Interval>
    package let pauses: Listed<Pause>
    package let changes: Listed<Change>
    package let arithmetic: Arithmetic?
    package let lateTime: LateTime
    package let lags: [Lag]
    package let asOf: Instant

    package var isFloorApplied: Bool {
        cycle.effectiveTargetMicroseconds > cycle.targetSeconds * Instant.microsecondsPerSecond
    }
}

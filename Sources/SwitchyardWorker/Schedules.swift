package import BusinessTime
import Switchyard

/// Everything that happens by the clock, and when. A fire missed while no worker ran is not made up: each of these works
/// from what is in the tables, so the next one does the rest.
package enum Schedule: String, CaseIterable, Sendable {
    /// Removes what is kept for a while only.
    case purge
    /// Makes the days that finished jobs are kept by, and drops old ones.
    case finishedJobs = "finished_jobs"
    /// Makes the facts that reports read.
    case rollUp = "roll_up"
    /// Compares clocks of some cases with their logs.
    case replaySample = "replay_sample"
    /// Compiles calendars with the rules that zones have now.
    case zoneRules = "zone_rules"

    var everySeconds: Int64 {
        switch self {
        case .purge, .replaySample: 86_400
        case .finishedJobs: 3_600
        case .rollUp: 30
        case .zoneRules: 3_600
        }
    }

    /// After midnight UTC, apart from each other.
    var offsetSeconds: Int64 {
        switch self {
        case .purge: 3 * 3_600 + 600
        case .rollUp: 0
        case .zoneRules: 300
        case .finishedJobs: 600
        case .replaySample: 4 * 3_600
        }
    }

    /// The latest fire at or before an instant.
    package func fire(before instant: Instant) -> Instant {
        let seconds = instant.microseconds.flooredQuotient(by: Instant.microsecondsPerSecond) - offsetSeconds
        let period = seconds.flooredQuotient(by: everySeconds)
        return Instant(microseconds: (period * everySeconds + offsetSeconds) * Instant.microsecondsPerSecond)
    }

    /// Answers what it did, for the log.
    func run(_ hands: ScheduleHands) throws -> [String: Int] {
        switch self {
        case .purge: try Purge.run(hands)
        case .finishedJobs: try FinishedJobs.run(hands)
        case .rollUp: try RollUpDays.run(hands)
        case .replaySample: try ReplaySample.run(hands)
        case .zoneRules: try RenewZoneRules.run(hands)
        }
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

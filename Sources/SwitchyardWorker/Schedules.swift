package import BusinessTime
import Switchyard

/// Everything that happens by the clock: what, when, and what becomes of fires that were missed while no process ran.
package struct Schedule: Sendable {
    package let name: String
    let cron: String
    let zone: String
    package let catchUp: CatchUp
    let work: Work

    /// All of them. Each must be safe to run twice: a process may die between the work and the word that it is done.
    package static let all = [
        // Makes the facts that reports read.
        Schedule("roll_up", "*/30 * * * * *", in: "UTC", .once, .rollUp),
        // Takes cases from people who may not work on them any more.
        Schedule("stray_cases", "* * * * *", in: "UTC", .once, .strayCases),
        // Tells of cases that nobody could take.
        Schedule("unserved_cases", "* * * * *", in: "UTC", .once, .unservedCases),
        // Tells of sources that nothing comes from.
        Schedule("silent_sources", "20 * * * * *", in: "UTC", .once, .silentSources),
        // Counts what clients use, and tells of what is used up.
        Schedule("quotas", "40 * * * * *", in: "UTC", .once, .quotas),
        // Compiles calendars with the rules that zones have now.
        Schedule("zone_rules", "5 * * * *", in: "UTC", .once, .zoneRules),
        // Makes the days that finished jobs are kept by, and drops old ones.
        Schedule("finished_jobs", "10 * * * *", in: "UTC", .once, .finishedJobs),
        // Removes what is kept for a while only.
        Schedule("purge", "10 3 * * *", in: "UTC", .once, .purge),
        // Compares clocks of some cases with their logs.
        Schedule("replay_sample", "0 4 * * *", in: "UTC", .skip, .replaySample),
    ]

    /// Schedules that do nothing, each every second: they show whether fires come, how late, and what becomes of them when
    /// processes die.
    package static func probes(_ count: Int) -> [Schedule] {
        (0..<min(count, probesMax)).map {
            Schedule("probe_\($0)", "* * * * * *", in: "UTC", .all(max: probeFiresMax), .nothing)
        }
    }

    package static let probesMax = 100
    /// Ten minutes of them.
    static let probeFiresMax = 600

    package init(_ name: String, _ cron: String, in zone: String, _ catchUp: CatchUp, _ work: Work) {
        self.name = name
        self.cron = cron
        self.zone = zone
        self.catchUp = catchUp
        self.work = work
    }

    /// Throws for a line that is no timing.
    package func timing() throws -> CronTiming { try CronTiming(cron, zone: zone) }

    /// What becomes of fires that are older than a process could have been late for.
    package enum CatchUp: Sendable, Hashable, CustomStringConvertible {
        /// None is made up.
        case skip
        /// The latest stands for all.
        case once
        /// Each is made up, the newest so many; what is older is passed over.
        case all(max: Int)

        package var description: String {
            switch self {
            case .skip: "skip"
            case .once: "once"
            case .all(let max): "all up to \(max)"
            }
        }

        /// Fires of a schedule that may wait; older ones are passed over.
        var openMax: Int {
            switch self {
            case .skip, .once: 1
            case .all(let max): min(max, ScheduleState.openMax)
            }
        }
    }

    package enum Work: CaseIterable, Sendable {
        case rollUp
        case strayCases
        case unservedCases
        case silentSources
        case quotas
        case zoneRules
        case finishedJobs
        case purge
        case replaySample
        case nothing

        /// Answers what it did, for the log.
        func run(_ hands: ScheduleHands) throws -> [String: Int] {
            switch self {
            case .rollUp: try RollUpDays.run(hands)
            case .strayCases: try ReturnStrayCases.run(hands)
            case .unservedCases: try ReviewUnservedCases.run(hands)
            case .silentSources: try ReviewAlarms.run(hands, SilentSources.review)
            case .quotas: try ReviewAlarms.run(hands, QuotaReview.run)
            case .zoneRules: try RenewZoneRules.run(hands)
            case .finishedJobs: try FinishedJobs.run(hands)
            case .purge: try Purge.run(hands)
            case .replaySample: try ReplaySample.run(hands)
            case .nothing: [:]
            }
        }
    }
}

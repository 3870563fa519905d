import BusinessTime
import CoreMetrics
import Switchyard

/// The worker's figures, all names in one place. Labels come from closed sets.
enum WorkerMetrics {
    static func jobsEnded(_ kind: JobKind, _ outcome: String, _ count: Int) {
        Counter(label: "switchyard_jobs_done_total", dimensions: [("kind", kind.rawValue), ("outcome", outcome)])
            .increment(by: Int64(count))
    }

    static func stepsTaken(_ step: String, _ count: Int) {
        Counter(label: "switchyard_steps_total", dimensions: [("step", step)]).increment(by: count)
    }

    /// Ladders that ended, or found nobody at all: each is a case on which an alarm stands.
    static func standingAlarms(_ count: Int) {
        Counter(label: "switchyard_standing_alarms_total").increment(by: Int64(count))
    }

    /// Rungs on which nobody stood when a step came to them.
    static func nobodyFound(_ count: Int) {
        Counter(label: "switchyard_nobody_on_duty_total").increment(by: Int64(count))
    }

    /// From the instant the alarm was set for to the transaction that serves it.
    static func timerServed(lateMicroseconds: Int64) { lateness.recordMicroseconds(max(0, lateMicroseconds)) }

    /// Looked up once: a storm records a hundred thousand.
    private static let lateness = Timer(label: "switchyard_timer_lateness_seconds")

    /// `work` is `timer` or `job`.
    static func oldestDue(_ work: String, microseconds: Int64) {
        Gauge(label: "switchyard_oldest_due_seconds", dimensions: [("work", work)])
            .record(Double(microseconds) / 1_000_000)
    }

    /// Hints of other processes that cut the gatekeeper's sleep short.
    static func hintsHeard(_ count: Int) { Counter(label: "switchyard_wake_hints_total").increment(by: Int64(count)) }

    static func unknownJobs(_ count: Int) { Gauge(label: "switchyard_jobs_unknown_kind").record(count) }

    static func rescued(_ count: Int) { Counter(label: "switchyard_jobs_rescued_total").increment(by: Int64(count)) }

    static func laneRestarted(_ lane: String) {
        let family = lane.prefix { !$0.isNumber && $0 != "-" }
        Counter(label: "switchyard_lane_restarts_total", dimensions: [("lane", String(family))]).increment()
    }

    /// Any difference is a fault of ours: rows that are not what the log says.
    static func replayed(_ counts: ClockRebuild.Counts) {
        for (outcome, count) in [
            ("different", counts.different), ("unreadable", counts.unreadable),
            ("identical", counts.cases - counts.different - counts.unreadable),
        ] {
            Counter(label: "switchyard_replayed_cases_total", dimensions: [("outcome", outcome)])
                .increment(by: Int64(count))
        }
    }

    static func fired(_ schedule: Schedule, _ outcome: String) {
        Counter(
            label: "switchyard_schedules_fired_total",
            dimensions: [("schedule", schedule.rawValue), ("outcome", outcome)]
        ).increment()
    }
}

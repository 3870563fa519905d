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

    /// At the head of the queue: see `QueueSession.headRowsMax`.
    static func jobsAtHead(_ kind: JobKind, ready: Int, leased: Int, oldestMicroseconds: Int64) {
        let of = [("kind", kind.rawValue)]
        Gauge(label: "switchyard_jobs_ready", dimensions: of).record(ready)
        Gauge(label: "switchyard_jobs_leased", dimensions: of).record(leased)
        Gauge(label: "switchyard_jobs_oldest_seconds", dimensions: of).record(Double(oldestMicroseconds) / 1_000_000)
    }

    /// Kinds are those of newer binaries: few, and never more than the watch names.
    static func unknownJobs(_ kind: String, _ version: Int16, _ count: Int) {
        let of = [("kind", kind), ("version", "\(version)")]
        Gauge(label: "switchyard_jobs_unknown_kind", dimensions: of).record(count)
    }

    /// From the instant a job was due to the lane that begins it.
    static func jobBegun(_ kind: JobKind, lateMicroseconds: Int64) {
        jobLateness[kind]?.recordMicroseconds(max(0, lateMicroseconds))
    }

    private static let jobLateness = Dictionary(
        uniqueKeysWithValues: JobKind.allCases.map { kind in
            (kind, Timer(label: "switchyard_job_lateness_seconds", dimensions: [("kind", kind.rawValue)]))
        }
    )

    static func claimed(in time: Duration) { claims.recordNanoseconds(Int64(time / .nanoseconds(1))) }

    private static let claims = Timer(label: "switchyard_claim_seconds")

    /// By the server's statistics.
    static func rows(of table: String, live: Int, dead: Int) {
        Gauge(label: "switchyard_table_live_rows", dimensions: [("table", table)]).record(live)
        Gauge(label: "switchyard_table_dead_rows", dimensions: [("table", table)]).record(dead)
    }

    static func oldestSnapshot(seconds: Double) { Gauge(label: "switchyard_oldest_snapshot_seconds").record(seconds) }

    /// This machine's clock against the database's: ahead is more than 0.
    static func clockOff(microseconds: Int64) {
        Gauge(label: "switchyard_clock_off_seconds").record(Double(microseconds) / 1_000_000)
    }

    static func rescued(_ count: Int) { Counter(label: "switchyard_jobs_rescued_total").increment(by: Int64(count)) }

    static func laneRestarted(_ lane: String) {
        Counter(label: "switchyard_lane_restarts_total", dimensions: [("lane", lane)]).increment()
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
            dimensions: [("schedule", schedule.name), ("outcome", outcome)]
        ).increment()
    }

    /// From the instant of a fire to its beginning.
    static func scheduleBegun(lateMicroseconds: Int64) { scheduleLateness.recordMicroseconds(max(0, lateMicroseconds)) }

    private static let scheduleLateness = Timer(label: "switchyard_schedule_lateness_seconds")

    /// How long a schedule's oldest unfinished fire has been due.
    static func scheduleLag(_ schedule: String, microseconds: Int64) {
        Gauge(label: "switchyard_schedule_lag_seconds", dimensions: [("schedule", schedule)])
            .record(Double(microseconds) / 1_000_000)
    }
}

import BusinessTime
import Postgres

/// A clock as its row holds it, to see what a fold changed. Derived from the log; never decided upon.
struct StoredCycle: Hashable {
    let metric: String
    /// `ClockCycle.startedBy`.
    let key: String
    /// Where it stands among the cycles of its metric, for people.
    let ordinal: Int
    let state: String
    let reason: String?
    let targetSeconds: Int64
    let targetRevision: Int
    let startAt: Instant
    /// `ClockCycle.arrivedAt`.
    let arrivedAt: Instant?
    let dueAt: Instant?
    let breachAt: Instant?
    let breachedAt: Instant?
    let fulfilledAt: Instant?
    let elapsedMicroseconds: Int64
    let verdict: String?
    /// The policy it is under, and the calendars it is measured by (`CalendarPath.text`).
    let policyVersion: Int
    let policy: String?
    let calendar: String
    let lateRelaxation: Bool

    var policyRef: PolicyRef { PolicyRef(version: policyVersion, name: policy) }

    static let columns: SQL = """
        c.metric, c.cycle_key, c.ordinal, c.state, c.reason, c.target_seconds, c.target_revision, c.start_at, c.due_at,
        c.breach_at, c.breached_at, c.fulfilled_at, c.elapsed_microseconds, c.verdict, c.policy_version,
        c.policy, c.calendar, c.late_relaxation, c.arrived_at
        """

    init(from row: Row) throws {
        var cursor = row.cursor()
        metric = try cursor.next()
        key = try cursor.next()
        ordinal = try cursor.next()
        state = try cursor.next()
        reason = try cursor.next()
        targetSeconds = try cursor.next()
        targetRevision = try cursor.next()
        startAt = try cursor.next()
        dueAt = try cursor.next()
        breachAt = try cursor.next()
        breachedAt = try cursor.next()
        fulfilledAt = try cursor.next()
        elapsedMicroseconds = try cursor.next()
        verdict = try cursor.next()
        policyVersion = try cursor.next()
        policy = try cursor.next()
        calendar = try cursor.next()
        lateRelaxation = try cursor.next()
        arrivedAt = try cursor.next()
    }

    /// The elapsed time of a clock that still runs depends on when one looks, so its row keeps zero.
    init(_ cycle: ClockCycle) {
        metric = cycle.metric.rawValue
        key = cycle.startedBy
        ordinal = cycle.ordinal
        state = cycle.state.rawValue
        reason = cycle.reason?.rawValue
        targetSeconds = cycle.targetSeconds
        targetRevision = cycle.targetRevision
        startAt = cycle.startAt
        dueAt = cycle.dueAt
        breachAt = cycle.breachAt
        breachedAt = cycle.breachedAt
        fulfilledAt = cycle.fulfilledAt
        elapsedMicroseconds = cycle.isEnded ? cycle.elapsedMicroseconds : 0
        verdict = cycle.verdict?.rawValue
        policyVersion = cycle.policy.version
        policy = cycle.policy.name
        calendar = cycle.calendar.text
        lateRelaxation = cycle.lateRelaxation
        arrivedAt = cycle.arrivedAt
    }
}

/// A step of a clock's ladder under one target: taken once, whatever dies.
package struct StepKey: Sendable, Hashable {
    let metric: String
    /// `StoredCycle.key` when the step was taken.
    let cycle: String
    let step: String
    let targetRevision: Int

    init(metric: String, cycle: String, step: String, targetRevision: Int) {
        self.metric = metric
        self.cycle = cycle
        self.step = step
        self.targetRevision = targetRevision
    }

    init(from row: Row) throws {
        var cursor = row.cursor()
        metric = try cursor.next()
        cycle = try cursor.next()
        step = try cursor.next()
        targetRevision = try cursor.next()
    }
}

import BusinessTime
import Postgres

/// Is the work done that is due? All of it is asked through the queue's own door.
enum QueueDoctor {
    private static let rowsMax = 10_000

    static func liveWorkers(_ visit: DoctorVisit) throws -> Int {
        let rows = try visit.queue().query("SELECT count(*) FROM switchyard.worker_lease l WHERE l.expires_at > now()")
        return try rows.first?.column(0) ?? 0
    }

    static func workers(_ visit: DoctorVisit) throws -> DoctorWord {
        let count = try liveWorkers(visit)
        guard count > 0 else {
            return .fail(
                "none has a lease",
                limit: "1 at least",
                "Start switchyard-worker: without it no promise is kept."
            )
        }
        return .ok("\(count) with a lease", limit: "1 at least")
    }

    static func schedules(_ visit: DoctorVisit) throws -> DoctorWord {
        let (now, states) = try visit.queue().schedules()
        guard !states.isEmpty else {
            return .warn("none was ever decided", limit: "1 at least", "Start a worker with SWITCHYARD_SCHEDULES=1.")
        }
        let late = states.max { $0.lagMicroseconds(at: now) < $1.lagMicroseconds(at: now) }
        let seconds = (late?.lagMicroseconds(at: now) ?? 0) / Instant.microsecondsPerSecond
        let found = "\(states.count) schedules, the latest is \(late?.name ?? "") by \(seconds) s"
        let advice = "Look at switchyardctl schedules, and whether a worker has SWITCHYARD_SCHEDULES=1."
        return .graded(Double(seconds), visit.limits.scheduleSeconds, found, unit: "s", advice)
    }

    static func timers(_ visit: DoctorVisit) throws -> DoctorWord {
        let queue = try visit.queue()
        let backlog = try queue.backlog()
        let seconds = backlog.overdueMicroseconds(backlog.timer) / Instant.microsecondsPerSecond
        let rows = try queue.query(
            """
            SELECT count(*) FROM (SELECT FROM switchyard.sla_timer t WHERE t.wake_at <= now()
                ORDER BY t.wake_at LIMIT \(rowsMax)) d
            """
        )
        let due: Int = try rows.first?.column(0) ?? 0
        let found = "\(due == rowsMax ? "\(rowsMax) or more" : "\(due)") due, the oldest for \(seconds) s"
        let advice = "Start another worker, and look who waits in pg_stat_activity."
        return .graded(Double(seconds), visit.limits.dueSeconds, found, unit: "s", advice)
    }

    /// Of each kind the oldest that nobody has; what is held is not due to anybody.
    static func due(_ visit: DoctorVisit) throws -> DoctorWord {
        let queue = try visit.queue()
        let holds = try queue.holds()
        let second = Instant.microsecondsPerSecond
        let parts = try queue.head().filter { $0.ready > 0 && !($0.known().map(holds.isHeld) ?? true) }
        let oldest = Dictionary(parts.map { ($0.kind, $0.oldestMicroseconds / second) }, uniquingKeysWith: max)
        let told = oldest.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value) s" }
        return .graded(
            Double(oldest.values.max() ?? 0),
            visit.limits.dueSeconds,
            told.isEmpty ? "none is due" : "oldest due: \(DoctorFinding.listed(told))",
            unit: "s",
            "Look at switchyardctl jobs, and start another worker."
        )
    }

    static func unknown(_ visit: DoctorVisit) throws -> DoctorWord {
        let strange = try visit.queue().head().filter { $0.ready > 0 && $0.known() == nil }
        guard !strange.isEmpty else { return .ok("none", limit: "none") }
        let names = strange.map { "\($0.kind) version \($0.version): \($0.ready)" }
        return .warn(DoctorFinding.listed(names), limit: "none", "Run workers of the newer release that made them.")
    }

    static func dead(_ visit: DoctorVisit) throws -> DoctorWord {
        let rows = try visit.queue().query(
            """
            SELECT d.kind, count(*) FROM (SELECT j.kind FROM switchyard.job_dead j
                WHERE j.finished_at > now() - interval '24 hours' LIMIT \(rowsMax)) d GROUP BY d.kind ORDER BY 2 DESC, 1
            """
        )
        let kinds = try rows.map { (name: try $0.column(0, as: String.self), count: try $0.column(1, as: Int.self)) }
        let count = kinds.reduce(0) { $0 + $1.count }
        let told = DoctorFinding.listed(kinds.map { "\($0.name) \($0.count)" })
        let advice = "Look why with switchyardctl jobs list, then retry or discard them (deploy/runbook.md)."
        let found = count == 0 ? "none in 24 hours" : "\(count) in 24 hours: \(told)"
        return .graded(Double(count), visit.limits.deadJobs, found, unit: "jobs", advice)
    }

    static func holds(_ visit: DoctorVisit) throws -> DoctorWord {
        let rows = try visit.queue().query(
            """
            SELECT k.kind || ' for all since ' || to_char(k.held_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
                FROM switchyard.job_kind_hold k
            UNION ALL SELECT t.kind || ' of ' || t.tenant_id || ' since ' ||
                to_char(t.held_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') FROM switchyard.job_hold t
            ORDER BY 1 LIMIT \(QueueSession.holdsMax)
            """
        )
        let names = try rows.map { try $0.column(0, as: String.self) }
        guard !names.isEmpty else { return .ok("none", limit: "none") }
        return .warn(
            DoctorFinding.listed(names),
            limit: "none",
            "switchyardctl jobs resume, when what they were held for is over."
        )
    }

    /// A day without a place of its own goes to the rest, which is emptied row by row and not at once.
    static func days(_ visit: DoctorVisit) throws -> DoctorWord {
        let ahead = visit.limits.daysAhead
        let rows = try visit.queue().query(
            """
            SELECT to_char(d.day, 'YYYYMMDD') FROM (SELECT (now() AT TIME ZONE 'UTC')::date + n AS day
                FROM generate_series(0, \(ahead)::int) n) d
            WHERE to_regclass('switchyard.job_done_' || to_char(d.day, 'YYYYMMDD')) IS NULL ORDER BY 1
            """
        )
        let missing = try rows.map { try $0.column(0, as: String.self) }
        let limit = "today and \(ahead) days ahead"
        guard !missing.isEmpty else { return .ok("job_done has its days", limit: limit) }
        let advice =
            "Look whether the schedule finished_jobs runs (switchyardctl schedules); a new installation has them after its first hour."
        return .warn("job_done lacks \(DoctorFinding.listed(missing))", limit: limit, advice)
    }
}

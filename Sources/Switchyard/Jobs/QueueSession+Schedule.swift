package import BusinessTime
package import Foundation
import Postgres

/// A schedule as its row tells, with the fires that nobody has finished.
package struct ScheduleState: Sendable, Hashable {
    package let name: String
    /// As the process that decided last has it.
    package let timing: String
    /// Every fire up to here was made or passed over.
    package let decidedUntil: Instant
    package let nextFire: Instant
    /// Oldest first, at most `openMax`.
    package let open: [Instant]
    /// The newest that is finished.
    package let lastFire: Instant?

    /// Open fires of one schedule that are read.
    package static let openMax = 1_000
    /// More schedules than a release has.
    package static let countMax = 1_000

    /// How long the oldest fire that is not finished has been due.
    package func lagMicroseconds(at now: Instant) -> Int64 { max(0, now.microseconds(since: open.first ?? nextFire)) }
}

/// A fire that a process has. `take` tells its beginnings apart, so that a process which slept ends nothing.
package struct TakenFire: Sendable, Hashable {
    package let schedule: String
    package let at: Instant
    package let take: Int
    package let startedAt: Instant
    package let workerID: UUID

    fileprivate var fence: SQL {
        "schedule = \(schedule) AND fire_at = \(at) AND finished_at IS NULL AND worker_id = \(workerID) AND takes = \(take)"
    }
}

extension QueueSession {
    /// A fire that failed waits so long before it is tried again.
    package static let refireSeconds: Int64 = 60

    /// What time it is, and every schedule that has been decided once.
    package func schedules() throws -> (now: Instant, states: [ScheduleState]) {
        let rows = try query(
            """
            SELECT n.at, s.name, s.timing, s.decided_until, s.next_fire, f.fires,
                (SELECT max(l.fire_at) FROM switchyard.schedule_fire l
                    WHERE l.schedule = s.name AND l.finished_at IS NOT NULL)
            FROM (SELECT \(now) AS at) n LEFT JOIN switchyard.schedule s ON true
            LEFT JOIN LATERAL (SELECT array_agg(o.fire_at ORDER BY o.fire_at) AS fires FROM (
                SELECT f.fire_at FROM switchyard.schedule_fire f WHERE f.schedule = s.name AND f.finished_at IS NULL
                ORDER BY f.fire_at LIMIT \(ScheduleState.openMax)) o) f ON true
            ORDER BY s.name LIMIT \(ScheduleState.countMax)
            """
        )
        guard let first = rows.first else { throw StoredValueUnknown() }
        let states = try rows.compactMap { row -> ScheduleState? in
            guard let name = try row.column(1, as: String?.self) else { return nil }
            return ScheduleState(
                name: name,
                timing: try row.column(2),
                decidedUntil: try row.column(3),
                nextFire: try row.column(4),
                open: try row.column(5, as: [Instant]?.self) ?? [],
                lastFire: try row.column(6)
            )
        }
        return (now: try first.column(0), states: states)
    }

    /// Makes fires, and says that everything up to `until` is decided: true for the one process that does it, from where the
    /// schedule stood when it looked (`from`, nil for one that was never decided).
    package func decide(
        _ name: String,
        timing: String,
        from: Instant?,
        until: Instant,
        next: Instant,
        fires: [Instant]
    ) throws -> Bool {
        let rows = try query(
            """
            WITH moved AS (
                INSERT INTO switchyard.schedule AS s (name, timing, decided_until, next_fire)
                VALUES (\(name), \(timing), \(until), \(next))
                ON CONFLICT (name) DO UPDATE SET timing = excluded.timing, decided_until = excluded.decided_until,
                    next_fire = excluded.next_fire
                WHERE s.decided_until = \(from)
                RETURNING s.name
            ), fired AS (
                INSERT INTO switchyard.schedule_fire (schedule, fire_at)
                SELECT m.name, f.at FROM moved m CROSS JOIN unnest(\(fires)) AS f (at)
                ON CONFLICT (schedule, fire_at) DO NOTHING
            )
            SELECT count(*) FROM moved
            """
        )
        return try rows.first?.column(0, as: Int.self) == 1
    }

    /// Takes an open fire, the oldest of its schedule: the first to ask gets it, and later only somebody who finds it
    /// unfinished and its process dead. A process without a live lease is given nothing.
    package func takeFire(_ schedule: String, at instant: Instant, worker: UUID) throws -> TakenFire? {
        func lives(_ id: SQL) -> SQL {
            "EXISTS (SELECT FROM switchyard.worker_lease w WHERE w.id = \(id) AND w.expires_at > \(now))"
        }
        let rows = try query(
            """
            UPDATE switchyard.schedule_fire f SET worker_id = \(worker), started_at = \(now), takes = f.takes + 1
            WHERE f.schedule = \(schedule) AND f.fire_at = \(instant) AND f.finished_at IS NULL AND \(lives("\(worker)"))
                AND CASE WHEN f.worker_id IS NULL
                    THEN f.started_at IS NULL OR f.started_at <= \(now) - \(QueueSession.refireSeconds) * interval '1 second'
                    ELSE f.worker_id = \(worker) OR NOT \(lives("f.worker_id")) END
                AND NOT EXISTS (SELECT FROM switchyard.schedule_fire o
                    WHERE o.schedule = f.schedule AND o.fire_at < f.fire_at AND o.finished_at IS NULL)
            RETURNING f.takes, f.started_at
            """
        )
        return try rows.first.map { row in
            TakenFire(
                schedule: schedule,
                at: instant,
                take: try row.column(0),
                startedAt: try row.column(1),
                workerID: worker
            )
        }
    }

    /// False when somebody else has it by now.
    package func finishFire(_ fire: TakenFire) throws -> Bool {
        try execute(
            """
            UPDATE switchyard.schedule_fire SET finished_at = greatest(\(now), started_at), outcome = 'done'
            WHERE \(fire.fence)
            """
        ) == 1
    }

    /// A fire that failed: unfinished and nobody's.
    package func dropFire(_ fire: TakenFire) throws {
        try execute("UPDATE switchyard.schedule_fire SET worker_id = NULL WHERE \(fire.fence)")
    }

    /// Ends open fires that nobody alive has, because later ones make up for them. Answers how many.
    package func passFires(_ schedule: String, before instant: Instant) throws -> Int {
        try execute(
            """
            UPDATE switchyard.schedule_fire f SET finished_at = greatest(\(now), f.started_at), outcome = 'passed'
            WHERE f.schedule = \(schedule) AND f.fire_at < \(instant) AND f.finished_at IS NULL
                AND NOT EXISTS (SELECT FROM switchyard.worker_lease w WHERE w.id = f.worker_id AND w.expires_at > \(now))
            """
        )
    }

    package func purgeFires(before: Instant) throws -> Int {
        try execute("DELETE FROM switchyard.schedule_fire WHERE finished_at < \(before)")
    }

    /// Makes the days to come of `job_done` and drops those that ended before `keptFrom`. Answers how many days were made and
    /// dropped, and how many rows went that were of no day's own.
    package func turnFinishedJobs(keptFrom: Instant) throws -> (made: Int, dropped: Int, rows: Int) {
        let rows = try query("SELECT made, dropped, removed FROM switchyard.turn_job_done(\(now), \(keptFrom))")
        guard let row = rows.first else { throw StoredValueUnknown() }
        var cursor = row.cursor()
        return (try cursor.next(), try cursor.next(), try cursor.next())
    }
}

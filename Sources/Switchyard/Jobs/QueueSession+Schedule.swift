package import BusinessTime
package import Foundation
import Postgres

extension QueueSession {
    /// A fire that failed waits so long before it is tried again.
    static let refireSeconds: Int64 = 60

    /// Takes a fire: the first to ask gets it, and later only somebody who finds it unfinished and its process dead.
    package func takeFire(_ schedule: String, at instant: Instant, worker: UUID) throws -> Bool {
        let taken = try execute(
            """
            INSERT INTO switchyard.schedule_fire AS f (schedule, fire_at, worker_id, started_at)
            VALUES (\(schedule), \(instant), \(worker), \(now))
            ON CONFLICT (schedule, fire_at) DO UPDATE SET worker_id = excluded.worker_id, started_at = excluded.started_at
            WHERE f.finished_at IS NULL AND f.started_at <= \(now) - \(QueueSession.refireSeconds) * interval '1 second'
                AND NOT EXISTS (SELECT FROM switchyard.worker_lease w WHERE w.id = f.worker_id AND w.expires_at > \(now))
            """
        )
        return taken == 1
    }

    package func finishFire(_ schedule: String, at instant: Instant, worker: UUID) throws {
        try execute(
            """
            UPDATE switchyard.schedule_fire SET finished_at = greatest(\(now), started_at)
            WHERE schedule = \(schedule) AND fire_at = \(instant) AND worker_id = \(worker)
            """
        )
    }

    /// A fire that failed: unfinished and nobody's.
    package func dropFire(_ schedule: String, at instant: Instant, worker: UUID) throws {
        try execute(
            """
            UPDATE switchyard.schedule_fire SET worker_id = NULL
            WHERE schedule = \(schedule) AND fire_at = \(instant) AND worker_id = \(worker) AND finished_at IS NULL
            """
        )
    }

    package func isFinished(_ schedule: String, at instant: Instant) throws -> Bool {
        let rows = try query(
            """
            SELECT finished_at IS NOT NULL FROM switchyard.schedule_fire
            WHERE schedule = \(schedule) AND fire_at = \(instant)
            """
        )
        return try rows.first?.column(0) ?? false
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

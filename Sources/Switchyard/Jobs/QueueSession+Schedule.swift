package import BusinessTime
package import Foundation
import Postgres

extension QueueSession {
    /// Rows removed by one statement of the queue's own purge.
    static let purgeRowsMax = 5_000
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

    /// Removes finished work older than `before`; fewer than `purgeRowsMax` means there is no more.
    package func purgeFinished(before: Instant) throws -> (rows: Int, hasMore: Bool) {
        let jobs = try execute(
            """
            WITH old AS MATERIALIZED (SELECT d.tenant_id, d.id FROM switchyard.job_done d WHERE d.finished_at < \(before)
                ORDER BY d.finished_at LIMIT \(QueueSession.purgeRowsMax))
            DELETE FROM switchyard.job_done d USING old o WHERE d.tenant_id = o.tenant_id AND d.id = o.id
            """
        )
        let fires = try execute("DELETE FROM switchyard.schedule_fire WHERE finished_at < \(before)")
        return (jobs + fires, jobs == QueueSession.purgeRowsMax)
    }
}

package import Foundation
import Postgres

extension QueueSession {
    /// A process renews its lease every so often …
    package static let heartbeatSeconds: Int64 = 5
    /// … and is taken for dead when it has not for so long.
    package static let expirySeconds: Int64 = 15
    /// Jobs freed in one go.
    package static let rescueMax = 1_000
    /// `job.last_code` of a job that its process did not conclude: its effect may have happened.
    package static let rescuedCode = "rescued"

    package func heartbeat(_ worker: UUID) throws {
        try execute(
            """
            INSERT INTO switchyard.worker_lease (id, started_at, expires_at)
            VALUES (\(worker), \(now), \(now) + \(QueueSession.expirySeconds) * interval '1 second')
            ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
            """
        )
    }

    package func removeLease(_ worker: UUID) throws {
        try execute("DELETE FROM switchyard.worker_lease WHERE id = \(worker)")
    }

    /// Whether a process has died lately, so that there is something to free.
    package func hasDeadProcess() throws -> Bool {
        let rows = try query("SELECT EXISTS (SELECT FROM switchyard.worker_lease w WHERE w.expires_at <= \(now))")
        return try rows.first?.column(0) ?? false
    }

    /// Frees what dead processes held, and what is past its deadline. Any process may do it at any time: absence of a live
    /// lease row means dead. Looks through all that is due, because no index names who has a job. Answers how many were freed.
    package func rescue() throws -> Int {
        let freed = try execute(
            """
            WITH lost AS MATERIALIZED (
                SELECT j.ctid AS place FROM switchyard.job j
                WHERE j.run_at <= \(now) AND j.worker_id IS NOT NULL AND (j.deadline_at < \(now) OR NOT EXISTS (
                    SELECT FROM switchyard.worker_lease w WHERE w.id = j.worker_id AND w.expires_at > \(now)))
                LIMIT \(QueueSession.rescueMax) FOR NO KEY UPDATE OF j SKIP LOCKED
            )
            UPDATE switchyard.job j SET worker_id = NULL, deadline_at = NULL,
                \(JobFailures.adding("\(QueueSession.rescuedCode)", at: now))
            FROM lost l WHERE j.ctid = l.place
            """
        )
        try execute(
            "DELETE FROM switchyard.worker_lease w WHERE w.expires_at < \(now) - \(QueueSession.expirySeconds) * interval '1 second'"
        )
        return freed
    }

    /// Hands back jobs that were claimed and never begun: at once ready for others, the attempt not counted.
    @discardableResult
    package func release(_ jobs: [LeasedJob]) throws -> Int {
        guard !jobs.isEmpty else { return 0 }
        return try execute(
            """
            UPDATE switchyard.job j SET worker_id = NULL, deadline_at = NULL, attempt = j.attempt - 1
            FROM unnest(\(jobs.map(\.tenantID)), \(jobs.map(\.id)), \(jobs.map(\.lease)), \(jobs.map(\.workerID)))
                AS h (tenant_id, id, lease, worker_id)
            WHERE j.tenant_id = h.tenant_id AND j.id = h.id AND j.lease = h.lease AND j.worker_id = h.worker_id
            """
        )
    }
}

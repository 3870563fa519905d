package import Foundation
import Postgres

/// A job that its process did not conclude, as it was when it was freed. Of any kind, those of newer binaries included.
package struct LostJob: Sendable, Hashable {
    package enum Cause: String, Sendable {
        /// Nobody has renewed the lease.
        case processGone = "process_gone"
        case deadlineOver = "deadline_over"
    }

    package let tenantID: UUID
    package let id: UUID
    package let kind: String
    package let subjectID: UUID
    package let attempt: Int
    /// Who had it.
    package let workerID: UUID
    package let traceParent: TraceParent?
    package let cause: Cause

    fileprivate init(from row: Row) throws {
        var cursor = row.cursor()
        tenantID = try cursor.next()
        id = try cursor.next()
        kind = try cursor.next()
        subjectID = try cursor.next()
        attempt = try cursor.next()
        workerID = try cursor.next()
        traceParent = try cursor.next(String?.self).flatMap(TraceParent.init)
        cause = try cursor.next() ? .processGone : .deadlineOver
    }
}

extension QueueSession {
    /// A process renews its lease every so often …
    package static let heartbeatSeconds: Int64 = 5
    /// … and is taken for dead when it has not for so long.
    package static let expirySeconds: Int64 = 15
    /// Jobs freed in one go.
    package static let rescueMax = 1_000
    /// `job.last_code` of a job that its process did not conclude: its effect may have happened.
    package static let rescuedCode = "rescued"

    /// Answers how many other processes are alive.
    @discardableResult
    package func heartbeat(_ worker: UUID) throws -> Int {
        try query(
            """
            WITH beat AS (
                INSERT INTO switchyard.worker_lease (id, started_at, expires_at)
                VALUES (\(worker), \(now), \(now) + \(QueueSession.expirySeconds) * interval '1 second')
                ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
            )
            SELECT count(*) FROM switchyard.worker_lease w WHERE w.id <> \(worker) AND w.expires_at > \(now)
            """
        ).first?.column(0) ?? 0
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
    /// lease row means dead. Looks through all that is due, because no index names who has a job. Answers what was freed. Also
    /// lets go on what waits for its turn behind nobody.
    package func rescue() throws -> [LostJob] {
        let freed = try query(
            """
            WITH lost AS MATERIALIZED (
                SELECT j.ctid AS place, j.worker_id, w.id IS NULL AS is_gone FROM switchyard.job j
                LEFT JOIN switchyard.worker_lease w ON w.id = j.worker_id AND w.expires_at > \(now)
                WHERE j.run_at <= \(now) AND j.worker_id IS NOT NULL AND (j.deadline_at < \(now) OR w.id IS NULL)
                LIMIT \(QueueSession.rescueMax) FOR NO KEY UPDATE OF j SKIP LOCKED
            )
            UPDATE switchyard.job j SET worker_id = NULL, deadline_at = NULL,
                \(JobFailures.adding("\(QueueSession.rescuedCode)", at: now))
            FROM lost l WHERE j.ctid = l.place
            RETURNING j.tenant_id, j.id, j.kind, j.subject_id, j.attempt, l.worker_id, j.traceparent, l.is_gone
            """
        )
        try execute(
            "DELETE FROM switchyard.worker_lease w WHERE w.expires_at < \(now) - \(QueueSession.expirySeconds) * interval '1 second'"
        )
        try execute(JobOrder.advancingAll(now: now))
        return try freed.map(LostJob.init(from:))
    }

    /// Frees jobs whose deadline is over, for the process that has them: it knows which they are, so nothing is looked through.
    /// Whoever still works on one can write nothing. Answers which were freed.
    package func freeOverdue(_ jobs: [LeasedJob]) throws -> Set<UUID> {
        guard !jobs.isEmpty else { return [] }
        let rows = try query(
            """
            UPDATE switchyard.job j SET worker_id = NULL, deadline_at = NULL,
                \(JobFailures.adding("\(QueueSession.rescuedCode)", at: now))
            FROM \(QueueSession.leases(jobs)) WHERE \(QueueSession.held) AND j.deadline_at < \(now) RETURNING j.id
            """
        )
        return Set(try rows.map { try $0.column(0, as: UUID.self) })
    }

    /// Hands back jobs that were claimed and never begun: at once ready for others, the attempt not counted.
    @discardableResult
    package func release(_ jobs: [LeasedJob]) throws -> Int {
        guard !jobs.isEmpty else { return 0 }
        return try execute(
            """
            UPDATE switchyard.job j SET worker_id = NULL, deadline_at = NULL, attempt = j.attempt - 1
            FROM \(QueueSession.leases(jobs)) WHERE \(QueueSession.held)
            """
        )
    }

    /// What `held` compares the rows of a statement with.
    private static func leases(_ jobs: [LeasedJob]) -> SQL {
        """
        unnest(\(jobs.map(\.tenantID)), \(jobs.map(\.id)), \(jobs.map(\.lease)), \(jobs.map(\.workerID)))
            AS e (tenant_id, id, lease, worker_id)
        """
    }
}

package import BusinessTime
package import Foundation
import Postgres

/// How much work of a kind there is.
package struct JobTally: Sendable, Hashable {
    package static let rowsMax = 1_000

    package let tenantID: UUID
    package let kind: String
    package let ready: Int
    package let waiting: Int
    package let running: Int
    package let dead: Int
    /// Since when the oldest ready job has been due.
    package let oldestReady: Instant?

    /// Of one tenant, by kind.
    package static func all(in tx: TenantTransaction) throws -> [JobTally] {
        try tx.query(
            statement(where: "t.tenant_id = \(tx.tenantID)", now: "\(try tx.now)", limit: rowsMax),
            "job tallies"
        ).map(JobTally.init(from:))
    }

    fileprivate init(from row: Row) throws {
        var cursor = row.cursor()
        tenantID = try cursor.next()
        kind = try cursor.next()
        ready = try cursor.next()
        waiting = try cursor.next()
        running = try cursor.next()
        dead = try cursor.next()
        oldestReady = try cursor.next()
    }

    /// What has most ready first. Reads the whole queue: for people, not for loops.
    fileprivate static func statement(where condition: SQL, now: SQL, limit: Int) -> SQL {
        """
        SELECT w.tenant_id, w.kind, sum(w.ready)::bigint, sum(w.waiting)::bigint, sum(w.running)::bigint, sum(w.dead)::bigint,
            min(w.oldest)
        FROM (
            SELECT t.tenant_id, t.kind, count(*) FILTER (WHERE t.worker_id IS NULL AND t.run_at <= \(now)) AS ready,
                count(*) FILTER (WHERE t.worker_id IS NULL AND t.run_at > \(now)) AS waiting, count(t.worker_id) AS running,
                0 AS dead, min(t.run_at) FILTER (WHERE t.worker_id IS NULL AND t.run_at <= \(now)) AS oldest
            FROM switchyard.job t WHERE \(condition) GROUP BY t.tenant_id, t.kind
            UNION ALL
            SELECT t.tenant_id, t.kind, 0, 0, 0, count(*), NULL FROM switchyard.job_dead t WHERE \(condition)
            GROUP BY t.tenant_id, t.kind) w
        GROUP BY w.tenant_id, w.kind ORDER BY 3 DESC, 6 DESC, 1, 2 LIMIT \(limit)
        """
    }
}

extension QueueSession {
    /// Over all tenants, by tenant and kind.
    package func tallies(limit: Int) throws -> [JobTally] {
        try query(JobTally.statement(where: "true", now: now, limit: min(limit, JobTally.rowsMax))).map(
            JobTally.init(from:)
        )
    }
}

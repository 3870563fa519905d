import Postgres

/// What is under way when caps change: each such job has a slot under the cap that counts for it, one over the cap where there
/// is no other.
extension JobCap {
    /// Of a tenant's jobs; more that are under way than that are not counted.
    static let seatsMax = 10_000

    /// Waits for claims that are taking slots of the tenant, and makes those too late that have only seen them.
    static func lockSlots(in tx: TenantTransaction) {
        tx.write("lock slots", "UPDATE switchyard.job_slot SET turns = turns + 1 WHERE tenant_id = \(tx.tenantID)")
    }

    /// Looks through what is due of the tenant, because no index names who has a job.
    static func seatRunning(in tx: TenantTransaction) {
        tx.write("leave slots", leaving(tx))
        tx.write(
            "remove slots",
            "DELETE FROM switchyard.job_slot WHERE tenant_id = \(tx.tenantID) AND is_over AND job_id IS NULL"
        )
        tx.write("seat jobs", seating(tx))
    }

    /// Slots whose job has ended, or counts under another cap now.
    private static func leaving(_ tx: TenantTransaction) -> SQL {
        """
        UPDATE switchyard.job_slot s SET job_id = NULL, lease = NULL
        WHERE s.tenant_id = \(tx.tenantID) AND s.job_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM (\(holder)) t WHERE s.kind = t.kind OR NOT EXISTS (
                SELECT FROM switchyard.job_slot o WHERE o.tenant_id = \(tx.tenantID) AND o.kind = t.kind))
        """
    }

    private static func seating(_ tx: TenantTransaction) -> SQL {
        """
        WITH standing AS (
            SELECT r.cap, r.id, r.lease, row_number() OVER (PARTITION BY r.cap ORDER BY r.id) AS rank FROM (
                SELECT b.kind AS cap, j.id, j.lease FROM switchyard.job j CROSS JOIN LATERAL (
                    SELECT s.kind FROM switchyard.job_slot s WHERE s.tenant_id = \(tx.tenantID)
                        AND s.kind IN (j.kind, \(JobScope.allName)) ORDER BY s.kind = \(JobScope.allName) LIMIT 1) b
                WHERE j.tenant_id = \(tx.tenantID) AND j.run_at IS NOT NULL AND j.worker_id IS NOT NULL
                LIMIT \(JobCap.seatsMax)) r
            WHERE NOT EXISTS (SELECT FROM switchyard.job_slot s
                WHERE s.tenant_id = \(tx.tenantID) AND s.kind = r.cap AND s.job_id = r.id AND s.lease = r.lease)
        ), empty AS (
            SELECT s.kind, s.number, row_number() OVER (PARTITION BY s.kind ORDER BY s.number) AS rank
            FROM switchyard.job_slot s WHERE s.tenant_id = \(tx.tenantID) AND s.job_id IS NULL
        ), cap AS (
            SELECT s.kind, max(s.number) AS last, count(*) FILTER (WHERE s.job_id IS NULL) AS empty
            FROM switchyard.job_slot s WHERE s.tenant_id = \(tx.tenantID) GROUP BY s.kind
        )
        INSERT INTO switchyard.job_slot (tenant_id, kind, number, job_id, lease, is_over)
        SELECT \(tx.tenantID), p.cap, coalesce(e.number, c.last + p.rank - c.empty), p.id, p.lease, e.number IS NULL
        FROM standing p JOIN cap c ON c.kind = p.cap LEFT JOIN empty e ON e.kind = p.cap AND e.rank = p.rank
        ON CONFLICT (tenant_id, kind, number) DO UPDATE SET job_id = excluded.job_id, lease = excluded.lease
        """
    }
}

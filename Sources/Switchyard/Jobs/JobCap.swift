package import Foundation
import Postgres

/// How much of a tenant's work may be under way at once, in all processes together. A kind with a cap of its own does not count
/// under the cap of all.
///
/// Declared limit: a tenant's first cap finds no slots to lock, so claims that are in flight while it is set may not have seen
/// it; and a process that has heard of nobody's caps looks at no slots until it asks again (`Claimer.holdsTime`, a second).
/// What these take until then has no slot, and counts under no cap until it ends or a cap of the tenant changes. Whatever is
/// claimed later counts.
package struct JobCap: Sendable, Hashable {
    package static let runningMaxes = 1...100

    package let tenantID: UUID
    /// A kind of work, or `all`; newer binaries may have more kinds.
    package let kind: String
    package let runningMax: Int
    /// Under way now; more than the most for a while where the cap was lowered.
    package let running: Int

    private init(from row: Row) throws {
        var cursor = row.cursor()
        tenantID = try cursor.next()
        kind = try cursor.next()
        runningMax = try cursor.next()
        running = try cursor.next()
    }

    package var json: JSON {
        [
            "tenant_id": tenantID.json, "kind": .string(kind), "running_max": runningMax.json,
            "running": running.json,
        ]
    }

    /// `runningMax` is of `runningMaxes`. What is under way ends as it would and counts: nothing more begins before less than
    /// the most is under way.
    package static func set(_ scope: JobScope, runningMax: Int, in tx: TenantTransaction) throws -> JobCap {
        precondition(runningMaxes.contains(runningMax))
        lockSlots(in: tx)
        tx.write(
            "add slots",
            """
            INSERT INTO switchyard.job_slot AS s (tenant_id, kind, number)
            SELECT \(tx.tenantID), \(scope.name), n FROM generate_series(1, \(runningMax)::int) n
            ON CONFLICT (tenant_id, kind, number) DO UPDATE SET is_over = false WHERE s.is_over
            """
        )
        tx.write(
            "slots over the cap",
            """
            UPDATE switchyard.job_slot SET is_over = true
            WHERE tenant_id = \(tx.tenantID) AND kind = \(scope.name) AND number > \(runningMax)
            """
        )
        seatRunning(in: tx)
        try tx.recordAct(.jobsCapped, subject: tx.tenantID, detail: "\(scope.name) \(runningMax)")
        tx.madeWork = true
        guard let cap = try all(in: tx).first(where: { $0.kind == scope.name }) else { throw DomainError.notFound }
        return cap
    }

    package static func end(_ scope: JobScope, in tx: TenantTransaction) throws {
        lockSlots(in: tx)
        let removed = try tx.execute(
            "DELETE FROM switchyard.job_slot WHERE tenant_id = \(tx.tenantID) AND kind = \(scope.name)",
            "uncap jobs"
        )
        guard removed > 0 else { throw DomainError.notFound }
        seatRunning(in: tx)
        try tx.recordAct(.jobsUncapped, subject: tx.tenantID, detail: scope.name)
        tx.madeWork = true
    }

    /// At most one a scope.
    package static func all(in tx: TenantTransaction) throws -> [JobCap] {
        try tx.query(
            """
            SELECT s.tenant_id, s.kind, count(*) FILTER (WHERE NOT s.is_over), count(t.id)
            FROM switchyard.job_slot s LEFT JOIN LATERAL (\(holder)) t ON true
            WHERE s.tenant_id = \(tx.tenantID) GROUP BY s.tenant_id, s.kind ORDER BY s.kind
            """,
            "job caps"
        ).map(JobCap.init(from:))
    }

    package static let pageMax = 1_000

    package var place: JobPlace { JobPlace(tenantID: tenantID, kind: kind) }

    /// Of all tenants, by tenant and kind.
    package static func page(after place: JobPlace?, limit: Int, in tx: DirectoryTransaction) throws -> [JobCap] {
        try tx.query(
            """
            SELECT c.tenant_id, c.kind, c.running_max, c.running
            FROM switchyard.job_caps(\(place?.tenantID), \(place?.kind), \(min(limit, pageMax))::int) c
            """
        ).map(JobCap.init(from:))
    }

    /// The job that has the slot `s`: none once that lease is over, however it ended.
    static let holder: SQL = """
        SELECT j.id, j.kind FROM switchyard.job j
        WHERE j.tenant_id = s.tenant_id AND j.id = s.job_id AND j.lease = s.lease AND j.worker_id IS NOT NULL LIMIT 1
        """
}

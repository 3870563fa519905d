import Foundation
import Postgres

extension QueueSession {
    /// What is read of the holds; more than that are not held.
    static let holdsMax = 10_000

    package func holds() throws -> JobHolds {
        let rows = try query(
            """
            SELECT h.tenant_id, h.kind FROM (
                SELECT NULL::uuid AS tenant_id, k.kind FROM switchyard.job_kind_hold k
                UNION ALL SELECT t.tenant_id, t.kind FROM switchyard.job_hold t) h LIMIT \(QueueSession.holdsMax)
            """
        )
        var holds = JobHolds()
        for row in rows {
            var cursor = row.cursor()
            let tenant: UUID? = try cursor.next()
            holds.add(try cursor.next(), of: tenant)
        }
        return holds
    }
}

package import Foundation
import Postgres

extension Source {
    /// With its address, the newest of its secrets first.
    ///
    /// - Throws: `notFound` for one that is disabled or another tenant's.
    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> (source: Source, address: String) {
        let rows = try tx.query(
            """
            SELECT s.address, a.id, a.tenant_id, a.revision, a.sealed FROM directory.source s
            CROSS JOIN LATERAL directory.source_by_address(s.address) a WHERE s.tenant_id = \(tx.tenantID) AND s.id = \(id)
            """,
            "source with secrets"
        )
        guard let row = rows.first else { throw DomainError.notFound }
        var cursor = row.cursor()
        let address: String = try cursor.next()
        return (try Source(from: &cursor, vault: tx.deployment.operatorVault), address)
    }
}

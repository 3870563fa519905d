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

    /// - Throws: `notFound`.
    static func named(_ name: String, in tx: TenantTransaction) throws -> UUID {
        let rows = try tx.query(
            """
            SELECT s.id FROM directory.source s
            WHERE s.tenant_id = \(tx.tenantID) AND s.name = \(name) AND s.status = 'active'
            """,
            "source by name"
        )
        guard let row = rows.first else { throw DomainError.notFound }
        return try row.column(0)
    }
}

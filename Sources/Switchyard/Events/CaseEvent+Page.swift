package import Foundation
import Postgres

extension CaseEvent {
    package static let pageMax = 200

    /// Oldest first, after the sequence number given.
    package static func page(
        of ticket: UUID,
        after sequence: Int,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [CaseEvent] {
        let vault = try tx.vault()
        let rows = try tx.query(
            """
            SELECT \(CaseEvent.columns) FROM switchyard.event e
            WHERE e.tenant_id = \(tx.tenantID) AND e.ticket_id = \(ticket) AND e.case_seq > \(sequence)
            ORDER BY e.case_seq LIMIT \(min(limit, pageMax) + 1)
            """,
            "case log"
        )
        return try rows.map { try CaseEvent(from: $0, vault: vault) }
    }
}

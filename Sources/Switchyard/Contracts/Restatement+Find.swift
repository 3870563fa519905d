import BusinessTime
import Foundation
package import Postgres

extension Restatement {
    package static var log: ApprovalLog { .restatements }

    /// All that count, in the order of their revisions.
    static func approved(in tx: TenantTransaction) throws -> [Restatement] {
        try read("p.revision IS NOT NULL ORDER BY p.revision LIMIT \(approvedMax)", in: tx)
    }

    static func newestRevision(in tx: TenantTransaction) throws -> Int {
        let rows = try tx.query(
            "SELECT coalesce(max(revision), 0) FROM switchyard.restatement WHERE tenant_id = \(tx.tenantID)",
            "newest revision"
        )
        return try rows.first?.column(0) ?? 0
    }

    package static func stored(_ rest: SQL, in tx: TenantTransaction) throws -> [Restatement] {
        let vault = try tx.vault()
        let rows = try tx.query(
            """
            SELECT p.id, p.state, p.policy_id, p.policy_version, p.from_at, p.until_at, p.revision, p.reason, p.proposed_at
            FROM switchyard.restatement p WHERE p.tenant_id = \(tx.tenantID) AND \(rest)
            """,
            "restatements"
        )
        return try rows.map { try Restatement(from: $0, vault: vault) }
    }

    private init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        guard let state = ApprovalState(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.state = state
        policyID = try cursor.next()
        policyVersion = try cursor.next()
        let from: Instant = try cursor.next()
        period = from..<(try cursor.next())
        revision = try cursor.next()
        reason = try vault.openText(cursor.next(), as: .restatementReason, row: id)
        proposedAt = try cursor.next()
    }
}

package import BusinessTime
package import Foundation
import Postgres

extension Restatement {
    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> Restatement {
        try find(id, locked: false, in: tx)
    }

    static func find(_ id: UUID, locked: Bool, in tx: TenantTransaction) throws -> Restatement {
        let lock: SQL = locked ? "FOR UPDATE" : ""
        guard let found = try read("r.id = \(id) \(lock)", in: tx).first else { throw DomainError.notFound }
        return found
    }

    /// Newest first, after the one given; one more than `limit` where there are more.
    package static func page(
        _ states: [ApprovalState],
        before cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Restatement] {
        let wanted = states.isEmpty ? ApprovalState.allCases : states
        var condition: SQL = "r.state = ANY (\(wanted.map(\.rawValue)))"
        if let cursor { condition = "\(condition) AND (r.proposed_at, r.id) < (\(cursor.at), \(cursor.id))" }
        return try read(
            "\(condition) ORDER BY r.proposed_at DESC, r.id DESC LIMIT \(min(limit, pageMax) + 1)",
            in: tx
        )
    }

    /// All that count, in the order of their revisions.
    static func approved(in tx: TenantTransaction) throws -> [Restatement] {
        try read("r.revision IS NOT NULL ORDER BY r.revision LIMIT \(approvedMax)", in: tx)
    }

    static func newestRevision(in tx: TenantTransaction) throws -> Int {
        let rows = try tx.query(
            "SELECT coalesce(max(revision), 0) FROM switchyard.restatement WHERE tenant_id = \(tx.tenantID)",
            "newest revision"
        )
        return try rows.first?.column(0) ?? 0
    }

    /// - Parameter rest: what follows `WHERE r.tenant_id = … AND`.
    private static func read(_ rest: SQL, in tx: TenantTransaction) throws -> [Restatement] {
        let vault = try tx.vault()
        let rows = try tx.query(
            """
            SELECT r.id, r.state, r.policy_id, r.policy_version, r.from_at, r.until_at, r.revision, r.reason, r.proposed_at
            FROM switchyard.restatement r WHERE r.tenant_id = \(tx.tenantID) AND \(rest)
            """,
            "restatements"
        )
        var found = try rows.map { try Restatement(from: $0, vault: vault) }
        let acts = try ApprovalLog.restatements.acts(of: found.map(\.id), in: tx)
        for index in found.indices { found[index].acts = acts[found[index].id] ?? [] }
        return found
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

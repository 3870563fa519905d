package import BusinessTime
package import Foundation
import Postgres

/// Somebody says that a case was classified wrongly from the start. Approved by a supervisor other than the proposer it
/// changes the targets as if they had always been so, and is the only thing that takes a recorded breach back
/// (`spec/sla.md P4`).
package struct Correction: Sendable, Hashable {
    package static let pageMax = 200

    package let id: UUID
    package let ticketID: UUID
    package internal(set) var state: ApprovalState
    package let priority: TicketPriority
    /// What the case had when it was proposed.
    package let priorityBefore: TicketPriority
    /// Why; secrets are taken out of it.
    package let reason: String
    package let proposedAt: Instant
    /// Oldest first.
    package internal(set) var acts: [ApprovalAct] = []

    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> Correction {
        guard let found = try read("c.id = \(id)", in: tx).first else { throw DomainError.notFound }
        return found
    }

    /// Newest first, after the one given; one more than `limit` where there are more.
    package static func page(
        _ states: [ApprovalState],
        before cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Correction] {
        let wanted = states.isEmpty ? ApprovalState.allCases : states
        var condition: SQL = "c.state = ANY (\(wanted.map(\.rawValue)))"
        if let cursor { condition = "\(condition) AND (c.proposed_at, c.id) < (\(cursor.at), \(cursor.id))" }
        return try read(
            "\(condition) ORDER BY c.proposed_at DESC, c.id DESC LIMIT \(min(limit, pageMax) + 1)",
            in: tx
        )
    }

    /// - Parameter rest: what follows `WHERE c.tenant_id = … AND`.
    private static func read(_ rest: SQL, in tx: TenantTransaction) throws -> [Correction] {
        let vault = try tx.vault()
        let rows = try tx.query(
            """
            SELECT c.id, c.ticket_id, c.state, c.priority, c.priority_before, c.reason, c.proposed_at
            FROM switchyard.correction c WHERE c.tenant_id = \(tx.tenantID) AND \(rest)
            """,
            "corrections"
        )
        var found = try rows.map { try Correction(from: $0, vault: vault) }
        let acts = try ApprovalLog.corrections.acts(of: found.map(\.id), in: tx)
        for index in found.indices { found[index].acts = acts[found[index].id] ?? [] }
        return found
    }
}

extension Correction {
    private init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        ticketID = try cursor.next()
        guard let state = ApprovalState(rawValue: try cursor.next()),
            let priority = TicketPriority(rawValue: Int(try cursor.next(Int16.self))),
            let before = TicketPriority(rawValue: Int(try cursor.next(Int16.self)))
        else { throw StoredValueUnknown() }
        self.state = state
        self.priority = priority
        priorityBefore = before
        reason = try vault.openText(cursor.next(), as: .correctionReason, row: id)
        proposedAt = try cursor.next()
    }
}

extension Correction: Approvable {
    package var json: JSON {
        [
            "id": id.json, "ticket_id": ticketID.json, "state": .string(state.rawValue),
            "priority": .string(priority.name), "priority_before": .string(priorityBefore.name),
            "reason": .string(reason), "proposed_at": .string(proposedAt.iso8601),
            "acts": acts.json,
        ]
    }
}

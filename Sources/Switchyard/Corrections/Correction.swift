package import BusinessTime
package import Foundation
package import Postgres

/// Somebody says that a case was classified wrongly from the start. Approved by a supervisor other than the proposer it
/// changes the targets as if they had always been so, and is the only thing that takes a recorded breach back
/// (`spec/sla.md P4`).
package struct Correction: Sendable, Hashable {
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
    package var acts: [ApprovalAct] = []

    package static var log: ApprovalLog { .corrections }

    package static func stored(_ rest: SQL, in tx: TenantTransaction) throws -> [Correction] {
        let vault = try tx.vault()
        let rows = try tx.query(
            """
            SELECT p.id, p.ticket_id, p.state, p.priority, p.priority_before, p.reason, p.proposed_at
            FROM switchyard.correction p WHERE p.tenant_id = \(tx.tenantID) AND \(rest)
            """,
            "corrections"
        )
        return try rows.map { try Correction(from: $0, vault: vault) }
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

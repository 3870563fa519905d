package import BusinessTime
package import Foundation
import Postgres

/// Somebody says that a case was classified wrongly from the start. Approved by a supervisor other than the proposer it
/// changes the targets as if they had always been so, and is the only thing that takes a recorded breach back
/// (`spec/sla.md P4`).
package struct Correction: Sendable, Hashable {
    package static let pageMax = 200

    package enum State: String, CaseIterable, Sendable {
        case proposed, approved, declined
    }

    package let id: UUID
    package let ticketID: UUID
    package internal(set) var state: State
    package let priority: TicketPriority
    /// What the case had when it was proposed.
    package let priorityBefore: TicketPriority
    /// Why; secrets are taken out of it.
    package let reason: String
    package let proposedAt: Instant
    package let proposedBy: Proposer
    package internal(set) var decidedAt: Instant?
    package internal(set) var decidedBy: UUID?
    package internal(set) var note: String?

    package struct Proposer: Sendable, Hashable {
        package let kind: Actor.Kind
        package let id: UUID?
        package let credentialID: UUID?

        /// The same person or key.
        func isSame(as actor: Actor) -> Bool {
            if let id, id == actor.id { return true }
            return credentialID != nil && credentialID == actor.credentialID
        }
    }

    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> Correction {
        guard let found = try read("c.id = \(id)", in: tx).first else { throw DomainError.notFound }
        return found
    }

    /// Newest first, after the one given; one more than `limit` where there are more.
    package static func page(
        _ states: [State],
        before cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Correction] {
        let wanted = states.isEmpty ? State.allCases : states
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
            SELECT c.id, c.ticket_id, c.state, c.priority, c.priority_before, c.reason, c.proposed_at, c.proposed_by_kind,
                c.proposed_by, c.proposed_credential, c.decided_at, c.decided_by, c.note
            FROM switchyard.correction c WHERE c.tenant_id = \(tx.tenantID) AND \(rest)
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
        guard let state = State(rawValue: try cursor.next()),
            let priority = TicketPriority(rawValue: Int(try cursor.next(Int16.self))),
            let before = TicketPriority(rawValue: Int(try cursor.next(Int16.self)))
        else { throw StoredValueUnknown() }
        self.state = state
        self.priority = priority
        priorityBefore = before
        reason = try vault.openText(cursor.next(), as: .correctionReason, row: id)
        proposedAt = try cursor.next()
        guard let kind = Actor.Kind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        proposedBy = Proposer(kind: kind, id: try cursor.next(), credentialID: try cursor.next())
        decidedAt = try cursor.next()
        decidedBy = try cursor.next()
        note = try cursor.next(Bytea?.self).map { try vault.openText($0, as: .correctionNote, row: id) }
    }

    package var json: JSON {
        [
            "id": id.json, "ticket_id": ticketID.json, "state": .string(state.rawValue),
            "priority": .string(priority.name), "priority_before": .string(priorityBefore.name),
            "reason": .string(reason), "proposed_at": .string(proposedAt.iso8601),
            "proposed_by_kind": .string(proposedBy.kind.rawValue), "proposed_by": proposedBy.id.json,
            "decided_at": (decidedAt?.iso8601).json, "decided_by": decidedBy.json, "note": note.json,
        ]
    }
}

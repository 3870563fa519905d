import Foundation
import Postgres

extension CaseFile {
    /// Says that the case should have had another priority from the start. Nothing changes until a supervisor approves; one
    /// proposal waits at a time.
    package mutating func proposeCorrection(to priority: TicketPriority, reason: String) throws -> Correction {
        guard ticket.status.isOpen else { throw DomainError(.conflict, "case_not_open") }
        var correction = Correction(
            id: try tx.newID(),
            ticketID: ticket.id,
            state: .proposed,
            priority: priority,
            priorityBefore: ticket.priority,
            reason: Secrets.redact(reason, context: nil).text,
            proposedAt: try tx.now
        )
        try insert(correction)
        correction.acts.append(try Correction.log.record(.proposed, of: correction.id, note: nil, in: tx))
        try record(
            .correctionProposed,
            [
                "correction_id": correction.id.json, "from": .string(ticket.priority.name),
                "to": .string(priority.name), "reason": .string(correction.reason),
            ]
        )
        return correction
    }

    private func insert(_ correction: Correction) throws {
        let sealed = try tx.seal(correction.reason, as: .correctionReason, row: correction.id)
        tx.write(
            "insert correction",
            """
            INSERT INTO switchyard.correction (tenant_id, id, ticket_id, state, priority, priority_before, reason,
                proposed_at)
            VALUES (\(tx.tenantID), \(correction.id), \(ticket.id), \(correction.state.rawValue),
                \(correction.priority.rawValue), \(correction.priorityBefore.rawValue), \(sealed),
                \(correction.proposedAt))
            """
        )
    }
}

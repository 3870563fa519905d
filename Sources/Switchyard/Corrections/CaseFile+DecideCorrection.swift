package import Foundation
import Postgres

extension CaseFile {
    /// A supervisor's answer, never the proposer's own. Approved, the case has the priority from now on and its clocks are
    /// judged by its targets: a breach that came only because the case was classified wrongly is taken back.
    package mutating func decideCorrection(_ id: UUID, approved: Bool, note: String?) throws -> Correction {
        try tx.requireSupervisor()
        // The case's lock is ours, so nobody decides beside us.
        var correction = try Correction.find(id, in: tx)
        guard correction.ticketID == ticket.id else { throw DomainError.notFound }
        guard !correction.proposedBy.isSame(as: tx.request.actor) else {
            throw DomainError(.forbidden, "own_proposal")
        }
        guard correction.state == .proposed else {
            throw DomainError(.conflict, "already_\(correction.state.rawValue)")
        }
        if approved, !ticket.status.isOpen { throw DomainError(.conflict, "case_not_open") }
        correction.state = approved ? .approved : .declined
        correction.decidedAt = try tx.now
        correction.decidedBy = tx.request.actor.id
        correction.note = note.map { Secrets.redact($0, context: nil).text }
        try update(correction)
        try record(
            .correctionDecided,
            [
                "correction_id": id.json, "approved": approved.json, "from": .string(ticket.priority.name),
                "to": .string(correction.priority.name), "note": correction.note.json,
            ]
        )
        if approved { ticket.priority = correction.priority }
        return correction
    }

    private mutating func update(_ correction: Correction) throws {
        let note = try correction.note.map { try tx.vault().seal($0, as: .correctionNote, row: correction.id) }
        write(
            "decide correction",
            """
            UPDATE switchyard.correction SET state = \(correction.state.rawValue), decided_at = \(correction.decidedAt),
                decided_by = \(correction.decidedBy), note = \(note)
            WHERE tenant_id = \(tx.tenantID) AND id = \(correction.id)
            """
        )
    }
}

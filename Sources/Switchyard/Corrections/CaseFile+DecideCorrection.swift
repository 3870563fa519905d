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
        try correction.acts.refuseOwnProposal(of: tx.request.actor)
        guard correction.state == .proposed else { throw correction.state.isDecided }
        if approved, !ticket.status.isOpen { throw DomainError(.conflict, "case_not_open") }
        correction.state = approved ? .approved : .declined
        tx.write(
            "decide correction",
            """
            UPDATE switchyard.correction SET state = \(correction.state.rawValue)
            WHERE tenant_id = \(tx.tenantID) AND id = \(id)
            """
        )
        let act = try Correction.log.record(correction.state, of: id, note: note, in: tx)
        correction.acts.append(act)
        try record(
            .correctionDecided,
            [
                "correction_id": id.json, "approved": approved.json, "from": .string(ticket.priority.name),
                "to": .string(correction.priority.name), "note": act.note.json,
            ]
        )
        if approved { ticket.priority = correction.priority }
        return correction
    }
}

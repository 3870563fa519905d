package import Foundation
import Postgres

extension FollowUp {
    /// A supervisor has looked into it. What came of it is a note on the case.
    package static func complete(_ id: UUID, note: String, in tx: TenantTransaction) throws -> FollowUp {
        try requireSupervisor(in: tx)
        guard let known = try find(id, in: tx) else { throw DomainError.notFound }
        var file = try CaseFile.open(known.ticketID, in: tx)
        guard let followUp = try find(id, in: tx), followUp.state == .open else {
            throw DomainError(.conflict, "follow_up_done")
        }
        let message = try file.note(note)
        try file.complete(followUp, note: message)
        try file.save()
        guard let done = try find(id, in: tx) else { throw DomainError.notFound }
        return done
    }
}

extension CaseFile {
    fileprivate mutating func complete(_ followUp: FollowUp, note: UUID) throws {
        guard let person = tx.request.actor.personID else { throw DomainError.forbidden }
        write(
            "complete follow-up",
            """
            UPDATE switchyard.survey_follow_up SET done_at = \(try tx.now), done_by = \(person)
            WHERE tenant_id = \(tx.tenantID) AND id = \(followUp.id)
            """
        )
        write(
            "drop follow-up alarm",
            """
            DELETE FROM switchyard.job WHERE tenant_id = \(tx.tenantID) AND kind = \(JobKind.followUpDue.rawValue)
                AND dedup_key = \(followUp.id.text) AND worker_id IS NULL
            """
        )
        try record(
            .followUpDone,
            [
                "follow_up_id": followUp.id.json, "message_id": note.json,
                "late": try followUp.isOverdue(at: tx.now).json,
            ]
        )
    }
}

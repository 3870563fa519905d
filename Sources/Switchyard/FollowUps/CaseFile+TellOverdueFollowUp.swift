import BusinessTime
package import Foundation
import Postgres

extension FollowUp {
    /// Tells of a follow-up nobody has done in time: its supervisor, or whoever supervises now.
    package static func tellIfOverdue(_ id: UUID, in tx: TenantTransaction) throws -> JobDecision {
        guard let known = try find(id, in: tx) else { return .finish(outcome: "gone") }
        var file = try CaseFile.open(known.ticketID, in: tx)
        guard let followUp = try find(id, in: tx), followUp.state == .open else { return .finish(outcome: "moot") }
        // Due is the last instant that is in time.
        guard try followUp.isOverdue(at: tx.now) else { return .snooze(until: followUp.dueAt.adding(microseconds: 1)) }
        try file.tellOverdue(followUp)
        try file.save()
        return .finish(outcome: "told")
    }
}

extension CaseFile {
    fileprivate mutating func tellOverdue(_ followUp: FollowUp) throws {
        write(
            "follow-up is overdue",
            """
            UPDATE switchyard.survey_follow_up SET overdue_told_at = \(try tx.now)
            WHERE tenant_id = \(tx.tenantID) AND id = \(followUp.id)
            """
        )
        try record(
            .followUpOverdue,
            ["follow_up_id": followUp.id.json, "due_at": .string(followUp.dueAt.iso8601)],
            occurredAt: followUp.dueAt
        )
        let known = try followUp.supervisorID.flatMap { try tx.duty.person($0) }
        try tell(
            known ?? supervisor(),
            ofFollowUp: followUp.id,
            due: followUp.dueAt,
            proposesComplaint: followUp.proposesComplaint,
            isLate: true
        )
    }
}

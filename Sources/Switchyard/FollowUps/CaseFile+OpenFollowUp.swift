import BusinessTime
import Foundation
import Postgres

extension CaseFile {
    /// A bad score opens a task at once, for a supervisor of another desk than the one that is rated
    /// (`spec/surveys-reports.md V10`). An answer that is changed opens no second one.
    mutating func openFollowUp(score: Int, comment: String, of invitation: UUID) throws {
        let isOpen = events.contains { $0.kind == .followUpOpened && $0.body["invitation_id"] == invitation.json }
        guard SurveyAnswer.detractors.contains(score), !isOpen else { return }
        let now = try tx.now
        let settings = try tx.settings()
        let due = try FollowUpDue.after(
            now,
            days: settings.survey.followUpDays,
            calendar: calendarLine(settings).openTime(knownAt: now),
            zone: settings.zone
        )
        let supervisor = try supervisor()
        let id = try tx.newID()
        let proposesComplaint = ComplaintWords.occur(in: comment)
        write(
            "open follow-up",
            """
            INSERT INTO switchyard.survey_follow_up (tenant_id, id, invitation_id, ticket_id, score, supervisor_id,
                proposes_complaint, opened_at, due_at)
            VALUES (\(tx.tenantID), \(id), \(invitation), \(ticket.id), \(Int16(clamping: score)), \(supervisor?.id),
                \(proposesComplaint), \(now), \(due))
            """
        )
        try record(
            .followUpOpened,
            [
                "follow_up_id": id.json, "invitation_id": invitation.json, "score": score.json,
                "supervisor_id": (supervisor?.id).json, "due_at": .string(due.iso8601),
                "proposes_complaint": proposesComplaint.json,
            ]
        )
        try enqueue(JobDraft(kind: .followUpDue, subjectID: id, runAt: due, dedupKey: id.text))
        try tell(supervisor, ofFollowUp: id, due: due, proposesComplaint: proposesComplaint, isLate: false)
    }

    /// A lead, first of the desks above the one that resolved the case, then of those below, and of its own desk only when
    /// there is no other; never somebody who answered the customer.
    func supervisor() throws -> DeskPerson? {
        let resolved = events.last { $0.kind == .resolved }
        let credit = try resolved.flatMap(SurveyAttribution.init) ?? SurveyAttribution(of: self)
        let rated = Set(credit.repliers + [resolved?.actorID].compactMap { $0 })
        let desks = try tx.settings().desks
        let above = Array((credit.level + 1)...(max(Desk.levelMax, credit.level) + 1)).filter { $0 <= Desk.levelMax }
        let levels = above + (1..<max(1, credit.level)).reversed() + [credit.level]
        let others = levels.filter { desks[$0] != nil && desks[$0] != credit.teamID }
        for level in others + levels.filter({ !others.contains($0) }) {
            let people = try Desk.people(level: level, in: tx)
            if let lead = people.first(where: { $0.isLead && !rated.contains($0.id) }) { return lead }
        }
        return nil
    }

    mutating func tell(
        _ supervisor: DeskPerson?,
        ofFollowUp id: UUID,
        due: Instant,
        proposesComplaint: Bool,
        isLate: Bool
    ) throws {
        guard let supervisor else {
            return try record(
                .nobodyToNotify,
                ["level": ticket.level.json, "step": "follow_up", "follow_up_id": id.json]
            )
        }
        let details: JSON = [
            "follow_up_id": id.json, "due_at": .string(due.iso8601), "proposes_complaint": proposesComplaint.json,
            "late": isLate.json,
        ]
        let delivery = try deliver(DeliveryDraft(kind: .followUpMail, personID: supervisor.id, details: details))
        try record(
            .notified,
            ["person_id": supervisor.id.json, "delivery_id": delivery.json, "step": "follow_up", "late": isLate.json]
        )
    }
}

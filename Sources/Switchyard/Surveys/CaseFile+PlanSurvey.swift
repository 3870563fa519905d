import BusinessTime
import Foundation
import Postgres

extension CaseFile {
    /// A person resolved the case: whether the customer is asked is decided when the tenant's delay is over
    /// (`spec/surveys-reports.md V1`, `V2`). One job per resolution.
    mutating func planSurvey(_ event: CaseEvent) throws {
        let policy = try tx.settings().survey
        guard policy.enabled, event.actorKind == .agent else { return }
        try enqueue(
            JobDraft(
                kind: .inviteSurvey,
                subjectID: ticket.id,
                runAt: event.occurredAt.adding(seconds: policy.delaySeconds),
                dedupKey: surveyJobKey(event.sequence)
            )
        )
    }

    /// The case is open again: what was planned is dropped, and an invitation nobody answered is void (`V3`). A job that
    /// is running this moment waits for the case's lock and then finds the case open.
    mutating func voidSurvey() {
        if let resolved = events.last(where: { $0.kind == .resolved }) {
            write(
                "drop planned survey",
                """
                DELETE FROM switchyard.job WHERE tenant_id = \(tx.tenantID) AND kind = \(JobKind.inviteSurvey.rawValue)
                    AND dedup_key = \(surveyJobKey(resolved.sequence)) AND worker_id IS NULL
                """
            )
        }
        write(
            "void survey",
            """
            UPDATE switchyard.survey_invitation SET state = \(SurveyInvitation.State.superseded.rawValue)
            WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket.id) AND state = \(SurveyInvitation.State.sent.rawValue)
            """
        )
    }

    mutating func planReminder(of invitation: UUID) throws {
        guard try tx.settings().survey.reminder else { return }
        try enqueue(
            JobDraft(
                kind: .remindSurvey,
                subjectID: invitation,
                runAt: try tx.now.adding(seconds: SurveyInvitation.reminderSeconds),
                dedupKey: invitation.text
            )
        )
    }

    private func surveyJobKey(_ sequence: Int) -> String { "\(ticket.id.text):\(sequence)" }
}

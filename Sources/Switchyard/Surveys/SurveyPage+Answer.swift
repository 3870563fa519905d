import BusinessTime
import Foundation
import Postgres

extension SurveyPage {
    /// Records what the customer sent: one answer per invitation, changeable for a day (`spec/surveys-reports.md V7`). The
    /// case's lock decides between an answer and a reopening at the same moment.
    package static func answer(_ token: String, _ form: SurveyForm, in tx: TenantTransaction) throws -> SurveyPage {
        guard let token = SurveyToken(token), let found = try SurveyInvitation.find(token, in: tx) else {
            return notFound
        }
        var file = try CaseFile.open(found.ticketID, in: tx)
        guard let invitation = try SurveyInvitation.find(found.id, in: tx), try invitation.isOpen(at: tx.now) else {
            return notFound
        }
        let words = SurveyWords.choose(invitation.language)
        let brand = try tx.settings().brand
        guard let score = form.score else {
            return try Self.form(words, brand, selected: nil, notice: words.chooseFirst, status: 422)
        }
        let earlier = try SurveyAnswer.find(invitation.id, in: tx)
        if let earlier, try !earlier.isEditable(at: tx.now) { return try ended(words, brand, words.closed) }
        try file.takeAnswer(score, form, of: invitation, isChange: earlier != nil)
        try file.save()
        return try ended(words, brand, words.mayChange)
    }
}

extension CaseFile {
    /// Secrets are taken out of the comment before it is sealed; it is no customer message for the clocks (`K2`).
    fileprivate mutating func takeAnswer(
        _ score: Int,
        _ form: SurveyForm,
        of invitation: SurveyInvitation,
        isChange: Bool
    ) throws {
        let now = try tx.now
        let clean = Secrets.redact(form.comment, context: nil)
        let comment =
            try clean.text.isEmpty
            ? nil : tx.seal(clean.text, as: .surveyComment, row: invitation.id)
        write(
            "write survey answer",
            """
            INSERT INTO switchyard.survey_answer AS a (tenant_id, invitation_id, score, comment, quarantined, answered_at,
                changed_at)
            VALUES (\(tx.tenantID), \(invitation.id), \(Int16(clamping: score)), \(comment), \(form.isTrapped), \(now), \(now))
            ON CONFLICT (tenant_id, invitation_id) DO UPDATE SET score = excluded.score, comment = excluded.comment,
                quarantined = excluded.quarantined, changed_at = excluded.changed_at
            """
        )
        write(
            "invitation answered",
            """
            UPDATE switchyard.survey_invitation SET state = \(SurveyInvitation.State.answered.rawValue)
            WHERE tenant_id = \(tx.tenantID) AND id = \(invitation.id)
            """
        )
        try record(
            .surveyAnswered,
            [
                "invitation_id": invitation.id.json, "score": score.json, "changed": isChange.json,
                "quarantined": form.isTrapped.json, "secrets_removed": clean.findings.count.json,
            ]
        )
        if !form.isTrapped { try openFollowUp(score: score, comment: clean.text, of: invitation.id) }
    }
}

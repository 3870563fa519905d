package import BusinessTime
package import Foundation
import Postgres

/// What became of the question whether somebody who has not answered is reminded.
package enum SurveyReminder: Sendable, Hashable {
    case sent(delivery: UUID)
    /// Not at night: ask again at this instant.
    case later(Instant)
    /// Answered, void, over, reminded before, or not wanted.
    case moot
}

extension SurveyInvitation {
    /// One reminder, three days after the invitation, in the same hours, and never after an answer
    /// (`spec/surveys-reports.md V7`). The case's lock decides between it and an answer of the same moment.
    package static func remind(_ id: UUID, in tx: TenantTransaction) throws -> SurveyReminder {
        guard let asked = try find(id, in: tx) else { return .moot }
        var file = try CaseFile.open(asked.ticketID, in: tx)
        let now = try tx.now
        let policy = try tx.settings().survey
        guard policy.enabled, policy.reminder, !file.ticket.status.isOpen, let invitation = try find(id, in: tx),
            invitation.state == .sent, invitation.remindedAt == nil, invitation.isOpen(at: now)
        else { return .moot }
        let customer = try Customer.find(file.ticket.customerID, in: tx)
        guard !customer.surveyOptOut, customer.profile.email != nil else { return .moot }
        if policy.quietHours {
            let jitter = QuietHours.jitterSeconds(ticket: asked.ticketID, resolution: file.events.count)
            let zone = try customer.zone ?? tx.settings().zone
            if let morning = try QuietHours.next(after: now, zone: zone, jitterSeconds: jitter) {
                return invitation.isOpen(at: morning) ? .later(morning) : .moot
            }
        }
        return try file.remind(invitation)
    }
}

extension CaseFile {
    /// The same link once more: its token is in the mail that asked, sealed, and nowhere else.
    fileprivate mutating func remind(_ invitation: SurveyInvitation) throws -> SurveyReminder {
        let asked = events.last { $0.kind == .surveyDecided && $0.body["invitation_id"] == invitation.id.json }
        guard let first = try asked?.body.optionalUUID("delivery_id"), let mail = try Delivery.find(first, in: tx)
        else {
            return .moot
        }
        let delivery = try deliver(DeliveryDraft(kind: .surveyReminder, details: mail.details(tx.vault())))
        write(
            "invitation reminded",
            """
            UPDATE switchyard.survey_invitation SET reminded_at = \(try tx.now)
            WHERE tenant_id = \(tx.tenantID) AND id = \(invitation.id)
            """
        )
        try record(.surveyReminded, ["invitation_id": invitation.id.json, "delivery_id": delivery.json])
        try save()
        return .sent(delivery: delivery)
    }
}

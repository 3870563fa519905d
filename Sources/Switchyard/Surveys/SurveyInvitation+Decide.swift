import BusinessTime
package import Foundation
import Postgres

extension SurveyInvitation {
    /// Decides under the case's lock whether the customer of a resolved case is asked, and asks
    /// (`spec/surveys-reports.md V1–V5`). Safe to run again: a resolution is decided once.
    package static func decide(ticket id: UUID, in tx: TenantTransaction) throws -> SurveyDecision {
        var file = try CaseFile.open(id, in: tx)
        guard !file.ticket.status.isOpen, let resolved = file.events.last(where: { $0.kind == .resolved }) else {
            return .moot
        }
        guard !file.isSurveyDecided(resolved.sequence) else { return .moot }
        let policy = try tx.settings().survey
        let now = try tx.now
        let earliest = resolved.occurredAt.adding(seconds: policy.delaySeconds)
        guard now >= earliest else { return .later(earliest) }

        let customer = try Customer.find(file.ticket.customerID, in: tx)
        if let reason = file.reasonNotToAsk(customer, resolved: resolved, policy: policy) {
            return try file.suppressSurvey(reason, resolution: resolved.sequence)
        }
        let sample = SurveySample(ticket: id, version: SurveyWords.version, rate: policy.sampleBasisPoints)
        guard sample.isIn else {
            return try file.suppressSurvey(.notSampled, resolution: resolved.sequence, sample: sample)
        }
        if policy.quietHours {
            let jitter = QuietHours.jitterSeconds(ticket: id, resolution: resolved.sequence)
            let zone = try customer.zone ?? tx.settings().zone
            if let morning = try QuietHours.next(after: now, zone: zone, jitterSeconds: jitter) {
                return .later(morning)
            }
        }
        guard try takeTurn(of: customer.id, policy: policy, in: tx) else {
            return try file.suppressSurvey(.throttled, resolution: resolved.sequence)
        }
        return try file.invite(customer, resolved: resolved, sample: sample)
    }

    /// One invitation per customer in the tenant's time, and one unanswered at a time (`V4`): the upsert decides between
    /// two cases of one customer that come up at the same moment.
    private static func takeTurn(of customer: UUID, policy: SurveyPolicy, in tx: TenantTransaction) throws -> Bool {
        let now = try tx.now
        let taken = try tx.execute(
            """
            INSERT INTO switchyard.survey_turn AS s (tenant_id, customer_id, taken_at)
            VALUES (\(tx.tenantID), \(customer), \(now))
            ON CONFLICT (tenant_id, customer_id) DO UPDATE SET taken_at = excluded.taken_at
            WHERE s.taken_at <= \(now.adding(seconds: -policy.throttleSeconds)) AND NOT EXISTS (
                SELECT FROM switchyard.survey_invitation i
                WHERE i.tenant_id = \(tx.tenantID) AND i.customer_id = \(customer) AND i.state = 'sent'
                  AND i.expires_at > \(now))
            """,
            "take survey turn"
        )
        return taken > 0
    }
}

extension CaseFile {
    fileprivate func isSurveyDecided(_ resolution: Int) -> Bool {
        events.contains { $0.kind == .surveyDecided && $0.body["resolution"] == resolution.json }
    }

    fileprivate func reasonNotToAsk(
        _ customer: Customer,
        resolved: CaseEvent,
        policy: SurveyPolicy
    ) -> SurveySuppression? {
        if !policy.enabled { return .disabled }
        if resolved.actorKind != .agent { return .notByPerson }
        if !events.contains(where: { $0.kind == .opened || $0.kind == .customerMessage }) { return .noCustomerMessage }
        if standingReplies.isEmpty { return .noPublicReply }
        switch TicketCategory(rawValue: ticket.category) {
        case .complaint, .lawEnforcement: return .category
        default: break
        }
        if customer.surveyOptOut { return .optedOut }
        return customer.profile.email == nil ? .noChannel : nil
    }

    fileprivate mutating func suppressSurvey(
        _ reason: SurveySuppression,
        resolution: Int,
        sample: SurveySample? = nil
    ) throws -> SurveyDecision {
        try record(
            .surveyDecided,
            [
                "decision": "suppressed", "reason": .string(reason.rawValue), "resolution": resolution.json,
                "sample": sample?.json,
            ]
        )
        try save()
        return .suppressed(reason)
    }

    fileprivate mutating func invite(
        _ customer: Customer,
        resolved: CaseEvent,
        sample: SurveySample
    ) throws -> SurveyDecision {
        let invitation = try tx.newID()
        let token = SurveyToken(random: tx.random(SurveyToken.randomBytes))
        let words = try SurveyWords.choose(ticket.language, customer.language, tx.settings().language)
        try insertInvitation(invitation, token: token, language: words.language, resolved: resolved)
        let delivery = try deliver(
            DeliveryDraft(
                kind: .surveyMail,
                details: [
                    "invitation_id": invitation.json, "token": .string(token.text), "language": .string(words.language),
                ]
            )
        )
        try record(
            .surveyDecided,
            [
                "decision": "sent", "invitation_id": invitation.json, "delivery_id": delivery.json,
                "resolution": resolved.sequence.json, "sample": sample.json,
            ]
        )
        try planReminder(of: invitation)
        try save()
        return .sent(delivery: delivery)
    }

    private mutating func insertInvitation(
        _ id: UUID,
        token: SurveyToken,
        language: String,
        resolved: CaseEvent
    ) throws {
        let now = try tx.now
        let credit = try SurveyAttribution(resolved) ?? SurveyAttribution(of: self)
        write(
            "insert invitation",
            """
            INSERT INTO switchyard.survey_invitation (tenant_id, id, ticket_id, customer_id, resolution_seq, token_hash, state,
                survey_version, language, team_id, level, resolver_id, replier_ids, channel, category, tier, resolved_at,
                sent_at, expires_at)
            VALUES (\(tx.tenantID), \(id), \(ticket.id), \(ticket.customerID), \(resolved.sequence),
                \(try tx.vault().lookup(.surveyToken, token.text)), \(SurveyInvitation.State.sent.rawValue),
                \(SurveyWords.version), \(language), \(credit.teamID), \(credit.level), \(resolved.actorID), \(credit.repliers),
                \(credit.channel), \(credit.category), \(credit.tier), \(resolved.occurredAt), \(now),
                \(now.adding(seconds: SurveyInvitation.validSeconds)))
            """
        )
    }
}

import BusinessTime
import Foundation

extension Intake {
    struct FollowUp {
        var text: Redaction
        var language: String?
        var occurredAt: Instant?
        var thread: String?
        var attributes = TicketAttributes()
        /// Found in what is not its text.
        var secretsElsewhere: [SecretFinding] = []

        var secrets: [SecretFinding] { text.findings + secretsElsewhere }
    }

    /// A customer writes again. A case that waited for them is open again; a resolved one is reopened within the policy's
    /// window, and after it a new case follows up on the old one (`spec/sla.md K4`, `K8`). What they write now may send the
    /// case on a direct route; category and priority stay.
    static func followUp(
        _ followUp: FollowUp,
        on file: CaseFile,
        of customer: Customer,
        in tx: TenantTransaction
    ) throws -> IntakeOutcome {
        let now = try tx.now
        let occurred = min(max(followUp.occurredAt ?? now, file.ticket.occurredAt), now)
        let language = followUp.language ?? file.ticket.language
        let triage = try tx.settings().rules.decide(
            TriageRules.Subject(
                text: followUp.text.text,
                channel: file.ticket.channel,
                tier: customer.tier,
                language: language,
                attributes: followUp.attributes
            )
        )
        guard try file.takesMessages(at: occurred) else {
            return try openFollowUpCase(followUp, triage, after: file.ticket, of: customer, in: tx)
        }
        var file = file
        let message = try file.addMessage(
            MessageDraft(
                direction: .incoming,
                authorKind: .customer,
                authorID: customer.id,
                language: language,
                text: followUp.text,
                occurredAt: occurred
            )
        )
        try file.record(.customerMessage, ["message_id": message.json], occurredAt: occurred)
        try file.recordSecrets(followUp.secrets, in: message)
        file.addReferences(followUp.attributes)
        switch file.ticket.status {
        case .resolved, .closed: try file.markReopened(occurredAt: occurred)
        case .waitingCustomer: file.ticket.status = .open
        case .new, .open, .waitingThirdParty, .waitingClient: break
        }
        try file.follow(triage, of: message)
        try file.save()
        return IntakeOutcome(
            ticket: file.ticket,
            messageID: message,
            isNewCase: false,
            secrets: followUp.secrets
        )
    }

    private static func openFollowUpCase(
        _ followUp: FollowUp,
        _ triage: TriageRules.Decision,
        after old: Ticket,
        of customer: Customer,
        in tx: TenantTransaction
    ) throws -> IntakeOutcome {
        let settings = try tx.settings()
        let vault = settings.vault
        let subject = try vault.openText(old.subject, as: .ticketSubject, row: old.id)
        let facts = TicketFacts(
            channel: old.channel,
            language: followUp.language ?? old.language,
            tier: customer.tier,
            category: old.category,
            priority: old.priority,
            sourceID: old.sourceID,
            importBatchID: nil,
            followUpOf: old.id
        )
        return try open(
            NewCase(
                customer: customer,
                facts: facts,
                subject: Redaction(text: subject, findings: []),
                text: followUp.text,
                attributes: followUp.attributes,
                thread: followUp.thread,
                replacesThread: true,
                triage: triage,
                occurredAt: try tx.now,
                secretsElsewhere: followUp.secretsElsewhere
            ),
            in: tx
        )
    }
}

extension CaseFile {
    /// Open cases always; resolved ones until the reopen window of their policy ends.
    func takesMessages(at instant: Instant) throws -> Bool {
        guard let resolvedAt = ticket.resolvedAt, !ticket.status.isOpen else { return true }
        let windowSeconds = try policyOfNextClocks().reopenWindowDays * 86_400
        return instant <= resolvedAt.adding(seconds: windowSeconds)
    }

    private func policyOfNextClocks() throws -> SLAPolicy {
        guard let ref = try clocks().policies[ticket.id.text] else { return .none }
        return try tx.settings().policies.policy(ref)
    }

    /// The case is open again; clocks of the resolution kind go on (`spec/sla.md K4`).
    mutating func markReopened(occurredAt: Instant? = nil) throws {
        try record(.reopened, [:], occurredAt: occurredAt)
        ticket.status = .open
        ticket.resolvedAt = nil
    }
}

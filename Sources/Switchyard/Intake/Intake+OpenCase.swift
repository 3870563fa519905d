import BusinessTime
import Foundation
import Postgres

extension Intake {
    /// A new case with its first message: triaged by the tenant's rules, on the desk of the policy's first level.
    static func openCase(
        _ request: IntakeRequest,
        of customer: Customer,
        source: UUID?,
        in tx: TenantTransaction
    ) throws -> IntakeOutcome {
        let settings = try tx.settings()
        let occurred = try request.occurred(now: tx.now)
        let language = request.language ?? customer.language ?? settings.language
        let triage = settings.rules.decide(
            TriageRules.Subject(
                text: request.subject.text + "\n" + request.text.text,
                channel: request.channel.rawValue,
                tier: customer.tier,
                language: language,
                attributes: request.attributes
            )
        )
        let facts = TicketFacts(
            channel: request.channel.rawValue,
            language: language,
            tier: customer.tier,
            category: triage.category,
            priority: triage.priority,
            sourceID: source,
            importBatchID: nil,
            followUpOf: nil
        )
        return try open(
            NewCase(
                customer: customer,
                facts: facts,
                subject: request.subject,
                text: request.text,
                attributes: request.attributes,
                thread: request.thread,
                triage: triage,
                occurredAt: occurred,
                secretsElsewhere: request.secretsElsewhere
            ),
            in: tx
        )
    }

    /// What a case is made of, wherever it comes from.
    struct NewCase {
        var customer: Customer
        var facts: TicketFacts
        var subject: Redaction
        var text: Redaction
        var attributes: TicketAttributes
        var thread: String?
        /// The thread was an older case's so far.
        var replacesThread = false
        /// What the rules made of its words; nil where nobody asked them.
        var triage: TriageRules.Decision?
        var occurredAt: Instant
        /// Found in what is neither subject nor text: attributes, the customer's name or address.
        var secretsElsewhere: [SecretFinding] = []
    }

    static func open(_ new: NewCase, in tx: TenantTransaction) throws -> IntakeOutcome {
        let settings = try tx.settings()
        let vault = settings.vault
        let id = try tx.newID()
        let attributes =
            try new.attributes.isEmpty
            ? nil : vault.seal(new.attributes.json.canonicalBytes, as: .ticketAttributes, row: id)
        let ticket = Ticket(
            id: id,
            reference: Reference.make(random: tx.random(Reference.randomBytes)),
            customerID: new.customer.id,
            subject: try vault.seal(new.subject.text, as: .ticketSubject, row: id),
            attributes: attributes,
            facts: new.facts,
            seat: settings.seat(new.facts, route: new.triage?.route, at: try tx.now),
            occurredAt: new.occurredAt,
            createdAt: try tx.now
        )
        var file = CaseFile.fresh(ticket, in: tx)
        let message = try file.addMessage(
            MessageDraft(
                direction: .incoming,
                authorKind: .customer,
                authorID: new.customer.id,
                language: new.facts.language,
                text: new.text,
                searchedWith: new.subject.text.isEmpty ? nil : new.subject.text,
                occurredAt: new.occurredAt
            )
        )
        file.addReferences(new.attributes)
        if let thread = new.thread { file.takeThread(thread, replacing: new.replacesThread) }
        try file.record(
            .opened,
            [
                "message_id": message.json, "channel": .string(new.facts.channel),
                "category": .string(new.facts.category),
                "priority": .string(new.facts.priority.name), "level": ticket.level.json,
                "team_id": ticket.teamID?.json,
            ],
            occurredAt: new.occurredAt
        )
        let secrets = new.subject.findings + new.text.findings + new.secretsElsewhere
        try file.recordSecrets(secrets, in: message)
        if let triage = new.triage { try file.follow(triage, of: message) }
        try file.save()
        return IntakeOutcome(ticket: file.ticket, messageID: message, isNewCase: true, secrets: secrets)
    }
}

extension CaseFile {
    /// Exact identifiers by which agents find the case.
    mutating func addReferences(_ attributes: TicketAttributes) {
        let references = attributes.references
        guard !references.isEmpty else { return }
        var rows = RowSet()
        for reference in references { rows.append(reference.kind, reference.value, ticket.id) }
        // A new case has none yet, and an insert that expects a conflict costs half as much again.
        let known: SQL = isNew ? "" : " ON CONFLICT (tenant_id, kind, value, ticket_id) DO NOTHING"
        insert(
            "insert references",
            "INSERT INTO switchyard.ticket_ref (tenant_id, kind, value, ticket_id) \(rows, of: tx.tenantID)\(known)"
        )
    }

    /// The exchange's conversation goes on in this case from now on, which is new.
    ///
    /// - Parameter replacing: another case had it so far.
    mutating func takeThread(_ key: String, replacing: Bool = false) {
        if replacing {
            tx.write(
                "release thread",
                "UPDATE switchyard.ticket SET thread = NULL WHERE tenant_id = \(tx.tenantID) AND thread = \(key)"
            )
        }
        thread = key
    }
}

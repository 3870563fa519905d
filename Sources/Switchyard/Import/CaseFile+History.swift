import BusinessTime
import Foundation
import Postgres

extension CaseFile {
    /// A case as it happened elsewhere: every entry of the log at its own instant, by nobody but the import.
    static func history(
        _ line: HistoryCase,
        of customer: Customer,
        batch: UUID,
        in tx: TenantTransaction
    ) throws -> CaseFile {
        var file = CaseFile.fresh(try ticket(line, of: customer, batch: batch, in: tx), in: tx)
        let message = try file.addMessage(
            MessageDraft(
                direction: .incoming,
                authorKind: .customer,
                authorID: customer.id,
                language: file.ticket.language,
                text: line.text,
                searchedWith: line.subject.text.isEmpty ? nil : line.subject.text,
                occurredAt: line.occurredAt
            )
        )
        file.addReferences(line.attributes)
        file.takeThread(line.id)
        try file.record(
            .opened,
            [
                "message_id": message.json, "channel": .string(file.ticket.channel),
                "category": .string(file.ticket.category), "priority": .string(file.ticket.priority.name),
                "level": file.ticket.level.json, "team_id": file.ticket.teamID?.json,
            ],
            occurredAt: line.occurredAt
        )
        try file.recordSecrets(line.subject.findings + line.text.findings, in: message)
        var resolvedAt = line.resolvedAt
        for entry in line.messages {
            if let end = resolvedAt, end < entry.occurredAt {
                try file.endHistory(at: end)
                resolvedAt = nil
            }
            try file.addHistory(entry, of: line, customer: customer)
        }
        if let resolvedAt { try file.endHistory(at: resolvedAt) }
        return file
    }

    private static func ticket(
        _ line: HistoryCase,
        of customer: Customer,
        batch: UUID,
        in tx: TenantTransaction
    ) throws -> Ticket {
        let settings = try tx.settings()
        let language = line.language ?? customer.language ?? settings.language
        let triage = settings.rules.decide(
            TriageRules.Subject(
                text: line.subject.text + "\n" + line.text.text,
                channel: line.channel.rawValue,
                tier: customer.tier,
                language: language,
                attributes: line.attributes
            )
        )
        let facts = TicketFacts(
            channel: line.channel.rawValue,
            language: language,
            tier: customer.tier,
            category: triage.category,
            priority: triage.priority,
            sourceID: nil,
            importBatchID: batch,
            followUpOf: nil
        )
        let id = try tx.newID()
        let attributes =
            try line.attributes.isEmpty
            ? nil : settings.vault.seal(line.attributes.json.canonicalBytes, as: .ticketAttributes, row: id)
        // Lists go by the time of creation: history does not push itself before what is live.
        return Ticket(
            id: id,
            reference: Reference.make(random: tx.random(Reference.randomBytes)),
            customerID: customer.id,
            subject: try settings.vault.seal(line.subject.text, as: .ticketSubject, row: id),
            attributes: attributes,
            facts: facts,
            seat: settings.seat(facts, at: try tx.now),
            occurredAt: line.occurredAt,
            createdAt: line.occurredAt
        )
    }

    private mutating func addHistory(_ entry: HistoryCase.Message, of line: HistoryCase, customer: Customer) throws {
        let isCustomer = entry.author == .customer
        let precedes = !isCustomer && entry.occurredAt < line.occurredAt
        let author: Message.AuthorKind =
            switch entry.author {
            case .customer: .customer
            case .client: .client
            case .agent: .person
            }
        let message = try addMessage(
            MessageDraft(
                direction: isCustomer ? .incoming : .outgoing,
                authorKind: author,
                authorID: isCustomer ? customer.id : nil,
                language: entry.language ?? ticket.language,
                text: entry.text,
                occurredAt: entry.occurredAt,
                precedes: precedes
            )
        )
        try record(
            isCustomer ? .customerMessage : .replied,
            ["message_id": message.json, "precedes": precedes ? true : nil],
            occurredAt: entry.occurredAt
        )
        try recordSecrets(entry.text.findings, in: message)
        if !isCustomer, !precedes, ticket.status == .new { ticket.status = .open }
    }

    private mutating func endHistory(at instant: Instant) throws {
        try record(.resolved, ["answered": try isAnswered.json], occurredAt: instant)
        ticket.status = .resolved
        ticket.resolvedAt = instant
    }
}

import BusinessTime
package import Foundation
import Postgres

extension CaseFile {
    /// Messages of one split.
    package static let splitMessagesMax = 100

    /// Takes messages of the customer to a case of their own, whose clocks start with the oldest of them
    /// (`spec/sla.md K5`). The message that opened this case stays. The caller saves both; answers the new one.
    package mutating func split(_ messages: [UUID], subject: String?, reason: String?) throws -> CaseFile {
        try requireUnmerged()
        try requireNamed()
        let moved = try entries(of: messages)
        let settings = try tx.settings()
        let id = try tx.newID()
        let title = try subject.map { Secrets.redact($0, context: nil) } ?? ownSubject()
        let facts = factsOfSplit()
        let fresh = Ticket(
            id: id,
            reference: Reference.make(random: tx.random(Reference.randomBytes)),
            customerID: ticket.customerID,
            subject: try settings.vault.seal(title.text, as: .ticketSubject, row: id),
            attributes: nil,
            facts: facts,
            seat: try settings.seat(facts, at: tx.now),
            occurredAt: moved[0].occurredAt,
            createdAt: try tx.now
        )
        try record(
            .split,
            [
                "to": id.json, "reason": reason.map { Secrets.redact($0, context: nil).text.json },
                "messages": .array(
                    moved.map { ["message_id": $0.body["message_id"], "sequence": $0.sequence.json] }
                ),
            ]
        )
        var file = CaseFile.fresh(fresh, in: tx)
        try file.take(moved, from: ticket.id, title: title)
        return file
    }

    /// The log's entries of the messages, oldest first.
    private func entries(of messages: [UUID]) throws -> [CaseEvent] {
        let gone = try goneMessages()
        let told = Dictionary(
            events.compactMap { event in event.toldMessage.map { ($0, event) } }
        ) { first, _ in first }
        var entries: [CaseEvent] = []
        for (place, message) in messages.enumerated() {
            guard let event = told[message], !gone.contains(message) else {
                throw DomainError.field("/message_ids/\(place)", .unknown)
            }
            guard event.kind == .customerMessage else {
                throw DomainError.field("/message_ids/\(place)", .cannotMove)
            }
            guard !entries.contains(where: { $0.sequence == event.sequence }) else {
                throw DomainError.field("/message_ids/\(place)", .taken)
            }
            entries.append(event)
        }
        guard !entries.isEmpty else { throw DomainError.field("/message_ids", .tooShort) }
        return entries.sorted { ($0.occurredAt, $0.sequence) < ($1.occurredAt, $1.sequence) }
    }

    /// Messages that were split off.
    func goneMessages() throws -> Set<UUID> {
        Set(try events.filter { $0.kind == .split }.flatMap { try $0.movedMessages().map(\.messageID) })
    }

    private func ownSubject() throws -> Redaction {
        let text = try tx.vault().openText(ticket.subject, as: .ticketSubject, row: ticket.id)
        return Redaction(text: text, findings: [])
    }

    private func factsOfSplit() -> TicketFacts {
        TicketFacts(
            channel: ticket.channel,
            language: ticket.language,
            tier: ticket.tier,
            category: ticket.category,
            priority: ticket.priority,
            sourceID: ticket.sourceID,
            importBatchID: nil,
            followUpOf: nil,
            splitFrom: ticket.id
        )
    }

    /// The new case's log tells of the messages at their own instants.
    private mutating func take(_ moved: [CaseEvent], from source: UUID, title: Redaction) throws {
        for (place, entry) in moved.enumerated() {
            let message = entry.body["message_id"]
            guard place == 0 else {
                try record(.customerMessage, ["message_id": message], occurredAt: entry.occurredAt)
                continue
            }
            try record(
                .opened,
                [
                    "message_id": message, "channel": .string(ticket.channel), "category": .string(ticket.category),
                    "priority": .string(ticket.priority.name), "level": ticket.level.json,
                    "team_id": ticket.teamID?.json, "split_from": source.json,
                ],
                occurredAt: entry.occurredAt
            )
        }
        let ids = moved.compactMap(\.toldMessage)
        moveMessages(ids, from: source)
        guard let first = ids.first else { return }
        try recordSecrets(title.findings, in: first)
        write(
            "search by subject",
            """
            UPDATE switchyard.message SET tokens = tokens || \(SearchTokens.document([title.text]))
            WHERE tenant_id = \(tx.tenantID) AND id = \(first)
            """
        )
    }

    private mutating func moveMessages(_ messages: [UUID], from source: UUID) {
        write(
            "move messages",
            """
            UPDATE switchyard.message SET ticket_id = \(ticket.id)
            WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(source) AND id = ANY (\(messages))
            """
        )
    }
}

extension CaseEvent {
    struct MovedMessage {
        let messageID: UUID
        /// Of its entry in this log.
        let sequence: Int
    }

    /// What a `split` took away.
    func movedMessages() throws -> [MovedMessage] {
        try body.array("messages").map { entry in
            MovedMessage(messageID: try entry.uuid("message_id"), sequence: Int(try entry.integer("sequence")))
        }
    }

    /// The message that the entry tells of.
    fileprivate var toldMessage: UUID? {
        switch kind {
        case .opened, .customerMessage, .replied, .noted: (try? body.optionalUUID("message_id")) ?? nil
        default: nil
        }
    }
}

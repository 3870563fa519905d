import BusinessTime
import Foundation

/// Whom a step is told to.
enum Addressee {
    case person(Recipient)
    /// Somebody at the client, who gets a summary without a customer's word in it.
    case client(ClientContact)
}

extension CaseFile {
    /// A notice to each, once; one signed webhook to the exchange. Who was told is in the log; by which mail, and how that
    /// ended, is with the notice (`spec/sla.md E8`).
    mutating func tell(_ addressees: [Addressee], of untaken: UntakenStep) throws {
        var told: [UUID] = []
        for addressee in addressees {
            switch addressee {
            case .person(let recipient):
                guard !told.contains(recipient.person.id) else { continue }
                told.append(recipient.person.id)
                try tell(recipient, of: untaken)
            case .client(let contact): try tell(contact, of: untaken)
            }
        }
        guard try tx.settings().noticeEndpoint != nil else { return }
        let message: JSON = [
            "metric": .string(untaken.key.metric), "step": .string(untaken.key.step), "level": ticket.level.json,
            "at": .string(untaken.step.at.iso8601), "due_at": untaken.cycle.dueAt.map { .string($0.iso8601) },
            "recipients": told.json,
        ]
        try deliver(DeliveryDraft(kind: .noticeWebhook, details: message))
    }

    private mutating func tell(_ recipient: Recipient, of untaken: UntakenStep) throws {
        let person = recipient.person.id
        let notice = try notify(.person(person), of: untaken)
        try record(
            .notified,
            [
                "person_id": person.json, "found_by": .string(recipient.source.rawValue), "notice_id": notice.id.json,
                "channel": "mail", "metric": .string(untaken.key.metric), "step": .string(untaken.key.step),
            ]
        )
    }

    private mutating func tell(_ contact: ClientContact, of untaken: UntakenStep) throws {
        let notice = try notify(.contact(contact.purpose), of: untaken)
        try record(
            .notified,
            [
                "contact": .string(contact.purpose.rawValue), "notice_id": notice.id.json, "channel": "mail",
                "metric": .string(untaken.key.metric), "step": .string(untaken.key.step),
            ]
        )
    }

    /// Nobody on duty is an event of its own (`spec/sla.md E5`).
    mutating func recordNobody(_ recipient: LadderRecipient, for untaken: UntakenStep) throws {
        try record(
            .nobodyToNotify,
            [
                "recipient": .string(recipient.name), "level": recipient.level?.rawValue.json,
                "metric": .string(untaken.key.metric), "step": .string(untaken.key.step),
            ]
        )
    }
}

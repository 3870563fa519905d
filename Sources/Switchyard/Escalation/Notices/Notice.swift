import BusinessTime
package import Foundation
import Postgres

/// Whom a notice is for. People by id, the client's contact by what it is for: who that is may change until it is sent.
package enum NoticeRecipient: Sendable, Hashable {
    case person(UUID)
    case contact(ClientContact.Purpose)

    /// As it is stored.
    package var key: String {
        switch self {
        case .person(let id): id.text
        case .contact(let purpose): purpose.rawValue
        }
    }

    init(key: String) throws {
        if let purpose = ClientContact.Purpose(rawValue: key) {
            self = .contact(purpose)
        } else if let id = UUID(uuidString: key) {
            self = .person(id)
        } else {
            throw StoredValueUnknown()
        }
    }
}

/// One recipient told of one step of one case: ids, names of the product and times, nothing of what a customer wrote.
struct Notice {
    /// A step taken so long after its instant is told in a digest (`spec/sla.md`, Workers: after downtime).
    static let lateSeconds: Int64 = 900

    /// Of the delivery as well, where the notice is sent by itself.
    let id: UUID
    let ticketID: UUID
    let recipient: NoticeRecipient
    let metric: String
    let step: String
    let level: Int
    let at: Instant
    let dueAt: Instant?
    let isLate: Bool
    /// Notices to one recipient within a minute beyond which they become a digest; 0 for never.
    let digestAfter: Int

    /// The notice by itself.
    var draft: DeliveryDraft {
        var details: JSONObject = [
            "metric": .string(metric), "step": .string(step), "level": level.json, "at": .string(at.iso8601),
            "due_at": dueAt.map { .string($0.iso8601) },
        ]
        switch recipient {
        case .person(let id):
            return DeliveryDraft(kind: .noticeMail, personID: id, details: .object(details))
        case .contact(let purpose):
            details["contact"] = .string(purpose.rawValue)
            return DeliveryDraft(kind: .clientMail, details: .object(details))
        }
    }
}

extension CaseFile {
    /// Remembers to tell somebody of a step of a clock's ladder.
    mutating func notify(_ recipient: NoticeRecipient, of untaken: UntakenStep) throws -> Notice {
        try notify(
            recipient,
            metric: untaken.key.metric,
            step: untaken.key.step,
            at: untaken.step.at,
            dueAt: untaken.cycle.dueAt,
            isLate: tx.now > untaken.step.wakeAt.adding(seconds: Notice.lateSeconds),
            digestAfter: terms().policy(untaken.cycle.policy).digestAfter
        )
    }

    /// Sent with the transaction's other notices, when it is known how many there are.
    mutating func notify(
        _ recipient: NoticeRecipient,
        metric: String,
        step: String,
        at instant: Instant,
        dueAt: Instant?,
        isLate: Bool = false,
        digestAfter: Int
    ) throws -> Notice {
        let notice = Notice(
            id: try tx.newID(),
            ticketID: ticket.id,
            recipient: recipient,
            metric: metric,
            step: step,
            level: ticket.level,
            at: instant,
            dueAt: dueAt,
            isLate: isLate,
            digestAfter: digestAfter
        )
        writes.add(notice)
        return notice
    }
}

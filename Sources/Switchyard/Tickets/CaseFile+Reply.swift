package import Foundation

extension CaseFile {
    /// An agent answers the customer. The reply clocks stop now; if the channel refuses it for good, they never stopped
    /// (`spec/sla.md K1`). `status` may say that the case now waits, which needs this answer (K8).
    package mutating func reply(_ text: String, status: TicketStatus? = nil) throws -> UUID {
        try requireNamed()
        guard ticket.status != .closed else { throw DomainError(.conflict, "case_closed") }
        if let status {
            guard status.isSettable else { throw DomainError.field("/status", .notInList) }
            guard ticket.status.isOpen else { throw DomainError(.conflict, "case_not_open") }
        }
        if OutboundGuard.check(text) != nil { throw DomainError.field("/text", .asksForSecret) }
        let clean = Secrets.redact(text, context: nil)
        let message = try addMessage(
            MessageDraft(
                direction: .outgoing,
                authorKind: .person,
                authorID: tx.request.actor.id,
                language: ticket.language,
                text: clean
            )
        )
        try record(
            .replied,
            ["message_id": message.json, "status": status.map { .string($0.rawValue) }]
        )
        try recordSecrets(clean.findings, in: message)
        if let status {
            ticket.status = status
        } else if ticket.status == .new {
            ticket.status = .open
        }
        return message
    }

    /// A note among agents: no clock sees it, no customer sees it.
    package mutating func note(_ text: String) throws -> UUID {
        try requireNamed()
        let clean = Secrets.redact(text, context: nil)
        let message = try addMessage(
            MessageDraft(
                direction: .note,
                authorKind: .person,
                authorID: tx.request.actor.id,
                language: ticket.language,
                text: clean
            )
        )
        try record(.noted, ["message_id": message.json])
        try recordSecrets(clean.findings, in: message)
        return message
    }
}

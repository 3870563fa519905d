import BusinessTime
import Foundation
import Postgres

/// A text on its way into a case. Secrets are out already (`Redacted`).
struct MessageDraft {
    var direction: Message.Direction
    var authorKind: Message.AuthorKind
    var authorID: UUID?
    var language: String
    var text: Redaction
    /// The subject is searched with the first message of a case.
    var searchedWith: String?
    var occurredAt: Instant?
    var precedes = false
}

extension CaseFile {
    /// Stores a message with its sealed text and its search tokens; the caller records the event that tells of it.
    mutating func addMessage(_ draft: MessageDraft) throws -> UUID {
        let id = try tx.newID()
        let now = try tx.now
        let body = try tx.seal(draft.text.text, as: .messageBody, row: id)
        let tokens = SearchTokens.document([draft.searchedWith, draft.text.text].compactMap { $0 })
        insert(
            "insert message",
            """
            INSERT INTO switchyard.message (tenant_id, id, ticket_id, direction, author_kind, author_id, language, precedes,
                secrets_removed, occurred_at, recorded_at, body, tokens)
            VALUES (\(tx.tenantID), \(id), \(ticket.id), \(draft.direction.rawValue), \(draft.authorKind.rawValue),
                \(draft.authorID), \(draft.language), \(draft.precedes), \(Int16(clamping: draft.text.findings.count)),
                \(min(draft.occurredAt ?? now, now)), \(now), \(body), \(tokens))
            """
        )
        return id
    }

    /// One entry per secret that was taken out: its kind and place, never the value.
    mutating func recordSecrets(_ findings: [SecretFinding], in message: UUID) throws {
        for finding in findings.prefix(CaseFile.secretEventsMax) {
            try record(
                .secretRemoved,
                [
                    "message_id": message.json, "kind": .string(finding.kind.rawValue),
                    "from_byte": finding.place.lowerBound.json, "to_byte": finding.place.upperBound.json,
                ]
            )
        }
    }

    /// Secrets of one message that are told one by one.
    static let secretEventsMax = 20
}

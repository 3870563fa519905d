package import BusinessTime
import Foundation

/// A case of a history file with all its messages, cleaned of secrets.
package struct HistoryCase: Sendable {
    package struct Message: Sendable {
        package enum Author: String, CaseIterable, Sendable {
            case customer
            /// A reply in the exchange's own name; nobody knows who wrote it.
            case client
            case agent
        }

        package let author: Author
        package let text: Redaction
        package let language: String?
        package let occurredAt: Instant
    }

    package let slug: String
    package let id: String
    package let customer: Customer.Mention
    package let subject: Redaction
    package let text: Redaction
    package let language: String?
    package let channel: TicketChannel
    package let attributes: TicketAttributes
    package let occurredAt: Instant
    /// In order of time; those of one instant as the line has them.
    package let messages: [Message]
    package let resolvedAt: Instant?

    init(_ json: JSON, now: Instant) throws {
        slug = try json.string("tenant")
        let whole = try HistoryCase.asRequest(json)
        id = try json.string("id")
        customer = whole.customer
        subject = whole.subject
        text = whole.text
        language = whole.language
        channel = whole.channel
        attributes = whole.attributes
        occurredAt = try HistoryCase.instant(json.string("occurred_at"), at: "/occurred_at", now: now)
        resolvedAt = try json.optionalString("resolved_at").map {
            try HistoryCase.instant($0, at: "/resolved_at", now: now)
        }
        let parsed = try (json.optionalArray("messages") ?? []).enumerated().map { index, item in
            try HistoryCase.message(item, at: "/messages/\(index)", now: now)
        }
        try HistoryCase.checkOrder(parsed, occurredAt: occurredAt, resolvedAt: resolvedAt)
        messages = parsed.enumerated()
            .sorted { ($0.element.occurredAt, $0.offset) < ($1.element.occurredAt, $1.offset) }.map(\.element)
    }

    /// The part that a live request has too takes the same way: redacted together, names with secrets refused.
    private static func asRequest(_ json: JSON) throws -> IntakeRequest {
        var members = JSONObject()
        for name in ["customer", "subject", "text", "language", "channel", "tier", "attributes"] {
            members[name] = json[name]
        }
        members["thread"] = json["id"]
        do {
            return try IntakeRequest(.object(members))
        } catch let error as DomainError {
            throw error.renaming("/thread", to: "/id")
        }
    }

    private static func message(_ json: JSON, at pointer: String, now: Instant) throws -> Message {
        guard let author = Message.Author(rawValue: try json.string("from")) else {
            throw DomainError.field(pointer + "/from", .notInList)
        }
        return Message(
            author: author,
            text: Secrets.redact(try json.string("text"), context: nil),
            language: try json.optionalString("language"),
            occurredAt: try instant(json.string("occurred_at"), at: pointer + "/occurred_at", now: now)
        )
    }

    private static func instant(_ text: String, at pointer: String, now: Instant) throws -> Instant {
        guard let instant = try? Instant(iso8601: text) else { throw DomainError.field(pointer, .badFormat) }
        guard instant <= now else { throw DomainError.field(pointer, .outOfRange, ["max": "now"]) }
        guard OpenTime.calculableRange.contains(instant) else { throw DomainError.field(pointer, .outOfRange) }
        return instant
    }

    private static func checkOrder(_ messages: [Message], occurredAt: Instant, resolvedAt: Instant?) throws {
        if let resolvedAt, resolvedAt < occurredAt {
            throw DomainError.field("/resolved_at", .outOfRange, ["min": "occurred_at"])
        }
        for (index, message) in messages.enumerated() where message.author == .customer {
            let isAfterEnd = resolvedAt.map { message.occurredAt > $0 } ?? false
            guard message.occurredAt >= occurredAt, !isAfterEnd else {
                throw DomainError.field("/messages/\(index)/occurred_at", .outOfRange)
            }
        }
    }

    private static let instantText: Schema = .bytes(10...35)

    static let schema: Schema = .object([
        .required("kind", .oneOf(["case"])),
        .required("tenant", .format(.slug)),
        .required("id", .bytes(1...200)),
        .required(
            "customer",
            .object([
                .required("id", .bytes(1...200)),
                .optional("name", .text(1...200)),
                .optional("email", .format(.email)),
                .optional("address", .text(1...200)),
                .optional("language", .format(.language)),
                .optional("zone", .format(.zone)),
            ])
        ),
        .optional("subject", .text(0...300)),
        .required("text", .bytes(1...Switchyard.Message.textBytesMax)),
        .optional("language", .format(.language)),
        .optional("channel", .oneOf(TicketChannel.self)),
        .optional("tier", .text(1...40)),
        .optional("attributes", TicketAttributes.schema),
        .required("occurred_at", instantText),
        .optional("resolved_at", instantText),
        .optional(
            "messages",
            .list(
                of: .object([
                    .required("from", .oneOf(Message.Author.self)),
                    .required("text", .bytes(1...Switchyard.Message.textBytesMax)),
                    .optional("language", .format(.language)),
                    .required("occurred_at", instantText),
                ]),
                max: HistoryLine.messagesMax
            )
        ),
    ])
}

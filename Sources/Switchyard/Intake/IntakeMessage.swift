package import BusinessTime

/// A customer's further message on a case that the sender names.
package struct IntakeMessage: Sendable {
    package let text: Redaction
    package let language: String?
    package let occurredAt: Instant?

    package init(_ body: JSON) throws {
        text = Secrets.redact(try body.string("text"), context: nil)
        language = try body.optionalString("language")
        occurredAt = try body.optionalInstant("occurred_at")
    }

    package static let schema: Schema = .named(
        "CustomerMessage",
        .object([
            .required("text", .bytes(1...Message.textBytesMax)),
            .optional("language", .format(.language)),
            .optional("occurred_at", .format(.instant), "When the customer wrote it; default now."),
        ])
    )
}

extension IntakeRequest {
    package static let schema: Schema = .named(
        "CustomerRequest",
        .object([
            .required(
                "customer",
                .object([
                    .required("id", .bytes(1...200), "The exchange's own id of its customer."),
                    .optional("name", .text(1...200)),
                    .optional("email", .format(.email)),
                    .optional("address", .text(1...200), "Another way to reach them: a handle, a phone number."),
                    .optional("language", .format(.language)),
                    .optional("zone", .format(.zone)),
                ])
            ),
            .optional("subject", .text(0...300)),
            .required("text", .bytes(1...Message.textBytesMax)),
            .optional("language", .format(.language)),
            .optional("channel", .oneOf(TicketChannel.self)),
            .optional("thread", .bytes(1...200), "The exchange's own conversation id: a follow-up lands on its case."),
            .optional(
                "occurred_at",
                .format(.instant),
                "When the customer wrote it; default now, at most 30 days ago."
            ),
            .optional("tier", .text(1...40), "The customer's tier at the exchange, such as vip."),
            .optional("attributes", TicketAttributes.schema),
        ])
    )
}

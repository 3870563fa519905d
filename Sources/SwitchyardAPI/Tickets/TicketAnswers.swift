import Switchyard

/// What `TicketView` shows, member by member.
enum TicketAnswers {
    static let ticketMembers: [Schema.Field] = [
        .required("id", .id), .required("reference", .said, "What people call it."), .required("subject", .said),
        .required("status", .status), .required("priority", .priority),
        .required("category", .oneOf(TicketCategory.self)), .required("level", .level),
        .required("channel", .oneOf(TicketChannel.self)), .required("language", .said), .required("tier", .said),
        .required("customer_id", .id), .orNull("policy", .said, "Under which its next clocks begin."),
        .orNull("team_id", .id), .orNull("assignee_id", .id),
        .optional("follow_up_of", .id), .optional("split_from", .id),
        .optional("merged_into", .id, "The case that goes on in its place."),
        .required("occurred_at", .at, "When the customer asked."), .required("created_at", .at),
        .required("updated_at", .at), .orNull("resolved_at", .at),
        .orNull("due_at", .at, "When the first of its clocks runs out."), .orNull("standing_alarm_since", .at),
        .orNull("unserved_since", .at), .required("revision", .count, "Its ETag."),
    ]

    static let ticket: Schema = .named("Ticket", .object(ticketMembers))

    static let page: Schema = .page(ticket)

    static let details: Schema = .named(
        "TicketDetails",
        .object(
            ticketMembers + [
                .required("merged_from", .many(.id)),
                .required("customer", customer), .required("attributes", attributes),
                .required("clocks", .many(ClockAnswers.clock), "As they were last written down."),
            ]
        )
    )

    private static let customer: Schema = .named(
        "Customer",
        .object([
            .required("id", .id), .required("external_id", .said), .orNull("name", .said), .orNull("email", .said),
            .orNull("address", .said), .orNull("language", .said), .orNull("zone", .said), .required("tier", .said),
        ])
    )

    private static let attributes: Schema = .named(
        "CaseAttributes",
        .object(["asset", "network", "tx_hash", "amount", "order_id"].map { .optional($0, .said) })
    )

    /// The case after an act, with what the act adds.
    static func acted(_ more: [Schema.Field]) -> Schema { .object(ticketMembers + more) }

    static let written = acted([.required("message_id", .id)])

    static let acknowledged = acted([.required("held_until", .at, "Until then its ladder waits.")])

    static let solved = acted([.required("solution_version", .count)])

    static let taken: Schema = .named(
        "IntakeAnswer",
        .object([
            .required("id", .id, "Of the case."), .required("reference", .said), .required("status", .status),
            .required("message_id", .id), .required("new_case", .boolean, "False for a follow-up."),
            .optional("secrets_removed", .many(.oneOf(SecretKind.self)), "What was taken out before it was stored."),
        ])
    )

    static let messages: Schema = .page(
        .named(
            "Message",
            .object([
                .required("id", .id), .required("direction", .oneOf(Message.Direction.self)),
                .required("author_kind", .oneOf(Message.AuthorKind.self)), .orNull("author_id", .id),
                .required("language", .said), .required("text", .said), .required("secrets_removed", .count),
                .required("occurred_at", .at), .required("recorded_at", .at),
            ])
        )
    )

    static let events: Schema = .page(
        .named(
            "CaseEvent",
            .object([
                .required("sequence", .count), .required("kind", .oneOf(EventKind.self)),
                .required("occurred_at", .at), .required("recorded_at", .at), .required("actor_kind", .actorKind),
                .orNull("actor_id", .id),
                .required("details", .map(of: .any, entriesMax: .max, key: .anyText), "By kind."),
            ])
        )
    )
}

extension StringRule {
    /// A member's name that is free.
    static let anyText = StringRule(length: 0...Int.max)
}

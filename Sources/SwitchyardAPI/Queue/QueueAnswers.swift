import Switchyard

/// What people are given to work on.
enum QueueAnswers {
    private static let item: Schema = .named(
        "QueuedTicket",
        .object(TicketAnswers.ticketMembers + [.required("tenant", .tenantName)])
    )

    static let page: Schema = .page(item)

    static let next: Schema = .named(
        "NextCase",
        .object([
            .optional("case", item),
            .optional("reason", .oneOf(QueueHandlers.NoCase.self), "Why there is none."),
        ])
    )

    static let presence: Schema = .named(
        "PresenceNow",
        .object([
            .required("state", .oneOf(Presence.State.self)), .required("capacity", .count), .required("seen_at", .at),
            .required("until", .at, "Whoever has not said so again by then is away."),
        ])
    )
}

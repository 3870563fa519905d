/// A filter as a body: the names of the list's query, but for words.
extension TicketList.Filter {
    static let fields: [Schema.Field] = [
        .optional("status", .list(of: .oneOf(TicketStatus.self), max: TicketStatus.allCases.count, min: 1)),
        .optional("level", .list(of: .oneOf(Level.allCases.map(\.name)), max: Level.allCases.count, min: 1)),
        .optional(
            "priority",
            .list(of: .oneOf(TicketPriority.allCases.map(\.name)), max: TicketPriority.allCases.count, min: 1)
        ),
        .optional("team", .format(.uuid)),
        .optional("assignee", .format(.uuid)),
        .optional("customer", .format(.uuid)),
        .optional("standing_alarm", .boolean),
        .optional("without_policy", .boolean),
        .optional("reference", .text(1...300), "An order id or a transaction hash, exactly."),
    ]

    /// Reads what a schema of these has accepted.
    init(_ body: JSON) throws {
        self.init()
        statuses = try (body.optionalStrings("status") ?? []).compactMap(TicketStatus.init(rawValue:))
        levels = try (body.optionalStrings("level") ?? []).compactMap { Level(name: $0)?.rawValue }
        priorities = try (body.optionalStrings("priority") ?? []).compactMap(TicketPriority.init(name:))
        team = try body.optionalUUID("team")
        assignee = try body.optionalUUID("assignee")
        customer = try body.optionalUUID("customer")
        hasStandingAlarm = try body.optionalBool("standing_alarm") ?? false
        hasNoPolicy = try body.optionalBool("without_policy") ?? false
        reference = try body.optionalString("reference")
    }
}

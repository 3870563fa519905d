import Switchyard

/// What became of many cases at once.
enum BulkActAnswers {
    static let preview: Schema = .named(
        "BulkActCount",
        .object([
            .required("count", .count), .required("too_many", .boolean, "There are more than one act takes."),
            .required("ticket_ids", .many(.id), "The first ones."),
        ])
    )

    /// As it was ordered, but for secrets, which were taken out of its words.
    private static let wish: Schema = .choice([
        .optional("priority", .object([.required("priority", .priority), .required("reason", .said)])),
        .optional("assignment", .object([.orNull("person_id", .id)])),
        .optional("note", .object([.required("text", .said)])),
        .optional("status", .object([.required("status", .status)])),
        .optional(
            "handover",
            .object([
                .required("level", .level), .required("note", .said), .optional("team_id", .id),
                .optional("person_id", .id), .optional("open_seconds", .count),
            ])
        ),
        .optional(
            "solution",
            .object([.required("text", .said), .optional("category", .oneOf(TicketCategory.self))])
        ),
    ])

    private static let members: [Schema.Field] = [
        .required("id", .id), .required("filter", BulkOrder.filterSchema),
        .required("act", wish, "One of its members."),
        .required("state", .oneOf(BulkAct.State.self)), .orNull("stopped", .oneOf(BulkAct.Stop.self)),
        .required("cases", .count), .required("undoable", .boolean), .required("person_id", .id),
        .orNull("undone_by", .id), .required("started_at", .at), .orNull("finished_at", .at),
        .orNull("undone_at", .at), .required("revision", .count, "Its ETag."),
    ]

    static let act: Schema = .named(
        "BulkAct",
        .object(members + [.required("results", .each(BulkActCase.State.self, .count))])
    )

    static let page: Schema = .page(.named("BulkActSummary", .object(members)))

    static let cases: Schema = .page(
        .named(
            "BulkActCase",
            .object([
                .required("position", .count), .required("ticket_id", .id),
                .required("state", .oneOf(BulkActCase.State.self)), .orNull("code", .said),
                .orNull("event_sequence", .count),
            ])
        )
    )
}

import Switchyard

/// Work on its way from one to another.
enum HandoverAnswers {
    private static let act: Schema = .object([
        .orNull("by", .id, "Null: the product itself."), .required("at", .at), .orNull("note", .said),
    ])

    private static let members: [Schema.Field] = [
        .required("number", .count), .required("state", .oneOf(Handover.State.self)),
        .required("direction", .oneOf(Handover.Direction.self)), .required("from_level", .level),
        .required("to_level", .level), .orNull("team_id", .id), .orNull("person_id", .id),
        .required("expires_at", .at), .required("proposed", act), .orNull("accepted", act), .orNull("ended", act),
    ]

    private static let handover: Schema = .named("Handover", .object(members))

    static let acted = TicketAnswers.acted([.orNull("handover", handover)])

    static let page: Schema = .page(handover)

    static let offers: Schema = .page(
        .named(
            "HandoverOffer",
            .object(
                members + [
                    .required("ticket_id", .id), .required("reference", .said), .required("priority", .priority),
                ]
            )
        )
    )
}

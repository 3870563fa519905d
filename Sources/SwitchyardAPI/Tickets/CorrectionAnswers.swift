import Switchyard

/// Cases that were classified wrongly, and clocks that were given time late.
enum CorrectionAnswers {
    private static let correction: Schema = .named(
        "Correction",
        .object([
            .required("id", .id), .required("ticket_id", .id), .required("state", .oneOf(ApprovalState.self)),
            .required("priority", .priority), .required("priority_before", .priority), .required("reason", .said),
            .required("proposed_at", .at), .required("acts", .many(ContractAnswers.act)),
        ])
    )

    static let acted = TicketAnswers.acted([.required("correction", correction)])

    static let page: Schema = .page(correction)

    static let lateRelaxations: Schema = .page(
        .named(
            "LateRelaxation",
            .object([
                .required("metric", .metric), .required("cycle", .said), .required("ordinal", .count),
                .required("at", .at), .required("target_seconds_before", .count),
                .orNull("target_seconds", .count, "Null where no clock is promised any more."),
                .required("used_seconds", .count), .orNull("breached_at", .at), .required("cause", .said),
                .orNull("actor_kind", .actorKind), .orNull("actor_id", .id), .orNull("reason", .said),
                .required("ticket_id", .id), .required("reference", .said), .required("recorded_at", .at),
            ])
        ),
        [.required("month", .format(.month)), .required("zone", .said)]
    )
}

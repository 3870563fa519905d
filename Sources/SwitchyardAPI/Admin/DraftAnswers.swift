import Switchyard

/// What a draft would do.
enum DraftAnswers {
    private static let side: Schema = .object([
        .required("state", .oneOf(ClockCycle.State.self)), .orNull("due_at", .at), .orNull("breach_at", .at),
        .required("target_seconds", .count), .required("policy", ClockAnswers.policy), .required("calendar", .said),
    ])

    private static let move: Schema = .named(
        "ClockMovement",
        .object([
            .required("ticket_id", .id), .required("reference", .said), .required("metric", .metric),
            .required("cycle", .said), .required("effect", .oneOf(ClockMovement.Effect.self)),
            .required("held_by_floor", .boolean), .orNull("before", side), .orNull("after", side),
        ])
    )

    static let preview: Schema = .named(
        "PublicationPreview",
        .object([
            .required("effective_from", .at), .required("warnings", SetUpAnswers.warnings),
            .required("united_windows", .many(.said)),
            .required("closed_stretches", .many(.many(.at)), "From and until of each."),
            .required(
                "cases",
                .object([
                    .required("open", .count), .required("looked_at", .count), .required("unreadable", .count),
                    .required("is_sampled", .boolean),
                ])
            ),
            .required("policies", .many(.object([.orNull("name", .said), .required("cases", .count)]))),
            .required(
                "clocks",
                .object(
                    ["running", "moved", "held_by_floor"].map { .required($0, .count) }
                        + ClockMovement.Effect.allCases.map { .required($0.rawValue, .count) }
                )
            ),
            .required("moves", .many(move)), .required("moves_left_out", .count),
        ])
    )

    private static let outcome: Schema = .oneOf(SimulatedClock.Side.Outcome.self)

    private static let simulated: Schema = .object([
        .required("outcome", outcome), .orNull("due_at", .at), .orNull("final_at", .at),
        .required("target_seconds", .count), .orNull("policy", .said),
    ])

    private static let simulatedCase: Schema = .named(
        "SimulatedCase",
        .object([
            .required("ticket_id", .id), .required("reference", .said), .required("occurred_at", .at),
            .required(
                "clocks",
                .many(
                    .object([
                        .required("metric", .metric), .required("cycle", .said), .orNull("before", simulated),
                        .orNull("after", simulated),
                    ])
                )
            ),
        ])
    )

    private static let sum: Schema = .object([
        .required("before", .each(SimulatedClock.Side.Outcome.self, .count)),
        .required("after", .each(SimulatedClock.Side.Outcome.self, .count)),
        .required(
            "changed",
            .many(.object([.orNull("from", outcome), .orNull("to", outcome), .required("clocks", .count)]))
        ),
    ])

    static let simulation: Schema = .named(
        "SimulationPage",
        .object([
            .required("cases", .many(simulatedCase)), .required("looked_at", .count), .required("unreadable", .count),
            .required("sums", .object(SLAMetric.allCases.map { .optional($0.rawValue, sum) })),
            .orNull("next_cursor", .said, "Null on the last page."),
        ])
    )
}

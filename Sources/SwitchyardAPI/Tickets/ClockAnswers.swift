import Switchyard

/// What is told of a case's clocks.
enum ClockAnswers {
    private static let common: [Schema.Field] = [
        .required("metric", .metric), .required("cycle", .said, "What began it."), .required("ordinal", .count),
        .required("state", .oneOf(ClockCycle.State.self)), .orNull("reason", .oneOf(ClockCycle.Reason.self)),
        .required("start_at", .at), .orNull("due_at", .at), .orNull("breach_at", .at), .orNull("breached_at", .at),
        .orNull("fulfilled_at", .at), .orNull("verdict", .oneOf(ClockCycle.Verdict.self)),
    ]

    private static let reckoned: [Schema.Field] = [
        .required("elapsed_seconds", .count, "Open time that counted."),
        .orNull("remaining_seconds", .whole, "Of the target, while paused."),
        .required("late_relaxation", .boolean),
    ]

    static let policy: Schema = .object([.required("version", .count), .orNull("name", .said)])

    static let clock: Schema = .named(
        "StoredClock",
        .object(
            common + [
                .required("target_seconds", .count), .required("policy", policy), .required("calendar", .said),
            ]
        )
    )

    static let now: Schema = .object([
        .required("as_of", .at),
        .required("items", .many(.named("Clock", .object(common + reckoned + [.required("target_seconds", .count)])))),
    ])

    static let replay: Schema = .named(
        "ClockReplay",
        .object([
            .required("ticket_id", .id), .required("identical", .boolean), .required("pending", .boolean),
            .required(
                "differences",
                .many(
                    .object([
                        .required("metric", .said), .required("cycle", .said), .required("field", .said),
                        .orNull("stored", .said), .orNull("derived", .said),
                    ])
                )
            ),
        ])
    )

    static let explanation: Schema = .named(
        "ClockExplanation",
        .object(
            common + reckoned + [
                .orNull("level", .level), .orNull("first_fulfilled_at", .at), .orNull("ended_at", .at),
                .required("as_of", .at),
                .required("policy", explainedPolicy), .required("calendars", .many(calendar)),
                .required("intervals", .many(interval)), .required("intervals_omitted", .count),
                .required("pauses", .many(pause)), .required("pauses_omitted", .count),
                .required("changes", .many(change)), .required("changes_omitted", .count),
                .orNull("arithmetic", arithmetic), .required("late", late), .required("lags", .many(lag)),
                .required("language", .oneOf(LetterLanguage.self)), .required("sentences", .many(.said)),
            ]
        )
    )

    private static let explainedPolicy: Schema = .object([
        .required("version", .count), .orNull("name", .said), .required("target_seconds", .count),
        .required("target_revision", .count), .orNull("floor_seconds", .count),
        .required("floor_applied", .boolean), .required("pause_statuses", .many(.said)),
    ])

    private static let calendar: Schema = .object([
        .required("version", .count), .orNull("effective_from", .at), .required("published_at", .at),
    ])

    private static let interval: Schema = .object([
        .required("from", .at), .required("to", .at), .required("microseconds", .count),
        .required("total_microseconds", .count),
    ])

    private static let entryMembers: [Schema.Field] = [
        .required("sequence", .count), .required("kind", .oneOf(EventKind.self)), .required("occurred_at", .at),
        .required("recorded_at", .at), .required("actor_kind", .actorKind), .orNull("actor_id", .id),
        .orNull("status", .said),
    ]

    private static let pause: Schema = .object([
        .required("from", .at), .orNull("to", .at), .orNull("cause", .object(entryMembers)),
        .orNull("ended_by", .object(entryMembers)),
    ])

    /// An entry of the log, or what was published.
    private static let cause: Schema = .object([
        .required(
            "kind",
            .oneOf(EventKind.allCases.map(\.rawValue) + ["calendar_published", "policies_in_force"])
        ),
        .required("occurred_at", .at), .optional("version", .count), .optional("sequence", .count),
        .optional("recorded_at", .at), .optional("actor_kind", .actorKind),
        .optional("actor_id", .id, nullable: true), .optional("status", .said, nullable: true),
    ])

    private static let change: Schema = .object([
        .required("at", .at), .required("what", .oneOf(ClockChange.What.self)),
        .required("state", .oneOf(ClockCycle.State.self)), .required("start_at", .at),
        .required("target_seconds", .count), .required("effective_target_microseconds", .count),
        .required("used_microseconds", .count), .orNull("due_at", .at), .orNull("breach_at", .at),
        .orNull("cause", cause),
    ])

    private static let arithmetic: Schema = .object([
        .required("from", .at), .required("target_microseconds", .count), .required("used_microseconds", .count),
        .required("left_microseconds", .whole),
    ])

    private static let late: Schema = .object([
        .required("from", .at), .required("to", .at), .required("whole_microseconds", .count),
        .required("late_microseconds", .count),
        .required(
            "parts",
            .many(
                .object([
                    .required("cause", .said), .orNull("status", .said), .orNull("level", .level),
                    .required("microseconds", .count), .required("counted_microseconds", .count),
                    .required("late_microseconds", .count),
                ])
            )
        ),
    ])

    private static let lag: Schema = .object([
        .required("what", .oneOf(["message", "step"])), .orNull("step", .said), .required("due_at", .at),
        .required("done_at", .at), .required("microseconds", .count),
    ])
}

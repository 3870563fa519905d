import Switchyard

/// Figures. A share without a single verdict is null.
enum ReportAnswers {
    static let serviceLevels: Schema = .named(
        "ServiceLevelReport",
        .object([
            .required("tenant", .tenantName), .required("zone", .said), .required("from", .format(.date)),
            .required("to", .format(.date), "The first day after the period."), .required("made_at", .at),
            .orNull("counted_until", .at, "All cases up to then are in."),
            .required("cases", .count), .required("answered", .count), .required("excluded", .count),
            .required("unanswered", .count), .required("metrics", .many(metric)),
            .required("escalations", .object(["L2", "L3", "L4"].map { .required($0, .count) })),
            .required("surveys", surveys),
        ])
    )

    static let allServiceLevels: Schema = .page(serviceLevels)

    private static let metric: Schema = .object(
        [
            .required("metric", .said), .required("fulfilled", .count), .orNull("p50_seconds", .count),
            .orNull("p90_seconds", .count), .required("met", .count), .required("missed", .count),
            .required("pending", .count),
        ] + share
    )

    /// Whoever may not see scores is told that they are hidden, and how many were asked.
    private static let surveys: Schema = .object([
        .required("sent", .count), .optional("hidden", .boolean), .optional("answered", .count),
        .optional("satisfied", .count), .optional("csat_bp", .basisPoints, nullable: true),
        .optional("csat_percent", .said, nullable: true), .optional("low_permille", .count, nullable: true),
        .optional("high_permille", .count, nullable: true), .optional("too_few", .boolean),
    ])

    static let share: [Schema.Field] = [.orNull("share_bp", .basisPoints), .orNull("share_percent", .said)]

    static let surveyScores: Schema = .named(
        "SurveyScores",
        .object([
            .required("zone", .said), .required("from", .format(.date)), .required("to", .format(.date)),
            .required("sent", .count), .required("total", group), .required("groups", .many(group)),
            .required("answers_in_hidden_groups", .count), .required("bias", .said),
        ])
    )

    private static let group: Schema = .named(
        "SurveyScoreGroup",
        .object([
            .orNull("key", .said), .required("answered", .count), .required("satisfied", .count),
            .required("unsatisfied", .count), .orNull("csat_bp", .basisPoints), .orNull("csat_percent", .said),
            .orNull("low_permille", .count), .orNull("high_permille", .count), .required("too_few", .boolean),
            .required("question_versions", .many(.count)),
        ])
    )
}

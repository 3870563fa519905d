import Switchyard

/// How contracts were kept.
enum AttainmentAnswers {
    private static let counts: Schema = .named(
        "VerdictCounts",
        .object([.required("met", .count), .required("missed", .count), .required("n", .count)] + ReportAnswers.share)
    )

    private static let carried: Schema = .object([
        .required("from_month", .format(.month)), .required("raw", counts), .required("adjusted", counts),
    ])

    private static let excluded: Schema = .object([
        .required("exclusion_id", .id), .required("approved", .boolean), .required("met", .count),
        .required("missed", .count),
    ])

    private static let line: Schema = .named(
        "AttainmentLine",
        .object(
            ContractAnswers.targetMembers + [
                .required("month", counts), .orNull("carried", carried), .required("excluded", .many(excluded)),
                .required("raw", counts), .required("adjusted", counts), .required("running", .count),
                .required("unmeasured", .count), .required("verdict", .oneOf(AttainmentReport.Verdict.self)),
            ]
        )
    )

    static let report: Schema = .named(
        "AttainmentReport",
        .object([
            .required("tenant", .tenantName), .required("zone", .said), .required("month", .format(.month)),
            .required("revision", .count), .required("restatements", .many(ContractAnswers.restatement)),
            .required("made_at", .at), .required("is_over", .boolean), .orNull("counted_until", .at),
            .required("is_complete", .boolean), .orNull("terms_version", .count),
            .required("targets", .many(line)), .required("exclusions", .many(ContractAnswers.exclusion)),
            .required("has_more_exclusions", .boolean),
            .required(
                "resolved_without_reply",
                .object(SLAMetric.allCases.map { .optional($0.rawValue, .count) })
            ),
        ])
    )

    static let allReports: Schema = .page(report)

    static let clocks: Schema = .page(
        .named(
            "AttainmentClock",
            .object([
                .required("ticket_id", .id), .required("reference", .said), .required("outcome", .said),
                .required("final_at", .at), .required("start_at", .at), .orNull("arrived_at", .at),
                .required("priority", .priority), .orNull("exclusion_id", .id),
                .required("already_approved", .boolean),
            ])
        )
    )

    static let credits: Schema = .named(
        "CreditReport",
        .object([
            .required("month", .format(.month)), .required("revision", .count), .required("is_final", .boolean),
            .required("terms_version", .count), .required("currency", .oneOf(CreditTerms.currencies)),
            .required("monthly_fee_minor", .count, "Amounts are in the minor unit of the currency."),
            .required("at_risk_minor", .count), .required("lines", .many(creditLine)),
            .required("credit_minor", .count), .required("earned_back", .many(earnedBack)),
            .required("earned_back_minor", .count), .required("net_minor", .whole),
        ])
    )

    private static let creditLine: Schema = .object([
        .required("target", .said), .required("level", .oneOf(CreditStatement.Level.self)),
        .orNull("share_percent", .said), .required("weight", .count), .required("severity_bp", .count),
        .required("misses_in_a_row", .count), .required("multiplier_bp", .count), .required("amount_minor", .count),
        .required("credited_minor", .count),
    ])

    private static let earnedBack: Schema = .object([
        .required("target", .said), .required("months_ago", .count), .required("amount_minor", .count),
    ])
}

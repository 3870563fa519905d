extension SLAPolicy {
    /// The members of a policy that is the only one. What fits together is `validate`'s business.
    static let fields: [Schema.Field] =
        [.required("targets", targets(SLAMetric.allCases, SLAMetric.namesNotAvailable))]
        + clockFields(SLAMetric.allCases) + ladderFields
    /// Of one in a list, beside which the operator's own have theirs.
    static let customerFields: [Schema.Field] =
        [.required("targets", targets(customerMetrics, SLAMetric.namesNotAvailable))]
        + clockFields(customerMetrics) + ladderFields
    /// The breach of such a clock moves nothing, so there is no ladder to describe.
    static let olaFields: [Schema.Field] = [.required("targets", targets(olaMetrics))] + clockFields(olaMetrics)

    private static let customerMetrics = SLAMetric.allCases.filter { $0.family != .level }
    private static let olaMetrics = SLAMetric.allCases.filter { $0.family == .level }

    /// - Parameter seats: metrics that the platform cannot measure yet; the refusal says so.
    private static func targets(_ metrics: [SLAMetric], _ seats: [String] = []) -> Schema {
        .object(
            metrics.map { .optional($0.rawValue, seconds, target($0)) }
                + seats.map { .optional($0, .unavailable, "Not available yet: refused.") },
            members: 1...metrics.count
        )
    }

    private static func clockFields(_ metrics: [SLAMetric]) -> [Schema.Field] {
        [
            .optional("calendar", .format(.name), "The calendar line; default `default`."),
            .optional(
                "floor",
                .integer(0...31_536_000),
                "Seconds of open time that a change always leaves; default 900."
            ),
            .optional("warn", .list(of: .integer(1...99), max: 10), "Percents of the target; default 50, 75, 90."),
            .optional(
                "pause",
                .object(metrics.map { .optional($0.rawValue, .list(of: .text(1...40), max: 20)) }),
                "Statuses in which a metric's clock stands still."
            ),
        ]
    }

    private static let seconds: Schema = .byType([
        .integer(1...publishedTargetSecondsMax),
        .map(
            of: .integer(1...publishedTargetSecondsMax),
            entriesMin: 1,
            entriesMax: SLATarget.prioritiesMax + 1,
            key: StringRule()
        ),
    ])

    private static func target(_ metric: SLAMetric) -> String {
        let seconds = "Seconds, or seconds by priority: {\"default\": …, \"P1\": …}."
        guard metric == .answer else { return seconds }
        return "On chat and phone, from the arrival of a contact to the first answer by a person. " + seconds
    }

    private static let ladderFields: [Schema.Field] = [
        .optional(
            "repeat",
            .object([
                .optional("every", .integer(1...31_536_000), "Seconds between steps after a breach; default 1800."),
                .optional("clock", .oneOf(RepeatClock.self), "Default wall for P1 and P2, else open."),
                .optional("max", .integer(0...Int64(repeatsBoundMax)), "Repeats; default 10."),
            ])
        ),
        .optional("ack_hold", .integer(0...31_536_000)),
        .optional("reopen_window_days", .integer(0...reopenWindowDaysMax), "Default 7."),
        .optional("level", .oneOf(Level.allCases.map(\.name)), "Where a case begins; default L1."),
        .optional("client_contact", .boolean),
        .optional(
            "digest_after",
            .integer(0...Int64(digestAfterMax)),
            "Notices to one recipient within a minute, beyond which they become one digest; default 20, 0 for never."
        ),
        .optional("unanswered_counts_as_missed", .boolean),
    ]
}

import Switchyard

/// What `RotaView` shows, member by member.
enum RotaAnswers {
    private static let period: [Schema.Field] = [.required("from", .at), .required("until", .at)]

    private static let gaps: Schema = .named(
        "RotaGaps",
        .object([
            .required("count", .count),
            .required("first", .many(.object(period + [.required("post", .oneOf(DutyPost.self))]))),
        ])
    )

    private static let override: Schema = .named(
        "RotaOverride",
        .object(period + [.required("id", .id), .required("post", .oneOf(DutyPost.self)), .required("person_id", .id)])
    )

    private static let version: Schema = .object([
        .required("version", .count), .required("effective_from", .at),
        .required("document", .map(of: .any, entriesMax: .max, key: .anyText)),
    ])

    private static let duty: [Schema.Field] = [
        .orNull("person_id", .id), .orNull("by", .said, "A layer, or `override`."),
    ]

    static let published: Schema = .object([.required("version", .count), .required("gaps", gaps)])

    static let rota: Schema = .named(
        "RotaNow",
        .object([
            .orNull("in_force", version), .required("coming", .many(version)), .required("overrides", .many(override)),
            .required("gaps", gaps),
        ])
    )

    static let preview: Schema = .named(
        "RotaPreview",
        .object(
            period + [
                .required("version", .count), .required("publishable", .boolean), .required("gaps", gaps),
                .required(
                    "double_bookings",
                    .many(
                        .object(
                            period + [
                                .required("person_id", .id), .required("post", .oneOf(DutyPost.self)),
                                .required("other", .oneOf(DutyPost.self)),
                            ]
                        )
                    )
                ),
                .required(
                    "duties",
                    .object(DutyPost.allCases.map { .optional($0.rawValue, .many(.object(period + duty))) })
                ),
            ]
        )
    )

    static let onDuty: Schema = .named(
        "OnDuty",
        .object([
            .required("at", .at),
            .required(
                "posts",
                .many(
                    .object(
                        duty + [
                            .required("post", .oneOf(DutyPost.self)), .required("state", .oneOf(DutyNow.State.self)),
                            .orNull("name", .said), .required("until", .at),
                        ]
                    )
                )
            ),
        ])
    )

    static let overrides: Schema = .object([.required("overrides", .many(override))])
}

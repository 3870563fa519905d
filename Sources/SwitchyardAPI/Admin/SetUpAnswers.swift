import Switchyard

/// What a tenant's admin is told of its set-up.
enum SetUpAnswers {
    static let tenant: Schema = .named(
        "Tenant",
        .object([
            .required("id", .id), .required("slug", .said), .required("name", .said), .required("zone", .said),
            .required("language", .said), .required("status", .oneOf(Tenant.Status.self)),
            .required("sandbox", .boolean, "Nothing of it leaves."),
        ])
    )

    static let tenants: Schema = .page(tenant)

    static let warnings: Schema = .many(
        .named(
            "PolicyWarning",
            .object([
                .required("code", .oneOf(PolicyWarning.Code.self)), .required("pointer", .said),
                .optional("by", .said, "The policy before it that takes its cases."),
            ])
        )
    )

    private static func versionMembers(_ kind: SettingKind) -> [Schema.Field] {
        let common: [Schema.Field] = [
            .required("version", .count), .required("effective_from", .at), .required("published_at", .at),
        ]
        return switch kind {
        case .calendar:
            common + [
                .required("line", .said), .optional("zone_data", .said, "The rules of time zones it was read by."),
            ]
        case .policy:
            common + [.optional("apply", .oneOf(CaseFact.PublishScope.self)), .required("warnings", warnings)]
        case .rules, .survey, .branding: common
        }
    }

    private static func name(_ kind: SettingKind) -> String {
        kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
    }

    static func version(_ kind: SettingKind) -> Schema { .named("\(name(kind))Version", .object(versionMembers(kind))) }

    static func versions(_ kind: SettingKind) -> Schema { .page(version(kind)) }

    /// With the document, as it was published.
    static func whole(_ kind: SettingKind) -> Schema {
        .named(
            "\(name(kind))InForce",
            .object(versionMembers(kind) + [.required("document", .map(of: .any, entriesMax: .max, key: .anyText))])
        )
    }

    static let endpoint: Schema = .named(
        "EndpointSecret",
        .object([.required("purpose", .oneOf(Endpoint.Purpose.self)), .required("secret", .said, "Shown this once.")])
    )

    static let source: Schema = .named(
        "SourceSecret",
        .object([
            .required("id", .id), .required("address", .said), .required("path", .said, "Where it takes its webhooks."),
            .required("secret", .said, "Shown this once."),
        ])
    )

    static let sourceStanding: Schema = .named(
        "Source",
        .object([
            .required("id", .id), .required("name", .said), .required("address", .said),
            .required("path", .said, "Where it takes its webhooks."), .required("created_at", .at),
            .orNull("silent_after_minutes", .count, "Null: it is not missed."),
            .orNull("last_accepted_at", .at), .orNull("last_rejected_at", .at),
            .orNull(
                "alarm",
                .object([
                    .required("kind", .oneOf(Alarm.Kind.self)), .required("since", .at), .required("raised_at", .at),
                ]),
                "While it is missed."
            ),
            .required("revision", .count),
        ])
    )

    static let sources: Schema = .page(sourceStanding)

    static let sourceSecret: Schema = .named(
        "RotatedSourceSecret",
        .object([.required("id", .id), .required("secret", .said, "Shown this once.")])
    )

    static let rejections: Schema = .page(
        .named(
            "SourceRejection",
            .object([
                .required("reason", .said), .orNull("clock_skew_seconds", .whole), .required("body_sha256", .said),
                .required("recorded_at", .at),
            ])
        )
    )

    static let trial: Schema = .named(
        "SignatureTrial",
        .object([
            .required("accepted", .boolean), .orNull("reason", .said),
            .required(
                "steps",
                .many(
                    .object([
                        .required("step", .oneOf(SignatureTrial.Step.self)),
                        .required("outcome", .oneOf(SignatureTrial.Outcome.self)),
                    ])
                )
            ),
            .orNull("clock_skew_seconds", .whole), .required("tolerance_seconds", .count),
            .orNull("matched_secret", .count, "1 is the newest."), .required("secrets", .count),
        ])
    )

    static let example: Schema = .named(
        "SourceExample",
        .object([
            .required(
                "request",
                .object([
                    .required("method", .said), .required("path", .said),
                    .required("headers", .map(of: .said, entriesMax: .max, key: .anyText)),
                    .required("body", .said),
                ])
            ),
            .required("curl", .said), .required("signature", trial),
            .required("answer", .object([.required("status", .count), .required("body", TicketAnswers.taken)])),
        ])
    )

    static let issuedKey: Schema = .named(
        "IssuedKey",
        .object([
            .required("id", .id), .required("key", .said, "Shown this once."), .required("kind", .actorKind),
            .required("prefix", .said),
        ])
    )

    static let keys: Schema = .items(
        .named(
            "Key",
            .object([
                .required("id", .id), .required("prefix", .said), .required("name", .said),
                .required("kind", .actorKind), .required("scopes", .many(.oneOf(Permission.self))),
                .required("created_at", .at), .orNull("expires_at", .at), .orNull("revoked_at", .at),
            ])
        )
    )
}

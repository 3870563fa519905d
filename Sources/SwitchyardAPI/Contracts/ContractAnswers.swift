import Switchyard

/// What a contract promises, and what is proposed and decided about its figures.
enum ContractAnswers {
    static let act: Schema = .named(
        "ApprovalAct",
        .object([
            .required("state", .oneOf(ApprovalState.self)), .required("at", .at), .required("actor_kind", .actorKind),
            .orNull("actor_id", .id), .orNull("credential_id", .id), .orNull("note", .said),
        ])
    )

    static let exclusion: Schema = .named(
        "Exclusion",
        .object([
            .required("id", .id), .required("kind", .oneOf(Exclusion.Kind.self)),
            .required("state", .oneOf(ApprovalState.self)), .orNull("ticket_id", .id), .orNull("from", .at),
            .orNull("until", .at), .required("metrics", .many(.metric)), .required("population", population),
            .orNull("forecast", .count), .orNull("tolerance_bp", .count), .orNull("volume", .count),
            .required("reason", .said), .required("proposed_at", .at), .required("acts", .many(act)),
        ])
    )

    static let flagged = TicketAnswers.acted([.required("exclusion", exclusion)])

    static let exclusions: Schema = .page(exclusion)

    static let restatement: Schema = .named(
        "Restatement",
        .object([
            .required("id", .id), .required("state", .oneOf(ApprovalState.self)), .required("policy_version", .count),
            .required("from", .at), .required("until", .at), .orNull("revision", .count, "Once it is approved."),
            .required("reason", .said), .required("proposed_at", .at), .required("acts", .many(act)),
        ])
    )

    static let restatements: Schema = .page(restatement)

    /// Only what it names.
    private static let population = Population.schema

    static let targetMembers: [Schema.Field] = [
        .required("name", .said), .required("metric", .metric), .required("population", population),
        .orNull("within_seconds", .count, "Null: the target that the policy set for the clock."),
        .required("percent_bp", .basisPoints), .optional("expected_bp", .basisPoints),
        .required("minimum_volume", .count), .required("weight", .count),
    ]

    private static let versionMembers: [Schema.Field] = [
        .required("version", .count), .orNull("from_month", .format(.month), "Null: from the beginning."),
        .required("published_at", .at), .optional("credit", CreditTerms.schema),
    ]

    static let terms: Schema = .named(
        "ContractTerms",
        .object(versionMembers + [.required("targets", .many(.named("ContractTarget", .object(targetMembers))))])
    )

    static let termsOfMonth: Schema = .object([
        .required("month", .format(.month)), .orNull("in_force", terms),
        .required("versions", .many(.object(versionMembers))),
    ])
}

extension PolicyBook {
    /// What a tenant publishes: one policy for every case, or several in order. What the numbers may be is the business of
    /// `problems`; here a misspelt member is refused, and one of the one form in the other: nobody could say which counts.
    package static let schema: Schema = .named(
        "Policies",
        .formed(
            by: Member.policies.rawValue,
            .object(
                [
                    .required(
                        Member.policies.rawValue,
                        .list(of: entry("Policy", SLAPolicy.customerFields), max: policiesMax, min: 1),
                        "In order: the first whose conditions hold is the case's. Instead of `targets` and the rest."
                    ),
                    .optional(
                        Member.ola.rawValue,
                        .list(of: entry("OLAPolicy", SLAPolicy.olaFields), max: policiesMax),
                        "In an order of its own: what the operator promises itself for each visit of a level."
                    ),
                ] + publishing
            ),
            otherwise: .object(SLAPolicy.fields + publishing)
        )
    )

    private static let publishing: [Schema.Field] = [
        .optional("effective_from", .format(.instant), "Default: at once. Never before it is published."),
        .optional(
            "apply",
            .oneOf(CaseFact.PublishScope.self),
            "Whether running clocks follow; default new_cycles_only."
        ),
    ]

    private static func entry(_ name: String, _ fields: [Schema.Field]) -> Schema {
        .named(
            name,
            .object(
                [
                    .required(
                        Member.name.rawValue,
                        .format(.name),
                        "Lower-case letters, digits, - and _; once in the document."
                    ),
                    .optional(Member.conditions.rawValue, PolicyConditions.schema, "Default: every case."),
                ] + fields
            )
        )
    }
}

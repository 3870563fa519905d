extension PolicyBook {
    /// What a tenant publishes: one policy for every case, or several in order. What the numbers may be is the business of
    /// `problems`; here a misspelt member is refused.
    package static let schema: Schema = .named(
        "Policies",
        .object(
            SLAPolicy.fields + [
                .optional(
                    Member.policies.rawValue,
                    .list(of: entrySchema, max: policiesMax, min: 1),
                    "In order: the first whose conditions hold is the case's. Instead of `targets` and the rest."
                ),
                .optional("effective_from", .bytes(10...35), "Default: at once. Never before it is published."),
                .optional(
                    "apply",
                    .oneOf(CaseFact.PublishScope.self),
                    "Whether running clocks follow; default new_cycles_only."
                ),
            ]
        )
    )

    private static let entrySchema: Schema = .named(
        "Policy",
        .object(
            [
                .required(
                    Member.name.rawValue,
                    .text(1...TenantCalendar.nameBytesMax),
                    "Lower-case letters, digits, - and _; once in the list."
                ),
                .optional(Member.conditions.rawValue, PolicyConditions.schema, "Default: every case."),
            ] + SLAPolicy.fields
        )
    )
}

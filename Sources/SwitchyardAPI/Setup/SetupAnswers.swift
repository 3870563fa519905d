import Switchyard

/// A tenant's whole set-up, and what applying one does.
enum SetupAnswers {
    static let document = TenantSetup.schema

    private static let change: Schema = .named(
        "SetupChange",
        .object([
            .required("section", .oneOf(SetupSection.self)), .required("item", .said),
            .required("outcome", .oneOf(SetupChange.Outcome.self)), .optional("pointer", .said),
            .optional("from", .any), .optional("to", .any),
            .optional("needs", .oneOf(Permission.self), nullable: true, "What one has to be allowed to change it."),
        ])
    )

    private static let members: [Schema.Field] = [
        .required("tag", .said, "Its ETag."), .required("counts", .each(SetupChange.Outcome.self, .count)),
        .required("items", .many(change)),
    ]

    static let plan: Schema = .named("SetupPlan", .object(members))

    static let applied: Schema = .named(
        "AppliedSetup",
        .object(
            members + [
                .required(
                    "secrets",
                    .many(
                        .object([
                            .required("pointer", .said), .required("item", .said), .optional("id", .id),
                            .optional("path", .said), .required("secret", .said, "Shown this once."),
                        ])
                    )
                )
            ]
        )
    )
}

import Switchyard

/// People, their roles and their teams.
enum PersonAnswers {
    private static let members: [Schema.Field] = [
        .required("id", .id), .required("name", .said), .required("email", .said), .required("language", .said),
        .required("status", .oneOf(PersonRecord.Status.self)), .required("created_at", .at),
    ]

    static let person: Schema = .named("Person", .object(members))

    static let page: Schema = .page(person)

    static let details: Schema = .named(
        "PersonDetails",
        .object(members + [.required("grants", .many(grant)), .required("teams", .many(team))])
    )

    private static let grant: Schema = .named(
        "Grant",
        .object([
            .required("id", .id), .optional("tenant_id", .id, "None: over the firm."), .orNull("tenant", .said),
            .required("role", .oneOf(Role.self)), .optional("level", .level), .required("skills", .many(.said)),
            .required("languages", .many(.said)), .required("clearances", .many(.said)), .optional("valid_from", .at),
            .optional("valid_until", .at),
        ])
    )

    private static let team: Schema = .named(
        "Team",
        .object([.required("id", .id), .required("name", .said), .required("members", .count)])
    )

    static let teams: Schema = .page(team)

    static let staff: Schema = .page(
        .named(
            "StaffMember",
            .object([
                .required("id", .id, "Of the role."), .required("name", .said), .required("email", .said),
                .required("role", .oneOf(Role.self)), .required("valid_from", .at), .optional("valid_until", .at),
            ])
        )
    )

    static let table: Schema = .named(
        "PeopleTableReport",
        .object([
            .required("applied", .boolean), .required("counts", .each(PeopleFileReport.Outcome.self, .count)),
            .required(
                "rows",
                .many(
                    .object([
                        .required("line", .count), .required("outcome", .oneOf(PeopleFileReport.Outcome.self)),
                        .required("errors", .many(fault)),
                    ])
                )
            ),
        ])
    )

    /// As in a problem; the figures of a text are members of their own.
    private static let fault: Schema = .object(
        [
            .required("pointer", .said), .required("code", .oneOf(FieldError.Code.self)), .required("detail", .said),
        ] + ["expected", "format", "max", "min", "reason", "unit", "values"].map { .optional($0, .said) }
    )
}

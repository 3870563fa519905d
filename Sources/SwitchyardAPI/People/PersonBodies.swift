import Switchyard

/// What the routes about people take.
enum PersonBodies {
    static let person: Schema = .named(
        "NewPerson",
        .object([
            .required("name", .text(1...200)), .required("email", .format(.email)),
            .optional("language", .format(.language)),
        ])
    )

    static let team: Schema = .named("NewTeam", .object([.required("name", .text(1...100))]))

    static let period: Schema = .named(
        "Period",
        .object([.optional("valid_from", .format(.instant)), .optional("valid_until", .format(.instant))])
    )

    static let desk: Schema = .named("Desk", .object([.required("team_id", .format(.uuid))]))

    static let grant: Schema = .named(
        "NewGrant",
        .object([
            .required("person_id", .format(.uuid)), .optional("tenant_id", .format(.uuid)),
            .required("role", .oneOf(Role.self)), .optional("level", .oneOf(["L1", "L2", "L3", "L4"])),
            .optional("skills", words),
            .optional("languages", .list(of: .format(.language), max: AccessGrant.wordsMax)),
            .optional("clearances", words), .optional("valid_from", .format(.instant)),
            .optional("valid_until", .format(.instant)),
        ])
    )

    static let agentKey: Schema = .named(
        "NewAgentKey",
        .object([
            .required("name", .text(1...100)), .optional("scopes", .list(of: .oneOf(Permission.self), max: 20)),
            .optional("expires_at", .format(.instant)),
        ])
    )

    private static let words: Schema = .list(of: .text(1...60), max: AccessGrant.wordsMax)
}

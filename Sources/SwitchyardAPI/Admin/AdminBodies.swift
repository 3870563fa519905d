import Switchyard

/// What the routes about set-up and people take.
enum AdminBodies {
    static let tenant: Schema = .named(
        "NewTenant",
        .object([
            .required("slug", .format(.slug)), .required("name", .text(1...200)), .required("zone", .format(.zone)),
            .required("language", .format(.language)),
        ])
    )

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
            .required("person_id", .format(.uuid)), .required("tenant_id", .format(.uuid)),
            .required("role", .oneOf(AccessGrant.Role.self)),
            .required("level", .oneOf(["L1", "L2", "L3", "L4"])), .optional("valid_from", .format(.instant)),
            .optional("valid_until", .format(.instant)),
        ])
    )

    static let key: Schema = .named(
        "NewKey",
        .object([
            .required("kind", .oneOf([Actor.Kind.tenantAdmin.rawValue, Actor.Kind.intake.rawValue])),
            .required("name", .text(1...100)), .optional("scopes", .list(of: .oneOf(Permission.self), max: 20)),
            .optional("expires_at", .format(.instant)),
        ])
    )

    static let agentKey: Schema = .named(
        "NewAgentKey",
        .object([
            .required("name", .text(1...100)), .optional("scopes", .list(of: .oneOf(Permission.self), max: 20)),
            .optional("expires_at", .format(.instant)),
        ])
    )

    static let source: Schema = .named("NewSource", .object([.required("name", .text(1...100))]))

    static let endpoint: Schema = .named("Endpoint", .object([.required("url", .format(.url))]))
}

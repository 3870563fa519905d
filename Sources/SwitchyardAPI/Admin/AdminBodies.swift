import Switchyard

/// What the routes about set-up and people take.
enum AdminBodies {
    static let tenant: Schema = .named(
        "NewTenant",
        .object([
            .required("slug", .string(StringRule(length: 3...40, format: .slug))), .required("name", .text(1...200)),
            .required("zone", .format(.zone)),
            .required("language", .format(.language)),
            .optional(
                "sandbox",
                .boolean,
                "Nothing of it ever leaves: no mail, no webhook. Fixed from then on; default false."
            ),
        ])
    )
}

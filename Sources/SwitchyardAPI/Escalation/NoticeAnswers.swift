import Switchyard

/// Who was told of late cases.
enum NoticeAnswers {
    static let page: Schema = .page(
        .named(
            "Notice",
            .object([
                .required("id", .id), .required("recipient", .said, "A person's id, or what a contact is for."),
                .required("metric", .said), .required("step", .said), .required("level", .level),
                .required("at", .at), .required("told_at", .at), .orNull("breach_retracted_at", .at),
                .required(
                    "delivery",
                    .object([
                        .required("id", .id), .required("kind", .oneOf(DeliveryKind.self)),
                        .required("state", .oneOf(DeliveryState.self)), .orNull("code", .said),
                        .orNull("concluded_at", .at),
                    ])
                ),
            ])
        )
    )

    static let digest: Schema = .page(
        .named(
            "DigestLine",
            .object([
                .required("ticket_id", .id), .required("reference", .said), .required("priority", .priority),
                .required("metric", .said), .required("step", .said), .required("level", .level),
                .required("at", .at), .orNull("due_at", .at),
            ])
        ),
        [
            .required("id", .id), .required("recipient", .said), .required("opened_at", .at),
            .required("closes_at", .at), .orNull("closed_at", .at),
        ]
    )

    static let contact: Schema = .named(
        "ContactNow",
        .object([.required("name", .said), .required("email", .said), .required("language", .said)])
    )
}

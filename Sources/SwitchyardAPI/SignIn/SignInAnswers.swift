import Switchyard

/// Sessions and second factors.
enum SignInAnswers {
    private static let lack: Schema = .oneOf(SecondFactor.Lack.self)

    static let opened: Schema = .named(
        "OpenedSession",
        .object([
            .required("id", .id), .required("token", .said, "Shown this once."), .required("person_id", .id),
            .required("expires_at", .at), .required("idle_seconds", .count),
            .required("lack", lack, "What has to be shown before this session does more."),
        ])
    )

    static let sessions: Schema = .items(
        .named(
            "Session",
            .object([
                .required("id", .id), .required("is_current", .boolean), .required("address", .said),
                .required("agent", .said), .required("opened_at", .at), .required("seen_at", .at),
                .required("expires_at", .at),
            ])
        )
    )

    static let secondFactor: Schema = .named(
        "SecondFactor",
        .object([
            .required("lack", lack), .required("is_demanded", .boolean), .optional("enrolled_at", .at),
            .optional("shown_at", .at), .required("recovery_codes_left", .count),
        ])
    )

    static let enrolment: Schema = .named(
        "SecondFactorEnrolment",
        .object([.required("otpauth_uri", .said), .required("secret", .said, "Shown this once.")])
    )

    private static let codes: Schema.Field = .required("recovery_codes", .many(.said), "Shown this once.")

    static let enrolled: Schema = .named(
        "EnrolledSecondFactor",
        .object([.required("session", opened), codes])
    )

    static let recoveryCodes: Schema = .named("RecoveryCodes", .object([codes]))

    static let demands: Schema = .named("DemandedRoles", .object([.required("roles", .many(.oneOf(Role.self)))]))
}

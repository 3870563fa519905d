import Switchyard

/// What the routes about signing in take.
enum SignInBodies {
    static let session: Schema = .named(
        "NewSession",
        .object([.required("email", .text(1...SignIn.emailCharactersMax)), .required("password", typed)])
    )

    static let passwordChange: Schema = .named(
        "PasswordChange",
        .object([.required("current_password", typed), .required("password", typed)])
    )

    static let passwordReset: Schema = .named(
        "PasswordReset",
        .object([.required("email", .text(1...SignIn.emailCharactersMax))])
    )

    static let proof: Schema = .named(
        "SessionProof",
        .object([.required("method", .oneOf(SessionProof.Method.self)), .required("secret", typed)])
    )

    static let code: Schema = .named("DeviceCode", .object([.required("code", .text(1...16))]))

    static let demands: Schema = .named(
        "SecondFactorDemands",
        .object([.required("roles", .list(of: .oneOf(Role.self), max: Role.allCases.count))])
    )

    private static let typed: Schema = .text(1...SignIn.typedCharactersMax)
}

import Switchyard

extension Routes {
    static let passwordLinks: [Route] = [
        Route(
            "POST",
            "/v1/password-resets",
            .open,
            "Ask for a link to choose another password; it is mailed if somebody is known by that address",
            body: SignInBodies.passwordReset,
            answer: .object([]),
            success: 202,
            again: .anew,
            PasswordLinkHandlers.askReset
        ),
        Route(
            "POST",
            "/v1/people/{person}/invitations",
            .permission(.managePeople),
            "Mail a person a link to choose a password",
            answer: .made,
            success: 201,
            demand: .stepUp,
            PasswordLinkHandlers.invite
        ),
        Route("GET", "/p/{token}", .open, "The page to choose a password", page: true, PasswordLinkHandlers.show),
        Route(
            "POST",
            "/p/{token}",
            .open,
            "Choose a password",
            rawBody: .form(["password"]),
            page: true,
            again: .token,
            PasswordLinkHandlers.choose
        ),
    ]
}

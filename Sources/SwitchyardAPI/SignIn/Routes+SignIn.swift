import Switchyard

extension Routes {
    static let signIn: [Route] = [
        Route(
            "POST",
            "/v1/sessions",
            .open,
            "Sign in with a password; the token stands for a key until the session ends",
            body: SignInBodies.session,
            answer: SignInAnswers.opened,
            success: 201,
            again: .anew,
            SessionHandlers.open
        ),
        Route(
            "GET",
            "/v1/sessions",
            .session,
            "Where one is signed in",
            answer: SignInAnswers.sessions,
            SessionHandlers.list
        ),
        Route("DELETE", "/v1/sessions", .session, "Sign out everywhere", success: 204, SessionHandlers.endAll),
        Route("DELETE", "/v1/sessions/{session}", .session, "Sign out", success: 204, SessionHandlers.end),
        Route(
            "PUT",
            "/v1/password",
            .session,
            "Change one's own password; ends every session of one's own, this one as well",
            body: SignInBodies.passwordChange,
            success: 204,
            PasswordHandlers.change
        ),
        Route(
            "GET",
            "/v1/people/{person}/sessions",
            .permission(.managePeople),
            "Where a person is signed in",
            answer: SignInAnswers.sessions,
            SessionHandlers.listOfPerson
        ),
        Route(
            "DELETE",
            "/v1/people/{person}/sessions",
            .permission(.managePeople),
            "Sign a person out everywhere",
            success: 204,
            SessionHandlers.endAllOfPerson
        ),
    ]
}

import Switchyard

extension Routes {
    static let secondFactor: [Route] = [
        Route(
            "PUT",
            "/v1/session/proof",
            .session,
            "Show a password, a code or a recovery code again; answers the session that takes the place of this one",
            body: SignInBodies.proof,
            answer: SignInAnswers.opened,
            demand: .passwordAlone,
            SessionProofHandlers.prove
        ),
        Route(
            "DELETE",
            "/v1/session",
            .session,
            "Sign out here",
            success: 204,
            demand: .passwordAlone,
            SessionHandlers.endOwn
        ),
        Route(
            "GET",
            "/v1/second-factor",
            .session,
            "One's second factor, and what this session lacks",
            answer: SignInAnswers.secondFactor,
            demand: .passwordAlone,
            SecondFactorHandlers.show
        ),
        Route(
            "PUT",
            "/v1/second-factor/enrolment",
            .session,
            "Begin to enrol a device; its secret is shown this once",
            answer: SignInAnswers.enrolment,
            demand: .passwordJustNow,
            SecondFactorHandlers.begin
        ),
        Route(
            "PUT",
            "/v1/second-factor",
            .session,
            "Enrol the device by a code of it; answers recovery codes, this once, and the session that goes on",
            body: SignInBodies.code,
            answer: SignInAnswers.enrolled,
            demand: .passwordJustNow,
            SecondFactorHandlers.confirm
        ),
        Route(
            "DELETE",
            "/v1/second-factor",
            .session,
            "Remove one's second factor; ends every other session of one's own",
            success: 204,
            demand: .stepUp,
            SecondFactorHandlers.remove
        ),
        Route(
            "PUT",
            "/v1/second-factor/recovery-codes",
            .session,
            "Take other recovery codes, shown this once; the ones before are worth nothing",
            answer: SignInAnswers.recoveryCodes,
            demand: .stepUp,
            SecondFactorHandlers.renewCodes
        ),
        Route(
            "DELETE",
            "/v1/people/{person}/second-factor",
            .permission(.managePeople),
            "Remove a person's second factor and sign them out everywhere",
            success: 204,
            demand: .stepUp,
            SecondFactorHandlers.reset
        ),
        Route(
            "GET",
            "/v1/second-factor-demands",
            .permission(.readDirectory),
            "The roles of which a second factor is demanded wherever they are held",
            answer: SignInAnswers.demands,
            SecondFactorHandlers.demandsOfFirm
        ),
        Route(
            "PUT",
            "/v1/second-factor-demands",
            .permission(.manageTenants),
            "Demand a second factor of these roles, wherever they are held, and of no others",
            body: SignInBodies.demands,
            answer: SignInAnswers.demands,
            demand: .stepUp,
            SecondFactorHandlers.setDemandsOfFirm
        ),
        Route(
            "GET",
            "\(tenant)/second-factor-demands",
            .permission(.configureTenant),
            "The roles of which this tenant demands a second factor",
            answer: SignInAnswers.demands,
            SecondFactorHandlers.demandsOfTenant
        ),
        Route(
            "PUT",
            "\(tenant)/second-factor-demands",
            .permission(.configureTenant),
            "Demand a second factor of whoever holds these roles here, and of no others",
            body: SignInBodies.demands,
            answer: SignInAnswers.demands,
            demand: .stepUp,
            SecondFactorHandlers.setDemandsOfTenant
        ),
    ]
}

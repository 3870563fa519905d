import Switchyard

extension Routes {
    /// On-boarding as data.
    static let wholeSetUp: [Route] = [
        Route(
            "GET",
            "\(tenant)/setup",
            .permission(.configureTenant),
            "The tenant's whole set-up as one document, without secrets",
            answer: SetupAnswers.document,
            SetupHandlers.export
        ),
        Route(
            "POST",
            "\(tenant)/setup/plan",
            .permission(.configureTenant),
            "What applying a set-up would change; nothing is written",
            body: TenantSetup.schema,
            answer: SetupAnswers.plan,
            again: .harmless,
            SetupHandlers.plan
        ),
        Route(
            "POST",
            "\(tenant)/setup/apply",
            .permission(.configureTenant),
            "Apply a set-up, all of it or nothing; If-Match takes the ETag of its plan",
            body: TenantSetup.schema,
            answer: SetupAnswers.applied,
            demand: .stepUp,
            again: .answeredWithoutSecret,
            SetupHandlers.apply
        ),
    ]
}

import Switchyard

extension Routes {
    static let quotas: [Route] = [
        Route(
            "GET",
            "\(tenant)/quotas",
            .permission(.configureTenant),
            "What the client may use, and what it has used: of today, and in all",
            answer: QuotaHandlers.standing,
            QuotaHandlers.read
        ),
        Route(
            "PUT",
            "\(tenant)/quotas",
            .permission(.manageTenants),
            "Set what the client may use; null is without limit",
            body: Quotas.schema,
            answer: QuotaHandlers.standing,
            demand: .stepUp,
            QuotaHandlers.set
        ),
    ]
}

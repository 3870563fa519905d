import Switchyard

extension Routes {
    /// Who is on duty when, and who is told at the client.
    static let duty: [Route] = [
        Route(
            "PUT",
            "\(tenant)/rota",
            .permission(.planDuty),
            "Publish a version of the rota",
            body: Rota.schema,
            answer: RotaAnswers.published,
            RotaHandlers.publish
        ),
        Route(
            "GET",
            "\(tenant)/rota",
            .permission(.readTickets),
            "The rota in force, what is to come, and who stands in",
            answer: RotaAnswers.rota,
            RotaHandlers.read
        ),
        Route(
            "POST",
            "\(tenant)/rota/preview",
            .permission(.planDuty),
            "What a rota would mean in the next 90 days; nothing is written",
            body: Rota.schema,
            answer: RotaAnswers.preview,
            again: .harmless,
            RotaHandlers.preview
        ),
        Route(
            "GET",
            "\(tenant)/rota/on-duty",
            .permission(.readTickets),
            "Who is on duty for each post",
            query: ["at"],
            answer: RotaAnswers.onDuty,
            RotaHandlers.onDuty
        ),
        Route(
            "POST",
            "\(tenant)/rota/overrides",
            .permission(.planDuty),
            "Put people in for others; two of them make a swap",
            body: RotaOverrideDraft.schema,
            answer: RotaAnswers.overrides,
            success: 201,
            RotaHandlers.override
        ),
        Route(
            "DELETE",
            "\(tenant)/rota/overrides/{override}",
            .permission(.planDuty),
            "Take back what is still to come of an override",
            success: 204,
            RotaHandlers.endOverride
        ),
        Route(
            "PUT",
            "\(tenant)/contacts/{purpose}",
            .permission(.configureTenant),
            "Name who is told at the client",
            body: ClientContact.schema,
            success: 204,
            ContactHandlers.set
        ),
        Route(
            "GET",
            "\(tenant)/contacts/{purpose}",
            .permission(.configureTenant),
            "Who is told at the client",
            answer: NoticeAnswers.contact,
            ContactHandlers.read
        ),
        Route(
            "DELETE",
            "\(tenant)/contacts/{purpose}",
            .permission(.configureTenant),
            "Tell nobody at the client any more",
            success: 204,
            ContactHandlers.end
        ),
    ]
}

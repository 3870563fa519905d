import Switchyard

extension Routes {
    /// A client's own people; those of the firm are in `people`.
    static let staff: [Route] = [
        Route(
            "GET",
            "\(tenant)/people",
            .permission(.configureTenant),
            "The client's own people and their roles",
            query: ["cursor", "limit"],
            answer: PersonAnswers.staff,
            StaffHandlers.list
        ),
        Route(
            "POST",
            "\(tenant)/people",
            .permission(.configureTenant),
            "Take on one of the client's own people; whoever is new is mailed an invitation",
            body: Staff.Draft.schema,
            answer: .made,
            success: 201,
            demand: .stepUp,
            StaffHandlers.invite
        ),
        Route(
            "DELETE",
            "\(tenant)/people/{grant}",
            .permission(.configureTenant),
            "End a role of one of the client's own people, at once",
            success: 204,
            demand: .stepUp,
            StaffHandlers.letGo
        ),
    ]
}

import Switchyard

extension Routes {
    /// Looking before publishing; nothing of it writes.
    static let drafts: [Route] = [
        Route(
            "POST",
            "\(tenant)/policy/preview",
            .permission(.configureTenant),
            "Which running clocks these policies would move, and which would breach at once",
            body: PolicyBook.schema,
            answer: DraftAnswers.preview,
            again: .harmless
        ) { try await DraftHandlers.preview(.policy, $0) },
        Route(
            "POST",
            "\(tenant)/calendar/preview",
            .permission(.configureTenant),
            "Which running clocks this calendar would move, and which would breach at once",
            body: SettingHandlers.calendarSchema,
            answer: DraftAnswers.preview,
            again: .harmless
        ) { try await DraftHandlers.preview(.calendar, $0) },
        Route(
            "POST",
            "\(tenant)/calendars/{line}/preview",
            .permission(.configureTenant),
            "Which running clocks this named calendar would move, and which would breach at once",
            body: SettingHandlers.calendarSchema,
            answer: DraftAnswers.preview,
            again: .harmless
        ) { try await DraftHandlers.preview(.calendar, $0) },
        Route(
            "POST",
            "\(tenant)/simulations",
            .permission(.configureTenant),
            "What policies or a calendar would have changed in past cases",
            body: SimulationRequest.schema,
            query: ["cursor", "limit"],
            answer: DraftAnswers.simulation,
            again: .harmless,
            DraftHandlers.simulate
        ),
    ]
}

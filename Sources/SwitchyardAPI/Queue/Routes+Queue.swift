import Switchyard

extension Routes {
    /// Work over all clients that somebody serves.
    static let queue: [Route] = [
        Route(
            "GET",
            "/v1/queue",
            .permission(.readTickets),
            "Open cases of every client that the caller serves, the most urgent first",
            query: [
                "tenant", "status", "level", "channel", "language", "category", "team", "assignee", "suiting",
                "unserved",
                "cursor", "limit",
            ],
            answer: QueueAnswers.page,
            QueueHandlers.list
        ),
        Route(
            "POST",
            "/v1/queue/next",
            .permission(.answerTickets),
            "Be given the most urgent free case that suits, of every client that the caller serves",
            body: QueueHandlers.wish,
            answer: QueueAnswers.next,
            QueueHandlers.next
        ),
        Route(
            "GET",
            "/v1/presence",
            .permission(.answerTickets),
            "Whether the caller is at the desk",
            answer: QueueAnswers.presence,
            QueueHandlers.presence
        ),
        Route(
            "PUT",
            "/v1/presence",
            .permission(.answerTickets),
            "Say so, at least every quarter of an hour",
            body: QueueHandlers.presenceBody,
            answer: QueueAnswers.presence,
            QueueHandlers.setPresence
        ),
    ]
}

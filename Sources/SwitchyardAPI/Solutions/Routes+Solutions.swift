import Switchyard

extension Routes {
    /// How cases were solved, written down and found again.
    static let solutions: [Route] = [
        Route(
            "PUT",
            "\(ticket)/solution",
            .permission(.answerTickets),
            "Write down how the case was solved; another text is a further version",
            body: SolutionHandlers.solution,
            answer: TicketAnswers.solved,
            SolutionHandlers.record
        ),
        Route(
            "GET",
            "\(ticket)/solution",
            .permission(.readTickets),
            "Every version of the case's solution, newest first",
            query: ["cursor", "limit"],
            answer: SolutionAnswers.page,
            SolutionHandlers.ofTicket
        ),
        Route(
            "GET",
            "\(tenant)/solutions",
            .permission(.readTickets),
            "Solutions by category, level and words, newest first",
            query: ["category", "level", "q", "cursor", "limit"],
            answer: SolutionAnswers.page,
            SolutionHandlers.list
        ),
    ]
}

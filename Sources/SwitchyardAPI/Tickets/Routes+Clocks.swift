import Switchyard

extension Routes {
    /// What a case's clocks say, and why.
    static let clocks: [Route] = [
        Route("GET", "\(ticket)/clocks", .permission(.readTickets), "A case's clocks now", ExplanationHandlers.clocks),
        Route(
            "GET",
            "\(ticket)/clocks/replay",
            .permission(.readTickets),
            "A case's clocks derived anew from its log, compared with what is stored",
            ExplanationHandlers.replay
        ),
        Route(
            "GET",
            "\(ticket)/clocks/{metric}/explanation",
            .permission(.readTickets),
            "Why a clock says what it says, as data and as sentences",
            query: ["cycle", "language"],
            ExplanationHandlers.explanation
        ),
    ]
}

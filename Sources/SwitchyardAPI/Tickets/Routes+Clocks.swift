import Switchyard

extension Routes {
    /// What a case's clocks say, and why.
    static let clocks: [Route] = [
        Route(
            "GET",
            "\(ticket)/clocks",
            .permission(.readTickets),
            "A case's clocks now",
            answer: ClockAnswers.now,
            ExplanationHandlers.clocks
        ),
        Route(
            "GET",
            "\(ticket)/clocks/replay",
            .permission(.readTickets),
            "A case's clocks derived anew from its log, compared with what is stored",
            answer: ClockAnswers.replay,
            ExplanationHandlers.replay
        ),
        Route(
            "GET",
            "\(ticket)/clocks/{metric}/explanation",
            .permission(.readTickets),
            "Why a clock says what it says, as data and as sentences",
            query: ["cycle", "language"],
            answer: ClockAnswers.explanation,
            ExplanationHandlers.explanation
        ),
        Route(
            "POST",
            "\(ticket)/corrections",
            .permission(.answerTickets),
            "Say that the case was classified wrongly from the start",
            body: CorrectionBodies.proposal,
            answer: CorrectionAnswers.acted,
            success: 201,
            CorrectionHandlers.propose
        ),
        Route(
            "PUT",
            "\(ticket)/corrections/{correction}/decision",
            .permission(.answerTickets),
            "A supervisor approves or declines; approved, a breach that came of it is taken back",
            body: ContractBodies.decision,
            answer: CorrectionAnswers.acted,
            demand: .stepUp,
            CorrectionHandlers.decide
        ),
        Route(
            "GET",
            "\(tenant)/corrections",
            .permission(.readTickets),
            "Corrections and what became of them, newest first",
            query: ["state", "cursor", "limit"],
            answer: CorrectionAnswers.page,
            ApprovalHandlers<Correction>.list
        ),
        Route(
            "GET",
            "\(tenant)/reports/late-relaxations",
            .permission(.readReports),
            "Clocks that were given more time late in a month, by whom and why, oldest first",
            query: ["month", "cursor", "limit"],
            answer: CorrectionAnswers.lateRelaxations,
            CorrectionHandlers.lateRelaxations
        ),
    ]
}

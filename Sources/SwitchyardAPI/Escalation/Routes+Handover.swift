import Switchyard

extension Routes {
    /// Work handed from one level, team or person to another, each act under the case's revision.
    static let handovers: [Route] = [
        Route(
            "GET",
            "\(tenant)/handovers",
            .permission(.readTickets),
            "Offers that wait for an answer, what expires first on top",
            query: ["level", "team", "person", "cursor", "limit"],
            answer: HandoverAnswers.offers,
            HandoverHandlers.offers
        ),
        Route(
            "GET",
            "\(ticket)/handovers",
            .permission(.readTickets),
            "Every hand-over of the case, oldest first",
            query: ["cursor", "limit"],
            answer: HandoverAnswers.page,
            HandoverHandlers.ofTicket
        ),
        Route(
            "POST",
            "\(ticket)/handovers",
            .permission(.answerTickets),
            "Offer the case to another level, team or person",
            body: CaseFile.HandoverProposal.schema,
            answer: HandoverAnswers.acted,
            success: 201,
            HandoverHandlers.propose
        ),
        Route(
            "PUT",
            "\(ticket)/handover/acceptance",
            .permission(.answerTickets),
            "Take over what is offered",
            body: TicketBodies.nothing,
            answer: HandoverAnswers.acted,
            HandoverHandlers.accept
        ),
        Route(
            "PUT",
            "\(ticket)/handover/return",
            .permission(.answerTickets),
            "Do not take what is offered, or hand back what was taken over",
            body: HandoverHandlers.reason,
            answer: HandoverAnswers.acted,
            HandoverHandlers.giveBack
        ),
    ]
}

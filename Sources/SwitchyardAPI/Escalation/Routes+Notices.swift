import Switchyard

extension Routes {
    /// Who was told of late cases.
    static let notices: [Route] = [
        Route(
            "GET",
            "\(ticket)/notices",
            .permission(.readTickets),
            "Who was told of the case's steps, oldest first, and how each delivery ended",
            query: ["cursor", "limit"],
            answer: NoticeAnswers.page,
            NoticeHandlers.ofTicket
        ),
        Route(
            "GET",
            "\(tenant)/digests/{digest}",
            .permission(.readTickets),
            "The cases that one digest lists",
            query: ["cursor", "limit"],
            answer: NoticeAnswers.digest,
            NoticeHandlers.digest
        ),
    ]
}

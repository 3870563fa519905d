import Switchyard

extension Routes {
    private static let acts = "\(tenant)/bulk-acts"
    private static let act = "\(acts)/{bulk_act}"

    /// The same done to many cases.
    static let bulkActs: [Route] = [
        Route(
            "POST",
            "\(tenant)/bulk-act-previews",
            .permission(.actInBulk),
            "How many cases an act would meet, and the first \(BulkAct.previewMax) of them; writes nothing",
            body: BulkActHandlers.preview,
            answer: BulkActAnswers.preview,
            again: .harmless,
            BulkActHandlers.preview
        ),
        Route(
            "POST",
            acts,
            .permission(.actInBulk),
            "Do the same to all cases of a filter, at most \(BulkAct.casesMax), and \(BulkAct.runningMax) such acts at once",
            body: BulkOrder.schema,
            answer: BulkActAnswers.act,
            success: 201,
            BulkActHandlers.start
        ),
        Route(
            "GET",
            acts,
            .permission(.readTickets),
            "Bulk acts of the last \(Retention.bulkActSeconds / 86_400) days, newest first",
            query: ["cursor", "limit"],
            answer: BulkActAnswers.page,
            BulkActHandlers.list
        ),
        Route(
            "GET",
            act,
            .permission(.readTickets),
            "A bulk act, and how far it has come",
            answer: BulkActAnswers.act,
            BulkActHandlers.read
        ),
        Route(
            "GET",
            "\(act)/cases",
            .permission(.readTickets),
            "What became of each case of a bulk act, in its order",
            query: ["state", "cursor", "limit"],
            answer: BulkActAnswers.cases,
            BulkActHandlers.cases
        ),
        Route(
            "PUT",
            "\(act)/cancellation",
            .permission(.actInBulk),
            "End a bulk act before its next case; what it has done stays done",
            body: TicketBodies.nothing,
            answer: BulkActAnswers.act,
            BulkActHandlers.cancel
        ),
        Route(
            "PUT",
            "\(act)/undoing",
            .permission(.actInBulk),
            "Restore what a bulk act changed, where nobody has changed it since; notes stay",
            body: BulkActHandlers.undoing,
            answer: BulkActAnswers.act,
            BulkActHandlers.undo
        ),
    ]
}

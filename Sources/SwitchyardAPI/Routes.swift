import Switchyard

/// The whole URL map with permissions. A new endpoint is a line here and a handler in the folder of its subject.
package enum Routes {
    package static let all: [Route] =
        intake + cases + clocks + reports + contracts + setUp + wholeSetUp + drafts + duty + notices + handovers
        + solutions + queue + bulkActs + webhooks + quotas + alarms + jobs + directory + people + staff + signIn
        + secondFactor + passwordLinks + pages + ErrorPages.routes + [
            ContractRules.route
        ]

    static let ticket = "/v1/tenants/{tenant}/tickets/{ticket}"
    static let tenant = "/v1/tenants/{tenant}"

    private static let intake: [Route] = [
        Route(
            "POST",
            "\(tenant)/tickets",
            .permission(.openTicket),
            "Hand in a customer's request",
            body: IntakeRequest.schema,
            answer: TicketAnswers.taken,
            success: 201,
            TicketHandlers.open
        ),
        Route(
            "POST",
            "\(ticket)/messages",
            .permission(.addMessage),
            "Add a customer's message to a case",
            body: IntakeMessage.schema,
            answer: TicketAnswers.taken,
            success: 201,
            TicketHandlers.addMessage
        ),
        Route(
            "POST",
            "/v1/hooks/{address}",
            .signed,
            "Hand in a customer's request as a signed webhook",
            body: IntakeRequest.schema,
            answer: TicketAnswers.taken,
            success: 202,
            rawBody: .signed,
            again: .webhookID,
            HookHandlers.receive
        ),
    ]

    private static let cases: [Route] = [
        Route(
            "GET",
            "\(tenant)/tickets",
            .permission(.readTickets),
            "List and search cases, newest first",
            query: [
                "status", "level", "priority", "team", "assignee", "customer", "standing_alarm", "without_policy", "q",
                "reference", "cursor", "limit",
            ],
            answer: TicketAnswers.page,
            TicketHandlers.list
        ),
        Route(
            "GET",
            ticket,
            .permission(.readTickets),
            "Read a case",
            answer: TicketAnswers.details,
            TicketHandlers.read
        ),
        Route(
            "GET",
            "\(ticket)/messages",
            .permission(.readTickets),
            "What was said in a case, oldest first",
            query: ["cursor", "limit"],
            answer: TicketAnswers.messages,
            TicketHandlers.messages
        ),
        Route(
            "GET",
            "\(ticket)/events",
            .permission(.readTickets),
            "The log of a case, oldest first",
            query: ["cursor", "limit"],
            answer: TicketAnswers.events,
            TicketHandlers.events
        ),
        Route(
            "POST",
            "\(ticket)/replies",
            .permission(.answerTickets),
            "Answer the customer",
            body: TicketBodies.reply,
            answer: TicketAnswers.written,
            success: 201,
            TicketHandlers.reply
        ),
        Route(
            "POST",
            "\(ticket)/notes",
            .permission(.answerTickets),
            "Leave a note for colleagues",
            body: TicketBodies.note,
            answer: TicketAnswers.written,
            success: 201,
            TicketHandlers.note
        ),
        Route(
            "PUT",
            "\(ticket)/assignment",
            .permission(.answerTickets),
            "Give the case to a person",
            body: TicketBodies.assignment,
            answer: TicketAnswers.ticket,
            TicketHandlers.assign
        ),
        Route(
            "PUT",
            "\(ticket)/priority",
            .permission(.answerTickets),
            "Make the case more or less urgent",
            body: TicketBodies.priority,
            answer: TicketAnswers.ticket,
            TicketHandlers.setPriority
        ),
        Route(
            "PUT",
            "\(ticket)/status",
            .permission(.answerTickets),
            "Say what the case waits for",
            body: TicketStatus.schema,
            answer: TicketAnswers.ticket,
            TicketHandlers.setStatus
        ),
        Route(
            "POST",
            "\(ticket)/acknowledgements",
            .permission(.answerTickets),
            "Take on a case that is late: its ladder waits, its clocks do not",
            body: TicketBodies.nothing,
            answer: TicketAnswers.acknowledged,
            TicketHandlers.acknowledge
        ),
        Route(
            "PUT",
            "\(ticket)/resolution",
            .permission(.answerTickets),
            "Resolve the case",
            body: TicketBodies.nothing,
            answer: TicketAnswers.ticket,
            TicketHandlers.resolve
        ),
        Route(
            "DELETE",
            "\(ticket)/resolution",
            .permission(.answerTickets),
            "Reopen the case",
            answer: TicketAnswers.ticket,
            TicketHandlers.reopen
        ),
        Route(
            "POST",
            "\(ticket)/merge",
            .permission(.answerTickets),
            "Let the case go on in another one",
            body: TicketBodies.merge,
            answer: TicketAnswers.ticket,
            MergeHandlers.merge
        ),
        Route(
            "POST",
            "\(ticket)/split",
            .permission(.answerTickets),
            "Take messages to a case of their own",
            body: TicketBodies.split,
            answer: TicketAnswers.ticket,
            success: 201,
            MergeHandlers.split
        ),
        Route(
            "GET",
            "\(tenant)/follow-ups",
            .permission(.readReports),
            "Bad scores to look into, what is due first",
            query: ["state", "cursor", "limit"],
            answer: FollowUpAnswers.page,
            FollowUpHandlers.list
        ),
        Route(
            "PUT",
            "\(tenant)/follow-ups/{follow_up}/completion",
            .permission(.answerTickets),
            "Say what came of a bad score",
            body: FollowUpHandlers.completion,
            answer: FollowUpAnswers.followUp,
            FollowUpHandlers.complete
        ),
    ]

    private static let reports: [Route] = [
        Route(
            "GET",
            "\(tenant)/reports/survey-scores",
            .permission(.readReports),
            "How customers rated, in groups",
            query: ["from", "to", "by"],
            answer: ReportAnswers.surveyScores,
            ReportHandlers.surveyScores
        ),
        Route(
            "GET",
            "\(tenant)/reports/service-levels",
            .permission(.readReports),
            "How it went for one exchange",
            query: ["from", "to", "format"],
            answer: ReportAnswers.serviceLevels,
            ReportHandlers.serviceLevels
        ),
        Route(
            "GET",
            "/v1/reports/service-levels",
            .permission(.readReports),
            "How it went for every exchange one may see",
            query: ["from", "to", "format"],
            answer: ReportAnswers.allServiceLevels,
            ReportHandlers.allServiceLevels
        ),
    ]

    private static let directory: [Route] = [
        Route(
            "POST",
            "/v1/tenants",
            .permission(.manageTenants),
            "Take on a client exchange",
            body: AdminBodies.tenant,
            answer: SetUpAnswers.tenant,
            success: 201,
            demand: .stepUp,
            DirectoryHandlers.createTenant
        ),
        Route(
            "GET",
            "/v1/tenants",
            .permission(.readReports),
            "Tenants this credential may see",
            query: ["cursor", "limit"],
            answer: SetUpAnswers.tenants,
            DirectoryHandlers.listTenants
        ),
    ]

    private static let pages: [Route] = [
        Route(
            "GET",
            "/s/{tenant}/{token}",
            .open,
            "A survey's page",
            query: ["score"],
            page: true,
            SurveyHandlers.show
        ),
        Route(
            "POST",
            "/s/{tenant}/{token}",
            .open,
            "Answer a survey",
            rawBody: .form(["score", "comment"]),
            page: true,
            again: .token,
            SurveyHandlers.answer
        ),
        Route(
            "GET",
            "/openapi.json",
            .open,
            "This API, as OpenAPI 3.1",
            answer: OpenAPIDocument.answer,
            OpenAPIDocument.handler
        ),
    ]
}

/// What a client's endpoints are sent: answers back to where the customer asked, and what somebody of the client has to know.
/// Names and what they mean are public and stay. A subscription's events are `WebhookEvent`.
package enum EndpointMessage: String, CaseIterable, Sendable {
    case replied = "ticket.replied"
    case ladderStep = "ticket.sla"
    case alarm = "tenant.alarm"

    package var purpose: Endpoint.Purpose {
        switch self {
        case .replied: .reply
        case .ladderStep, .alarm: .notice
        }
    }

    package var meaning: String {
        switch self {
        case .replied: "An agent's answer, to be shown to the customer."
        case .ladderStep:
            "A clock's ladder told people of a case: of a warning, a missed target, a rise to another level."
        case .alarm:
            "An alarm that is no case's was raised, as of a source that fell silent or a quota that is used up."
        }
    }

    /// The whole body.
    package var envelope: Schema {
        EventEnvelope.schema(schemaName, type: rawValue, data: data)
    }

    private var schemaName: String {
        switch self {
        case .replied: "TicketRepliedMessage"
        case .ladderStep: "TicketSLAMessage"
        case .alarm: "TenantAlarmMessage"
        }
    }

    private var data: Schema {
        switch self {
        case .replied: EndpointMessage.reply
        case .ladderStep: EndpointMessage.step
        case .alarm: EndpointMessage.alarmRaised
        }
    }

    private static let reply: Schema = .object([
        .required(
            "ticket",
            .object([
                .required("id", .id), .required("reference", .said),
                .optional("thread", .said, "The exchange's own name of the conversation, where it gave one."),
            ])
        ),
        .required("customer", .object([.required("id", .said, "The exchange's own.")])),
        .required(
            "message",
            .object([.required("id", .id), .required("text", .said), .required("occurred_at", .at)])
        ),
    ])

    private static let step: Schema = .object([
        .required(
            "ticket",
            .object([
                .required("id", .id), .required("reference", .said),
                .required("priority", .oneOf(TicketPriority.allCases.map(\.name))),
            ])
        ),
        .required("metric", .oneOf(SLAMetric.self)), .required("step", .said),
        .required("level", .integer(0...Int64(Desk.levelMax)), "Of the case, after the step."),
        .required("at", .at, "When the step was due."),
        .optional("due_at", .at, "When the clock runs out; none while it stands still."),
        .required("recipients", .many(.id), "The people who were told."),
    ])

    private static let alarmRaised: Schema = .object([
        .required(
            "alarm",
            .object([
                .required("id", .id), .required("kind", .oneOf(Alarm.Kind.self)), .required("subject", .said),
                .required("since", .at),
                .required(
                    "details",
                    .map(of: .said, entriesMax: .max, key: StringRule(length: 0...Int.max)),
                    "Names and figures, by kind."
                ),
            ])
        )
    ])
}

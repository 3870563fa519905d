/// What a receiver finds in the body of each event: the members that leave the house, and the schema that is published of them, are
/// one list.
extension WebhookEvent {
    /// Members of the log's entry that leave the house: ids, names of ours and numbers, never a word that somebody wrote.
    var members: [Schema.Field] {
        switch self {
        case .ticketOpened:
            [
                .required("message_id", .id), .required("channel", .oneOf(TicketChannel.self)),
                .optional("split_from", .id, "The case that its messages were in."),
            ]
        case .messageReceived, .answered: [.required("message_id", .id)]
        case .answerFailed: [.required("message_id", .id), .required("code", .said)]
        case .assigned: [.optional("person_id", .id, "None: given back to the desk.")]
        case .priorityChanged: [.required("from", Self.priority), .required("to", Self.priority)]
        case .statusChanged:
            [.required("from", .oneOf(TicketStatus.self)), .required("to", .oneOf(TicketStatus.self))]
        case .escalated:
            [.required("metric", Self.metric), .required("step", .said), .required("from", Self.level)] + Self.place
        case .routed:
            [.optional("from", Self.level, "None: it began there.")] + Self.place
        case .handedOver: [.required("from", Self.level), .optional("person_id", .id)] + Self.place
        case .resolved: [.required("answered", .boolean, "Whether the customer ever had an answer.")]
        case .merged: [.required("into", .id, "The case that goes on.")]
        case .split: [.required("to", .id, "The case of their own.")]
        case .slaWarned: Self.clock + [.required("percent", .integer(0...100))]
        case .slaBreached: Self.clock + [.required("target_seconds", .count)]
        case .breachRetracted: Self.clock
        case .surveyAnswered: [.required("invitation_id", .id)]
        case .reopened, .subscriptionDisabled, .test: []
        }
    }

    static let memberNames = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.members.map(\.name)) })

    /// Entries of the log that are told under this name; none for what is about no case.
    var kinds: [EventKind] {
        switch self {
        case .ticketOpened: [.opened]
        case .messageReceived: [.customerMessage]
        case .answered: [.replied]
        case .answerFailed: [.replyFailed]
        case .assigned: [.assigned]
        case .priorityChanged: [.priorityChanged]
        case .statusChanged: [.statusChanged]
        case .escalated: [.escalated]
        case .routed: [.routed]
        case .handedOver: [.handoverAccepted, .handoverReturned]
        case .resolved: [.resolved]
        case .reopened: [.reopened]
        case .merged: [.merged]
        case .split: [.split]
        case .slaWarned: [.slaWarned]
        case .slaBreached: [.slaBreached, .breachFound]
        case .breachRetracted: [.breachRetracted]
        case .surveyAnswered: [.surveyAnswered]
        case .subscriptionDisabled, .test: []
        }
    }

    /// The whole body, as `EventEnvelope` writes it.
    package var envelope: Schema {
        EventEnvelope.schema(schemaName, type: rawValue, data: data)
    }

    /// `ticket.message_received` is `TicketMessageReceivedEvent`.
    private var schemaName: String {
        rawValue.split { $0 == "." || $0 == "_" }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Event"
    }

    private var data: Schema {
        switch self {
        case .subscriptionDisabled:
            .object([
                .required(
                    "subscription",
                    .object([.required("id", .id), .required("reason", .oneOf(Subscription.Reason.self))])
                )
            ])
        case .test: .object([.required("subscription", .object([.required("id", .id)]))])
        default:
            .object([
                .required("ticket", Self.ticket, "How the case stands after it."),
                .required("event", .object(entryMembers)),
            ])
        }
    }

    /// What of an entry of the log would leave the house otherwise than its schema says.
    static func faults(_ event: CaseEvent) -> [FieldError] {
        guard let type = try? WebhookEvent(event) else { return [] }
        return entries[type]?.validate(type.entry(event)) ?? []
    }

    private static let entries = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, Schema.object($0.entryMembers)) }
    )

    private var entryMembers: [Schema.Field] {
        [
            .required("sequence", .count, "Puts events of one case in order."),
            .required("kind", .oneOf(kinds.map(\.rawValue))), .required("recorded_at", .at),
            .required("actor_kind", .oneOf(Actor.Kind.self)),
        ] + members
    }

    private static let ticket: Schema = .named(
        "EventTicket",
        .object([
            .required("id", .id), .required("reference", .said), .required("status", .oneOf(TicketStatus.self)),
            .required("priority", priority), .required("level", .oneOf(Level.allCases.map(\.name))),
            .required("category", .oneOf(TicketCategory.self)), .orNull("team_id", .id), .orNull("assignee_id", .id),
        ])
    )

    private static let priority: Schema = .oneOf(TicketPriority.allCases.map(\.name))
    private static let metric: Schema = .oneOf(SLAMetric.self)
    private static let level: Schema = .integer(0...Int64(Desk.levelMax))
    private static let place: [Schema.Field] = [.required("to", level), .optional("team_id", .id)]
    private static let clock: [Schema.Field] = [.required("metric", metric), .required("cycle", .said)]
}

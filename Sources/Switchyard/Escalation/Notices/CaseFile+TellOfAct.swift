import BusinessTime

/// What a notice is about when it is not about a clock; stands where a clock's name would.
enum NoticeTopic: String, CaseIterable {
    case handover
    case route
}

extension CaseFile {
    /// Tells somebody of an act on the case; that they were told is in the log (`spec/sla.md E8`).
    mutating func tell(
        _ recipient: NoticeRecipient,
        of event: CaseEvent,
        as topic: NoticeTopic,
        dueAt: Instant? = nil
    ) throws {
        let policy = PolicyRef(version: ticket.policyVersion, name: ticket.policy)
        let step = event.kind.rawValue
        let notice = try notify(
            recipient,
            metric: topic.rawValue,
            step: step,
            at: event.occurredAt,
            dueAt: dueAt,
            digestAfter: tx.settings().policies.policy(policy).digestAfter
        )
        var body: JSONObject = [
            "notice_id": notice.id.json, "channel": "mail", "metric": .string(topic.rawValue), "step": .string(step),
        ]
        switch recipient {
        case .person(let id): body["person_id"] = id.json
        case .contact(let purpose): body["contact"] = .string(purpose.rawValue)
        }
        try record(.notified, .object(body))
    }
}

extension CaseFile {
    /// More or less urgent: consumed time stays consumed, targets change (`spec/sla.md P2`). Time given late takes a
    /// supervisor and a reason (`P4`).
    ///
    /// - Throws: `late_relaxation`; `required` at `/reason`.
    package mutating func setPriority(_ priority: TicketPriority, reason: String? = nil) throws {
        try requireNamed()
        guard priority != ticket.priority else { return }
        var body: JSONObject = ["from": .string(ticket.priority.name), "to": .string(priority.name)]
        if let reason { body["reason"] = .string(Secrets.redact(reason, context: nil).text) }
        try record(.priorityChanged, .object(body))
        ticket.priority = priority
        try requireAnswerForTimeGiven(reason: reason)
    }
}

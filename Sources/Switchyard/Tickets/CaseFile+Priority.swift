extension CaseFile {
    /// More or less urgent: consumed time stays consumed, targets change (`spec/sla.md P2`).
    package mutating func setPriority(_ priority: TicketPriority) throws {
        guard priority != ticket.priority else { return }
        try record(
            .priorityChanged,
            ["from": .string(ticket.priority.name), "to": .string(priority.name)]
        )
        ticket.priority = priority
    }
}

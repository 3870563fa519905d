extension CaseFile {
    /// Sets what a person may set. Waiting for the customer needs an answer to them since they last wrote (`spec/sla.md K8`).
    package mutating func setStatus(_ status: TicketStatus) throws {
        try requireNamed()
        guard status.isSettable else { throw DomainError.field("/status", .notInList) }
        guard ticket.status.isOpen else { throw DomainError(.conflict, "case_not_open") }
        if status == .waitingCustomer, try !isAnswered { throw DomainError(.conflict, "customer_not_answered") }
        guard status != ticket.status else { return }
        try record(.statusChanged, ["from": .string(ticket.status.rawValue), "to": .string(status.rawValue)])
        ticket.status = status
    }

    /// Ends the work. Without an answer since the customer last wrote it counts apart (`spec/sla.md K3`). Where only named
    /// people act, how it was solved is on record first, for the next one like it.
    ///
    /// - Throws: `case_not_open`, `solution_missing`.
    package mutating func resolve() throws {
        try requireNamed()
        guard ticket.status.isOpen else { throw DomainError(.conflict, "case_not_open") }
        guard ticket.level < CaseFile.namedLevel || isSolutionRecorded else {
            throw DomainError(.conflict, "solution_missing")
        }
        try record(
            .resolved,
            ["answered": try isAnswered.json, "attribution": SurveyAttribution(of: self).json]
        )
        ticket.status = .resolved
        ticket.resolvedAt = try tx.now
    }

    private var isSolutionRecorded: Bool { events.contains { $0.kind == .solutionRecorded } }

    /// A person takes the resolution back.
    package mutating func reopen() throws {
        try requireNamed()
        guard !ticket.status.isOpen else { throw DomainError(.conflict, "case_open") }
        guard try takesMessages(at: tx.now) else { throw DomainError(.conflict, "reopen_window_over") }
        try markReopened()
    }

    /// A standing public reply after the customer's last message, and nobody who came with a merge waits since.
    var isAnswered: Bool {
        get throws {
            let failed = Set(
                try events.filter { $0.kind == .replyFailed }.map { try $0.body.uuid("message_id") }
            )
            let gone = try goneMessages()
            for event in events.reversed() {
                let message = try event.body.optionalUUID("message_id")
                switch event.kind {
                case .replied:
                    if !event.precedes, let message, !failed.contains(message) { return true }
                case .opened, .customerMessage:
                    guard let message, gone.contains(message) else { return false }
                case .absorbed:
                    if try CarriedFacts.leavesSomebodyWaiting(event.body, failed: failed) { return false }
                default: continue
                }
            }
            return false
        }
    }
}

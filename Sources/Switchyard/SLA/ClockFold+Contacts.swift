import BusinessTime

/// The clock of a contact on a live channel, `answer`: from the customer's arrival until somebody answers, once for each
/// contact (`spec/sla.md`, Clocks).
///
/// The first message begins a contact, and it goes on until the case is resolved: who writes again is served already, who
/// comes back to a resolved case has to be answered again. Whom an agent wrote to first is in no queue.
extension ClockFold {
    /// A message that is not in `waiting` yet begins a contact, or joins one that waits.
    mutating func timeContact(_ ticket: inout TicketClocks, at: Instant, factID: String) {
        guard terms.mayTimeContacts, !ticket.isAttended else { return }
        guard ticket.waitsForAnswer else {
            start(.answer, &ticket, at: at, factID: factID)
            return
        }
        for index in ticket.cycles.indices where ticket.cycles[index].waitsForAnswer {
            ticket.cycles[index].joinedBy.append(factID)
        }
    }
}

extension TicketClocks {
    /// A contact has begun and nobody has answered it.
    var waitsForAnswer: Bool { !isAttended && !waiting.isEmpty }
}

extension ClockCycle {
    fileprivate var waitsForAnswer: Bool { !isEnded && metric == .answer }

    /// A customer waits for whatever an agent writes next: it goes where the messages go that it waits for (K5).
    var waitsForAgent: Bool { waitsForReply || waitsForAnswer }
}

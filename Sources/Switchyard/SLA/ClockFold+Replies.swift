import BusinessTime

/// The reply clocks: `first_reply`, `next_reply`, `periodic_update` (K1, K2, K8); for `answer`, `ClockFold+Contacts`.
extension ClockFold {
    /// A public reply fulfils every running reply clock at its own instant.
    mutating func reply(ticket name: String, at: Instant) {
        update(name) { ticket, fold in
            for index in ticket.cycles.indices where ticket.cycles[index].metric.family == .reply {
                fold.fulfil(&ticket.cycles[index], at: at)
            }
            ticket.hasAnswered = true
            ticket.isAttended = true
            ticket.waiting.removeAll()
        }
    }

    /// K8, K4: a message ends the wait for the customer and a resolution, at its own instant.
    mutating func hearCustomer(ticket name: String, at: Instant, factID: String) {
        guard let ticket = tickets[name], ticket.createdAt != nil else { return }
        if ticket.resolvedAt != nil {
            reopen(ticket: name, at: at, factID: factID)
        } else if ticket.status == .waitingCustomer {
            setStatus(.open, ticket: name, at: at, factID: factID)
        }
    }

    /// The first message starts `first_reply`; a later one starts `next_reply` unless an earlier one still waits.
    ///
    /// A message is timed by one clock: one that starts `first_reply` starts `next_reply` as well only where the policy
    /// has no target for the former and an agent wrote first.
    mutating func startReplyClock(ticket name: String, at: Instant, factID: String) {
        update(name) { ticket, fold in
            fold.startReplyClock(&ticket, at: at, factID: factID)
            if ticket.isResolvedAtCreation { fold.resolveAtCreation(&ticket, at: at) }
        }
    }

    mutating func startReplyClock(_ ticket: inout TicketClocks, at: Instant, factID: String) {
        timeMessage(&ticket, at: at, factID: factID)
        timeContact(&ticket, at: at, factID: factID)
        ticket.waiting.append(WaitingMessage(at: at, factID: factID))
    }

    /// Starts the clock that times a message, unless it joins one that waits already.
    mutating func timeMessage(_ ticket: inout TicketClocks, at: Instant, factID: String) {
        if !ticket.hasHeardCustomer {
            ticket.hasHeardCustomer = true
            start(.firstReply, &ticket, at: at, factID: factID)
            guard ticket.hasAnswered, ticket.terms.targets[.firstReply] == nil else { return }
            start(.nextReply, &ticket, at: at, factID: factID)
            return
        }
        let waiting = ticket.cycles.indices.filter { ticket.cycles[$0].waitsForReply }
        for index in waiting { ticket.cycles[index].joinedBy.append(factID) }
        guard ticket.hasAnswered, waiting.isEmpty else { return }
        start(.nextReply, &ticket, at: at, factID: factID)
    }

    /// Each public reply while unresolved starts the clock of the next one.
    mutating func startUpdateClock(ticket name: String, at: Instant, factID: String) {
        update(name) { ticket, fold in
            guard ticket.resolvedAt == nil, !ticket.isResolvedAtCreation else { return }
            guard !ticket.cycles.contains(where: { $0.metric == .periodicUpdate && !$0.isEnded }) else { return }
            fold.start(.periodicUpdate, &ticket, at: at, factID: factID)
        }
    }
}

extension ClockCycle {
    /// A customer waits for the reply that ends it.
    var waitsForReply: Bool { !isEnded && (metric == .firstReply || metric == .nextReply) }
}

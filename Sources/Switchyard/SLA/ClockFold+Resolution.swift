import BusinessTime

/// The clocks that run to the resolution, their pauses, and the reopening (K3, K4, K6, K7).
extension ClockFold {
    mutating func create(_ name: String, at: Instant, factID: String) {
        update(name) { ticket, fold in
            guard ticket.createdAt == nil else { return }
            ticket.createdAt = at
            for metric in SLAMetric.allCases where metric.family == .resolution {
                fold.start(metric, &ticket, at: at, factID: factID)
            }
            fold.enterLevel(&ticket, at: at, factID: factID)
            if ticket.isResolvedAtCreation { fold.resolveAtCreation(&ticket, at: at) }
        }
    }

    mutating func resolve(ticket name: String, at: Instant) {
        update(name) { ticket, fold in
            guard ticket.createdAt != nil else {
                ticket.isResolvedAtCreation = true
                return
            }
            guard ticket.resolvedAt == nil else { return }
            fold.end(&ticket, at: at)
        }
    }

    mutating func resolveAtCreation(_ ticket: inout TicketClocks, at: Instant) {
        if ticket.createdAt == at { end(&ticket, at: at) }
    }

    /// Whoever still waits for a reply got none (K3); the rest is fulfilled: who resolves a case has taken it on.
    private mutating func end(_ ticket: inout TicketClocks, at: Instant) {
        ticket.resolvedAt = at
        ticket.status = .resolved
        ticket.hasAnswered = true
        ticket.waiting.removeAll()
        for index in ticket.cycles.indices {
            switch ticket.cycles[index].metric.family {
            case .reply: cancel(&ticket.cycles[index], .resolvedWithoutReply, at: at)
            case .resolution, .level: fulfil(&ticket.cycles[index], at: at)
            }
        }
    }

    /// Within the window the ticket goes on; later a follow-up ticket with new clocks takes its place (K4).
    mutating func reopen(ticket name: String, at: Instant, factID: String) {
        guard let ticket = tickets[name], let resolvedAt = ticket.resolvedAt else { return }
        let windowSeconds = terms.policy(ticket.terms.policy).reopenWindowDays * 86_400
        guard at <= resolvedAt.adding(seconds: windowSeconds) else {
            followUp(name, at: at, factID: factID)
            return
        }
        update(name) { ticket, fold in
            ticket.resolvedAt = nil
            ticket.isResolvedAtCreation = false
            ticket.isAttended = false
            ticket.status = .open
            for index in ticket.cycles.indices where ticket.cycles[index].metric.family == .resolution {
                fold.reopen(&ticket.cycles[index], at: at)
            }
            fold.enterLevel(&ticket, at: at, factID: factID)
        }
    }

    /// The resolved time becomes a paused span and the fulfilment is superseded.
    private mutating func reopen(_ cycle: inout ClockCycle, at: Instant) {
        guard cycle.state == .fulfilled, let fulfilledAt = cycle.fulfilledAt else { return }
        if fulfilledAt < at {
            cycle.openSpan(.paused, at: fulfilledAt, calendar: calendar(of: cycle))
            cycle.resolvedSpans.append(ClockSpan(from: fulfilledAt, to: at, kind: .paused))
        }
        cycle.fulfilledAt = nil
        cycle.state = .paused
        resume(&cycle, at: at)
        guard let terms = cycle.termsOnReopen else { return }
        cycle.termsOnReopen = nil
        adopt(terms.policy, by: &cycle, status: .open, at: at)
        setTarget(terms.targetSeconds, terms.change, by: terms.factID, of: &cycle, at: at)
    }

    private mutating func followUp(_ name: String, at: Instant, factID: String) {
        var next = name + "-followup"
        while tickets[next] != nil { next += "-followup" }
        let terms = tickets[name]?.terms ?? fresh
        followUps[name] = next
        tickets[name]?.continuedBy = next
        tickets[next] = TicketClocks(name: next, terms: terms)
        create(next, at: at, factID: factID)
    }

    mutating func setStatus(_ status: ClockStatus, ticket name: String, at: Instant, factID: String) {
        var name = name
        if tickets[name]?.resolvedAt != nil {
            reopen(ticket: name, at: at, factID: factID)
            name = current(name)
        }
        update(name) { ticket, fold in
            ticket.status = status
            for index in ticket.cycles.indices {
                if fold.policy(of: ticket.cycles[index]).pauseStatuses(ticket.cycles[index].metric).contains(status) {
                    fold.pause(&ticket.cycles[index], at: at)
                } else {
                    fold.resume(&ticket.cycles[index], at: at)
                }
            }
        }
    }
}

import BusinessTime

/// K5: a merge ends the clocks of one ticket and may move a reply clock of the other back.
extension ClockFold {
    mutating func merge(_ source: String, into target: String, at: Instant, factID: String) {
        guard source != target else { return }
        update(source) { ticket, fold in
            for index in ticket.cycles.indices {
                fold.cancel(&ticket.cycles[index], .merged, at: at)
            }
            ticket.continuedBy = target
        }
        if tickets[target]?.createdAt == nil { create(target, at: at, factID: factID) }
        guard let waiting = tickets[source]?.unanswered else { return }
        tickets[source]?.unanswered = nil
        take(waiting, ticket: target, at: at, factID: factID)
    }

    /// The source's unanswered message now waits in `ticket`.
    private mutating func take(
        _ waiting: (at: Instant, factID: String),
        ticket name: String,
        at: Instant,
        factID: String
    ) {
        reopen(ticket: name, at: at, factID: factID)
        let name = current(name)
        update(name) { ticket, fold in
            let waits = ticket.cycles.indices.filter { ticket.cycles[$0].waitsForReply }
            for index in waits { ticket.cycles[index].joinedBy.append(waiting.factID) }
            let oldest = ticket.unanswered
            for index in waits where waiting.at < ticket.cycles[index].startAt {
                fold.moveStart(&ticket.cycles[index], back: waiting.at, at: at)
            }
            if waits.isEmpty {
                fold.startMoved(waiting, &ticket, at: at)
            }
            if let oldest, oldest.at <= waiting.at {
                ticket.unanswered = oldest
            } else {
                ticket.unanswered = waiting
            }
        }
    }

    /// P3's floor applies to a start that moves: the new deadline is never closer than the floor nor later than the old.
    private mutating func moveStart(_ cycle: inout ClockCycle, back start: Instant, at: Instant) {
        let extra = cycle.moveStart(back: start, calendar: calendar)
        let consumed = cycle.consumedMicroseconds(at: at, calendar: calendar)
        let asked = cycle.effectiveTargetMicroseconds
        cycle.effectiveTargetMicroseconds = max(asked, min(consumed + policy.floorMicroseconds, asked + extra))
        cycle.targetSince = at
        cycle.targetSecondsBefore = nil
        cycle.recompute(calendar: calendar)
    }

    /// Nobody waited in the other ticket: its reply clock starts at the message that came with the merge.
    private mutating func startMoved(
        _ waiting: (at: Instant, factID: String),
        _ ticket: inout TicketClocks,
        at: Instant
    ) {
        let count = ticket.cycles.count
        startReplyClock(&ticket, at: waiting.at, factID: waiting.factID)
        for index in ticket.cycles.indices.dropFirst(count) {
            let consumed = ticket.cycles[index].consumedMicroseconds(at: at, calendar: calendar)
            let asked = ticket.cycles[index].effectiveTargetMicroseconds
            ticket.cycles[index].effectiveTargetMicroseconds = max(asked, consumed + policy.floorMicroseconds)
            ticket.cycles[index].targetSince = at
            ticket.cycles[index].recompute(calendar: calendar)
        }
    }
}

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
        guard let waiting = tickets[source]?.waiting, !waiting.isEmpty else { return }
        tickets[source]?.waiting = []
        take(waiting, ticket: target, at: at, factID: factID)
    }

    /// The source's unanswered messages now wait in `ticket`; the oldest one decides.
    private mutating func take(_ waiting: [WaitingMessage], ticket name: String, at: Instant, factID: String) {
        reopen(ticket: name, at: at, factID: factID)
        let name = current(name)
        update(name) { ticket, fold in
            let oldest = waiting[0]
            fold.startMoved(oldest, &ticket, at: at)
            for index in ticket.cycles.indices where ticket.cycles[index].waitsForAgent {
                let names = waiting.map(\.factID).filter { $0 != ticket.cycles[index].startedBy }
                ticket.cycles[index].joinedBy += names
                guard oldest.at < ticket.cycles[index].startAt else { continue }
                fold.moveStart(&ticket.cycles[index], back: oldest.at, at: at)
            }
            ticket.waiting = (ticket.waiting + waiting).sorted { ($0.at, $0.factID) < ($1.at, $1.factID) }
        }
    }

    /// P3's floor applies to a start that moves: the new deadline is never closer than the floor nor later than the old.
    private func moveStart(_ cycle: inout ClockCycle, back start: Instant, at: Instant) {
        let calendar = calendar(of: cycle)
        let extra = cycle.moveStart(back: start, calendar: calendar)
        let consumed = cycle.consumedMicroseconds(at: at, calendar: calendar)
        let asked = cycle.effectiveTargetMicroseconds
        cycle.effectiveTargetMicroseconds = max(
            asked,
            min(consumed + policy(of: cycle).floorMicroseconds, asked + extra)
        )
        cycle.targetSince = at
        cycle.targetSecondsBefore = nil
        cycle.recompute(calendar: calendar)
    }

    /// What nobody waited for in the other ticket is timed from the message that came with the merge, which is how the
    /// customer arrived there.
    private mutating func startMoved(_ waiting: WaitingMessage, _ ticket: inout TicketClocks, at: Instant) {
        let count = ticket.cycles.count
        if !ticket.cycles.contains(where: \.waitsForReply) {
            timeMessage(&ticket, at: waiting.at, factID: waiting.factID)
        }
        if ticket.waiting.isEmpty { timeContact(&ticket, at: waiting.at, factID: waiting.factID) }
        for index in ticket.cycles.indices.dropFirst(count) {
            let calendar = calendar(of: ticket.cycles[index])
            let consumed = ticket.cycles[index].consumedMicroseconds(at: at, calendar: calendar)
            let asked = ticket.cycles[index].effectiveTargetMicroseconds
            ticket.cycles[index].effectiveTargetMicroseconds = max(
                asked,
                consumed + policy(of: ticket.cycles[index]).floorMicroseconds
            )
            ticket.cycles[index].targetSince = at
            ticket.cycles[index].arrivedAt = at
            ticket.cycles[index].recompute(calendar: calendar)
        }
    }
}

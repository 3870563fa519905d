import BusinessTime

/// What can happen to one cycle: start, pause, resume, fulfil, cancel.
extension ClockFold {
    mutating func start(_ metric: SLAMetric, _ ticket: inout TicketClocks, at: Instant, factID: String) {
        var cycle = ClockCycle(
            ticket: ticket.name,
            metric: metric,
            startedBy: factID,
            startAt: at,
            targetSeconds: ticket.terms.targets[metric],
            policy: ticket.terms.policy(of: metric),
            calendar: CalendarPath(policy(ticket.terms.policy(of: metric)).calendar)
        )
        if metric.family == .level { cycle.level = Level(rawValue: ticket.terms.attributes.level) }
        cycle.ordinal = ticket.cycles.count + ticket.ended.count
        let isPaused = policy(of: cycle).pauseStatuses(metric).contains(ticket.status)
        cycle.openSpan(isPaused ? .paused : .running, at: at, calendar: calendar(of: cycle))
        cycle.state = isPaused ? .paused : .running
        cycle.recompute(calendar: calendar(of: cycle))
        note(.started, cycle, at: at)
        ticket.cycles.append(cycle)
    }

    mutating func pause(_ cycle: inout ClockCycle, at: Instant) {
        guard cycle.state == .running || cycle.state == .unschedulable else { return }
        cycle.closeSpan(at: at, calendar: calendar(of: cycle))
        cycle.openSpan(.paused, at: at, calendar: calendar(of: cycle))
        cycle.state = .paused
        note(.paused, cycle, at: at)
    }

    mutating func resume(_ cycle: inout ClockCycle, at: Instant) {
        guard cycle.state == .paused else { return }
        cycle.closeSpan(at: at, calendar: calendar(of: cycle))
        cycle.openSpan(.running, at: at, calendar: calendar(of: cycle))
        cycle.state = .running
        cycle.recompute(calendar: calendar(of: cycle))
        note(.resumed, cycle, at: at)
    }

    mutating func fulfil(_ cycle: inout ClockCycle, at: Instant) {
        guard !cycle.isEnded else { return }
        cycle.closeSpan(at: at, calendar: calendar(of: cycle))
        cycle.state = .fulfilled
        cycle.fulfilledAt = at
        cycle.firstFulfilledAt = cycle.firstFulfilledAt ?? at
        note(.fulfilled, cycle, at: at)
    }

    mutating func cancel(_ cycle: inout ClockCycle, _ reason: ClockCycle.Reason, at: Instant) {
        guard !cycle.isEnded else { return }
        cycle.closeSpan(at: at, calendar: calendar(of: cycle))
        cycle.state = .cancelled
        cycle.cancelledAt = at
        cycle.reason = reason
        cycle.countsAsMissed = reason == .resolvedWithoutReply && policy(of: cycle).countsUnansweredAsMissed
        note(.cancelled, cycle, at: at)
    }
}

import BusinessTime

/// The operator's own clocks, once for each visit of a level: `ola_accept` and `ola_hold`. A case visits the level that it
/// is created at, one that it moves to, and on a reopening the one where it was resolved.
extension ClockFold {
    /// What the case has from somebody already needs nobody to accept it.
    mutating func enterLevel(_ ticket: inout TicketClocks, at: Instant, factID: String) {
        guard terms.mayTimeVisits, ticket.createdAt != nil, ticket.resolvedAt == nil else { return }
        for metric in SLAMetric.allCases where metric.family == .level && ticket.isOwed(metric) {
            start(metric, &ticket, at: at, factID: factID)
        }
    }

    /// Left is held no longer; what nobody took on while it was there has no verdict but its breach.
    mutating func leaveLevel(_ ticket: inout TicketClocks, at: Instant) {
        ticket.isTaken = false
        for index in ticket.cycles.indices {
            switch ticket.cycles[index].metric {
            case .olaHold: fulfil(&ticket.cycles[index], at: at)
            case .olaAccept: cancel(&ticket.cycles[index], .leftLevel, at: at)
            case .firstReply, .nextReply, .periodicUpdate, .requesterWait, .agentWork, .resolution, .answer: continue
            }
        }
    }

    mutating func assign(toSomebody: Bool, ticket name: String, at: Instant) {
        update(name) { ticket, _ in ticket.isTaken = toSomebody }
        if toSomebody { accept(ticket: name, at: at) }
    }

    /// Somebody at the level has taken the case on.
    mutating func accept(ticket name: String, at: Instant) {
        update(name) { ticket, fold in
            for index in ticket.cycles.indices where ticket.cycles[index].metric == .olaAccept {
                fold.fulfil(&ticket.cycles[index], at: at)
            }
        }
    }
}

extension TicketClocks {
    /// Whether a clock of a visit is to run as things stand.
    func isOwed(_ metric: SLAMetric) -> Bool { metric != .olaAccept || !isTaken }
}

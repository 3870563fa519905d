import BusinessTime

/// Which policy a ticket and its clocks are under: matching and matching again (P1, P2, P5, C3).
extension ClockFold {
    /// A published version is in force: new clocks begin under it, and running ones follow where it says so.
    mutating func followPolicies(_ version: Int, _ scope: CaseFact.PublishScope, at: Instant, factID: String) {
        fresh = terms.ticketTerms(fresh.attributes, version: version)
        for name in tickets.keys.sorted() {
            update(name) { ticket, fold in
                ticket.terms = fold.terms.ticketTerms(ticket.terms.attributes, version: version)
                if scope == .running {
                    for index in ticket.cycles.indices {
                        fold.move(&ticket.cycles[index], to: version, .published(scope), of: ticket, at: at)
                    }
                }
                fold.startRegained(&ticket, at: at, factID: factID)
            }
        }
    }

    /// Every clock is matched again within the version that it is pinned to. A move that leaves it under the policy it has
    /// changes nothing for it: no target depends on where a case is but by its policy.
    mutating func changeAttributes(
        _ change: CaseAttributes.Change,
        _ kind: TargetChange,
        ticket name: String,
        at: Instant,
        factID: String
    ) {
        update(name) { ticket, fold in
            var attributes = ticket.terms.attributes
            attributes.apply(change)
            let changesLevel = attributes.level != ticket.terms.attributes.level
            if changesLevel { fold.leaveLevel(&ticket, at: at) }
            let next = fold.terms.ticketTerms(attributes, version: ticket.terms.policy.version)
            ticket.terms.follow(next, evenUnderSamePolicy: !change.isOfPlace)
            for index in ticket.cycles.indices {
                let cycle = ticket.cycles[index]
                if change.isOfPlace, fold.match(cycle, of: ticket) == cycle.policyOnReopen { continue }
                fold.move(&ticket.cycles[index], to: cycle.policy.version, kind, of: ticket, at: at)
            }
            if changesLevel { fold.enterLevel(&ticket, at: at, factID: factID) }
            fold.startRegained(&ticket, at: at, factID: factID)
        }
    }

    /// The policy that a clock's own version has for its ticket now.
    private func match(_ cycle: ClockCycle, of ticket: TicketClocks) -> PolicyRef {
        terms.match(ticket.terms.attributes, version: cycle.policy.version, for: cycle.metric)
    }

    /// Takes a clock to what a version says of its ticket now. Without such a metric there it is cancelled (P5).
    private mutating func move(
        _ cycle: inout ClockCycle,
        to version: Int,
        _ change: TargetChange,
        of ticket: TicketClocks,
        at: Instant
    ) {
        let terms = terms.ticketTerms(ticket.terms.attributes, version: version)
        guard let seconds = terms.targets[cycle.metric] else {
            if cycle.isShadow {
                cycle.policy = terms.policy(of: cycle.metric)
            } else {
                dropTarget(of: &cycle, change, at: at)
            }
            return
        }
        if cycle.isEnded {
            guard cycle.state == .fulfilled, cycle.metric.family == .resolution else { return }
            cycle.termsOnReopen = .init(seconds, terms.policy(of: cycle.metric), change, by: factInHand)
            return
        }
        adopt(terms.policy(of: cycle.metric), by: &cycle, status: ticket.status, at: at)
        setTarget(seconds, change, of: &cycle, at: at)
    }

    /// The clock goes on under another policy, with its pauses and on its calendar; the time used stays used.
    mutating func adopt(_ ref: PolicyRef, by cycle: inout ClockCycle, status: ClockStatus, at: Instant) {
        guard ref != cycle.policy else { return }
        cycle.policy = ref
        let policy = terms.policy(ref)
        let staysOnCalendar = policy.calendar == cycle.calendar.name
        if !staysOnCalendar { cycle.calendar.move(to: policy.calendar, at: at) }
        if policy.pauseStatuses(cycle.metric).contains(status) {
            pause(&cycle, at: at)
        } else {
            resume(&cycle, at: at)
        }
        if !staysOnCalendar { cycle.recompute(calendar: calendar(of: cycle)) }
    }

    /// A metric that lost its clock to a policy without it has a target again: a new clock starts for what is still owed.
    private mutating func startRegained(_ ticket: inout TicketClocks, at: Instant, factID: String) {
        guard ticket.createdAt != nil, ticket.resolvedAt == nil else { return }
        for metric in SLAMetric.allCases where ticket.terms.targets[metric] != nil {
            guard !ticket.cycles.contains(where: { $0.metric == metric }),
                let last = ticket.ended.last(where: { $0.metric == metric }), last.reason == .policyChange
            else { continue }
            switch metric {
            case .requesterWait, .agentWork, .resolution: start(metric, &ticket, at: at, factID: factID)
            case .firstReply, .nextReply:
                if !ticket.waiting.isEmpty { start(metric, &ticket, at: at, factID: factID) }
            case .answer:
                if ticket.waitsForAnswer { start(metric, &ticket, at: at, factID: factID) }
            case .olaAccept, .olaHold:
                if ticket.isOwed(metric) { start(metric, &ticket, at: at, factID: factID) }
            case .periodicUpdate: continue
            }
        }
    }
}

extension ClockCycle {
    /// What it is under, or would be if it were reopened.
    fileprivate var policyOnReopen: PolicyRef { termsOnReopen?.policy ?? policy }
}

extension CaseAttributes.Change {
    fileprivate var isOfPlace: Bool {
        switch self {
        case .priority: false
        case .place: true
        }
    }
}

extension TicketTerms {
    /// - Parameter evenUnderSamePolicy: its targets may be others, because they are of another priority.
    fileprivate mutating func follow(_ next: TicketTerms, evenUnderSamePolicy: Bool) {
        if evenUnderSamePolicy || next.policy != policy || next.ola != ola {
            self = next
        } else {
            attributes = next.attributes
        }
    }
}

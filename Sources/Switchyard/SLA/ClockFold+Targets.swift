import BusinessTime

/// Changes of target, policy and calendar (P2 to P5, C1, C3).
extension ClockFold {
    /// P4: lengthening from this share of the target on is a late relaxation.
    private static let lateRelaxationPercent: Int64 = 75

    mutating func setTargets(_ seconds: [SLAMetric: Int64], _ change: TargetChange, ticket name: String, at: Instant) {
        switch change {
        case .changed, .corrected:
            setTargets(seconds, change, of: name, at: at, running: true)
        case .published(let scope):
            fresh.targets.merge(seconds) { $1 }
            for other in tickets.keys.sorted() {
                setTargets(seconds, change, of: other, at: at, running: scope == .running)
            }
        }
    }

    private mutating func setTargets(
        _ seconds: [SLAMetric: Int64],
        _ change: TargetChange,
        of name: String,
        at: Instant,
        running: Bool
    ) {
        update(name) { ticket, fold in
            ticket.terms.targets.merge(seconds) { $1 }
            guard running else { return }
            for index in ticket.cycles.indices {
                guard let target = seconds[ticket.cycles[index].metric] else { continue }
                fold.setTarget(target, change, of: &ticket.cycles[index], at: at)
            }
        }
    }

    /// P5.
    mutating func dropMetric(_ metric: SLAMetric, ticket name: String, at: Instant) {
        update(name) { ticket, fold in
            ticket.terms.targets[metric] = nil
            for index in ticket.cycles.indices where ticket.cycles[index].metric == metric {
                fold.cancel(&ticket.cycles[index], .policyChange, at: at)
            }
        }
    }

    /// C1, S5: a published calendar moves due times, and nothing that is over.
    mutating func recomputeAll() {
        for name in tickets.keys.sorted() {
            update(name) { ticket, fold in
                for index in ticket.cycles.indices {
                    ticket.cycles[index].recompute(calendar: fold.calendar(of: ticket.cycles[index]))
                }
            }
        }
    }

    /// P2: the spans stay, so the time already used counts against the new target.
    mutating func setTarget(_ seconds: Int64, _ change: TargetChange, of cycle: inout ClockCycle, at: Instant) {
        guard !cycle.isEnded else {
            if cycle.state == .fulfilled, cycle.metric.family == .resolution {
                cycle.termsOnReopen = .init(targetSeconds: seconds, policy: cycle.policy)
            }
            return
        }
        guard !cycle.isShadow else {
            reveal(&cycle, targetSeconds: seconds, at: at)
            return
        }
        guard seconds != cycle.targetSeconds else { return }
        let calendar = calendar(of: cycle)
        let consumed = cycle.consumedMicroseconds(at: at, calendar: calendar)
        let before = cycle.effectiveTargetMicroseconds
        let asked = seconds * Instant.microsecondsPerSecond
        let isLonger = asked > before
        // P3: not closer than the floor, and never later than the old deadline.
        cycle.effectiveTargetMicroseconds =
            isLonger ? asked : max(asked, min(consumed + policy(of: cycle).floorMicroseconds, before))
        cycle.targetSecondsBefore = cycle.targetSeconds
        cycle.targetSeconds = seconds
        cycle.targetRevision += 1
        cycle.targetSince = at
        if isLonger, change != .corrected,
            cycle.breachedAt != nil || consumed * 100 >= before * Self.lateRelaxationPercent
        {
            cycle.lateRelaxation = true
        }
        let retracts = isLonger && change == .corrected && cycle.breachedAt != nil
        if retracts {
            cycle.breachedAt = nil
            note(.breachRetracted, cycle, at: at)
        }
        note(.targetChanged, cycle, at: at)
        cycle.recompute(calendar: calendar)
        if retracts { findBreach(&cycle, before: at) }
    }

    /// The corrected target may have been passed as well, only later.
    private mutating func findBreach(_ cycle: inout ClockCycle, before at: Instant) {
        let calendar = calendar(of: cycle)
        let breach = cycle.instants(ofMicroseconds: cycle.effectiveTargetMicroseconds, calendar: calendar).breach
        guard let breach, breach < at else { return }
        cycle.breachedAt = breach
        cycle.breachRevision = cycle.targetRevision
        note(.breachFound, cycle, at: breach)
    }

    /// A metric gets its first target while its clock would have been running: the time since then counts, and P3 keeps
    /// it from breaching at once.
    private mutating func reveal(_ cycle: inout ClockCycle, targetSeconds: Int64, at: Instant) {
        let calendar = calendar(of: cycle)
        let consumed = cycle.consumedMicroseconds(at: at, calendar: calendar)
        cycle.isShadow = false
        cycle.targetSeconds = targetSeconds
        cycle.effectiveTargetMicroseconds = max(
            targetSeconds * Instant.microsecondsPerSecond,
            consumed + policy(of: cycle).floorMicroseconds
        )
        cycle.targetSince = at
        note(.started, cycle, at: cycle.startAt)
        cycle.recompute(calendar: calendar)
    }
}

import BusinessTime

/// Changes of target, policy and calendar (P2 to P5, C1, C3).
extension ClockFold {
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
    ///
    /// - Parameter factID: where another fact than the one in hand set it.
    mutating func setTarget(
        _ seconds: Int64,
        _ change: TargetChange,
        by factID: String? = nil,
        of cycle: inout ClockCycle,
        at: Instant
    ) {
        guard !cycle.isEnded else {
            if cycle.state == .fulfilled, cycle.metric.family == .resolution {
                cycle.termsOnReopen = .init(seconds, cycle.policy, change, by: factInHand)
            }
            return
        }
        guard !cycle.isShadow else {
            reveal(&cycle, targetSeconds: seconds, at: at)
            return
        }
        let calendar = calendar(of: cycle)
        let consumed = cycle.consumedMicroseconds(at: at, calendar: calendar)
        let before = cycle.effectiveTargetMicroseconds
        let asked = seconds * Instant.microsecondsPerSecond
        // P4: also where the longer target is in force already, because a supervisor gave it after the breach.
        let retracts = change == .corrected && cycle.breachedTooEarly(for: asked, calendar: calendar)
        guard seconds != cycle.targetSeconds || retracts else { return }
        let isLonger = asked > before
        if change != .corrected, cycle.isLate(toBeGiven: asked, consumed: consumed) {
            cycle.relax(to: seconds, consumed: consumed, by: factID ?? factInHand, at: at)
        }
        // P3: not closer than the floor, and never later than the old deadline.
        cycle.effectiveTargetMicroseconds =
            isLonger ? asked : max(asked, min(consumed + policy(of: cycle).floorMicroseconds, before))
        cycle.targetSecondsBefore = cycle.targetSeconds
        cycle.targetSeconds = seconds
        cycle.targetRevision += 1
        cycle.targetSince = at
        if retracts { retractBreach(of: &cycle, at: at) }
        note(.targetChanged, cycle, at: at)
        cycle.recompute(calendar: calendar)
        if retracts { findBreach(&cycle, before: at) }
    }

    private mutating func retractBreach(of cycle: inout ClockCycle, at: Instant) {
        cycle.breachedAt = nil
        note(.breachRetracted, cycle, at: at)
    }

    /// The policy that takes over has no such target: the clock ends (P5), which late is as much of a relaxation as a longer
    /// target, and takes a breach back where the case was classified wrongly (P4).
    mutating func dropTarget(of cycle: inout ClockCycle, _ change: TargetChange, at: Instant) {
        guard !cycle.isEnded else { return }
        let consumed = cycle.consumedMicroseconds(at: at, calendar: calendar(of: cycle))
        if change == .corrected {
            cycle.targetRevision += 1
            if cycle.breachedAt != nil { retractBreach(of: &cycle, at: at) }
        } else if cycle.isLate(toBeGiven: .max, consumed: consumed) {
            cycle.relax(to: nil, consumed: consumed, by: factInHand, at: at)
        }
        cancel(&cycle, .policyChange, at: at)
    }

    /// The corrected target may have been passed as well, only later.
    private mutating func findBreach(_ cycle: inout ClockCycle, before at: Instant) {
        let calendar = calendar(of: cycle)
        let breach = cycle.instants(ofMicroseconds: cycle.effectiveTargetMicroseconds, calendar: calendar).breach
        guard let breach, breach < at else { return }
        cycle.stand(breachedAt: breach)
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

extension ClockCycle {
    fileprivate mutating func relax(to seconds: Int64?, consumed: Int64, by factID: String, at: Instant) {
        relaxations.append(
            Relaxation(
                at: at,
                factID: factID,
                secondsBefore: targetSeconds,
                seconds: seconds,
                consumedMicroseconds: consumed,
                breachedAt: breachedAt
            )
        )
    }
}

extension ClockCycle.TermsOnReopen {
    init(_ targetSeconds: Int64, _ policy: PolicyRef, _ change: TargetChange, by factID: String) {
        self.init(targetSeconds: targetSeconds, policy: policy, change: change, factID: factID)
    }
}

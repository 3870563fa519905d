import BusinessTime

/// What one clock counts as in a contract, under the policy's own target or under a threshold of the contract's.
///
/// It belongs to the period that holds `finalAt`, the instant at which the verdict became final: `min(fulfilled_at,
/// breach_at)` (`spec/sla.md X2`), and a contact to that of its arrival (`CycleFact.countsAt`). Nothing that happens later
/// moves it; only a fulfilment that is taken back (K1, K4) or a corrected breach (P4) makes another verdict.
struct CycleVerdict: Hashable {
    enum Outcome: String, CaseIterable {
        case met, missed
        /// Not breached so far; missed once `finalAt`, its breach, is past, whoever was up to notice (S4).
        case running
        /// Cancelled because the case was resolved without a reply: not counted, a figure of its own (K3).
        case unanswered
        /// Its only answers are older than what they answer (imported history): nothing can be said.
        case unmeasured
    }

    let outcome: Outcome
    let finalAt: Instant

    init(_ outcome: Outcome, at finalAt: Instant) {
        self.outcome = outcome
        self.finalAt = finalAt
    }

    /// Nil for a clock without a verdict that no passing of time alone will give one: paused, never due, or cancelled by a
    /// merge or a policy.
    ///
    /// - Parameter thresholdSeconds: open seconds; nil for the target that the policy has set, with all its changes.
    init?(of cycle: ClockCycle, thresholdSeconds: Int64?, calendar: OpenTime) {
        let found =
            thresholdSeconds.map {
                CycleVerdict.found(cycle, microseconds: $0 * Instant.microsecondsPerSecond, calendar)
            }
            ?? CycleVerdict.found(cycle)
        guard let found else { return nil }
        self = found
    }

    /// The policy's verdict, as the clock itself has it.
    private static func found(_ cycle: ClockCycle) -> CycleVerdict? {
        if let breachedAt = cycle.breachedAt { return CycleVerdict(.missed, at: breachedAt) }
        switch cycle.state {
        case .running: return cycle.breachAt.map { CycleVerdict(.running, at: $0) }
        case .paused, .unschedulable: return nil
        case .fulfilled, .cancelled: return atTheEnd(of: cycle)
        }
    }

    /// T5 on the contract's threshold: missed from the first instant at which more open time than that was used.
    private static func found(_ cycle: ClockCycle, microseconds: Int64, _ calendar: OpenTime) -> CycleVerdict? {
        guard let breach = cycle.instants(ofMicroseconds: microseconds, calendar: calendar).breach else {
            return atTheEnd(of: cycle)
        }
        guard let runningFrom = cycle.runningFrom, breach >= runningFrom else {
            return CycleVerdict(.missed, at: breach)
        }
        return CycleVerdict(.running, at: breach)
    }

    /// Of a clock that was not breached.
    private static func atTheEnd(of cycle: ClockCycle) -> CycleVerdict? {
        if cycle.state == .fulfilled, let fulfilledAt = cycle.fulfilledAt { return CycleVerdict(.met, at: fulfilledAt) }
        guard cycle.state == .cancelled, cycle.reason == .resolvedWithoutReply, let cancelledAt = cycle.cancelledAt
        else {
            return nil
        }
        return CycleVerdict(cycle.countsAsMissed ? .missed : .unanswered, at: cancelledAt)
    }

    /// The open time in which the clock ran before its verdict: what an outage has to touch to excuse it (X4).
    func ran(_ cycle: ClockCycle, calendar: OpenTime) -> [Range<Instant>] {
        cycle.spans.flatMap { span -> [Range<Instant>] in
            guard span.kind == .running else { return [] }
            return calendar.segments(from: span.from, to: min(span.to ?? finalAt, finalAt))
        }
    }
}

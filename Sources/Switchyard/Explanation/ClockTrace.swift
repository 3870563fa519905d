package import BusinessTime

/// One thing that a fact, or the passing of time, did to one cycle.
package struct ClockChange: Sendable, Hashable {
    package enum What: String, CaseIterable, Sendable {
        case started
        /// A merge brought an older message: the clock counts from there (K5).
        case startMoved = "start_moved"
        case targetChanged = "target_changed"
        case paused
        case resumed
        /// The same target, another deadline: a calendar, or a fact that was learned of late.
        case recomputed
        case breached
        case breachRetracted = "breach_retracted"
        case fulfilled
        case reopened
        case cancelled
    }

    package let at: Instant
    package let what: What
    /// `CaseFact.id`; nil for what time alone did.
    package let factID: String?
    /// The cycle from then on.
    package let cycle: ClockCycle
    /// Open un-paused time used by then.
    package let consumedMicroseconds: Int64
}

extension ClockMachine {
    /// How the cycles of `ticket` became what they are, in order of happening: the fold told step by step, with everything
    /// that is known now.
    package static func trace(
        _ facts: [CaseFact],
        ticket: String,
        terms: CaseTerms,
        asOf: Instant
    ) throws -> [ClockChange] {
        guard facts.count <= factsMax else { throw TooManyFacts() }
        var trace = ClockTrace(fold: ClockFold(terms), ticket: ticket)
        for step in steps(of: facts) where step.at <= asOf { trace.take(step) }
        trace.passTime(to: asOf)
        return trace.changes
    }
}

/// A fold that is watched.
private struct ClockTrace {
    var fold: ClockFold
    let ticket: String
    private(set) var changes: [ClockChange] = []
    private var known: [CycleName: ClockCycle] = [:]
    /// Cycles that had ended for good when they were last looked at.
    private var endedSeen = 0

    private struct CycleName: Hashable {
        let metric: SLAMetric
        let startedBy: String
    }

    init(fold: ClockFold, ticket: String) {
        self.fold = fold
        self.ticket = ticket
    }

    mutating func take(_ step: FactStep) {
        passTime(to: step.at)
        fold.apply([step], until: step.at)
        compare(at: step.at, factID: step.factID)
    }

    mutating func passTime(to instant: Instant) {
        fold.passBreaches(before: instant)
        compare(at: instant, factID: nil)
    }

    private mutating func compare(at instant: Instant, factID: String?) {
        guard let clocks = fold.tickets[ticket] else { return }
        let changeable = clocks.visible(endedFrom: endedSeen)
        endedSeen = clocks.ended.count
        for cycle in changeable {
            let name = CycleName(metric: cycle.metric, startedBy: cycle.startedBy)
            let before = known.updateValue(cycle, forKey: name)
            guard before != cycle, let what = ClockChange.What(from: before, to: cycle) else { continue }
            let at = what == .breached ? cycle.breachedAt ?? instant : instant
            changes.append(
                ClockChange(
                    at: at,
                    what: what,
                    factID: factID,
                    cycle: cycle,
                    consumedMicroseconds: cycle.consumedMicroseconds(at: at, calendar: fold.calendar(of: cycle))
                )
            )
        }
    }
}

extension ClockChange.What {
    /// The most telling of what differs; nil where nobody would see a difference.
    fileprivate init?(from before: ClockCycle?, to after: ClockCycle) {
        guard let before else {
            self = .started
            return
        }
        switch (before.isEnded, after.isEnded) {
        case (false, true): self = after.state == .fulfilled ? .fulfilled : .cancelled
        case (true, false): self = .reopened
        case (true, true): return nil
        case (false, false):
            if before.targetRevision != after.targetRevision {
                self = .targetChanged
            } else if before.startAt != after.startAt {
                self = .startMoved
            } else if (before.breachedAt == nil) != (after.breachedAt == nil) {
                self = after.breachedAt == nil ? .breachRetracted : .breached
            } else if before.state != after.state, before.state == .paused || after.state == .paused {
                self = after.state == .paused ? .paused : .resumed
            } else if before.dueAt != after.dueAt || before.breachAt != after.breachAt {
                self = .recomputed
            } else {
                return nil
            }
        }
    }
}

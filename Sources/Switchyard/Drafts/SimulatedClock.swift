package import BusinessTime

/// One clock of a case as it was and as it would have been; one side is nil where there is no such clock.
package struct SimulatedClock: Sendable {
    package struct Side: Sendable {
        /// What a contract counts it as (`CycleVerdict`), or `undecided`.
        package enum Outcome: String, CaseIterable, Sendable {
            case met, missed, running, unanswered, unmeasured
            /// Paused, never due, or cancelled by a merge or a policy.
            case undecided
        }

        package let outcome: Outcome
        package let dueAt: Instant?
        package let finalAt: Instant?
        package let targetSeconds: Int64
        package let policy: PolicyRef
    }

    package let metric: SLAMetric
    package let cycle: String
    package let before: Side?
    package let after: Side?

    static func pairs(
        _ known: CaseClocks,
        _ terms: CaseTerms,
        _ fresh: CaseClocks,
        _ termsAfter: CaseTerms,
        isMeasured: Bool
    ) -> [SimulatedClock] {
        let before = sides(known, terms, isMeasured: isMeasured)
        let after = sides(fresh, termsAfter, isMeasured: isMeasured)
        let keys = Set(before.keys).union(after.keys).sorted {
            ($0.metric.rawValue, $0.cycle) < ($1.metric.rawValue, $1.cycle)
        }
        return keys.map {
            SimulatedClock(metric: $0.metric, cycle: $0.cycle, before: before[$0], after: after[$0])
        }
    }

    private struct Key: Hashable {
        let metric: SLAMetric
        let cycle: String
    }

    private static func sides(_ clocks: CaseClocks, _ terms: CaseTerms, isMeasured: Bool) -> [Key: Side] {
        var sides: [Key: Side] = [:]
        for cycle in clocks.cycles {
            let calendar = terms.openTime(cycle.calendar, knownAt: cycle.endedAt ?? .distantFuture)
            let verdict = CycleVerdict(of: cycle, thresholdSeconds: nil, calendar: calendar)
            let isUnmeasured = !isMeasured && cycle.isOfFirstReply && verdict != nil
            sides[Key(metric: cycle.metric, cycle: cycle.startedBy)] = Side(
                outcome: isUnmeasured ? .unmeasured : verdict.map { Side.Outcome($0, asOf: clocks.asOf) } ?? .undecided,
                dueAt: cycle.dueAt,
                finalAt: verdict?.finalAt,
                targetSeconds: cycle.targetSeconds,
                policy: cycle.policy
            )
        }
        return sides
    }
}

extension SimulatedClock.Side.Outcome {
    /// A clock that runs on past its breach is missed (S4).
    fileprivate init(_ verdict: CycleVerdict, asOf: Instant) {
        switch verdict.outcome {
        case .met: self = .met
        case .missed: self = .missed
        case .running: self = verdict.finalAt < asOf ? .missed : .running
        case .unanswered: self = .unanswered
        case .unmeasured: self = .unmeasured
        }
    }
}

/// The clocks of one metric, counted.
package struct SimulationSum: Sendable, Hashable {
    package private(set) var before: [SimulatedClock.Side.Outcome: Int] = [:]
    package private(set) var after: [SimulatedClock.Side.Outcome: Int] = [:]
    /// Clocks whose verdict would be another one, by both.
    package private(set) var changes: [Change: Int] = [:]

    package struct Change: Sendable, Hashable {
        /// Nil where there was no such clock.
        package let from: SimulatedClock.Side.Outcome?
        package let to: SimulatedClock.Side.Outcome?
    }

    package init() {}

    mutating func add(_ clock: SimulatedClock) {
        if let side = clock.before { before[side.outcome, default: 0] += 1 }
        if let side = clock.after { after[side.outcome, default: 0] += 1 }
        guard clock.before?.outcome != clock.after?.outcome else { return }
        changes[Change(from: clock.before?.outcome, to: clock.after?.outcome), default: 0] += 1
    }

    /// Of two pages.
    package mutating func add(_ other: SimulationSum) {
        before.merge(other.before, uniquingKeysWith: +)
        after.merge(other.after, uniquingKeysWith: +)
        changes.merge(other.changes, uniquingKeysWith: +)
    }
}

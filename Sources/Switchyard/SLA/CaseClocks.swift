package import BusinessTime

/// What the clocks of one case are at an instant: the fold's answer.
package struct CaseClocks: Sendable, Hashable {
    /// Sorted by ticket, metric name, start.
    package let cycles: [ClockCycle]
    /// The policy that each ticket's next clocks begin under.
    package let policies: [String: PolicyRef]
    /// Everything that happened to the cycles, in order of happening.
    package let moves: [ClockMove]
    /// K4: tickets opened because the reopen window was over, old ticket to new.
    package let followUps: [String: String]
    package let asOf: Instant

    /// What is one ticket's own.
    package func of(_ ticket: String) -> CaseClocks {
        guard cycles.contains(where: { $0.ticket != ticket }) else { return self }
        return CaseClocks(
            cycles: cycles.filter { $0.ticket == ticket },
            policies: policies.filter { $0.key == ticket },
            moves: moves.filter { $0.ticket == ticket },
            followUps: followUps,
            asOf: asOf
        )
    }

    package subscript(metric: SLAMetric) -> [ClockCycle] {
        cycles.filter { $0.metric == metric }
    }
}

/// One thing that happened to one cycle.
package struct ClockMove: Sendable, Hashable {
    /// In the order S2 gives to what happens at one instant, breaches first.
    package enum Kind: String, CaseIterable, Codable, Sendable {
        case breach
        /// A breach that became known after the instant at which the clock would have told (S3).
        case breachFound = "breach_found"
        case breachRetracted = "breach_retracted"
        case fulfilmentRetracted = "fulfilment_retracted"
        case targetChanged = "target_changed"
        case warned
        case fulfilled
        case cancelled
        case resumed
        case paused
        case started
    }

    package let at: Instant
    package let kind: Kind
    package let ticket: String
    package let metric: SLAMetric
    /// `ClockCycle.startedBy`.
    package let cycle: String
}

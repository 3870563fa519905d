package import BusinessTime

/// An instant that a running cycle waits for (`spec/sla.md`, Documents, `timers`).
package struct ClockTimer: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case warning(percent: Int)
        case due
        case breach
    }

    package let at: Instant
    package let metric: SLAMetric
    package let kind: Kind

    /// `50`, `due`, `breach`.
    package var name: String {
        switch kind {
        case .warning(let percent): String(percent)
        case .due: "due"
        case .breach: "breach"
        }
    }

    /// Order of timers at one instant.
    var rank: Int {
        switch kind {
        case .warning(let percent): percent
        case .due: 101
        case .breach: 102
        }
    }
}

extension ClockCycle {
    /// Everything still to come of a running cycle, ascending; `asOf` itself is still to come.
    package func timers(policy: SLAPolicy, calendar: OpenTime, asOf: Instant) -> [ClockTimer] {
        guard state == .running, !isShadow else { return [] }
        var timers = policy.warnPercents.compactMap { percent in
            warningInstant(percent: percent, targetSeconds: targetSeconds, calendar: calendar)
                .map { ClockTimer(at: $0, metric: metric, kind: .warning(percent: percent)) }
        }
        if let dueAt { timers.append(ClockTimer(at: dueAt, metric: metric, kind: .due)) }
        if let breachAt { timers.append(ClockTimer(at: breachAt, metric: metric, kind: .breach)) }
        return timers.filter { $0.at >= asOf }.sorted { ($0.at, $0.rank) < ($1.at, $1.rank) }
    }
}

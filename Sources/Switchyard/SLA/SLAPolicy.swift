/// One version of a policy as the clocks need it (`spec/sla.md` C2). Whatever is left out has the default of the rules.
///
/// All durations are whole seconds. `validate` says what publishing would refuse; the machine itself takes any policy.
package struct SLAPolicy: Sendable, Hashable {
    /// Entries of each list below.
    package static let entriesMax = 64

    package enum RepeatClock: String, CaseIterable, Codable, Sendable {
        /// Steps count open, un-paused time.
        case open
        case wall
    }

    package var targets: [SLAMetric: SLATarget]
    /// The line of calendar versions that its clocks are measured by.
    package var calendar = TenantCalendar.nameDefault
    /// P3: no change moves a deadline closer than this much open time.
    package var floorSeconds: Int64 = 900
    /// E1, percent of the target.
    package var warnPercents: [Int] = [50, 75, 90]
    /// Only what the policy says; `pauseStatuses(_:)` adds the defaults.
    package var pauses: [SLAMetric: Set<ClockStatus>] = [:]
    /// E3's N.
    package var repeatEverySeconds: Int64 = 1800
    /// Nil: the wall clock for P1 and P2, the open clock otherwise.
    package var repeatClock: RepeatClock?
    package var repeatsMax = 10
    /// E4.
    package var ackHoldSeconds: Int64 = 1800
    /// K4; calendar days of 24 hours.
    package var reopenWindowDays: Int64 = 7
    package var startLevel = Level.l1
    /// E3: the ladder's last rung is the client's contact.
    package var escalatesToClient = false
    /// Notices to one recipient within a minute, beyond which they become one digest (`spec/queue.md` rule 12); 0 for never.
    package var digestAfter = 20
    /// K3: a contract may count a resolution without a reply as missed.
    package var countsUnansweredAsMissed = false

    package init(targets: [SLAMetric: SLATarget]) {
        self.targets = targets
    }

    /// Targets in seconds, the same for every priority.
    package init(targetSeconds: [SLAMetric: Int64]) {
        self.init(targets: targetSeconds.mapValues { SLATarget(seconds: $0) })
    }

    package func pauseStatuses(_ metric: SLAMetric) -> Set<ClockStatus> {
        guard metric.canPause else { return [] }
        return pauses[metric] ?? metric.pauseStatusesDefault
    }

    package func repeatClock(priority: String?) -> RepeatClock {
        if let repeatClock { return repeatClock }
        switch priority {
        case "P1", "P2": return .wall
        default: return .open
        }
    }

    /// The targets of one priority, which is what the machine starts clocks with.
    package func targetSeconds(priority: String? = nil) -> [SLAMetric: Int64] {
        targets.compactMapValues { $0.seconds(priority: priority) }
    }

    var floorMicroseconds: Int64 { floorSeconds * 1_000_000 }
}

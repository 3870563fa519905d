import BusinessTime

/// Why a case says by itself that somebody has to come.
enum StandingAlarmCause: String, CaseIterable {
    /// The last step was taken, and nobody is told any more (`spec/sla.md E3`).
    case ladderEnded = "ladder_ended"
    /// A step found nobody on any rung: told to nobody at all, which must not be (`spec/sla.md E5`).
    case nobodyOnDuty = "nobody_on_duty"
}

extension CaseFile {
    /// Once for a clock, and until it ends.
    mutating func raiseStandingAlarm(_ untaken: UntakenStep, because cause: StandingAlarmCause) throws {
        guard !events.contains(where: { $0.isStandingAlarm(of: untaken.cycle) }) else { return }
        try record(
            .standingAlarm,
            [
                "metric": .string(untaken.key.metric), "cycle": .string(untaken.key.cycle),
                "cause": .string(cause.rawValue),
            ]
        )
    }

    /// Since when an alarm stands: the first one whose clock has not ended.
    func standingSince(_ clocks: CaseClocks) -> Instant? {
        events.first { event in
            event.kind == .standingAlarm && clocks.cycles.contains { !$0.isEnded && event.isStandingAlarm(of: $0) }
        }?.recordedAt
    }
}

extension CaseEvent {
    /// Under any name the cycle has had.
    fileprivate func isStandingAlarm(of cycle: ClockCycle) -> Bool {
        kind == .standingAlarm && body["metric"] == .string(cycle.metric.rawValue)
            && cycle.keys.contains { body["cycle"] == .string($0) }
    }
}

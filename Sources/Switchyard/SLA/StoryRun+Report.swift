import BusinessTime

/// The answer of `sla replay`, its members in the order of the spec.
extension StoryRun {
    /// Steps are projected this long beyond the last event.
    private static let projectionSeconds: Int64 = 7 * 86_400

    func report() -> JSON {
        let clocks = clocks()
        return .object([
            "id": story.id,
            "cycles": .array(clocks.cycles.map(Self.json)),
            "timers": .array(timers.map { .array([Self.json($0.at), .string($0.metric.rawValue), .string($0.name)]) }),
            "steps": .array(steps.map { .array([Self.json($0.at), .string($0.recipient.name)]) }),
            "log": .array(
                log.map { .array([Self.json($0.at), .string($0.metric.rawValue), .string($0.kind.rawValue)]) }
            ),
            "follow_up_ticket": followUp(clocks).map(JSON.string) ?? .null,
        ])
    }

    private static func json(_ cycle: ClockCycle) -> JSON {
        .object([
            "ticket": .string(cycle.ticket),
            "metric": .string(cycle.metric.rawValue),
            "start": json(cycle.startAt),
            "due_at": json(cycle.dueAt),
            "breach_at": json(cycle.breachAt),
            "breached_at": json(cycle.breachedAt),
            "fulfilled_at": json(cycle.fulfilledAt),
            "elapsed": .integer(cycle.elapsedSeconds),
            "state": .string(cycle.state.rawValue),
            "reason": cycle.reason.map { .string($0.rawValue) } ?? .null,
            "verdict": cycle.verdict.map { .string($0.rawValue) } ?? .null,
            "remaining_seconds": cycle.remainingSeconds.map(JSON.integer) ?? .null,
            "late_relaxation": .bool(cycle.lateRelaxation),
        ])
    }

    private static func json(_ instant: Instant?) -> JSON {
        instant.map { .string($0.iso8601) } ?? .null
    }

    private var timers: [ClockTimer] {
        let calendar = story.line.openTime(knownAt: asOf)
        return
            open
            .flatMap { $0.timers(policy: story.policy, calendar: calendar, asOf: asOf) }
            .sorted { ($0.at, $0.metric.rawValue, $0.rank) < ($1.at, $1.metric.rawValue, $1.rank) }
    }

    /// The ladder from the breach on: what fired, and what will unless something happens.
    private var steps: [(at: Instant, recipient: LadderRecipient)] {
        let until = asOf.adding(seconds: Self.projectionSeconds)
        let projected = open.flatMap { pending($0) }.filter { $0.at <= until }
        let all = fired.values.flatMap(\.values) + projected
        return all.compactMap { step in step.recipient.map { (step.at, $0) } }
            .sorted { ($0.0, $0.1.name) < ($1.0, $1.1.name) }
            .map { (at: $0.0, recipient: $0.1) }
    }

    /// The newest one, where one follow-up led to another.
    private func followUp(_ clocks: CaseClocks) -> String? {
        let names = Set(clocks.followUps.values)
        return names.filter { clocks.followUps[$0] == nil }.min()
    }
}

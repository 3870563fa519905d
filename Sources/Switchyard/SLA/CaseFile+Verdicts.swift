import BusinessTime

extension CaseFile {
    /// Later knowledge takes a breach back, or brings one that the clock could not tell of in time (`spec/sla.md S3`). A cycle
    /// that goes on under an older name is the same one. A breach that merely passed is told of by its step, and one that
    /// only moved is no flip.
    mutating func recordVerdictFlips(_ clocks: CaseClocks) throws {
        let lost = cycles.filter { isTakenBack($0, clocks) }
        for known in lost {
            try record(
                .breachRetracted,
                [
                    "metric": .string(known.metric), "ordinal": known.ordinal.json, "cycle": .string(known.key),
                ]
            )
        }
        for cycle in try breachesFound(clocks, besides: lost) {
            try record(.breachFound, cycle.breachBody, occurredAt: cycle.breachedAt)
        }
    }

    /// No breach stands, or another one since a correction took this one back.
    private func isTakenBack(_ known: StoredCycle, _ clocks: CaseClocks) -> Bool {
        guard let breachedAt = known.breachedAt else { return false }
        guard let heir = clocks.cycles.first(where: known.isSame), heir.breachedAt != nil else { return true }
        guard heir.breachedAt != breachedAt else { return false }
        return clocks.moves.contains { move in
            move.at == breachedAt && move.metric == heir.metric && move.cycle == heir.startedBy
                && (move.kind == .breach || move.kind == .breachFound)
        }
    }

    /// Breaches that time alone would not have brought to what the log held before this act. History is not told of.
    private func breachesFound(_ clocks: CaseClocks, besides lost: [StoredCycle]) throws -> [ClockCycle] {
        let standing = cycles.filter { $0.breachedAt != nil && !lost.contains($0) }
        let fresh = clocks.cycles.filter { cycle in
            cycle.breachedAt != nil && !standing.contains { $0.isSame(as: cycle) }
        }
        guard !fresh.isEmpty, !isHistory, try hasFacts(after: eventsStored) else { return [] }
        var before = self
        before.events = Array(events.prefix(eventsStored))
        let passed = try before.clocks().cycles.map(StoredCycle.init)
        return fresh.filter { cycle in
            !passed.contains { $0.isSame(as: cycle) && $0.breachedAt == cycle.breachedAt }
        }
    }

    /// Whether the log tells of this breach already, because it was found.
    func isFound(_ breach: UntakenStep) -> Bool {
        events.contains { event in
            guard event.kind == .breachFound, event.occurredAt == breach.step.at,
                event.body["metric"] == .string(breach.key.metric), case .string(let key)? = event.body["cycle"]
            else { return false }
            return breach.cycle.keys.contains(key)
        }
    }
}

extension ClockCycle {
    /// What the log tells of its breach: with the target then in force, whatever it is now (`spec/sla.md P4`).
    var breachBody: JSON {
        [
            "metric": .string(metric.rawValue), "ordinal": ordinal.json, "cycle": .string(startedBy),
            "target_seconds": breachTargetSeconds.json,
        ]
    }
}

extension StoredCycle {
    fileprivate func isSame(as cycle: ClockCycle) -> Bool {
        metric == cycle.metric.rawValue && cycle.keys.contains(key)
    }
}

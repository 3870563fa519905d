import BusinessTime

extension CaseFile {
    /// What deriving the clocks anew changes in their rows.
    enum ClockDifference {
        case none
        /// Deadlines, and what follows from them, of these clocks; spans, ends and targets are as they were.
        case deadlines([StoredCycle])
        case more
    }

    func difference(from clocks: CaseClocks) -> ClockDifference {
        let fresh = clocks.cycles.map(StoredCycle.init)
        guard fresh.count == cycles.count, ticket.policy == clocks.policies[ticket.id.text]?.name else { return .more }
        let known = Dictionary(cycles.map { ($0.name, $0) }) { first, _ in first }
        var moved: [StoredCycle] = []
        for row in fresh {
            guard let before = known[row.name] else { return .more }
            if row == before { continue }
            guard row.hasOnlyMoved(since: before) else { return .more }
            moved.append(row)
        }
        return moved.isEmpty ? .none : .deadlines(moved)
    }
}

extension StoredCycle {
    /// A breach that is taken back is more than a move: it is told in the log.
    func hasOnlyMoved(since before: StoredCycle) -> Bool {
        // A clock that can no longer be scheduled, or can again, is told of.
        let isRunning = state == ClockCycle.State.running.rawValue
        return ordinal == before.ordinal && reason == before.reason && targetSeconds == before.targetSeconds
            && targetRevision == before.targetRevision && lateRelaxation == before.lateRelaxation
            && startAt == before.startAt
            && fulfilledAt == before.fulfilledAt && elapsedMicroseconds == before.elapsedMicroseconds
            && policyVersion == before.policyVersion && policy == before.policy && calendar == before.calendar
            && isRunning && state == before.state
            && (before.breachedAt == nil || breachedAt == before.breachedAt)
    }
}

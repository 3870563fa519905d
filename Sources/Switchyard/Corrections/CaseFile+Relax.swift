import BusinessTime

extension CaseFile {
    /// What gives a clock more time after its breach, or with three quarters of its target used, takes a supervisor and a
    /// reason (`spec/sla.md P4`). Asked of the act at the end of the log; history answers for itself.
    ///
    /// - Throws: `late_relaxation`; `required` at `/reason`.
    mutating func requireAnswerForTimeGiven(reason: String?) throws {
        guard !isHistory else { return }
        let fact = CaseEvent.factID(ticket.eventCount)
        let clocks = try clocks()
        folded = (clocks, events.count)
        let isLate = clocks.cycles.contains { cycle in
            cycle.relaxations.contains { $0.factID == fact } || cycle.wouldBeGivenLate(by: fact)
        }
        guard isLate else { return }
        try tx.requireSupervisor(or: "late_relaxation")
        guard reason != nil else { throw DomainError.field("/reason", .required) }
    }

    /// Tells of time given late, whoever or whatever gave it: the report reads these entries. Learned of late it is told late.
    mutating func recordLateRelaxations(_ clocks: CaseClocks) throws {
        guard !isHistory else { return }
        for cycle in clocks.cycles {
            for relaxation in cycle.relaxations where !isBeforeImport(relaxation.at) && !isTold(relaxation, of: cycle) {
                let told = LateRelaxation(relaxation, of: cycle, cause: cause(of: relaxation))
                try record(.clockRelaxed, .object(told.body), occurredAt: relaxation.at)
            }
        }
    }

    private func isTold(_ relaxation: ClockCycle.Relaxation, of cycle: ClockCycle) -> Bool {
        events.contains { event in
            guard event.kind == .clockRelaxed, event.body["metric"] == .string(cycle.metric.rawValue),
                event.body["fact"] == .string(relaxation.factID), case .string(let key)? = event.body["cycle"]
            else { return false }
            return cycle.keys.contains(key)
        }
    }

    private func cause(of relaxation: ClockCycle.Relaxation) -> LateRelaxation.Cause {
        let entry = events.first { CaseEvent.factID($0.sequence) == relaxation.factID }
        var reason: String?
        if case .string(let words)? = entry?.body["reason"] { reason = words }
        return LateRelaxation.Cause(
            factID: relaxation.factID,
            name: entry?.kind.rawValue ?? "policy_published",
            actorKind: entry?.actorKind,
            actorID: entry?.actorID,
            reason: reason
        )
    }
}

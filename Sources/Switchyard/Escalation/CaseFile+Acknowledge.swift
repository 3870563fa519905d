import BusinessTime

extension CaseFile {
    /// A person at the level that the ladder has reached takes the case on: the next step waits for the policy's `ack_hold`,
    /// the clock does not, and later steps keep their times (`spec/sla.md E4`).
    ///
    /// - Throws: `level_not_granted` to somebody below the case's level, `nothing_to_acknowledge` before any breach.
    package mutating func acknowledge() throws {
        guard ticket.status.isOpen else { throw DomainError(.conflict, "case_not_open") }
        guard let granted = try tx.personLevel, granted >= ticket.level else {
            throw DomainError(.forbidden, "level_not_granted")
        }
        let rungs = try reachedRungs()
        guard !rungs.isEmpty else { throw DomainError(.conflict, "nothing_to_acknowledge") }
        for rung in rungs {
            try record(.acknowledged, ["recipient": .string(rung.name), "level": ticket.level.json])
        }
    }

    /// Where the ladder of each breached clock stands. A desk without anybody was passed over, so the case may be higher than
    /// the rung: it is the rung that is held.
    private func reachedRungs() throws -> [LadderRecipient] {
        let now = try tx.now
        let clocks = try clocks()
        let terms = try terms()
        let rungs = clocks.cycles.filter { $0.breachedAt != nil && !$0.isEnded }.compactMap { cycle in
            cycle.ladder(terms, asOf: clocks.asOf, priority: ticket.priority.name)
                .last { $0.recipient != nil && $0.at <= now }?.recipient
        }
        return Set(rungs).sorted { $0.name < $1.name }
    }
}

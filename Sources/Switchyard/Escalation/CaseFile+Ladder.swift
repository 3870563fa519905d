import BusinessTime
import Foundation
import Postgres

/// A step of a clock's ladder that has not been taken.
struct UntakenStep {
    let cycle: ClockCycle
    let step: LadderStep

    var key: StepKey { key(under: cycle.startedBy) }

    func key(under name: String) -> StepKey {
        StepKey(metric: cycle.metric.rawValue, cycle: name, step: step.key, targetRevision: step.revision)
    }
}

extension CaseFile {
    /// Steps in order of their instants. A step that was due before its clock ended is still to be taken when the
    /// worker was away: what has been told never depends on who was up. A merged case has none: nobody could act on it.
    func untakenSteps(_ clocks: CaseClocks) throws -> [UntakenStep] {
        var untaken: [UntakenStep] = []
        try forEachUntakenStep(clocks) { untaken.append(UntakenStep(cycle: $0, step: $1)) }
        return untaken.sorted { ($0.step.at, $0.key.metric, $0.key.step) < ($1.step.at, $1.key.metric, $1.key.step) }
    }

    /// When the case wants the worker next; nil when nothing is left to do.
    func nextWake(_ clocks: CaseClocks) throws -> Instant? {
        var next = try openHandover()?.expiresAt ?? .distantFuture
        try forEachUntakenStep(clocks) { _, step in next = min(next, step.wakeAt) }
        return next == .distantFuture ? nil : next
    }

    private func forEachUntakenStep(_ clocks: CaseClocks, _ body: (ClockCycle, LadderStep) -> Void) throws {
        guard ticket.mergedInto == nil else { return }
        let terms = try terms()
        let priority = ticket.priority.name
        for cycle in clocks.cycles {
            let level = try levelGiven(before: cycle)
            for step in cycle.ladder(terms, asOf: clocks.asOf, priority: priority, from: level)
            where !isTaken(step, of: cycle) && !isBeforeImport(step.at) {
                body(cycle, step)
            }
        }
    }

    /// Where people or a rule put the case last before the clock breached: the breach raises it from there (`spec/sla.md
    /// E2`). What the ladder of another clock raised is not raised again.
    func levelGiven(before cycle: ClockCycle) throws -> Level {
        let breach = cycle.breachedAt ?? cycle.breachAt ?? .distantFuture
        var level = try events.first?.body.optionalInteger("level").map(Int.init) ?? ticket.level
        for event in events where event.kind.isPlacing && event.occurredAt <= breach {
            level = try event.placedAt ?? level
        }
        return Level(rawValue: level) ?? .l1
    }

    /// Under any name the cycle has had.
    private func isTaken(_ step: LadderStep, of cycle: ClockCycle) -> Bool {
        guard !stepsTaken.isEmpty else { return false }
        let untaken = UntakenStep(cycle: cycle, step: step)
        return cycle.keys.contains { stepsTaken.contains(untaken.key(under: $0)) }
    }

    /// What passed before an imported case came to us was somebody else's affair: nobody is told of it now.
    func isBeforeImport(_ instant: Instant) -> Bool {
        guard ticket.importBatchID != nil, let importedAt = events.first?.recordedAt else { return false }
        return instant <= importedAt
    }

    /// Takes every step that is due: the event, the move to the next level's desk, and the people who are told. Each once
    /// per clock, step and target revision, because its row says so. An offer whose time is over ends with them. Answers how
    /// many there were.
    package mutating func takeDueSteps() throws -> Int {
        let now = try tx.now
        let clocks = try clocks()
        folded = (clocks, events.count)
        let due = try untakenSteps(clocks).filter { $0.step.wakeAt <= now }
        let hasExpired = try expireHandoverIfDue()
        for step in due { try take(step) }
        mustMoveAlarm = true
        return due.count + (hasExpired ? 1 : 0)
    }

    private mutating func take(_ untaken: UntakenStep) throws {
        let before = ticket.level
        let step = untaken.step
        switch step.kind {
        case .warning(let percent): try warn(percent, untaken)
        case .breach: try breach(untaken)
        case .repeated: if let recipient = step.recipient { try climb(from: recipient, untaken, moves: true) }
        }
        if step.isLast { try raiseStandingAlarm(untaken, because: .ladderEnded) }
        stepsTaken.insert(untaken.key)
        writes.add(
            .step,
            ticket.id,
            untaken.key.metric,
            untaken.key.cycle,
            untaken.key.step,
            untaken.key.targetRevision,
            step.at,
            try tx.now,
            before,
            ticket.level
        )
    }

    /// 50 % tells the assignee, 75 % the lead as well, 90 % the next level too (`spec/sla.md E1`). Where nobody of the case's
    /// own level hears it, the next one with somebody does, and the case stays where it is.
    private mutating func warn(_ percent: Int, _ untaken: UntakenStep) throws {
        try record(
            .slaWarned,
            [
                "metric": .string(untaken.key.metric), "ordinal": untaken.cycle.ordinal.json,
                "cycle": .string(untaken.key.cycle), "percent": percent.json,
            ],
            occurredAt: untaken.step.at
        )
        var people = [try assignee() ?? onDuty(ticket.level)]
        if percent >= 75 { people.append(try lead()) }
        if percent >= 90, ticket.level < Desk.levelMax { people.append(try onDuty(ticket.level + 1)) }
        let found = people.compactMap(\.self).map(Addressee.person)
        if found.isEmpty {
            try climb(from: level(ticket.level), untaken, moves: false)
        } else {
            try tell(found, of: untaken)
        }
    }

    /// Nobody once their grant does not reach the case's level any more.
    func assignee() throws -> Recipient? {
        guard let id = ticket.assigneeID, try serves(id, ticket.level), let person = try tx.duty.person(id) else {
            return nil
        }
        return Recipient(person: person, source: .assignee)
    }

    /// Both ways at once: ownership goes one level up, and the supervisor of those who had it is told (`spec/sla.md E2`). The
    /// operator's own clocks tell the level and the supervisor, and move nothing.
    private mutating func breach(_ untaken: UntakenStep) throws {
        if !isFound(untaken) { try record(.slaBreached, untaken.cycle.breachBody, occurredAt: untaken.step.at) }
        let supervisor = try hierarchy(untaken)
        guard let recipient = untaken.step.recipient else { return }
        let moves = untaken.cycle.metric.family != .level
        try climb(from: recipient, untaken, moves: moves, besides: supervisor)
    }

    /// A manager is told; ownership stays.
    private mutating func hierarchy(_ untaken: UntakenStep) throws -> [Addressee] {
        for recipient in [LadderRecipient.dutySupervisor, .operationsManager] {
            let found = try addressees(recipient)
            if !found.isEmpty { return found }
            try recordNobody(recipient, for: untaken)
        }
        return []
    }

    /// Tells the first rung that somebody stands on, from `recipient` upwards, at once (`spec/sla.md` E3, E5). A level that
    /// answers also gets the case, if it `moves`.
    private mutating func climb(
        from recipient: LadderRecipient,
        _ untaken: UntakenStep,
        moves: Bool,
        besides others: [Addressee] = []
    ) throws {
        for rung in try rungs(from: recipient, untaken) {
            let found = try addressees(rung)
            guard !found.isEmpty else {
                try recordNobody(rung, for: untaken)
                continue
            }
            if moves, let level = rung.level?.rawValue { try raise(to: level, untaken) }
            return try tell(others + found, of: untaken)
        }
        try tell(others, of: untaken)
        if others.isEmpty { try raiseStandingAlarm(untaken, because: .nobodyOnDuty) }
    }

    private func rungs(from recipient: LadderRecipient, _ untaken: UntakenStep) throws -> [LadderRecipient] {
        let policy = try terms().policy(untaken.cycle.policy)
        let tellsClient = policy.escalatesToClient && untaken.cycle.metric.family != .level
        let path = LadderRecipient.path(above: .l0, clientContact: tellsClient)
        let lowest = recipient.level == nil ? recipient : max(recipient, level(ticket.level))
        return Array(path.drop { $0 < lowest })
    }

    /// No person serves L0.
    private func level(_ number: Int) -> LadderRecipient { .level(Level(rawValue: max(number, 1)) ?? .l4) }

    func addressees(_ recipient: LadderRecipient) throws -> [Addressee] {
        let person: Recipient? =
            switch recipient {
            case .level(let level): try onDuty(level.rawValue)
            case .dutySupervisor: try tx.duty.supervisor(near: ticket.level)
            case .operationsManager: try tx.duty.operationsManager()
            case .clientContact: nil
            }
        if recipient == .clientContact {
            return try tx.settings().escalation.contacts[.escalation].map { [.client($0)] } ?? []
        }
        return person.map { [.person($0)] } ?? []
    }

    private mutating func raise(to level: Int, _ untaken: UntakenStep) throws {
        guard level > ticket.level else { return }
        try record(
            .escalated,
            [
                "metric": .string(untaken.key.metric), "step": .string(untaken.key.step), "from": ticket.level.json,
                "to": level.json, "team_id": try tx.settings().desks[level]?.json,
            ]
        )
        ticket.level = level
        ticket.teamID = try tx.settings().desks[level]
        ticket.assigneeID = nil
    }
}

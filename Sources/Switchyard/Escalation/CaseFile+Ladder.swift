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
    /// Steps up to L4, in order of their instants. A step that was due before its clock ended is still to be taken when the
    /// worker was away: what has been told never depends on who was up. A merged case has none: nobody could act on it.
    func untakenSteps(_ clocks: CaseClocks) throws -> [UntakenStep] {
        try unsortedUntakenSteps(clocks)
            .sorted { ($0.step.at, $0.key.metric, $0.key.step) < ($1.step.at, $1.key.metric, $1.key.step) }
    }

    /// When the case wants the worker next; nil when nothing is left to do.
    func nextWake(_ clocks: CaseClocks) throws -> Instant? {
        try unsortedUntakenSteps(clocks).lazy.map(\.step.wakeAt).min()
    }

    private func unsortedUntakenSteps(_ clocks: CaseClocks) throws -> [UntakenStep] {
        guard ticket.mergedInto == nil else { return [] }
        let terms = try terms()
        let priority = ticket.priority.name
        return clocks.cycles.flatMap { cycle in
            cycle.ladder(terms, asOf: clocks.asOf, priority: priority)
                .map { UntakenStep(cycle: cycle, step: $0) }
                .filter { $0.step.isForLevel && !isTaken($0) && !isBeforeImport($0.step) }
        }
    }

    /// Under any name the cycle has had.
    private func isTaken(_ untaken: UntakenStep) -> Bool {
        guard !stepsTaken.isEmpty else { return false }
        return untaken.cycle.keys.contains { stepsTaken.contains(untaken.key(under: $0)) }
    }

    /// What passed before an imported case came to us was somebody else's affair: nobody is told of it now.
    private func isBeforeImport(_ step: LadderStep) -> Bool {
        guard ticket.importBatchID != nil, let importedAt = events.first?.recordedAt else { return false }
        return step.at <= importedAt
    }

    /// Takes every step that is due: the event, the move to the next level's desk, and the people who are told. Each once
    /// per clock, step and target revision, because its row says so. Answers how many.
    package mutating func takeDueSteps() throws -> Int {
        let now = try tx.now
        let clocks = try clocks()
        folded = (clocks, events.count)
        let due = try untakenSteps(clocks).filter { $0.step.wakeAt <= now }
        for step in due { try take(step) }
        mustMoveAlarm = true
        return due.count
    }

    private mutating func take(_ untaken: UntakenStep) throws {
        let before = ticket.level
        let step = untaken.step
        switch step.kind {
        case .warning(let percent): try warn(percent, untaken)
        case .breach:
            try record(
                .slaBreached,
                [
                    "metric": .string(untaken.key.metric), "ordinal": untaken.cycle.ordinal.json,
                    "cycle": .string(untaken.key.cycle), "target_seconds": untaken.cycle.targetSeconds.json,
                ],
                occurredAt: step.at
            )
            try escalate(untaken)
        case .repeated: try escalate(untaken)
        }
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

    /// 50 % tells the assignee, 75 % the lead as well, 90 % the next level too (`spec/sla.md E1`).
    private mutating func warn(_ percent: Int, _ untaken: UntakenStep) throws {
        try record(
            .slaWarned,
            [
                "metric": .string(untaken.key.metric), "ordinal": untaken.cycle.ordinal.json,
                "cycle": .string(untaken.key.cycle), "percent": percent.json,
            ],
            occurredAt: untaken.step.at
        )
        var people = try firstToHear().map { [$0] } ?? []
        let desk = try Desk.people(level: ticket.level, in: tx)
        if percent >= 75, let lead = desk.first(where: \.isLead) { people.append(lead) }
        if percent >= 90, ticket.level < Desk.levelMax {
            people += try Desk.people(level: ticket.level + 1, in: tx).prefix(1)
        }
        try tell(people, of: untaken)
    }

    /// One level up, from a desk without anybody at once to the next; ownership moves to the desk that answers
    /// (`spec/sla.md E2`, `E5`).
    private mutating func escalate(_ untaken: UntakenStep) throws {
        guard case .level(let wanted) = untaken.step.recipient else { return }
        for level in max(wanted.rawValue, ticket.level)...Desk.levelMax {
            let people = try Desk.people(level: level, in: tx)
            guard let person = people.first else {
                try record(.nobodyToNotify, ["level": level.json, "step": .string(untaken.key.step)])
                continue
            }
            if level > ticket.level {
                try record(
                    .escalated,
                    [
                        "metric": .string(untaken.key.metric), "step": .string(untaken.key.step),
                        "from": ticket.level.json,
                        "to": level.json, "team_id": try tx.settings().desks[level]?.json,
                    ]
                )
                ticket.level = level
                ticket.teamID = try tx.settings().desks[level]
                ticket.assigneeID = nil
            }
            return try tell([person], of: untaken)
        }
        try tell([], of: untaken)
    }

    private func firstToHear() throws -> DeskPerson? {
        if let assignee = ticket.assigneeID, let person = try Desk.person(assignee, in: tx) { return person }
        return try Desk.people(level: ticket.level, in: tx).first
    }

    /// A mail to each person, one signed webhook to the exchange. Nobody at all is an event of its own.
    private mutating func tell(_ people: [DeskPerson], of untaken: UntakenStep) throws {
        let details: JSON = [
            "metric": .string(untaken.key.metric), "step": .string(untaken.key.step), "level": ticket.level.json,
            "at": .string(untaken.step.at.iso8601), "due_at": untaken.cycle.dueAt.map { .string($0.iso8601) },
        ]
        if people.isEmpty {
            try record(.nobodyToNotify, ["level": ticket.level.json, "step": .string(untaken.key.step)])
        }
        var told: Set<UUID> = []
        for person in people where told.insert(person.id).inserted {
            let delivery = try deliver(DeliveryDraft(kind: .noticeMail, personID: person.id, details: details))
            try record(
                .notified,
                ["person_id": person.id.json, "delivery_id": delivery.json, "step": .string(untaken.key.step)]
            )
        }
        if try tx.settings().noticeEndpoint != nil {
            try deliver(DeliveryDraft(kind: .noticeWebhook, details: details))
        }
    }
}

extension LadderStep {
    /// Duty supervisor, operations manager and the client's contact come with the rota.
    fileprivate var isForLevel: Bool {
        switch recipient {
        case nil, .level: true
        case .dutySupervisor, .operationsManager, .clientContact: false
        }
    }
}

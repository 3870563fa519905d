import BusinessTime
import Foundation
import Postgres

extension CaseFile {
    /// What the log tells the clocks, of the case itself and of those merged into it.
    func facts() throws -> [CaseFact] {
        try events.flatMap { try $0.facts(ticket: ticket.id.text) }
    }

    /// The case's own clocks as its log and what its tenant published have them now.
    package func clocks() throws -> CaseClocks { try clockInputs().fold() }

    func clockInputs() throws -> ClockInputs {
        try clockInputs(terms: terms(), asOf: max(tx.now, events.last?.recordedAt ?? .distantPast))
    }

    /// The same under other terms or at another instant: what a preview asks.
    func clocks(terms: CaseTerms, asOf: Instant) throws -> CaseClocks {
        try clockInputs(terms: terms, asOf: asOf).fold()
    }

    private func clockInputs(terms: CaseTerms, asOf: Instant) throws -> ClockInputs {
        let published = terms.publications(
            ticket: ticket.id.text,
            occurredAt: events.first?.occurredAt ?? .distantFuture,
            recordedAt: recordedAt
        )
        let told = try events.flatMap { try facts(of: $0, under: terms.policies) }
        return ClockInputs(ticket: ticket.id.text, facts: told + published, terms: terms, asOf: asOf)
    }

    /// When the platform learned of the case.
    var recordedAt: Instant { events.first?.recordedAt ?? .distantFuture }

    /// The tenant's own working days as the case sees them, whatever calendar its clocks are measured by.
    func calendarLine(_ settings: TenantSettings) -> CalendarLine {
        settings.calendar().line(caseRecordedAt: recordedAt)
    }

    func terms() throws -> CaseTerms { try terms(under: tx.settings()) }

    /// - Parameter version: of the policies, for a case that is thought to have begun with another one.
    func terms(under settings: TenantSettings, version: Int? = nil) throws -> CaseTerms {
        settings.terms(
            version: version ?? ticket.policyVersion,
            attributes: try attributesAtStart(),
            caseRecordedAt: recordedAt
        )
    }

    /// The fold of before, when nothing was recorded since that a clock would see.
    private func foldedClocks() throws -> CaseClocks {
        guard let folded else { return try clocks() }
        return try hasFacts(after: folded.events) ? clocks() : folded.clocks
    }

    /// Whether the clocks see anything in the log behind its first entries.
    func hasFacts(after count: Int) throws -> Bool {
        let policies = try tx.settings().policies
        return try events[count...].contains { try !facts(of: $0, under: policies).isEmpty }
    }

    /// A move to another level or desk, or to another person, says nothing to clocks whose policies do not ask for it.
    private func facts(of event: CaseEvent, under policies: PolicyLine) throws -> [CaseFact] {
        try event.facts(ticket: ticket.id.text).filter { fact in
            (policies.asksForPlace || !fact.isOfPlace) && (policies.timesVisits || !fact.isOfOwner)
        }
    }

    /// What the policies were asked about first: the log's first entry has it, as far as it can change.
    func attributesAtStart() throws -> CaseAttributes {
        let opened = events.first?.body ?? [:]
        return CaseAttributes(
            channel: ticket.channel,
            language: ticket.language,
            tier: ticket.tier,
            category: ticket.category,
            priority: try opened.optionalString("priority") ?? ticket.priority.name,
            level: try opened.optionalInteger("level").map(Int.init) ?? ticket.level,
            teamID: try opened.optionalUUID("team_id")
        )
    }

    /// Folds the log, writes the rows that changed, and sets the alarm for the next step of any ladder.
    mutating func deriveClocks() throws {
        let clocks = try foldedClocks()
        let known = Dictionary(cycles.map { ($0.name, $0) }) { first, _ in first }
        let fresh = clocks.cycles.map(StoredCycle.init)
        // Of a case without clocks all are new, whatever is told.
        let isRetold = try known.isEmpty || retellsThePast()
        let changed = fresh.indices.filter { isRetold || known[fresh[$0].name] != fresh[$0] }
        try recordVerdictFlips(clocks)
        try recordLateRelaxations(clocks)
        try recordMissingClocks(clocks)
        if !known.isEmpty { for gone in Set(known.keys).subtracting(fresh.map(\.name)) { delete(gone) } }
        for place in changed {
            let isKnown = known[fresh[place].name] != nil
            write(fresh[place], isKnown: isKnown)
            rewriteSpans(of: clocks.cycles[place], isKnown: isKnown)
        }
        cycles = fresh
        ticket.standingSince = standingSince(clocks)
        try setAlarm(clocks)
    }

    /// What is learned late may move spans of a clock whose own row shows nothing of it, say a pause outside hours.
    private func retellsThePast() throws -> Bool {
        let policies = try tx.settings().policies
        return try events[eventsStored...].contains { event in
            try facts(of: event, under: policies).contains { fact in
                fact.retellsThePast || fact.occurredAt < event.recordedAt
            }
        }
    }

    /// Rows that are new are inserted and nothing else: under the case's lock nobody can be first, and an insert that
    /// expects a conflict costs half as much again.
    private mutating func write(_ row: StoredCycle, isKnown: Bool) {
        writes.add(
            isKnown ? .cycleChange : .cycleStart,
            ticket.id,
            row.metric,
            row.key,
            row.ordinal,
            row.state,
            row.reason,
            row.targetSeconds,
            row.targetRevision,
            row.startAt,
            row.dueAt,
            row.breachAt,
            row.breachedAt,
            row.fulfilledAt,
            row.elapsedMicroseconds,
            row.verdict,
            row.policyVersion,
            row.policy,
            row.calendar,
            row.lateRelaxation,
            row.arrivedAt
        )
    }

    /// Spans that have an end; the running one is the cycle's own affair until it ends.
    private mutating func rewriteSpans(of cycle: ClockCycle, isKnown: Bool) {
        let metric = cycle.metric.rawValue
        if isKnown { writes.add(.spanClearing, ticket.id, metric, cycle.startedBy) }
        for span in cycle.spans {
            guard let end = span.to else { continue }
            writes.add(.span, ticket.id, metric, cycle.startedBy, span.from, end, span.kind.rawValue)
        }
    }

    private mutating func delete(_ clock: ClockName) {
        write(
            "delete clock",
            """
            DELETE FROM switchyard.sla_cycle WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket.id)
                AND metric = \(clock.metric) AND cycle_key = \(clock.key)
            """
        )
    }

    enum AlarmChange {
        case keep
        case set(Instant)
        case clear
    }

    /// An alarm that moves later is left alone: it rings early and is set again. Only an earlier one writes.
    func alarmChange(_ clocks: CaseClocks) throws -> AlarmChange {
        guard !isHistory else { return .keep }
        guard let next = try nextWake(clocks) else {
            return wakeAt == nil ? .keep : .clear
        }
        if let wakeAt, wakeAt <= next, !mustMoveAlarm { return .keep }
        return .set(next)
    }

    private mutating func setAlarm(_ clocks: CaseClocks) throws {
        switch try alarmChange(clocks) {
        case .keep: return
        case .clear:
            writes.add(.alarmEnd, ticket.id)
            wakeAt = nil
        case .set(let next):
            writes.add(wakeAt == nil ? .alarmStart : .alarmMove, ticket.id, next)
            wakeAt = next
        }
    }
}

/// A clock of one case by metric and the entry that started it.
struct ClockName: Hashable, Comparable {
    let metric: String
    let key: String

    static func < (left: ClockName, right: ClockName) -> Bool {
        (left.metric, left.key) < (right.metric, right.key)
    }
}

extension StoredCycle {
    var name: ClockName { ClockName(metric: metric, key: key) }
}

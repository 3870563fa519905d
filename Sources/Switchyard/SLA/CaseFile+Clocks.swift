import BusinessTime
import Foundation
import Postgres

extension CaseFile {
    /// What the log tells the clocks, of the case itself and of those merged into it.
    func facts() throws -> [CaseFact] {
        let policy = try tx.settings().policy(ticket.policyVersion)
        return try events.flatMap { try $0.facts(policy: policy, ticket: ticket.id.text) }
    }

    /// The case's own clocks as its log and the published calendars have them now.
    package func clocks() throws -> CaseClocks {
        let settings = try tx.settings()
        let policy = settings.policy(ticket.policyVersion)
        let asOf = max(try tx.now, events.last?.recordedAt ?? .distantPast)
        let line = calendarLine(settings)
        return try ClockMachine.fold(
            facts() + publications(of: line, ticket: ticket.id.text),
            policy: policy,
            line: line,
            priority: try priorityAtStart(),
            asOf: asOf
        ).of(ticket.id.text)
    }

    func calendarLine(_ settings: TenantSettings) -> CalendarLine {
        settings.calendar().line(caseRecordedAt: events.first?.recordedAt ?? .distantFuture)
    }

    /// Calendar versions published in the case's lifetime: published is enough, the log need not repeat them.
    private func publications(of line: CalendarLine, ticket name: String) -> [CaseFact] {
        line.publications(after: events.first?.occurredAt ?? .distantFuture).map { instant in
            CaseFact(
                id: "calendar \(instant.microseconds)",
                ticket: name,
                occurredAt: instant,
                kind: .calendarPublished
            )
        }
    }

    private func priorityAtStart() throws -> String {
        try events.first?.body.optionalString("priority") ?? ticket.priority.name
    }

    /// Folds the log, writes the rows that changed, and sets the alarm for the next step of any ladder.
    mutating func deriveClocks() throws {
        let clocks = try clocks()
        let known = Dictionary(cycles.map { (ClockName($0), $0) }) { first, _ in first }
        let fresh = clocks.cycles.map(StoredCycle.init)
        let changed = zip(fresh, clocks.cycles).filter { known[ClockName($0.0)] != $0.0 }
        try recordVerdictFlips(clocks.cycles)
        for gone in Set(known.keys).subtracting(fresh.map(ClockName.init)) { delete(gone) }
        write(changed.map(\.0), known: known)
        for (row, cycle) in changed { rewriteSpans(of: cycle, isKnown: known[ClockName(row)] != nil) }
        cycles = fresh
        try setAlarm(clocks)
    }

    /// Rows that are new are inserted and nothing else: under the case's lock nobody can be first, and an insert that
    /// expects a conflict costs half as much again.
    private mutating func write(_ cycles: [StoredCycle], known: [ClockName: StoredCycle]) {
        let fresh = cycles.filter { known[ClockName($0)] == nil }
        if !fresh.isEmpty { write("insert clocks", insertion(of: fresh)) }
        let changed = cycles.filter { known[ClockName($0)] != nil }
        guard !changed.isEmpty else { return }
        write(
            "update clocks",
            """
            \(insertion(of: changed))
            ON CONFLICT (tenant_id, ticket_id, metric, cycle_key) DO UPDATE SET ordinal = excluded.ordinal,
                state = excluded.state, reason = excluded.reason, target_seconds = excluded.target_seconds,
                target_revision = excluded.target_revision, start_at = excluded.start_at, due_at = excluded.due_at,
                breach_at = excluded.breach_at, breached_at = excluded.breached_at, fulfilled_at = excluded.fulfilled_at,
                elapsed_microseconds = excluded.elapsed_microseconds, verdict = excluded.verdict
            """
        )
    }

    private func insertion(of cycles: [StoredCycle]) -> SQL {
        let rows = cycles.map { row -> SQL in
            """
            (\(tx.tenantID), \(ticket.id), \(row.metric), \(row.key), \(row.ordinal), \(row.state), \(row.reason),
             \(row.targetSeconds), \(row.targetRevision), \(row.startAt), \(row.dueAt), \(row.breachAt),
             \(row.breachedAt), \(row.fulfilledAt), \(row.elapsedMicroseconds), \(row.verdict))
            """
        }
        return """
            INSERT INTO switchyard.sla_cycle (tenant_id, ticket_id, metric, cycle_key, ordinal, state, reason,
                target_seconds, target_revision, start_at, due_at, breach_at, breached_at, fulfilled_at,
                elapsed_microseconds, verdict)
            VALUES \(rows.joined(separator: ", "))
            """
    }

    /// Spans that have an end; the running one is the cycle's own affair until it ends.
    private mutating func rewriteSpans(of cycle: ClockCycle, isKnown: Bool) {
        let metric = cycle.metric.rawValue
        if isKnown {
            write(
                "clear spans",
                """
                DELETE FROM switchyard.sla_span WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket.id)
                    AND metric = \(metric) AND cycle_key = \(cycle.startedBy)
                """
            )
        }
        let rows = cycle.spans.compactMap { span -> SQL? in
            guard let end = span.to else { return nil }
            return """
                (\(tx.tenantID), \(ticket.id), \(metric), \(cycle.startedBy), \(span.from), \(end), \(span.kind.rawValue))
                """
        }
        guard !rows.isEmpty else { return }
        write(
            "write spans",
            """
            INSERT INTO switchyard.sla_span (tenant_id, ticket_id, metric, cycle_key, from_at, to_at, kind)
            VALUES \(rows.joined(separator: ", "))
            """
        )
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
        case .clear: clearAlarm()
        case .set(let next):
            write(next, isFirst: wakeAt == nil)
            wakeAt = next
        }
    }

    private mutating func write(_ alarm: Instant, isFirst: Bool) {
        if isFirst {
            write(
                "set alarm",
                "INSERT INTO switchyard.sla_timer (tenant_id, ticket_id, wake_at) VALUES (\(tx.tenantID), \(ticket.id), \(alarm))"
            )
        } else {
            write(
                "move alarm",
                "UPDATE switchyard.sla_timer SET wake_at = \(alarm) WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket.id)"
            )
        }
    }

    private mutating func clearAlarm() {
        write(
            "clear alarm",
            "DELETE FROM switchyard.sla_timer WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket.id)"
        )
        wakeAt = nil
    }
}

/// A clock of one case by metric and the entry that started it.
private struct ClockName: Hashable {
    let metric: String
    let key: String

    init(_ row: StoredCycle) {
        metric = row.metric
        key = row.key
    }
}

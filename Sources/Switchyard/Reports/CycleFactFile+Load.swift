import BusinessTime
import Foundation
import Postgres

extension CycleFactFile {
    /// The files of some cases, in one flush. Cases that are gone have none.
    static func load(_ cases: [UUID], in tx: TenantTransaction) throws -> [CycleFactFile] {
        let vault = try tx.vault()
        let settings = try tx.settings()
        let answers = try tx.read(reads(cases, tenant: tx.tenantID))
        var files: [UUID: CycleFactFile] = [:]
        for row in answers[0] {
            let subject = try Subject(from: row)
            files[subject.ticketID] = CycleFactFile(subject: subject)
        }
        let spans = try storedSpans(answers[1])
        for (ticket, stored) in try withTicket(answers[2], StoredCycle.init(from:)) {
            guard files[ticket] != nil else { continue }
            let policy = settings.policies.policy(stored.policyRef)
            let cycle = try stored.cycle(
                of: ticket,
                closedSpans: spans[SpanKey(ticket: ticket, metric: stored.metric, cycle: stored.key)] ?? [],
                countsUnansweredAsMissed: policy.countsUnansweredAsMissed
            )
            files[ticket]?.cycles.append(cycle)
        }
        for (ticket, event) in try withTicket(answers[3], { try CaseEvent(from: $0, vault: vault) }) {
            if event.kind == .correctionDecided, event.body["approved"] != true { continue }
            guard let from = TicketPriority(name: try event.body.string("from")) else { throw StoredValueUnknown() }
            files[ticket]?.priorityChanges.append(PriorityChange(at: event.occurredAt, from: from))
        }
        return cases.compactMap { files[$0] }
    }

    /// Rows that end with the id of their case.
    private static func withTicket<Value>(_ rows: Rows, _ read: (Row) throws -> Value) throws -> [(UUID, Value)] {
        let last = rows.columnNames.count - 1
        return try rows.map { row in (try row.column(last), try read(row)) }
    }

    private struct SpanKey: Hashable {
        let ticket: UUID
        let metric: String
        let cycle: String
    }

    private static func storedSpans(_ rows: Rows) throws -> [SpanKey: [ClockSpan]] {
        var spans: [SpanKey: [ClockSpan]] = [:]
        for row in rows {
            var cursor = row.cursor()
            let key = SpanKey(ticket: try cursor.next(), metric: try cursor.next(), cycle: try cursor.next())
            let from: Instant = try cursor.next()
            let to: Instant = try cursor.next()
            guard let kind = ClockSpan.Kind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
            spans[key, default: []].append(ClockSpan(from: from, to: to, kind: kind))
        }
        return spans
    }

    private static func reads(_ cases: [UUID], tenant: UUID) -> [(name: StaticString, sql: SQL)] {
        [
            (
                "cases of cycle facts",
                """
                SELECT k.id, k.channel, k.language, k.tier, k.category, k.priority,
                    coalesce(f.excluded, false), coalesce(e.recorded_at, k.created_at), k.occurred_at, k.event_count
                FROM switchyard.ticket k
                LEFT JOIN switchyard.fact_case f ON f.tenant_id = k.tenant_id AND f.ticket_id = k.id
                LEFT JOIN switchyard.event e ON e.tenant_id = k.tenant_id AND e.ticket_id = k.id AND e.case_seq = 1
                WHERE k.tenant_id = \(tenant) AND k.id = ANY (\(cases))
                """
            ),
            (
                "spans of cycle facts",
                """
                SELECT s.ticket_id, s.metric, s.cycle_key, s.from_at, s.to_at, s.kind FROM switchyard.sla_span s
                WHERE s.tenant_id = \(tenant) AND s.ticket_id = ANY (\(cases))
                ORDER BY s.ticket_id, s.metric, s.cycle_key, s.from_at
                """
            ),
            (
                "clocks of cycle facts",
                """
                SELECT \(StoredCycle.columns), c.ticket_id FROM switchyard.sla_cycle c
                WHERE c.tenant_id = \(tenant) AND c.ticket_id = ANY (\(cases)) ORDER BY c.ticket_id, c.metric, c.ordinal
                """
            ),
            (
                "priorities of cycle facts",
                """
                SELECT \(CaseEvent.columns), e.ticket_id FROM switchyard.event e
                WHERE e.tenant_id = \(tenant) AND e.ticket_id = ANY (\(cases))
                  AND e.kind IN (\(EventKind.priorityChanged.rawValue), \(EventKind.correctionDecided.rawValue))
                ORDER BY e.ticket_id, e.occurred_at, e.case_seq
                """
            ),
        ]
    }
}

extension CycleFactFile.Subject {
    fileprivate init(from row: Row) throws {
        var cursor = row.cursor()
        ticketID = try cursor.next()
        channel = try cursor.next()
        language = try cursor.next()
        tier = try cursor.next()
        category = try cursor.next()
        guard let priority = TicketPriority(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.priority = priority
        hasOnlyPrecedingReplies = try cursor.next()
        recordedAt = try cursor.next()
        openedAt = try cursor.next()
        events = try cursor.next()
    }
}

extension StoredCycle {
    /// The clock as the fold had it: its row, the spans that have an end, and the one that has none yet.
    fileprivate func cycle(
        of ticket: UUID,
        closedSpans: [ClockSpan],
        countsUnansweredAsMissed: Bool
    ) throws -> ClockCycle {
        guard let metric = SLAMetric(rawValue: metric), let state = ClockCycle.State(rawValue: state),
            let path = CalendarPath(text: calendar)
        else {
            throw StoredValueUnknown()
        }
        var cycle = ClockCycle(
            ticket: ticket.text,
            metric: metric,
            startedBy: key,
            startAt: startAt,
            targetSeconds: targetSeconds,
            policy: policyRef,
            calendar: path
        )
        cycle.ordinal = ordinal
        cycle.arrivedAt = arrivedAt
        cycle.state = state
        cycle.reason = reason.flatMap(ClockCycle.Reason.init(rawValue:))
        cycle.breachAt = breachAt
        cycle.breachedAt = breachedAt
        cycle.fulfilledAt = fulfilledAt
        cycle.spans = closedSpans
        let lastEnd = closedSpans.last?.to ?? startAt
        switch state {
        case .running, .unschedulable: cycle.spans.append(ClockSpan(from: lastEnd, to: nil, kind: .running))
        case .cancelled:
            cycle.cancelledAt = lastEnd
            cycle.countsAsMissed = cycle.reason == .resolvedWithoutReply && countsUnansweredAsMissed
        case .paused, .fulfilled: break
        }
        return cycle
    }
}

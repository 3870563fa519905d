import BusinessTime
import Foundation
import Postgres

extension CaseFile {
    /// Explains one clock from the log.
    ///
    /// - Parameter key: any name the clock has had; nil for the newest of its metric.
    package func explain(_ metric: SLAMetric, cycle key: String?) throws -> ClockExplanation {
        let inputs = try clockInputs()
        let cycles = try inputs.fold()[metric]
        let found = key.map { key in cycles.first { $0.keys.contains(key) } } ?? cycles.last
        guard let cycle = found else { throw DomainError.notFound }
        let changes = try inputs.trace().filter { $0.cycle.metric == metric && $0.cycle.startedBy == cycle.startedBy }
            .map { ClockExplanation.Change(change: $0, cause: cause($0.factID, in: inputs.facts)) }
        let calendar = inputs.terms.openTime(cycle.calendar, knownAt: inputs.asOf)
        let knownAt = knownAt(cycle)
        let steps = try stepLags(cycle)
        return ClockExplanation(
            cycle: cycle,
            policy: inputs.terms.policy(cycle.policy),
            calendars: try calendars(
                of: cycle.calendar.name,
                cycle.startAt...(cycle.endedAt ?? max(inputs.asOf, cycle.dueAt ?? inputs.asOf))
            ),
            intervals: .init(ClockExplanation.intervals(of: cycle, calendar: calendar, asOf: inputs.asOf)),
            pauses: .init(pauses(of: cycle, changes: changes)),
            changes: .init(changes),
            arithmetic: ClockExplanation.Arithmetic(cycle, calendar: calendar),
            lateTime: LateTime(
                cycle,
                desk: DeskState.history(events),
                knownAt: knownAt,
                lags: steps.filter { $0.due < $0.done }.map { $0.due..<$0.done },
                asOf: inputs.asOf,
                calendar: calendar
            ),
            lags: messageLag(cycle, knownAt: knownAt) + steps,
            asOf: inputs.asOf
        )
    }

    private func pauses(of cycle: ClockCycle, changes: [ClockExplanation.Change]) -> [ClockExplanation.Pause] {
        let last = Dictionary(changes.map { ($0.change.at, $0.cause?.entry) }) { $1 }
        return cycle.spans.filter { $0.kind == .paused }.map { span in
            ClockExplanation.Pause(
                from: span.from,
                to: span.to ?? cycle.endedAt,
                cause: last[span.from] ?? nil,
                endedBy: span.to.flatMap { last[$0] ?? nil }
            )
        }
    }

    private func cause(_ factID: String?, in facts: [CaseFact]) -> ClockExplanation.Cause? {
        guard let factID else { return nil }
        guard let fact = facts.first(where: { $0.id == factID }) else { return nil }
        switch fact.kind {
        case .calendarPublished: return .calendar(publishedAt: fact.occurredAt)
        case .policyInForce(let version, _): return .policies(version: version, effectiveFrom: fact.occurredAt)
        default: return entry(factID).map(ClockExplanation.Cause.entry)
        }
    }

    /// The entry of a fact; what a merge carried is the merge's.
    private func entry(_ factID: String) -> ClockExplanation.Entry? {
        guard let sequence = Int(factID.prefix(CaseEvent.factIDDigits)),
            let event = events.first(where: { $0.sequence == sequence })
        else { return nil }
        return ClockExplanation.Entry(
            sequence: event.sequence,
            kind: event.kind,
            occurredAt: event.occurredAt,
            recordedAt: event.recordedAt,
            actorKind: event.actorKind,
            actorID: event.actorID,
            status: event.kind == .resolved ? .resolved : event.statusNamed.map(ClockStatus.init(rawValue:))
        )
    }

    /// When we had what started the clock. A message that came from another case was known there; history is as it was.
    private func knownAt(_ cycle: ClockCycle) -> Instant {
        guard let cause = entry(cycle.startedBy), cause.actorKind != .importer, ticket.splitFrom == nil,
            cause.occurredAt == cycle.startAt
        else { return cycle.startAt }
        return cause.recordedAt
    }

    private func messageLag(_ cycle: ClockCycle, knownAt: Instant) -> [ClockExplanation.Lag] {
        knownAt > cycle.startAt ? [ClockExplanation.Lag(step: nil, due: cycle.startAt, done: knownAt)] : []
    }

    private func stepLags(_ cycle: ClockCycle) throws -> [ClockExplanation.Lag] {
        let rows = try tx.query(
            """
            SELECT step, scheduled_at, taken_at FROM switchyard.sla_step
            WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket.id) AND metric = \(cycle.metric.rawValue)
              AND cycle_key = ANY (\(cycle.keys)) ORDER BY scheduled_at, step LIMIT \(ClockExplanation.stepsMax)
            """,
            "steps of the clock"
        )
        return try rows.map { row in
            var cursor = row.cursor()
            return ClockExplanation.Lag(step: try cursor.next(), due: try cursor.next(), done: try cursor.next())
        }
    }

    /// The versions that decided about a stretch of time, by when each came into force.
    private func calendars(
        of line: String,
        _ stretch: ClosedRange<Instant>
    ) throws -> [ClockExplanation.CalendarInForce] {
        let rows = try tx.query(
            """
            SELECT version, effective_from, published_at FROM switchyard.setting_version
            WHERE tenant_id = \(tx.tenantID) AND kind = 'calendar' AND line = \(line)
              AND published_at <= \(stretch.upperBound)
            ORDER BY effective_from, version LIMIT \(TenantSettings.versionsMax)
            """,
            "calendars in force"
        )
        let caseKnownAt = events.first?.recordedAt ?? .distantFuture
        let versions = try rows.map { row in
            var cursor = row.cursor()
            let version: Int = try cursor.next()
            let effectiveFrom: Instant = try cursor.next()
            let publishedAt: Instant = try cursor.next()
            let isFirst = version == 1 && publishedAt <= caseKnownAt
            return ClockExplanation.CalendarInForce(
                version: version,
                effectiveFrom: isFirst ? nil : effectiveFrom,
                publishedAt: publishedAt
            )
        }
        let ends = versions.dropFirst().map { $0.effectiveFrom ?? .distantPast } + [.distantFuture]
        return zip(versions, ends).filter { version, end in
            version.effectiveFrom ?? .distantPast <= stretch.upperBound && stretch.lowerBound < end
        }.map(\.0)
    }
}

extension ClockExplanation {
    fileprivate static func intervals(of cycle: ClockCycle, calendar: OpenTime, asOf: Instant) -> [Interval] {
        var total: Int64 = 0
        return cycle.spans.filter { $0.kind == .running }.flatMap { span -> [Interval] in
            let end = span.to ?? max(span.from, asOf)
            return calendar.segments(from: span.from, to: end).map { segment in
                total += segment.upperBound.microseconds(since: segment.lowerBound)
                return Interval(from: segment.lowerBound, to: segment.upperBound, totalMicroseconds: total)
            }
        }
    }
}

extension ClockExplanation.Arithmetic {
    /// Nil for a clock that never ran.
    fileprivate init?(_ cycle: ClockCycle, calendar: OpenTime) {
        guard let span = cycle.spans.last(where: { $0.kind == .running }) else { return nil }
        self.init(
            from: span.from,
            targetMicroseconds: cycle.effectiveTargetMicroseconds,
            usedMicroseconds: cycle.consumedMicroseconds(at: span.from, calendar: calendar)
        )
    }
}

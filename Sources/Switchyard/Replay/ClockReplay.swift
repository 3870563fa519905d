import BusinessTime
package import Foundation
import Postgres

/// The clocks of one case derived anew from its log, compared with the rows that are stored (`spec/sla.md` S1, Replay).
package struct ClockReplay: Sendable {
    /// Differences of one case that are told.
    package static let differencesMax = 100
    /// Spans of one case that are compared.
    static let spansMax = 200_000

    /// One column of one clock's row, its spans, or the row itself.
    package struct Difference: Sendable, Hashable {
        package let metric: String
        package let cycle: String
        /// A column, `row` or `spans`.
        package let field: String
        /// Nil for what is not there.
        package let stored: String?
        package let derived: String?
    }

    package let ticketID: UUID
    /// The first ones; empty for identical rows.
    package let differences: [Difference]
    /// Time has passed a deadline, or a version was published, and the worker has not come by yet: what follows from that
    /// alone is no difference.
    package let isPending: Bool

    package var isIdentical: Bool { differences.isEmpty }

    /// Compares without a lock; what differs is looked at again under the lock, so that an act in between alarms nobody.
    package static func run(_ ticket: UUID, in tx: TenantTransaction) throws -> ClockReplay {
        let first = try CaseFile.read(ticket, in: tx).replay()
        return first.isIdentical ? first : try CaseFile.open(ticket, in: tx).replay()
    }
}

extension CaseFile {
    /// Compares what this file has loaded. Writes nothing.
    func replay() throws -> ClockReplay {
        let clocks = try clocks()
        let lastKnownAt = events.last?.recordedAt ?? .distantPast
        let expected = Dictionary(
            clocks.cycles.map { (StoredCycle($0).name, ExpectedClock($0, lastKnownAt: lastKnownAt)) }
        ) { first, _ in first }
        let known = Dictionary(cycles.map { ($0.name, $0) }) { first, _ in first }
        let spans = try storedSpans()
        let isSwept = try isSwept()
        var differences: [ClockReplay.Difference] = []
        var isPending = false
        for name in Set(expected.keys).union(known.keys).sorted() {
            let clock = expected[name]
            if let clock, let row = known[name], clock.isYetToBeNoticed(in: row, isSwept: isSwept) { isPending = true }
            differences += ClockReplay.differences(known[name], clock, isSwept: isSwept)
            differences += ClockReplay.differences(name, of: spans[name] ?? [], clock?.spans ?? [])
        }
        return ClockReplay(
            ticketID: ticket.id,
            differences: Array(differences.prefix(ClockReplay.differencesMax)),
            isPending: isPending
        )
    }

    private func storedSpans() throws -> [ClockName: [String]] {
        let rows = try tx.query(
            """
            SELECT metric, cycle_key, from_at, to_at, kind FROM switchyard.sla_span
            WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket.id)
            ORDER BY metric, cycle_key, from_at LIMIT \(ClockReplay.spansMax)
            """,
            "spans"
        )
        var spans: [ClockName: [String]] = [:]
        for row in rows {
            var cursor = row.cursor()
            let name = ClockName(metric: try cursor.next(), key: try cursor.next())
            let from: Instant = try cursor.next()
            let to: Instant = try cursor.next()
            spans[name, default: []].append("\(try cursor.next(String.self)) \(from)/\(to)")
        }
        return spans
    }

    /// False while a published version is on its way to the cases.
    private func isSwept() throws -> Bool {
        try tx.query(
            "SELECT 1 FROM switchyard.clock_sweep WHERE tenant_id = \(tx.tenantID) AND phase <> 'done' LIMIT 1",
            "unfinished sweep"
        ).isEmpty
    }
}

/// A clock as its row ought to be.
private struct ExpectedClock {
    let row: StoredCycle
    let spans: [String]
    /// The breach came after the log's last entry: the worker writes it when it comes by.
    let isBreachFresh: Bool

    init(_ cycle: ClockCycle, lastKnownAt: Instant) {
        row = StoredCycle(cycle)
        spans = cycle.spans.compactMap { span in span.to.map { "\(span.kind.rawValue) \(span.from)/\($0)" } }
        isBreachFresh = cycle.breachedAt.map { $0 >= lastKnownAt } ?? false
    }

    func isYetToBeNoticed(in stored: StoredCycle, isSwept: Bool) -> Bool {
        (isBreachFresh && stored.breachedAt == nil) || (!isSwept && row != stored && row.hasOnlyMoved(since: stored))
    }
}

extension ClockReplay {
    /// Columns that time or a sweep has yet to bring up to date are left out.
    fileprivate static func differences(
        _ stored: StoredCycle?,
        _ expected: ExpectedClock?,
        isSwept: Bool
    ) -> [Difference] {
        guard let stored, let expected else {
            guard let row = stored ?? expected?.row else { return [] }
            let isStored = stored != nil
            return [
                Difference(
                    metric: row.metric,
                    cycle: row.key,
                    field: "row",
                    stored: isStored ? row.state : nil,
                    derived: isStored ? nil : row.state
                )
            ]
        }
        if !isSwept, expected.row.hasOnlyMoved(since: stored) { return [] }
        let isUnnoticed = expected.isBreachFresh && stored.breachedAt == nil
        return zip(stored.columns, expected.row.columns).compactMap { known, now in
            guard known.value != now.value else { return nil }
            if isUnnoticed, StoredCycle.columnsOfBreach.contains(known.name) { return nil }
            return Difference(
                metric: stored.metric,
                cycle: stored.key,
                field: known.name,
                stored: known.value,
                derived: now.value
            )
        }
    }

    fileprivate static func differences(
        _ clock: ClockName,
        of stored: [String],
        _ derived: [String]
    ) -> [Difference] {
        guard stored != derived else { return [] }
        return [
            Difference(
                metric: clock.metric,
                cycle: clock.key,
                field: "spans",
                stored: stored.joined(separator: ", "),
                derived: derived.joined(separator: ", ")
            )
        ]
    }
}

extension StoredCycle {
    static let columnsOfBreach: Set<String> = ["breached_at", "verdict"]

    /// Everything but the name, as text.
    fileprivate var columns: [(name: String, value: String?)] {
        [
            ("ordinal", "\(ordinal)"), ("state", state), ("reason", reason), ("target_seconds", "\(targetSeconds)"),
            ("target_revision", "\(targetRevision)"), ("start_at", startAt.iso8601), ("due_at", dueAt?.iso8601),
            ("breach_at", breachAt?.iso8601), ("breached_at", breachedAt?.iso8601),
            ("fulfilled_at", fulfilledAt?.iso8601), ("elapsed_microseconds", "\(elapsedMicroseconds)"),
            ("verdict", verdict), ("policy_version", "\(policyVersion)"), ("policy", policy), ("calendar", calendar),
            ("late_relaxation", "\(lateRelaxation)"), ("arrived_at", arrivedAt?.iso8601),
        ]
    }
}

extension ClockReplay {
    package var json: JSON {
        [
            "ticket_id": ticketID.json, "identical": isIdentical.json, "pending": isPending.json,
            "differences": .array(
                differences.map { difference in
                    [
                        "metric": .string(difference.metric), "cycle": .string(difference.cycle),
                        "field": .string(difference.field), "stored": difference.stored.json,
                        "derived": difference.derived.json,
                    ]
                }
            ),
        ]
    }
}

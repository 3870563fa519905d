import BusinessTime
import Foundation
import Postgres

/// Cases derived anew together: a recompute moves deadlines and alarms and little else, so what it writes is gathered into
/// one statement a table, and so is that of cases in which more has changed.
struct RederivedBatch {
    /// Cases whose rows changed.
    let moved: Int
    /// Cases that could not be read.
    let failed: Int
    /// Cases that somebody else holds.
    let held: [UUID]

    /// Takes the locks that are free, derives, and writes.
    init(_ ids: [UUID], in tx: TenantTransaction) throws {
        let opened = try CaseFile.openFree(ids, in: tx)
        var rows = SweepRows()
        var failed = 0
        for (_, file) in opened {
            do {
                try rows.add(file.get())
            } catch let error as PostgresError where error.kind != .decoding {
                throw error
            } catch {
                failed += 1
            }
        }
        try rows.write(in: tx)
        let free = Set(opened.map(\.id))
        self.failed = failed
        moved = rows.changed.count
        held = ids.filter { !free.contains($0) }
    }
}

/// What a batch writes.
private struct SweepRows {
    private(set) var changed: [UUID] = []
    private var deadlines: [(ticket: UUID, row: StoredCycle)] = []
    private var alarms: [(ticket: UUID, at: Instant)] = []
    private var silenced: [UUID] = []
    /// Of a state that many cases are in the first of a batch is told; the log of each has it.
    private var hasTold = false
    /// Of cases in which more than deadlines changed.
    private var writes = CaseWrites()

    mutating func add(_ file: CaseFile) throws {
        let clocks = try file.clocks()
        let id = file.ticket.id
        switch file.difference(from: clocks) {
        case .none: break
        case .deadlines(let rows):
            changed.append(id)
            deadlines += rows.map { (id, $0) }
        case .more:
            changed.append(id)
            var file = file
            file.isQuiet = hasTold
            file.folded = (clocks, file.events.count)
            try writes.gather(&file) { try $0.finish() }
            hasTold = hasTold || file.hasToldTheDesk
            return
        }
        switch try file.alarmChange(clocks) {
        case .keep: break
        case .set(let at): alarms.append((id, at))
        case .clear: silenced.append(id)
        }
    }

    func write(in tx: TenantTransaction) throws {
        writes.send(to: tx)
        if !deadlines.isEmpty { writeDeadlines(in: tx) }
        try writeAlarms(in: tx)
        guard !changed.isEmpty else { return }
        // The case reads differently now, and what reports made of it has to be made again.
        tx.write(
            "raise revisions",
            """
            WITH raised AS (UPDATE switchyard.ticket k SET revision = k.revision + 1
                WHERE k.tenant_id = \(tx.tenantID) AND k.id = ANY (\(changed)) RETURNING k.tenant_id, k.id, k.revision)
            INSERT INTO switchyard.fact_stale (tenant_id, ticket_id, case_revision)
            SELECT tenant_id, id, revision FROM raised
            """
        )
    }

    private func writeDeadlines(in tx: TenantTransaction) {
        let rows = deadlines.map(\.row)
        tx.write(
            "move deadlines",
            """
            UPDATE switchyard.sla_cycle c SET state = n.state, due_at = n.due_at, breach_at = n.breach_at,
                breached_at = n.breached_at, verdict = n.verdict
            FROM unnest(\(deadlines.map(\.ticket)), \(rows.map(\.metric)), \(rows.map(\.key)),
                \(rows.map(\.state)), \(rows.map(\.dueAt)), \(rows.map(\.breachAt)), \(rows.map(\.breachedAt)),
                \(rows.map(\.verdict))) AS n (ticket_id, metric, cycle_key, state, due_at, breach_at, breached_at, verdict)
            WHERE c.tenant_id = \(tx.tenantID) AND c.ticket_id = n.ticket_id AND c.metric = n.metric
                AND c.cycle_key = n.cycle_key
            """
        )
    }

    private func writeAlarms(in tx: TenantTransaction) throws {
        if !silenced.isEmpty {
            tx.write(
                "clear alarms",
                "DELETE FROM switchyard.sla_timer WHERE tenant_id = \(tx.tenantID) AND ticket_id = ANY (\(silenced))"
            )
        }
        guard let first = alarms.map(\.at).min() else { return }
        if first <= (try tx.now) { tx.madeWork = true }
        tx.write(
            "set alarms",
            """
            INSERT INTO switchyard.sla_timer (tenant_id, ticket_id, wake_at)
            SELECT \(tx.tenantID), n.ticket_id, n.wake_at
            FROM unnest(\(alarms.map(\.ticket)), \(alarms.map(\.at))) AS n (ticket_id, wake_at)
            ON CONFLICT (tenant_id, ticket_id) DO UPDATE SET wake_at = excluded.wake_at
            """
        )
    }
}

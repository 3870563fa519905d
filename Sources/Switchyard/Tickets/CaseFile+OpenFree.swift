import Foundation
import Postgres

extension CaseFile {
    /// Takes the locks of those cases that nobody else holds, and reads all of them in as many statements as one. A case
    /// whose log cannot be read is a failure of its own and harms no other.
    static func openFree(
        _ ids: [UUID],
        in tx: TenantTransaction
    ) throws -> [(id: UUID, file: Result<CaseFile, any Error>)] {
        guard !ids.isEmpty else { return [] }
        let vault = try tx.vault()
        let answers = try tx.read(reads(ids, tenant: tx.tenantID))
        let events = try grouped(answers[1])
        let cycles = try grouped(answers[2])
        let steps = try grouped(answers[3])
        let timers = try grouped(answers[4])
        return try answers[0].map { row in
            let id: UUID = try row.column(0)
            let file = Result {
                let log = events[id] ?? []
                guard log.count < eventsMax else { throw DomainError(.conflict, "case_log_full") }
                return CaseFile(
                    tx: tx,
                    ticket: try Ticket(from: row),
                    events: try log.map { try CaseEvent(from: $0, vault: vault) },
                    eventsStored: log.count,
                    cycles: try (cycles[id] ?? []).map(StoredCycle.init(from:)),
                    stepsTaken: Set(try (steps[id] ?? []).map(StepKey.init(from:))),
                    wakeAt: try timers[id]?.first?.column(0),
                    isNew: false
                )
            }
            return (id, file)
        }
    }

    /// As those of one case, with the case's id at the end of each row. Their number is bounded by the ids and by
    /// `eventsMax` of each.
    private static func reads(_ ids: [UUID], tenant: UUID) -> [(name: StaticString, sql: SQL)] {
        [
            (
                "lock free tickets",
                """
                SELECT \(Ticket.columns) FROM switchyard.ticket k WHERE k.tenant_id = \(tenant) AND k.id = ANY (\(ids))
                ORDER BY k.id FOR UPDATE SKIP LOCKED
                """
            ),
            (
                "case logs",
                """
                SELECT \(CaseEvent.columns), e.ticket_id FROM switchyard.event e
                WHERE e.tenant_id = \(tenant) AND e.ticket_id = ANY (\(ids)) AND e.case_seq <= \(eventsMax)
                ORDER BY e.ticket_id, e.case_seq
                """
            ),
            (
                "clocks of cases",
                """
                SELECT \(StoredCycle.columns), c.ticket_id FROM switchyard.sla_cycle c
                WHERE c.tenant_id = \(tenant) AND c.ticket_id = ANY (\(ids))
                """
            ),
            (
                "steps taken of cases",
                """
                SELECT metric, cycle_key, step, target_revision, ticket_id FROM switchyard.sla_step
                WHERE tenant_id = \(tenant) AND ticket_id = ANY (\(ids))
                """
            ),
            (
                "timers",
                """
                SELECT wake_at, ticket_id FROM switchyard.sla_timer
                WHERE tenant_id = \(tenant) AND ticket_id = ANY (\(ids))
                """
            ),
        ]
    }

    /// By the case, which is the last column.
    private static func grouped(_ rows: Rows) throws -> [UUID: [Row]] {
        let last = rows.columnNames.count - 1
        var groups: [UUID: [Row]] = [:]
        for row in rows { groups[try row.column(last), default: []].append(row) }
        return groups
    }
}

import Foundation
import Postgres

extension CaseFile {
    /// Cases without their locks and clocks, to derive what might be: nobody waits, and nothing can be saved. A case whose
    /// log cannot be read is a failure of its own. Those that are gone are left out.
    static func read(
        _ ids: [UUID],
        in tx: TenantTransaction
    ) throws -> [(id: UUID, file: Result<CaseFile, any Error>)] {
        guard !ids.isEmpty else { return [] }
        let vault = try tx.vault()
        let answers = try tx.read([
            (
                "read tickets",
                """
                SELECT \(Ticket.columns) FROM switchyard.ticket k WHERE k.tenant_id = \(tx.tenantID) AND k.id = ANY (\(ids))
                """
            ),
            (
                "read case logs",
                """
                SELECT \(CaseEvent.columns), e.ticket_id FROM switchyard.event e
                WHERE e.tenant_id = \(tx.tenantID) AND e.ticket_id = ANY (\(ids)) AND e.case_seq <= \(eventsMax)
                ORDER BY e.ticket_id, e.case_seq
                """
            ),
        ])
        let last = answers[1].columnNames.count - 1
        var logs: [UUID: [Row]] = [:]
        for row in answers[1] { logs[try row.column(last), default: []].append(row) }
        var found: [UUID: Result<CaseFile, any Error>] = [:]
        for row in answers[0] {
            let id: UUID = try row.column(0)
            found[id] = Result { try unlocked(row, logs[id] ?? [], vault: vault, in: tx) }
        }
        return ids.compactMap { id in found[id].map { (id, $0) } }
    }

    private static func unlocked(
        _ row: Row,
        _ log: [Row],
        vault: Vault,
        in tx: TenantTransaction
    ) throws -> CaseFile {
        var records = CaseRecords([])
        records.events = log
        return try CaseFile(Ticket(from: row), records, vault: vault, in: tx)
    }
}

/// The next cases to look at, as many as their logs allow.
struct CaseBatch {
    /// Cases of one batch, and the entries of their logs that bound its memory.
    static let casesMax = 250
    static let eventsMax = 20_000

    let ids: [UUID]

    /// - Parameter rows: id and number of entries, in order. The first is always taken.
    init(_ rows: [(id: UUID, events: Int)]) {
        var ids: [UUID] = []
        var events = 0
        for row in rows.prefix(Self.casesMax) {
            events += row.events
            if events > Self.eventsMax, !ids.isEmpty { break }
            ids.append(row.id)
        }
        self.ids = ids
    }
}

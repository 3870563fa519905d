import Foundation
import Postgres

extension CaseFile {
    typealias Opened = (id: UUID, file: Result<CaseFile, any Error>)

    /// Takes the locks of those cases that nobody else holds, and reads all of them in as many statements as one. A case
    /// that cannot be read is a failure of its own and harms no other.
    static func openFree(_ ids: [UUID], in tx: TenantTransaction) throws -> [Opened] {
        guard !ids.isEmpty else { return [] }
        let rows = try tx.query(
            """
            SELECT \(Ticket.columns) FROM switchyard.ticket k WHERE k.tenant_id = \(tx.tenantID) AND k.id = ANY (\(ids))
            ORDER BY k.id FOR UPDATE SKIP LOCKED
            """,
            "lock free tickets"
        )
        let tickets = try rows.map { row in
            (id: try row.column(0, as: UUID.self), ticket: Result { try Ticket(from: row) })
        }
        return try open(locked: tickets, in: tx)
    }

    /// Cases whose rows this transaction has just locked.
    static func open(
        locked tickets: [(id: UUID, ticket: Result<Ticket, any Error>)],
        in tx: TenantTransaction
    ) throws -> [Opened] {
        guard !tickets.isEmpty else { return [] }
        let vault = try tx.vault()
        let records = try CaseRecords.all(tickets.map(\.id), in: tx)
        return tickets.map { id, ticket in
            let file = Result {
                let file = try CaseFile(ticket.get(), records[id] ?? CaseRecords([]), vault: vault, in: tx)
                try file.requireRoom()
                return file
            }
            return (id, file)
        }
    }
}

package import BusinessTime
package import Foundation
import Postgres

/// An offer that waits for an answer, with its case: one row a case beside the log, so that a team finds what is meant for it.
package struct HandoverOffer: Sendable {
    package static let pageMax = 100

    package struct Filter: Sendable {
        package var levels: [Int] = []
        package var team: UUID?
        /// Only what is meant for this person by name.
        package var person: UUID?

        package init() {}
    }

    package let ticketID: UUID
    package let reference: String
    package let priority: TicketPriority
    package let handover: Handover

    /// What expires first comes first; one more than asked for when there are more.
    package static func page(
        _ filter: Filter,
        after cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [HandoverOffer] {
        let vault = try tx.vault()
        var condition: SQL = "o.tenant_id = \(tx.tenantID) AND o.expires_at > \(try tx.now)"
        if let cursor { condition = "\(condition) AND (o.expires_at, o.ticket_id) > (\(cursor.at), \(cursor.id))" }
        if !filter.levels.isEmpty {
            condition = "\(condition) AND o.level = ANY (\(filter.levels.map { Int16(clamping: $0) }))"
        }
        if let team = filter.team { condition = "\(condition) AND o.team_id = \(team)" }
        if let person = filter.person { condition = "\(condition) AND o.person_id = \(person)" }
        let rows = try tx.query(
            """
            SELECT \(CaseEvent.columns), k.id, k.reference, k.priority
            FROM switchyard.handover_offer o
            JOIN switchyard.ticket k ON k.tenant_id = o.tenant_id AND k.id = o.ticket_id
            JOIN switchyard.event e ON e.tenant_id = o.tenant_id AND e.ticket_id = o.ticket_id AND e.case_seq = o.number
            WHERE \(condition) ORDER BY o.expires_at, o.ticket_id LIMIT \(min(limit, pageMax) + 1)
            """,
            "open offers"
        )
        return try rows.map { try HandoverOffer(from: $0, vault: vault) }
    }

    private init(from row: Row, vault: Vault) throws {
        handover = try Handover(proposal: CaseEvent(from: row, vault: vault))
        ticketID = try row.column(row.columnCount - 3)
        reference = try row.column(row.columnCount - 2)
        guard let priority = TicketPriority(rawValue: try row.column(row.columnCount - 1)) else {
            throw StoredValueUnknown()
        }
        self.priority = priority
    }
}

extension CaseFile {
    mutating func insertOffer(_ handover: Handover) {
        if let team = handover.toTeamID { Team.serve(team, in: tx) }
        write(
            "insert offer",
            """
            INSERT INTO switchyard.handover_offer (tenant_id, ticket_id, number, level, team_id, person_id, expires_at)
            VALUES (\(tx.tenantID), \(ticket.id), \(handover.number), \(Int16(clamping: handover.toLevel)),
                \(handover.toTeamID), \(handover.toPersonID), \(handover.expiresAt))
            """
        )
    }

    mutating func deleteOffer() {
        write(
            "end offer",
            "DELETE FROM switchyard.handover_offer WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket.id)"
        )
    }
}

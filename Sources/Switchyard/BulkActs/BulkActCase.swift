package import Foundation
import Postgres

/// What became of one case of a bulk act.
package struct BulkActCase: Sendable, Hashable {
    package static let pageMax = 100

    package enum State: String, CaseIterable, Sendable {
        case pending
        case done
        /// It was so already.
        case unchanged
        case refused
        /// The act ended before it came to this case.
        case cancelled
        case undone
        /// Somebody has changed it since, so that undoing leaves it.
        case kept
        /// Its undoing was refused: what the act did stands.
        case undoRefused = "undo_refused"
    }

    /// From 1, newest case first.
    package let position: Int
    package let ticketID: UUID
    package let state: State
    /// The error's word; of a field that was refused, the word of that.
    package let code: String?
    /// The entry of the case's log that tells of it.
    package let sequence: Int?

    static let columns: SQL = "c.position, c.ticket_id, c.state, c.code, c.case_seq"

    init(from row: Row) throws {
        var cursor = row.cursor()
        position = try cursor.next()
        ticketID = try cursor.next()
        guard let state = State(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.state = state
        code = try cursor.next()
        sequence = try cursor.next()
    }

    /// In the order of the act; one more than `limit` where there are more.
    package static func page(
        of act: UUID,
        state: State?,
        after position: Int,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [BulkActCase] {
        let wanted: SQL = state.map { "AND c.state = \($0.rawValue)" } ?? ""
        return try tx.query(
            """
            SELECT \(columns) FROM switchyard.bulk_act_case c
            WHERE c.tenant_id = \(tx.tenantID) AND c.act_id = \(act) AND c.position > \(position) \(wanted)
            ORDER BY c.position LIMIT \(min(limit, pageMax) + 1)
            """,
            "cases of bulk act"
        ).map(BulkActCase.init(from:))
    }

    /// How many cases are in each state; those with none are left out.
    package static func tally(of act: UUID, in tx: TenantTransaction) throws -> [State: Int] {
        let rows = try tx.query(
            """
            SELECT c.state, count(*) FROM switchyard.bulk_act_case c
            WHERE c.tenant_id = \(tx.tenantID) AND c.act_id = \(act) GROUP BY c.state
            """,
            "tally of bulk act"
        )
        return try rows.reduce(into: [:]) { tally, row in
            guard let state = State(rawValue: try row.column(0)) else { throw StoredValueUnknown() }
            tally[state] = try row.column(1, as: Int.self)
        }
    }
}

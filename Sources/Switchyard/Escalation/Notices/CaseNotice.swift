package import BusinessTime
package import Foundation
import Postgres

/// Who was told of what about a case, by which channel, and how it ended (`spec/sla.md E8`).
package struct CaseNotice: Sendable {
    package let id: UUID
    package let recipient: NoticeRecipient
    package let metric: String
    package let step: String
    package let level: Int
    /// The step's own instant.
    package let at: Instant
    package let createdAt: Instant
    package let deliveryID: UUID
    package let deliveryKind: DeliveryKind
    package let deliveryState: DeliveryState
    package let code: String?
    package let concludedAt: Instant?

    /// Oldest first; one more than asked for when there are more.
    package static func page(
        of ticket: UUID,
        after cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [CaseNotice] {
        let after: SQL = cursor.map { "AND (n.created_at, n.id) > (\($0.at), \($0.id))" } ?? ""
        let rows = try tx.query(
            """
            SELECT n.id, n.recipient, n.metric, n.step, n.level, n.at, n.created_at, d.id, d.kind, d.state, d.code,
                d.concluded_at
            FROM switchyard.notice n
            JOIN switchyard.delivery d ON d.tenant_id = n.tenant_id AND d.id = n.delivery_id
            WHERE n.tenant_id = \(tx.tenantID) AND n.ticket_id = \(ticket) \(after)
            ORDER BY n.created_at, n.id LIMIT \(limit + 1)
            """,
            "notices of case"
        )
        return try rows.map(CaseNotice.init(from:))
    }

    private init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        recipient = try NoticeRecipient(key: cursor.next())
        metric = try cursor.next()
        step = try cursor.next()
        level = try cursor.next()
        at = try cursor.next()
        createdAt = try cursor.next()
        deliveryID = try cursor.next()
        guard let kind = DeliveryKind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        deliveryKind = kind
        guard let state = DeliveryState(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        deliveryState = state
        code = try cursor.next()
        concludedAt = try cursor.next()
    }
}

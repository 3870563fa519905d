import BusinessTime
package import Foundation
import Postgres

/// Something that leaves the house, as its row holds it.
package struct Delivery: Sendable {
    package let id: UUID
    package let kind: DeliveryKind
    /// Nil for what is about many cases.
    package let ticketID: UUID?
    package let messageID: UUID?
    package let personID: UUID?
    /// Of an event: to whom, and the name it was published under.
    let subscriptionID: UUID?
    let eventType: String?
    package let state: DeliveryState
    let sealed: Bytea
    let createdAt: Instant
    let concludedAt: Instant?
    let isOfSandbox: Bool

    private static let columns: SQL = """
        d.id, d.kind, d.ticket_id, d.message_id, d.person_id, d.subscription_id, d.event_type, d.state, d.body, d.created_at,
        d.concluded_at, t.sandbox
        """

    /// Nothing more will be sent.
    var isConcluded: Bool { concludedAt != nil }

    /// Nil when its case is gone, and the delivery with it.
    static func find(_ id: UUID, in tx: TenantTransaction) throws -> Delivery? {
        let rows = try tx.query(
            """
            SELECT \(columns) FROM switchyard.delivery d JOIN directory.tenant t ON t.id = d.tenant_id
            WHERE d.tenant_id = \(tx.tenantID) AND d.id = \(id)
            """,
            "delivery"
        )
        return try rows.first.map(Delivery.init(from:))
    }

    private init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        guard let kind = DeliveryKind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.kind = kind
        ticketID = try cursor.next()
        messageID = try cursor.next()
        personID = try cursor.next()
        subscriptionID = try cursor.next()
        eventType = try cursor.next()
        guard let state = DeliveryState(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.state = state
        sealed = try cursor.next()
        createdAt = try cursor.next()
        concludedAt = try cursor.next()
        isOfSandbox = try cursor.next()
    }

    func details(_ vault: Vault) throws -> JSON {
        try JSONParser.parse(vault.open(sealed, as: .deliveryBody, row: id), limits: .stored)
    }
}

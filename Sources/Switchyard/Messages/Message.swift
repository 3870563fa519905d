package import BusinessTime
package import Foundation
import Postgres

/// Something said in a case: by the customer, to the customer, or among agents.
package struct Message: Sendable {
    package enum Direction: String, CaseIterable, Sendable {
        case incoming = "in"
        case outgoing = "out"
        case note
    }

    package enum AuthorKind: String, CaseIterable, Sendable {
        case customer
        case person
        case client
        case system
    }

    /// UTF-8 bytes of one text, whoever wrote it.
    package static let textBytesMax = 65_536
    package static let pageMax = 200

    package let id: UUID
    package let direction: Direction
    package let authorKind: AuthorKind
    package let authorID: UUID?
    package let language: String
    package let text: String
    package let secretsRemoved: Int
    package let precedes: Bool
    package let occurredAt: Instant
    package let recordedAt: Instant

    /// Oldest first, after the row given by the cursor.
    package static func page(
        of ticket: UUID,
        after: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Message] {
        let vault = try tx.vault()
        let from = after ?? (at: .distantPast, id: UUID(uuid: UUID_NULL))
        let rows = try tx.query(
            """
            SELECT m.id, m.direction, m.author_kind, m.author_id, m.language, m.body, m.secrets_removed, m.precedes,
                m.occurred_at, m.recorded_at
            FROM switchyard.message m
            WHERE m.tenant_id = \(tx.tenantID) AND m.ticket_id = \(ticket) AND (m.occurred_at, m.id) > (\(from.at), \(from.id))
            ORDER BY m.occurred_at, m.id LIMIT \(min(limit, pageMax) + 1)
            """,
            "messages"
        )
        return try rows.map { try Message(from: $0, vault: vault) }
    }

    private init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        guard let direction = Direction(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.direction = direction
        guard let author = AuthorKind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        authorKind = author
        authorID = try cursor.next()
        language = try cursor.next()
        text = try vault.openText(cursor.next(), as: .messageBody, row: id)
        secretsRemoved = try cursor.next()
        precedes = try cursor.next()
        occurredAt = try cursor.next()
        recordedAt = try cursor.next()
    }
}

private let UUID_NULL: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

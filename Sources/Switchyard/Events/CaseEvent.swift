package import BusinessTime
package import Foundation
import Postgres

/// One entry of a case's log. `body` is canonical JSON of ids and words, never of what a customer wrote.
package struct CaseEvent: Sendable {
    package let sequence: Int
    package let kind: EventKind
    package let occurredAt: Instant
    package let recordedAt: Instant
    package let actorKind: Actor.Kind
    package let actorID: UUID?
    package let body: JSON

    static let saltBytes = 16
    static let columns: SQL = "e.case_seq, e.kind, e.occurred_at, e.recorded_at, e.actor_kind, e.actor_id, e.id, e.body"
    static let columnCount = 8
    /// Of `columns`, from 0.
    static let idColumn = 6

    init(
        sequence: Int,
        kind: EventKind,
        occurredAt: Instant,
        recordedAt: Instant,
        actorKind: Actor.Kind,
        actorID: UUID?,
        body: JSON
    ) {
        self.sequence = sequence
        self.kind = kind
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.actorKind = actorKind
        self.actorID = actorID
        self.body = body
    }

    init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        sequence = try cursor.next()
        guard let kind = EventKind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.kind = kind
        occurredAt = try cursor.next()
        recordedAt = try cursor.next()
        guard let actorKind = Actor.Kind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.actorKind = actorKind
        actorID = try cursor.next()
        let id: UUID = try cursor.next()
        let plain = try vault.open(cursor.next(), as: .eventBody, row: id)
        body = try JSONParser.parse(Array(plain.dropFirst(CaseEvent.saltBytes)), limits: .stored)
    }

    /// Salt and canonical bytes, as they are sealed and later hashed into the tenant's proof.
    func sealedBody(id: UUID, in tx: TenantTransaction) throws -> Bytea {
        try tx.seal(tx.random(CaseEvent.saltBytes) + body.canonicalBytes, as: .eventBody, row: id)
    }
}

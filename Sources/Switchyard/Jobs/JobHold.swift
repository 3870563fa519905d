package import BusinessTime
package import Foundation
import Postgres

/// Work that is held back, of a tenant or of all: its jobs stay in the queue, and nobody claims them until it is released. Both
/// are acts on record.
package struct JobHold: Sendable, Hashable {
    package static let reasonCharactersMax = 500

    /// Nil where it is held for all tenants.
    package let tenantID: UUID?
    /// A kind of work, or `all`; newer binaries may have more kinds.
    package let kind: String
    package let since: Instant
    /// Whoever holds it: a kind of actor with its id, or with the name given at a shell. Nil, like the reason, where it was
    /// held before this was written down.
    package let actorKind: String?
    package let actorID: UUID?
    package let actorName: String?
    package let reason: String?

    init(from row: Row) throws {
        var cursor = row.cursor()
        tenantID = try cursor.next()
        kind = try cursor.next()
        since = try cursor.next()
        actorKind = try cursor.next()
        actorID = try cursor.next()
        actorName = try cursor.next()
        reason = try cursor.next()
    }

    static let columns: SQL = "h.tenant_id, h.kind, h.held_at, a.actor_kind, a.actor_id, a.actor_name, a.reason"

    package var json: JSON {
        [
            "tenant_id": tenantID.json, "kind": .string(kind), "held_at": .string(since.iso8601),
            "actor_kind": actorKind.json, "actor_id": actorID.json, "actor_name": actorName.json, "reason": reason.json,
        ]
    }
}

// Of one tenant.
extension JobHold {
    /// Holding what is held already changes nothing.
    package static func set(_ scope: JobScope, reason: String, in tx: TenantTransaction) throws -> JobHold {
        let act = try tx.newID()
        let added = try tx.execute(
            """
            INSERT INTO switchyard.job_hold (tenant_id, kind, held_at, act_id)
            VALUES (\(tx.tenantID), \(scope.name), \(try tx.now), \(act)) ON CONFLICT (tenant_id, kind) DO NOTHING
            """,
            "hold jobs"
        )
        if added == 1 {
            try tx.recordAct(.jobsHeld, subject: tx.tenantID, detail: scope.name, reason: reason, id: act)
        }
        guard let hold = try all(in: tx).first(where: { $0.kind == scope.name }) else { throw DomainError.notFound }
        return hold
    }

    package static func end(_ scope: JobScope, in tx: TenantTransaction) throws {
        let removed = try tx.execute(
            "DELETE FROM switchyard.job_hold WHERE tenant_id = \(tx.tenantID) AND kind = \(scope.name)",
            "release jobs"
        )
        guard removed == 1 else { throw DomainError.notFound }
        try tx.recordAct(.jobsReleased, subject: tx.tenantID, detail: scope.name)
        tx.madeWork = true
    }

    /// At most one a scope.
    package static func all(in tx: TenantTransaction) throws -> [JobHold] {
        try tx.query(
            """
            SELECT \(columns) FROM switchyard.job_hold h LEFT JOIN directory.act a ON a.id = h.act_id
            WHERE h.tenant_id = \(tx.tenantID) ORDER BY h.kind
            """,
            "job holds"
        ).map(JobHold.init(from:))
    }
}

// Of all tenants.
extension JobHold {
    package static let pageMax = 1_000

    package var place: JobPlace { JobPlace(tenantID: tenantID, kind: kind) }

    /// For every tenant, those to come included: a mail server that is away, say. Holding what is held already changes nothing.
    package static func set(_ scope: JobScope, reason: String, in tx: DirectoryTransaction) throws -> JobHold {
        let act = tx.newID()
        let rows = try tx.query("SELECT switchyard.hold_jobs(\(scope.name), \(tx.now), \(act))")
        if try rows.first?.column(0) ?? false {
            try tx.record(.jobsHeld, subject: act, detail: scope.name, reason: reason, id: act)
        }
        guard let hold = try ofEverybody(in: tx).first(where: { $0.kind == scope.name }) else {
            throw DomainError.notFound
        }
        return hold
    }

    package static func end(_ scope: JobScope, in tx: DirectoryTransaction) throws {
        guard let row = try tx.query("SELECT r.act_id FROM switchyard.release_jobs(\(scope.name)) r").first else {
            throw DomainError.notFound
        }
        // Subject is the act that is over.
        try tx.record(.jobsReleased, subject: row.column(0, as: UUID?.self) ?? tx.newID(), detail: scope.name)
    }

    /// What is held for all tenants, then what is held of each, by tenant and kind.
    package static func page(after place: JobPlace?, limit: Int, in tx: DirectoryTransaction) throws -> [JobHold] {
        try tx.query(
            """
            SELECT \(columns) FROM switchyard.job_holds(\(place?.tenantID), \(place?.kind), \(min(limit, pageMax))::int) h
            LEFT JOIN directory.act a ON a.id = h.act_id ORDER BY h.tenant_id NULLS FIRST, h.kind
            """
        ).map(JobHold.init(from:))
    }

    private static func ofEverybody(in tx: DirectoryTransaction) throws -> [JobHold] {
        try page(after: nil, limit: pageMax, in: tx).filter { $0.tenantID == nil }
    }
}

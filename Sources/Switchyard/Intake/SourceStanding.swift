package import BusinessTime
package import Foundation
import Postgres

/// A source as its tenant's administrator sees it: how it is set up, and when it was last heard.
package struct SourceStanding: Sendable {
    package let id: UUID
    package let name: String
    package let address: String
    package let createdAt: Instant
    package let revision: Int64
    package let silentAfterMinutes: Int64?
    /// As `SourceHearing` has it.
    package internal(set) var lastAcceptedAt: Instant?
    package let lastRejectedAt: Instant?
    /// Since when it has been silent, while the alarm of that stands.
    package let silentSince: Instant?
    package let alarmRaisedAt: Instant?

    /// Oldest first; one more than asked for when there are more.
    package static func page(
        after cursor: (at: Instant, id: UUID)? = nil,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [SourceStanding] {
        let edge: SQL = cursor.map { "AND (s.created_at, s.id) > (\($0.at), \($0.id))" } ?? ""
        return try heard(select("\(edge) ORDER BY s.created_at, s.id LIMIT \(limit + 1)", in: tx), in: tx)
    }

    /// - Throws: `notFound` for one that is disabled or another tenant's.
    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> SourceStanding {
        guard let source = try heard(select("AND s.id = \(id)", in: tx), in: tx).first else {
            throw DomainError.notFound
        }
        return source
    }

    /// As far as the receipts have been looked through; `find` and `page` look at the rest of them.
    static func all(limit: Int, in tx: TenantTransaction) throws -> [SourceStanding] {
        try select("ORDER BY s.created_at, s.id LIMIT \(limit)", in: tx)
    }

    private static func heard(_ sources: [SourceStanding], in tx: TenantTransaction) throws -> [SourceStanding] {
        let fresh = try SourceHearing.fresh(in: tx)
        return sources.map { source in
            var source = source
            if let at = fresh[source.id] { source.lastAcceptedAt = max(at, source.lastAcceptedAt ?? at) }
            return source
        }
    }

    private static func select(_ which: SQL, in tx: TenantTransaction) throws -> [SourceStanding] {
        let rows = try tx.query(
            """
            SELECT s.id, s.name, s.address, s.created_at, s.revision, s.silent_after_minutes, h.last_accepted_at,
                (SELECT max(r.recorded_at) FROM switchyard.source_rejection r
                    WHERE r.tenant_id = \(tx.tenantID) AND r.source_id = s.id),
                a.since, a.raised_at
            FROM directory.source s
            LEFT JOIN switchyard.source_heard h ON h.tenant_id = \(tx.tenantID) AND h.source_id = s.id
            LEFT JOIN switchyard.alarm a ON a.tenant_id = \(tx.tenantID) AND a.subject = s.id::text
                AND a.kind = \(Alarm.Kind.sourceSilent.rawValue) AND a.ended_at IS NULL
            WHERE s.tenant_id = \(tx.tenantID) AND s.status = 'active' \(which)
            """,
            "sources as they stand"
        )
        return try rows.map(SourceStanding.init(from:))
    }

    private init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        name = try cursor.next()
        address = try cursor.next()
        createdAt = try cursor.next()
        revision = try cursor.next()
        silentAfterMinutes = try cursor.next(Int32?.self).map(Int64.init)
        lastAcceptedAt = try cursor.next()
        lastRejectedAt = try cursor.next()
        silentSince = try cursor.next()
        alarmRaisedAt = try cursor.next()
    }

    package var json: JSON {
        [
            "id": id.json, "name": .string(name), "address": .string(address), "path": .string(Source.path(address)),
            "created_at": .string(createdAt.iso8601), "silent_after_minutes": silentAfterMinutes.json,
            "last_accepted_at": (lastAcceptedAt?.iso8601).json, "last_rejected_at": (lastRejectedAt?.iso8601).json,
            "alarm": alarm, "revision": revision.json,
        ]
    }

    private var alarm: JSON {
        guard let silentSince, let alarmRaisedAt else { return .null }
        return [
            "kind": .string(Alarm.Kind.sourceSilent.rawValue), "since": .string(silentSince.iso8601),
            "raised_at": .string(alarmRaisedAt.iso8601),
        ]
    }
}

extension Source {
    /// Another name, another time after which it is missed. An alarm that it leaves without a reason ends with the next review.
    ///
    /// - Throws: `revision_changed`; `/name` `taken`.
    package static func change(
        _ id: UUID,
        name: String,
        silentAfterMinutes: Int64?,
        ifRevision expected: Int64?,
        in tx: TenantTransaction
    ) throws -> SourceStanding {
        let rows = try tx.query(
            """
            SELECT s.revision FROM directory.source s
            WHERE s.tenant_id = \(tx.tenantID) AND s.id = \(id) AND s.status = 'active' FOR UPDATE
            """,
            "lock source"
        )
        guard let revision: Int64 = try rows.first?.column(0) else { throw DomainError.notFound }
        guard expected.map({ $0 == revision }) ?? true else { throw DomainError(.conflict, "revision_changed") }
        tx.write(
            "change source",
            """
            UPDATE directory.source SET name = \(name), silent_after_minutes = \(silentAfterMinutes.map(Int32.init(clamping:))),
                revision = revision + 1
            WHERE tenant_id = \(tx.tenantID) AND id = \(id)
            """
        )
        try tx.recordAct(.sourceChanged, subject: id)
        return try SourceStanding.find(id, in: tx)
    }
}

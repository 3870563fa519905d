import BusinessTime
import Foundation
import Postgres

/// When each source was last heard, out of the receipts that intake leaves: a signed request is never taken without one, and its
/// key begins with its source. So nothing is added to what a request does, and no row is changed by all requests of a source.
///
/// Exact to the receipt: `advance` looks at each of them about once, a day of a tenant's at a time, and whoever reads adds what
/// has come since the last look. A request that is repeated under its own name is answered again and is not heard anew. What
/// commits later than `overlapSeconds` after it began is not seen; a request is cut off long before. A worker that stood for longer
/// than `freshSecondsMax` shows in a time that is too early, and never in one that is too late.
enum SourceHearing {
    /// Of receipts, in one look.
    static let lookSecondsMax: Int64 = 86_400
    static let overlapSeconds: Int64 = 120
    /// What a reader looks at by itself.
    static let freshSecondsMax: Int64 = 300

    /// Looks on from where the last look ended. Two at once follow each other, by the lock on the tenant's mark.
    ///
    /// - Returns: whether it has come to the present.
    static func advance(in tx: TenantTransaction) throws -> Bool {
        let now = try tx.now
        tx.write(
            "make source watch",
            """
            INSERT INTO switchyard.source_watch (tenant_id, heard_until)
            VALUES (\(tx.tenantID), coalesce((SELECT min(r.created_at) FROM switchyard.receipt r
                WHERE r.tenant_id = \(tx.tenantID)), \(now))) ON CONFLICT (tenant_id) DO NOTHING
            """
        )
        let mark: Instant? = try tx.query(
            "SELECT heard_until FROM switchyard.source_watch WHERE tenant_id = \(tx.tenantID) FOR UPDATE",
            "lock source watch"
        ).first?.column(0)
        guard let mark else { return false }
        let from = max(mark, now.adding(seconds: -Retention.receiptSeconds))
        let until = min(now, from.adding(seconds: lookSecondsMax))
        let heard = try heard(after: from.adding(seconds: -overlapSeconds), until: until, in: tx)
        if !heard.isEmpty {
            tx.write(
                "note sources heard",
                """
                INSERT INTO switchyard.source_heard AS h (tenant_id, source_id, last_accepted_at)
                SELECT \(tx.tenantID), n.source_id, n.at
                FROM unnest(\(heard.map(\.key)), \(heard.map(\.value))) AS n (source_id, at)
                ON CONFLICT (tenant_id, source_id)
                    DO UPDATE SET last_accepted_at = greatest(h.last_accepted_at, excluded.last_accepted_at)
                """
            )
        }
        tx.write(
            "move source watch",
            "UPDATE switchyard.source_watch SET heard_until = \(max(mark, until)) WHERE tenant_id = \(tx.tenantID)"
        )
        return until == now
    }

    /// What came since the last look.
    static func fresh(in tx: TenantTransaction) throws -> [UUID: Instant] {
        let now = try tx.now
        let mark: Instant? = try tx.query(
            "SELECT heard_until FROM switchyard.source_watch WHERE tenant_id = \(tx.tenantID)",
            "source watch"
        ).first?.column(0)
        let from = max(mark ?? .distantPast, now.adding(seconds: -freshSecondsMax)).adding(seconds: -overlapSeconds)
        return Dictionary(try heard(after: from, until: now, in: tx)) { max($0, $1) }
    }

    /// Keys of what no source sent begin otherwise; behind the prefix are 36 characters of the source's id.
    private static func heard(
        after from: Instant,
        until: Instant,
        in tx: TenantTransaction
    ) throws -> [(key: UUID, value: Instant)] {
        let rows = try tx.query(
            """
            SELECT substr(r.key, 3, 36), max(r.created_at)
            FROM switchyard.receipt r
            WHERE r.tenant_id = \(tx.tenantID) AND r.created_at > \(from) AND r.created_at <= \(until)
                AND r.key ^@ \(IdempotencyKey.sourcePrefix)
            GROUP BY 1
            """,
            "receipts of sources"
        )
        return try rows.compactMap { row in
            guard let id = UUID(text: try row.column(0)) else { return nil }
            return (id, try row.column(1))
        }
    }
}

package import BusinessTime
package import Foundation
import Postgres

/// One published version of a part of a tenant's set-up. It never changes.
package struct SettingVersion: Sendable {
    package let id: UUID
    package let kind: SettingKind
    /// Which calendar; `default` for everything else.
    package let line: String
    /// From 1 in its line.
    package let version: Int
    package let document: JSON
    package let effectiveFrom: Instant
    package let publishedAt: Instant
    /// T7: the zones' rules that a calendar was checked with.
    package let zoneData: String?
    /// What the calendar's zone was known to do; `ZoneOffsets.packed`.
    let zoneOffsets: [Int64]?
    /// C3: whether clocks that run follow; of policies.
    package let scope: CaseFact.PublishScope?

    static let columns: SQL =
        "v.id, v.kind, v.line, v.version, v.document, v.effective_from, v.published_at, v.zone_data, v.zone_offsets, v.applies"

    init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        guard let kind = SettingKind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.kind = kind
        line = try cursor.next()
        version = try cursor.next()
        document = try JSONParser.parse(cursor.next(JSONB.self).text, limits: .stored)
        effectiveFrom = try cursor.next()
        publishedAt = try cursor.next()
        zoneData = try cursor.next()
        zoneOffsets = try cursor.next()
        let applies: String? = try cursor.next()
        scope = try applies.map {
            guard let scope = CaseFact.PublishScope(rawValue: $0) else { throw StoredValueUnknown() }
            return scope
        }
    }

    init(
        id: UUID,
        kind: SettingKind,
        line: String,
        version: Int,
        document: JSON,
        effectiveFrom: Instant,
        publishedAt: Instant,
        zoneData: String?,
        zoneOffsets: [Int64]?,
        scope: CaseFact.PublishScope?
    ) {
        self.id = id
        self.kind = kind
        self.line = line
        self.version = version
        self.document = document
        self.effectiveFrom = effectiveFrom
        self.publishedAt = publishedAt
        self.zoneData = zoneData
        self.zoneOffsets = zoneOffsets
        self.scope = scope
    }

    package static let pageMax = 200

    /// The newest of a line, or nil before the first.
    package static func latest(
        _ kind: SettingKind,
        line: String = TenantCalendar.nameDefault,
        in tx: TenantTransaction
    ) throws -> SettingVersion? {
        try read(kind, line, "ORDER BY v.version DESC LIMIT 1", in: tx).first
    }

    /// The newest of every line.
    static func latestOfLines(_ kind: SettingKind, in tx: TenantTransaction) throws -> [SettingVersion] {
        try tx.query(
            """
            SELECT DISTINCT ON (v.line) \(columns) FROM switchyard.setting_version v
            WHERE v.tenant_id = \(tx.tenantID) AND v.kind = \(kind.rawValue) ORDER BY v.line, v.version DESC
            """,
            "newest of lines"
        ).map(SettingVersion.init(from:))
    }

    package static func find(
        _ kind: SettingKind,
        line: String = TenantCalendar.nameDefault,
        _ version: Int,
        in tx: TenantTransaction
    ) throws -> SettingVersion? {
        try read(kind, line, "AND v.version = \(version)", in: tx).first
    }

    /// Newest first, before the one given; one more than `limit` where there are more.
    package static func page(
        _ kind: SettingKind,
        line: String = TenantCalendar.nameDefault,
        before id: UUID?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [SettingVersion] {
        var rest: SQL = ""
        if let id {
            rest = """
                AND v.version < (SELECT s.version FROM switchyard.setting_version s
                    WHERE s.tenant_id = \(tx.tenantID) AND s.id = \(id))
                """
        }
        return try read(kind, line, "\(rest) ORDER BY v.version DESC LIMIT \(min(limit, pageMax) + 1)", in: tx)
    }

    /// - Parameter rest: what follows the line.
    private static func read(
        _ kind: SettingKind,
        _ line: String,
        _ rest: SQL,
        in tx: TenantTransaction
    ) throws -> [SettingVersion] {
        try tx.query(
            """
            SELECT \(columns) FROM switchyard.setting_version v
            WHERE v.tenant_id = \(tx.tenantID) AND v.kind = \(kind.rawValue) AND v.line = \(line) \(rest)
            """,
            "settings"
        ).map(SettingVersion.init(from:))
    }

    func insert(in tx: TenantTransaction) {
        tx.write(
            "publish setting",
            """
            INSERT INTO switchyard.setting_version (tenant_id, kind, line, version, id, document, effective_from,
                published_at, published_by, zone_data, zone_offsets, applies)
            VALUES (\(tx.tenantID), \(kind.rawValue), \(line), \(version), \(id), \(JSONB(document.serialized())),
                \(effectiveFrom), \(publishedAt), \(tx.request.actor.id), \(zoneData), \(zoneOffsets),
                \(scope?.rawValue))
            """
        )
    }
}

package import BusinessTime
import Foundation
import Postgres

extension RotaLine {
    /// Versions that are read; a rota that changed more often than this has forgotten its first ones.
    static let versionsMax = 500
    /// Overrides of one reading.
    static let overridesMax = 1_000

    /// The rota as it is known now, with the overrides that have not ended at `instant`.
    package static func load(from instant: Instant, in tx: TenantTransaction) throws -> RotaLine {
        let answers = try tx.read(reads(from: instant, tenant: tx.tenantID))
        return try RotaLine(versions: answers[0], overrides: answers[1])
    }

    static func reads(from instant: Instant, tenant: UUID) -> [(name: StaticString, sql: SQL)] {
        [
            (
                "rota versions",
                """
                SELECT version, effective_from, document FROM (
                    SELECT v.version, v.effective_from, v.document FROM switchyard.rota_version v
                    WHERE v.tenant_id = \(tenant) ORDER BY v.version DESC LIMIT \(versionsMax)) newest
                ORDER BY version
                """
            ),
            (
                "rota overrides",
                """
                SELECT o.id, o.post, o.person_id, o.from_at, o.until_at FROM switchyard.rota_override o
                WHERE o.tenant_id = \(tenant) AND o.until_at > \(instant) ORDER BY o.until_at, o.number LIMIT \(overridesMax)
                """
            ),
        ]
    }

    init(versions: Rows, overrides: Rows) throws {
        self.init(
            versions: try versions.map(RotaVersion.init(from:)),
            overrides: try overrides.map(RotaOverride.init(from:))
        )
    }
}

extension RotaVersion {
    fileprivate init(from row: Row) throws {
        var cursor = row.cursor()
        try self.init(
            number: cursor.next(),
            effectiveFrom: cursor.next(),
            document: JSONParser.parse(cursor.next(JSONB.self).text, limits: .stored)
        )
    }
}

extension RotaOverride {
    fileprivate init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        guard let post = DutyPost(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.post = post
        personID = try cursor.next()
        let from: Instant = try cursor.next()
        period = from..<(try cursor.next())
    }
}

import BusinessTime
import Foundation
import Postgres

/// A new version of a part of the tenant's set-up. Versions never change; cases keep the policy they began with.
package enum PublishSetting {
    package static func publish(_ kind: SettingKind, _ document: JSON, in tx: TenantTransaction) throws -> Int {
        let checked = try check(kind, document)
        let now = try tx.now
        let last: Int? = try tx.query(
            """
            SELECT max(version) FROM switchyard.setting_version WHERE tenant_id = \(tx.tenantID) AND kind = \(kind.rawValue)
            """,
            "last version"
        ).first?.column(0)
        let version = (last ?? 0) + 1
        let id = try tx.newID()
        tx.write(
            "publish setting",
            """
            INSERT INTO switchyard.setting_version (tenant_id, kind, version, id, document, effective_from, published_at, published_by)
            VALUES (\(tx.tenantID), \(kind.rawValue), \(version), \(id), \(JSONB(checked)), \(now), \(now), \(tx.request.actor.id))
            """
        )
        try tx.recordSettings(.settingsPublished, subject: id)
        return version
    }

    /// The document in force, or nil before the first.
    package static func latest(_ kind: SettingKind, in tx: TenantTransaction) throws -> (version: Int, document: JSON)?
    {
        let rows = try tx.query(
            """
            SELECT version, document FROM switchyard.setting_version
            WHERE tenant_id = \(tx.tenantID) AND kind = \(kind.rawValue) ORDER BY version DESC LIMIT 1
            """,
            "latest setting"
        )
        guard let row = rows.first else { return nil }
        var cursor = row.cursor()
        return (try cursor.next(), try JSONParser.parse(cursor.next(JSONB.self).text, limits: .stored))
    }

    /// Refuses what could not be compiled, with a pointer; answers the text that is stored.
    private static func check(_ kind: SettingKind, _ document: JSON) throws -> String {
        let text = document.serialized()
        switch kind {
        case .calendar: try checkCalendar(text)
        case .policy: try checkPolicy(text)
        case .rules: _ = try TriageRules(document)
        case .survey: _ = try SurveyPolicy(document)
        }
        return text
    }

    private static func checkCalendar(_ text: String) throws {
        do {
            let document = try JSONDecoder().decode(CalendarDocument.self, from: Data(text.utf8))
            _ = try OpenTime(document: document)
        } catch let error as CalendarError {
            throw DomainError.field(error.pointer, .badFormat, ["reason": error.code.rawValue])
        } catch is DecodingError {
            throw DomainError.field("", .wrongType)
        }
    }

    private static func checkPolicy(_ text: String) throws {
        do {
            let policy = try JSONDecoder().decode(SLAPolicy.self, from: Data(text.utf8))
            let problems = policy.validate()
            guard problems.isEmpty else {
                throw DomainError(
                    .invalid,
                    "validation_failed",
                    fields: problems.map { FieldError($0.pointer, .outOfRange, ["reason": $0.code.rawValue]) }
                )
            }
        } catch is DecodingError {
            throw DomainError.field("", .wrongType)
        }
    }
}

extension Endpoint {
    /// Sets where the tenant is told; answers the secret that signs, once.
    package static func set(_ purpose: Purpose, url: String, in tx: TenantTransaction) throws -> WebhookSecret {
        let vault = try tx.vault()
        let known: UUID? = try tx.query(
            "SELECT id FROM switchyard.endpoint WHERE tenant_id = \(tx.tenantID) AND purpose = \(purpose.rawValue) FOR UPDATE",
            "endpoint"
        ).first?.column(0)
        let id = try known ?? tx.newID()
        let secret = WebhookSecret.generate()
        let plain: JSON = ["url": .string(url), "secret": .string(secret.text)]
        let sealed = try vault.seal(plain.canonicalBytes, as: .endpoint, row: id)
        if known == nil {
            tx.write(
                "insert endpoint",
                """
                INSERT INTO switchyard.endpoint (tenant_id, id, purpose, sealed, created_at)
                VALUES (\(tx.tenantID), \(id), \(purpose.rawValue), \(sealed), \(try tx.now))
                """
            )
        } else {
            tx.write(
                "update endpoint",
                "UPDATE switchyard.endpoint SET sealed = \(sealed) WHERE tenant_id = \(tx.tenantID) AND id = \(id)"
            )
        }
        try tx.recordSettings(.endpointSet, subject: id)
        return secret
    }
}

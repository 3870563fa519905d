import Foundation
import Postgres

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

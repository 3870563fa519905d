import Foundation
import Postgres

/// What a tenant has set up for its ladder beside policies: who is on duty, and whom to tell at the client.
package struct EscalationSetUp: Sendable {
    package let rota: RotaLine
    package let contacts: [ClientContact.Purpose: ClientContact]

    static func load(vault: Vault, in tx: TenantTransaction) throws -> EscalationSetUp {
        let tenant = tx.tenantID
        let answers = try tx.read(
            RotaLine.reads(from: tx.now, tenant: tenant) + [
                (
                    "client contacts",
                    "SELECT id, purpose, sealed FROM switchyard.client_contact WHERE tenant_id = \(tenant) LIMIT 10"
                )
            ]
        )
        let contacts = try answers[2].map { try ClientContact(from: $0, vault: vault) }
        return EscalationSetUp(
            rota: try RotaLine(versions: answers[0], overrides: answers[1]),
            contacts: Dictionary(contacts.map { ($0.purpose, $0) }) { first, _ in first }
        )
    }
}

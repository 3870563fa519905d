import Foundation
import Postgres

extension Tenant {
    /// What of a tenant its own administrators may change.
    enum Trait: String, CaseIterable, Sendable {
        case name
        case zone
        case language
    }

    /// - Throws: `/` `fixed` for the zone of a tenant that has cases: the days of its reports are days of that zone.
    static func change(_ trait: Trait, to value: String, in tx: TenantTransaction) throws {
        let changed: SQL
        switch trait {
        case .name: changed = "name = \(value)"
        case .zone:
            let cases = try tx.query(
                "SELECT FROM switchyard.ticket WHERE tenant_id = \(tx.tenantID) LIMIT 1",
                "any case"
            )
            guard cases.isEmpty else { throw DomainError.field("", .fixed) }
            changed = "zone = \(value)"
        case .language: changed = "language = \(value)"
        }
        tx.write("change tenant", "UPDATE directory.tenant SET \(changed) WHERE id = \(tx.tenantID)")
        try tx.recordSettings(.tenantChanged, subject: tx.tenantID, detail: trait.rawValue)
    }

    /// Whoever changes more than one part of the set-up comes after whoever began before.
    static func awaitTurn(in tx: TenantTransaction) throws {
        _ = try tx.query("SELECT FROM directory.tenant WHERE id = \(tx.tenantID) FOR NO KEY UPDATE", "turn")
    }
}

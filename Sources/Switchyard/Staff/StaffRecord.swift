import BusinessTime
package import Foundation
import Postgres

/// Somebody's grant at one client, as the client's administrators see it.
package struct StaffRecord: Sendable {
    /// Grants of one tenant that are read at once.
    package static let countMax = 1_000

    package let grantID: UUID
    /// What the client calls them; who was granted by the firm is called what the firm calls them.
    package let profile: PersonProfile
    package let grant: AccessGrant

    /// Grants that hold now or later, in the order of their ids, after the one given; one more than `limit` where there are
    /// more.
    package static func page(
        _ roles: [Role],
        after id: UUID? = nil,
        limit: Int = countMax,
        of tenant: UUID,
        in tx: DirectoryTransaction
    ) throws -> [StaffRecord] {
        let rows = try tx.query(
            """
            SELECT g.id, p.id, p.profile, g.staff_profile, \(AccessGrant.termColumns)
            FROM directory.access_grant g JOIN directory.person p ON p.id = g.person_id
            WHERE g.tenant_id = \(tenant) AND g.role = ANY (\(roles.map(\.rawValue))) AND p.status = 'active'
              AND g.id > \(id ?? .lowest) AND \(AccessGrant.standing(at: tx.now))
            ORDER BY g.id LIMIT \(min(limit, countMax) + 1)
            """
        )
        return try rows.map { try StaffRecord(from: $0, tenant: tenant, vault: tx.deployment.operatorVault) }
    }

    private init(from row: Row, tenant: UUID, vault: Vault) throws {
        var cursor = row.cursor()
        grantID = try cursor.next()
        let person: UUID = try cursor.next()
        let known: Bytea = try cursor.next()
        if let told: Bytea = try cursor.next() {
            profile = try PersonProfile(sealed: told, of: grantID, vault: vault)
        } else {
            profile = try PersonProfile(sealed: known, of: person, vault: vault)
        }
        grant = try AccessGrant.read(&cursor, of: person, at: tenant)
    }
}

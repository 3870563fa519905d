import BusinessTime
import Foundation
import Postgres

/// Of whom a second factor is demanded: whoever holds one of some roles at a client, or one of some roles wherever it is held,
/// the firm's administrators not excepted. It counts with the next request of each of their sessions, at every client: a
/// session that is stolen is stolen as a whole.
package enum SecondFactorDemand {
    /// The firm's own demands.
    package static func ofFirm(in tx: DirectoryTransaction) throws -> [Role] { try read(tx.query(reading(nil))) }

    package static func setForFirm(_ roles: [Role], in tx: DirectoryTransaction) throws {
        let names = names(roles)
        _ = try tx.execute(removal(of: names, from: nil))
        _ = try tx.execute(addition(of: names, ids: names.map { _ in tx.newID() }, to: nil, at: tx.now))
        try tx.record(.secondFactorDemanded, subject: Vault.operatorOwner, detail: detail(names))
    }

    /// A client's, of those who come in to it.
    package static func ofTenant(in tx: TenantTransaction) throws -> [Role] {
        try read(tx.query(reading(tx.tenantID), "second factor demands"))
    }

    package static func setForTenant(_ roles: [Role], in tx: TenantTransaction) throws {
        let names = names(roles)
        tx.write("drop second factor demands", removal(of: names, from: tx.tenantID))
        let ids = try names.map { _ in try tx.newID() }
        tx.write("add second factor demands", addition(of: names, ids: ids, to: tx.tenantID, at: try tx.now))
        try tx.recordAct(.secondFactorDemanded, subject: tx.tenantID, detail: detail(names))
    }

    private static func reading(_ tenant: UUID?) -> SQL {
        "SELECT d.role FROM directory.factor_demand d WHERE d.tenant_id IS NOT DISTINCT FROM \(tenant) ORDER BY d.role"
    }

    private static func read(_ rows: Rows) throws -> [Role] {
        try rows.map { row in
            guard let role = Role(rawValue: try row.column(0)) else { throw StoredValueUnknown() }
            return role
        }
    }

    private static func removal(of names: [String], from tenant: UUID?) -> SQL {
        """
        DELETE FROM directory.factor_demand d
        WHERE d.tenant_id IS NOT DISTINCT FROM \(tenant) AND d.role <> ALL (\(names))
        """
    }

    private static func addition(of names: [String], ids: [UUID], to tenant: UUID?, at now: Instant) -> SQL {
        """
        INSERT INTO directory.factor_demand (id, tenant_id, role, demanded_at)
        SELECT x.id, \(tenant)::uuid, x.role, \(now)::timestamptz FROM unnest(\(ids)::uuid[], \(names)::text[]) x (id, role)
        ON CONFLICT (tenant_id, role) DO NOTHING
        """
    }

    private static func detail(_ names: [String]) -> String { names.isEmpty ? "nobody" : names.joined(separator: " ") }

    private static func names(_ roles: [Role]) -> [String] { Set(roles.map(\.rawValue)).sorted() }
}

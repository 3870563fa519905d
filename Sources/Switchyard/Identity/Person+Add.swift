package import BusinessTime
package import Foundation
import Postgres

/// People of the firm and its clients, their teams, and what they may do where.
package enum Person {
    package static func add(
        _ profile: PersonProfile,
        language: String,
        in tx: DirectoryTransaction
    ) throws -> UUID {
        let id = tx.newID()
        let vault = tx.deployment.operatorVault
        let login = vault.lookup(.loginName, profile.email.lowercased())
        _ = try tx.execute(
            """
            INSERT INTO directory.person (id, login_hash, profile, language, status, created_at)
            VALUES (\(id), \(login), \(try profile.sealed(for: id, vault: vault)), \(language), 'active', \(tx.now))
            """
        )
        try tx.record(.personAdded, subject: id)
        return id
    }

    /// Out at once: their keys stop working with the next request.
    package static func leave(_ id: UUID, in tx: DirectoryTransaction) throws {
        let changed = try tx.execute("UPDATE directory.person SET status = 'left' WHERE id = \(id)")
        guard changed == 1 else { throw DomainError.notFound }
        try tx.record(.personLeft, subject: id)
    }
}

package enum Team {
    package static func add(name: String, in tx: DirectoryTransaction) throws -> UUID {
        let id = tx.newID()
        _ = try tx.execute("INSERT INTO directory.team (id, name, created_at) VALUES (\(id), \(name), \(tx.now))")
        try tx.record(.teamAdded, subject: id)
        return id
    }

    package static func addMember(
        _ person: UUID,
        to team: UUID,
        from: Instant?,
        until: Instant?,
        in tx: DirectoryTransaction
    ) throws {
        _ = try tx.execute(
            """
            INSERT INTO directory.team_member (team_id, person_id, valid_from, valid_until)
            VALUES (\(team), \(person), \(from ?? tx.now), \(until))
            ON CONFLICT (team_id, person_id) DO UPDATE SET valid_from = excluded.valid_from, valid_until = excluded.valid_until
            """
        )
        try tx.record(.memberAdded, subject: team)
    }

    /// The team that takes a tenant's cases at a level.
    package static func setDesk(level: Int, team: UUID, in tx: TenantTransaction) throws {
        tx.write(
            "set desk",
            """
            INSERT INTO directory.desk (tenant_id, level, team_id) VALUES (\(tx.tenantID), \(Int16(clamping: level)), \(team))
            ON CONFLICT (tenant_id, level) DO UPDATE SET team_id = excluded.team_id
            """
        )
        try tx.recordSettings(.deskSet, subject: team)
    }
}

package struct AccessGrant: Sendable {
    package enum Role: String, CaseIterable, Sendable {
        case agent
        case lead
        case operationsManager = "operations_manager"
        case tenantAdmin = "tenant_admin"
    }

    package let personID: UUID
    package let tenantID: UUID
    package let role: Role
    package let level: Int
    package let from: Instant?
    package let until: Instant?

    package init(personID: UUID, tenantID: UUID, role: Role, level: Int, from: Instant?, until: Instant?) {
        self.personID = personID
        self.tenantID = tenantID
        self.role = role
        self.level = level
        self.from = from
        self.until = until
    }

    package func give(in tx: DirectoryTransaction) throws -> UUID {
        let id = tx.newID()
        _ = try tx.execute(
            """
            INSERT INTO directory.access_grant (id, person_id, tenant_id, role, level, valid_from, valid_until)
            VALUES (\(id), \(personID), \(tenantID), \(role.rawValue), \(Int16(clamping: level)), \(from ?? tx.now), \(until))
            """
        )
        try tx.record(.accessGranted, subject: id, tenant: tenantID)
        return id
    }

    /// Ends it now; the person's next request for this tenant finds nothing.
    package static func end(_ id: UUID, in tx: DirectoryTransaction) throws {
        let rows = try tx.query(
            """
            UPDATE directory.access_grant SET valid_until = greatest(\(tx.now), valid_from + interval '1 microsecond')
            WHERE id = \(id) AND (valid_until IS NULL OR valid_until > \(tx.now)) RETURNING tenant_id
            """
        )
        guard let row = rows.first else { throw DomainError.notFound }
        try tx.record(.accessEnded, subject: id, tenant: row.column(0))
    }
}

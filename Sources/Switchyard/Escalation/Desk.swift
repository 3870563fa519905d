import BusinessTime
import Foundation
import Postgres

/// Somebody who serves a tenant now, as a notice needs them.
struct DeskPerson {
    let id: UUID
    let name: String
    let email: String
    let language: String
    let isLead: Bool

    init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        let profile = try PersonProfile(sealed: cursor.next(), of: id, vault: vault)
        name = profile.name
        email = profile.email
        language = try cursor.next()
        isLead = try cursor.next(String.self) == Role.lead.rawValue
    }
}

/// The people of a level's team, and those of a role.
enum Desk {
    static let levelMax = 4

    /// Agents before leads, then by id: the same person first every time, so that a schedule can be foretold.
    static func people(level: Int, in tx: TenantTransaction) throws -> [DeskPerson] {
        if let known = tx.desks[level] { return known }
        let people = try asked(level: level, in: tx)
        tx.desks[level] = people
        return people
    }

    private static func asked(level: Int, in tx: TenantTransaction) throws -> [DeskPerson] {
        let rows = try tx.query(
            "SELECT person_id, profile, language, role FROM switchyard.desk_people(\(Int16(clamping: level)), \(try tx.now))",
            "desk people"
        )
        return try rows.map { try DeskPerson(from: $0, vault: tx.deployment.operatorVault) }
    }

    /// The same of a team that need not hold a desk here.
    static func people(of team: UUID, level: Int, in tx: TenantTransaction) throws -> [DeskPerson] {
        let rows = try tx.query(
            """
            SELECT person_id, profile, language, role
            FROM switchyard.team_people(\(team), \(Int16(clamping: level)), \(try tx.now))
            """,
            "team people"
        )
        return try rows.map { try DeskPerson(from: $0, vault: tx.deployment.operatorVault) }
    }

    /// By id.
    static func people(role: Role, in tx: TenantTransaction) throws -> [DeskPerson] {
        let rows = try tx.query(
            "SELECT person_id, profile, language, role FROM switchyard.role_people(\(role.rawValue), \(try tx.now))",
            "role people"
        )
        return try rows.map { try DeskPerson(from: $0, vault: tx.deployment.operatorVault) }
    }
}

package import BusinessTime
package import Foundation
import Postgres

/// A person as the directory has them.
package struct PersonRecord: Sendable {
    package static let pageMax = 200

    package enum Status: String, CaseIterable, Sendable {
        case active
        case left
    }

    package let id: UUID
    package let profile: PersonProfile
    package let language: String
    package let status: Status
    package let createdAt: Instant

    package static func find(_ id: UUID, in tx: DirectoryTransaction) throws -> PersonRecord {
        guard let found = try read("p.id = \(id)", in: tx).first else { throw DomainError.notFound }
        return found
    }

    /// By the name they sign in with.
    static func find(email: String, in tx: DirectoryTransaction) throws -> PersonRecord? {
        try read("p.login_hash = \(Person.loginHash(email, in: tx))", in: tx).first
    }

    /// In the order of their ids, after the one given; one more than `limit` where there are more.
    package static func page(
        _ statuses: [Status],
        at tenant: UUID?,
        after id: UUID?,
        limit: Int,
        in tx: DirectoryTransaction
    ) throws -> [PersonRecord] {
        let wanted = statuses.isEmpty ? Status.allCases : statuses
        var condition: SQL = "p.status = ANY (\(wanted.map(\.rawValue))) AND p.id > \(id ?? .lowest)"
        if let tenant {
            condition = """
                \(condition) AND EXISTS (SELECT FROM directory.access_grant g WHERE g.person_id = p.id
                  AND g.tenant_id = \(tenant) AND \(AccessGrant.inForce(at: tx.now)))
                """
        }
        return try read("\(condition) ORDER BY p.id LIMIT \(min(limit, pageMax) + 1)", in: tx)
    }

    private static func read(_ rest: SQL, in tx: DirectoryTransaction) throws -> [PersonRecord] {
        let vault = tx.deployment.operatorVault
        let rows = try tx.query(
            "SELECT p.id, p.profile, p.language, p.status, p.created_at FROM directory.person p WHERE \(rest)"
        )
        return try rows.map { row in
            var cursor = row.cursor()
            let id: UUID = try cursor.next()
            let profile = try PersonProfile(sealed: cursor.next(), of: id, vault: vault)
            let language: String = try cursor.next()
            guard let status = Status(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
            return PersonRecord(
                id: id,
                profile: profile,
                language: language,
                status: status,
                createdAt: try cursor.next()
            )
        }
    }
}

/// A grant as it was given.
package struct GrantRecord: Sendable {
    /// Of one person.
    package static let countMax = 1_000

    package let id: UUID
    package let grant: AccessGrant
    package let tenantSlug: String?

    /// Those that hold now or later, the firm's first, then by tenant.
    package static func standing(of person: UUID, in tx: DirectoryTransaction) throws -> [GrantRecord] {
        let rows = try tx.query(
            """
            SELECT g.id, g.tenant_id, \(AccessGrant.termColumns), t.slug
            FROM directory.access_grant g LEFT JOIN directory.tenant t ON t.id = g.tenant_id
            WHERE g.person_id = \(person) AND \(AccessGrant.standing(at: tx.now))
            ORDER BY t.slug NULLS FIRST, g.valid_from, g.id LIMIT \(countMax)
            """
        )
        return try rows.map { row in
            var cursor = row.cursor()
            let id: UUID = try cursor.next()
            let tenant: UUID? = try cursor.next()
            let grant = try AccessGrant.read(&cursor, of: person, at: tenant)
            return GrantRecord(id: id, grant: grant, tenantSlug: try cursor.next())
        }
    }
}

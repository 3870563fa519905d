package import BusinessTime
package import Foundation
import Postgres

/// What a new key is for. The text is shown once; only its hash is kept.
package struct KeyDraft: Sendable {
    package let kind: Actor.Kind
    package let name: String
    package let tenantID: UUID?
    package let personID: UUID?
    package let scopes: [Permission]
    package let expiresAt: Instant?

    package init(
        kind: Actor.Kind,
        name: String,
        tenantID: UUID?,
        personID: UUID?,
        scopes: [Permission] = [],
        expiresAt: Instant? = nil
    ) {
        self.kind = kind
        self.name = name
        self.tenantID = tenantID
        self.personID = personID
        self.scopes = scopes
        self.expiresAt = expiresAt
    }

    /// A key of a tenant's.
    package static let tenantSchema: Schema = .named(
        "NewKey",
        .object([
            .required("kind", .oneOf([Actor.Kind.tenantAdmin.rawValue, Actor.Kind.intake.rawValue])),
            .required("name", .text(1...100)), .optional("scopes", .list(of: .oneOf(Permission.self), max: 20)),
            .optional("expires_at", .format(.instant)),
        ])
    )

    /// A tenant's key, and a person's that is narrowed, gives away what it may do itself, never more.
    ///
    /// - Throws: `permission_missing`.
    package func refuseMore(than actor: Actor) throws {
        guard actor.kind == .tenantAdmin || actor.kind == .agent else { return }
        let given = scopes.isEmpty ? kind.permissions : kind.permissions.intersection(scopes)
        guard given.isSubset(of: actor.permissions) else { throw DomainError.forbidden }
    }

    /// - Throws: `permission_missing` where its person reaches further than who asks.
    package func issue(in tx: DirectoryTransaction) throws -> (id: UUID, key: APIKey) {
        if let personID { try tx.requireReach(over: personID) }
        let key = APIKey.make(random: tx.random(APIKey.randomBytes))
        let id = tx.newID()
        _ = try tx.execute(
            """
            INSERT INTO directory.api_key (id, prefix, hash, name, kind, tenant_id, person_id, scopes, created_at, expires_at)
            VALUES (\(id), \(key.prefix), \(Bytea(key.hash)), \(name), \(kind.rawValue), \(tenantID), \(personID),
                \(scopes.map(\.rawValue)), \(tx.now), \(expiresAt))
            """
        )
        try tx.record(.keyIssued, subject: id, tenant: tenantID)
        return (id, key)
    }
}

/// A key as its owner's administrator sees it.
package struct KeySummary: Sendable {
    package let id: UUID
    package let prefix: String
    package let name: String
    package let kind: String
    package let personID: UUID?
    package let scopes: [String]
    package let createdAt: Instant
    package let expiresAt: Instant?
    package let revokedAt: Instant?

    package static func all(of tenant: UUID?, in tx: DirectoryTransaction) throws -> [KeySummary] {
        let rows = try tx.query(
            """
            SELECT id, prefix, name, kind, person_id, scopes, created_at, expires_at, revoked_at
            FROM directory.api_keys(\(tenant))
            """
        )
        return try rows.map { row in
            var cursor = row.cursor()
            return try KeySummary(
                id: cursor.next(),
                prefix: cursor.next(),
                name: cursor.next(),
                kind: cursor.next(),
                personID: cursor.next(),
                scopes: cursor.next(),
                createdAt: cursor.next(),
                expiresAt: cursor.next(),
                revokedAt: cursor.next()
            )
        }
    }

    package static func revoke(_ id: UUID, of tenant: UUID?, in tx: DirectoryTransaction) throws {
        let revoked: Bool? = try tx.query("SELECT directory.revoke_api_key(\(id), \(tenant))").first?.column(0)
        guard revoked == true else { throw DomainError.notFound }
        try tx.record(.keyRevoked, subject: id, tenant: tenant)
    }
}

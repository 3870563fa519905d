import Crypto
import Foundation
package import Postgres

/// What a request shows to be let in: a program's key or a person's session. Both are looked up by their hash, and asked
/// again in the transaction that acts.
package enum BearerCredential: Sendable {
    case key(APIKey)
    case session(ReferenceToken)

    /// Nil for what cannot be one of ours.
    package init?(_ text: String) {
        if let key = try? APIKey.parse(text) {
            self = .key(key)
        } else if let token = ReferenceToken(.session, parsing: text) {
            self = .session(token)
        } else {
            return nil
        }
    }

    package var hash: Bytea {
        switch self {
        case .key(let key): Bytea(key.hash)
        case .session(let token): Bytea(token.hash)
        }
    }

    /// `hash` of the credential with this text, be it one or not: both kinds are known by that of their whole text.
    package static func hash(of text: String) -> Bytea { Bytea(Array(SHA256.hash(data: Array(text.utf8)))) }
}

extension Deployment {
    /// The one look-up without a credential: whose is this? A session that is looked up counts as used.
    package func authenticate(_ credential: BearerCredential, on connection: Connection) throws -> Actor? {
        switch credential {
        case .key(let key): try holder(of: key, on: connection)
        case .session(let token): try holder(of: token, on: connection)
        }
    }

    private func holder(of key: APIKey, on connection: Connection) throws -> Actor? {
        let rows = try connection.query(
            "SELECT id, kind, tenant_id, person_id, scopes FROM directory.credential_by_hash(\(Bytea(key.hash)))"
        )
        guard let row = rows.first else { return nil }
        var cursor = row.cursor()
        let id: UUID = try cursor.next()
        guard let kind = Actor.Kind(rawValue: try cursor.next()) else { return nil }
        let tenant: UUID? = try cursor.next()
        let person: UUID? = try cursor.next()
        return Actor(kind: kind, id: person, credentialID: id, tenantID: tenant, scopes: try cursor.next())
    }

    private func holder(of token: ReferenceToken, on connection: Connection) throws -> Actor? {
        let rows = try connection.query("SELECT id, person_id FROM directory.session_by_hash(\(Bytea(token.hash)))")
        guard let row = rows.first else { return nil }
        return Actor(session: try row.column(0), of: try row.column(1))
    }
}

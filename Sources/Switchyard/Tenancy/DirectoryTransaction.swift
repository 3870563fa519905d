package import BusinessTime
package import Foundation
package import Postgres

/// The door to the directory: sign-in, keys, people, teams, grants, tenants. Sees no tenant's rows.
package final class DirectoryTransaction {
    package static let attemptsMax = 5

    package let request: RequestContext
    package let deployment: Deployment
    package let now: Instant
    private let connection: Connection

    private init(request: RequestContext, deployment: Deployment, now: Instant, connection: Connection) {
        self.request = request
        self.deployment = deployment
        self.now = now
        self.connection = connection
    }

    package static func run<Value>(
        request: RequestContext,
        deployment: Deployment,
        on connection: Connection,
        _ body: (DirectoryTransaction) throws -> Value
    ) throws -> Value {
        for attempt in 1... {
            do {
                var opening = Batch()
                _ = opening.add("begin", "BEGIN")
                _ = opening.add("now", "SELECT now()")
                let answers = try connection.run(opening)
                guard let row = answers[1].first else { throw DomainError.notFound }
                let now = try deployment.clock?.now ?? row.column(0)
                let transaction = DirectoryTransaction(
                    request: request,
                    deployment: deployment,
                    now: now,
                    connection: connection
                )
                if let credential = request.actor.credentialID { try transaction.requireLive(credential) }
                let value = try body(transaction)
                try connection.commit()
                return value
            } catch {
                connection.rollback()
                let translated = translateConstraint(error)
                let again = translated is RaceLost || (translated as? PostgresError)?.isRetryable == true
                guard attempt < attemptsMax, again else {
                    if translated is RaceLost { throw DomainError(.conflict, "busy") }
                    throw translated
                }
            }
        }
        throw RaceLost()
    }

    package func newID() -> UUID { UUID.v7(at: now) }

    package func query(_ sql: SQL) throws -> Rows { try connection.query(sql) }

    package func execute(_ sql: SQL) throws -> Int { try connection.execute(sql) }

    private func requireLive(_ credential: UUID) throws {
        let live: Bool? = try query("SELECT directory.credential_is_live(\(credential), NULL)").first?.column(0)
        guard live == true else { throw DomainError.unauthenticated }
    }
}

extension Deployment {
    /// The one look-up without a credential: whose key is this?
    package func authenticate(keyHash: Bytea, on connection: Connection) throws -> Actor? {
        let rows = try connection.query(
            "SELECT id, kind, tenant_id, person_id, scopes FROM directory.credential_by_hash(\(keyHash))"
        )
        guard let row = rows.first else { return nil }
        var cursor = row.cursor()
        let id: UUID = try cursor.next()
        guard let kind = Actor.Kind(rawValue: try cursor.next()) else { return nil }
        let tenant: UUID? = try cursor.next()
        let person: UUID? = try cursor.next()
        return Actor(kind: kind, id: person, credentialID: id, tenantID: tenant, scopes: try cursor.next())
    }
}

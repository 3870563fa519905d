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

    /// For the doors alone: this one, and a tenant's that leads here within its own transaction.
    init(request: RequestContext, deployment: Deployment, now: Instant, connection: Connection) {
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
                if let credential = request.actor.credentialID { try transaction.admit(credential) }
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

    /// Unpredictable bytes for keys and tokens.
    package func random(_ count: Int) -> [UInt8] { Entropy.bytes(count) }

    package func query(_ sql: SQL) throws -> Rows { try connection.query(sql) }

    package func execute(_ sql: SQL) throws -> Int { try connection.execute(sql) }

    /// Does something and takes it back: what would become of it.
    func withoutTrace<Value>(_ body: () throws -> Value) throws -> Value {
        _ = try execute("SAVEPOINT rehearsal")
        let value = try body()
        _ = try execute("ROLLBACK TO SAVEPOINT rehearsal")
        return value
    }

    /// - Throws: `permission_missing` to whom no role over the firm as a whole allows it.
    package func require(_ permission: Permission) throws {
        guard permission.isOfFirm else { return }
        guard try permissions().contains(permission) else { throw DomainError.forbidden }
    }

    /// What the caller may do to the firm as a whole: a person by their grants, a key by its kind.
    package func permissions() throws -> Set<Permission> {
        let actor = request.actor
        guard let person = actor.personID else { return actor.permissions }
        let rows = try query(
            """
            SELECT g.role FROM directory.access_grant g WHERE g.person_id = \(person) AND g.tenant_id IS NULL
              AND \(AccessGrant.inForce(at: now))
            """
        )
        let allowed = try rows.reduce(into: Set<Permission>()) { allowed, row in
            guard let role = Role(rawValue: try row.column(0)) else { throw StoredValueUnknown() }
            allowed.formUnion(role.permissions)
        }
        return allowed.intersection(actor.permissions)
    }

    /// Whoever reaches over the firm, or may take on clients, is changed only by those who may take on clients: anybody else who
    /// may give them another address, device or key would become them.
    ///
    /// - Throws: `permission_missing`.
    func requireReach(over person: UUID) throws {
        let highest = Permission.manageTenants.roles
        let reaches: Bool? = try query(
            """
            SELECT EXISTS (SELECT FROM directory.access_grant g WHERE g.person_id = \(person)
              AND (g.tenant_id IS NULL OR g.role = ANY (\(highest))) AND (g.valid_until IS NULL OR g.valid_until > \(now)))
            """
        ).first?.column(0)
        if reaches == true { try require(.manageTenants) }
    }

    private func admit(_ credential: UUID) throws {
        let demand = request.demand
        _ = try query(
            "SELECT directory.admit_credential(\(credential), NULL, \(demand.secondFactor), \(demand.provenSeconds))"
        )
    }
}

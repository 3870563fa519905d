package import Foundation
package import Postgres

/// One caller before several tenants at once. A transaction never touches two of them: there is one for each, and only their
/// statements travel together. Whoever may not enter one (any more) gets nothing from it, and everything from the others.
package struct ManyTenants {
    /// BEGIN, the tenant, the question, COMMIT.
    private static let statementsEach = 4

    package let request: RequestContext
    package let deployment: Deployment
    private let connection: Connection

    package init(request: RequestContext, deployment: Deployment, connection: Connection) {
        self.request = request
        self.deployment = deployment
        self.connection = connection
    }

    /// The same question to each; a tenant that is closed to the caller is missing in the answer.
    package func read(
        _ tenants: [UUID],
        _ name: StaticString,
        _ question: (UUID) -> SQL
    ) throws -> [UUID: Rows] {
        var answers: [UUID: Rows] = [:]
        var rest = tenants[...]
        while !rest.isEmpty {
            let together = rest.prefix(Batch.statementsMax / ManyTenants.statementsEach)
            rest = rest.dropFirst(together.count)
            try answers.merge(readTogether(together, name, question)) { first, _ in first }
        }
        return answers
    }

    /// A transaction of one of them; nil where it is closed to the caller.
    package func run<Value>(_ tenant: UUID, _ body: (TenantTransaction) throws -> Value) throws -> Value? {
        do {
            return try TenantTransaction.run(
                tenant: tenant,
                request: request,
                deployment: deployment,
                on: connection,
                body
            )
        } catch let refusal as DomainError where refusal == .notFound || refusal == .forbidden {
            return nil
        }
    }

    /// Asks the directory, which is of none of them.
    func directory<Value>(_ body: (DirectoryTransaction) throws -> Value) throws -> Value {
        try DirectoryTransaction.run(request: request, deployment: deployment, on: connection, body)
    }

    private func readTogether(
        _ tenants: ArraySlice<UUID>,
        _ name: StaticString,
        _ question: (UUID) -> SQL
    ) throws -> [UUID: Rows] {
        var batch = Batch()
        var places: [Int] = []
        for tenant in tenants {
            entering(tenant).addEntrance(to: &batch)
            places.append(batch.add(name, question(tenant)))
            batch.add("commit", "COMMIT")
        }
        do {
            let rows = try connection.run(batch)
            return Dictionary(uniqueKeysWithValues: zip(tenants, places.map { rows[$0] }))
        } catch let error as PostgresError where error.kind == .server {
            // One of them is closed and took the others along.
            connection.rollback()
            return try tenants.reduce(into: [:]) { answers, tenant in
                answers[tenant] = try run(tenant) { try $0.query(question(tenant), name) }
            }
        }
    }

    private func entering(_ tenant: UUID) -> TenantTransaction {
        TenantTransaction(tenantID: tenant, request: request, deployment: deployment, connection: connection)
    }
}

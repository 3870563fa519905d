package import Foundation
package import Postgres
package import Switchyard

extension TenantFixture {
    package func request(as actor: Actor) -> RequestContext { RequestContext(actor: actor, requestID: UUID()) }

    /// One transaction of this tenant on a connection of its own: the worker's role for the worker, the API's for others.
    @discardableResult
    package func transaction<Value>(
        as actor: Actor,
        _ body: (TenantTransaction) throws -> Value
    ) throws -> Value {
        try database.withConnection(actor.kind == .worker ? .worker : .api) { connection in
            try transaction(as: actor, on: connection, body)
        }
    }

    @discardableResult
    package func transaction<Value>(
        as actor: Actor,
        on connection: Connection,
        _ body: (TenantTransaction) throws -> Value
    ) throws -> Value {
        try TenantTransaction.run(
            tenant: tenantID,
            request: request(as: actor),
            deployment: deployment,
            on: connection,
            body
        )
    }

    /// One transaction of the directory, as the operator's administrator unless said otherwise.
    @discardableResult
    package func directory<Value>(
        as actor: Actor? = nil,
        _ body: (DirectoryTransaction) throws -> Value
    ) throws -> Value {
        try database.withConnection(.api) { connection in
            try DirectoryTransaction.run(
                request: request(as: actor ?? operatorAdmin.actor),
                deployment: deployment,
                on: connection,
                body
            )
        }
    }

    /// What the tables hold, seen by the superuser: for checks, never for set-up.
    @discardableResult
    package func asAdmin<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        try database.withConnection(.admin, body)
    }

    /// Takes a customer's request in and answers the id of its case.
    package func openTicket(
        text: String = "My withdrawal has not arrived.",
        _ change: (inout CustomerRequest) -> Void = { _ in }
    ) throws -> UUID {
        var request = CustomerRequest(text: text)
        change(&request)
        return try receive(request).body.uuid("id")
    }

    /// Takes a customer's request in and answers what the sender would see.
    package func receive(_ request: CustomerRequest, key: IdempotencyKey? = nil) throws -> Answer {
        let parsed = try IntakeRequest(request.json)
        return try transaction(as: intake.actor) { tx in try Intake.receive(parsed, key: key, in: tx) }
    }
}

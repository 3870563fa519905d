package import Foundation
package import Postgres
package import Switchyard

/// What scheduled work may use: all tenants one after the other, the directory, the queue.
package struct ScheduleHands {
    package let queue: QueueSession
    let connection: Connection
    package let deployment: Deployment

    package init(queue: QueueSession, connection: Connection, deployment: Deployment) {
        self.queue = queue
        self.connection = connection
        self.deployment = deployment
    }

    private var request: RequestContext { RequestContext(actor: .worker, requestID: UUID()) }

    package func directory<Value>(_ body: (DirectoryTransaction) throws -> Value) throws -> Value {
        try DirectoryTransaction.run(request: request, deployment: deployment, on: connection, body)
    }

    package func tenant<Value>(_ tenant: UUID, _ body: (TenantTransaction) throws -> Value) throws -> Value {
        try TenantTransaction.run(tenant: tenant, request: request, deployment: deployment, on: connection, body)
    }

    package func activeTenants() throws -> [UUID] {
        try directory { try Tenant.all(in: $0) }.filter { $0.status == "active" }.map(\.id)
    }
}

package import Foundation
package import Logging
package import Postgres
package import Switchyard

/// What scheduled work may use: all tenants one after the other, the directory, the queue.
package struct ScheduleHands {
    package let queue: QueueSession
    let connection: Connection
    package let deployment: Deployment
    private let log: Logger

    package init(queue: QueueSession, connection: Connection, deployment: Deployment, log: Logger) {
        self.log = log
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
        try Tenant.every { after in try directory { try Tenant.page(after: after, in: $0) } }
            .filter { $0.status == .active }.map(\.id)
    }

    /// Something that somebody has to look at.
    func alarm(_ text: Logger.Message, _ details: [String: String]) {
        log.error(text, metadata: details.mapValues { .string($0) })
    }

    /// Something that somebody may want to know.
    func announce(_ text: Logger.Message, _ details: [String: String]) {
        log.notice(text, metadata: details.mapValues { .string($0) })
    }

    /// Does the work for each active tenant. One that was suspended meanwhile is passed over, and one whose work fails does
    /// not keep the others waiting: it is logged and counted.
    package func eachTenant(_ work: (UUID) throws -> Void) throws -> Int {
        var failed = 0
        for tenant in try activeTenants() {
            do {
                try work(tenant)
            } catch let error as DomainError where error.code == .notFound {
                continue
            } catch {
                if isFailureOfStore(error) { throw error }
                log.error("scheduled work of a tenant failed", metadata: ["tenant": "\(tenant)", "cause": "\(error)"])
                failed += 1
            }
        }
        return failed
    }
}

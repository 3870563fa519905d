package import Foundation
package import Postgres
package import Switchyard

/// The one hop from async to blocking: work runs on a thread of the pool that owns its connection.
package struct Database: Sendable {
    package let pool: Pool
    package let deployment: Deployment

    package init(pool: Pool, deployment: Deployment) {
        self.pool = pool
        self.deployment = deployment
    }

    /// One transaction of one tenant.
    package func transaction<Value: Sendable>(
        _ tenant: UUID,
        _ request: RequestContext,
        _ body: @escaping @Sendable (TenantTransaction) throws -> Value
    ) async throws -> Value {
        try await onConnection { connection in
            try TenantTransaction.run(
                tenant: tenant,
                request: request,
                deployment: deployment,
                on: connection,
                body
            )
        }
    }

    /// One transaction of the directory.
    package func directory<Value: Sendable>(
        _ request: RequestContext,
        _ body: @escaping @Sendable (DirectoryTransaction) throws -> Value
    ) async throws -> Value {
        try await onConnection { connection in
            try DirectoryTransaction.run(request: request, deployment: deployment, on: connection, body)
        }
    }

    /// For look-ups before anybody is known: whose key, whose address.
    package func onConnection<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.submit { lent in
                continuation.resume(with: Result { try body(lent.get()) })
            }
        }
    }
}

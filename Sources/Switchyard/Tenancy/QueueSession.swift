package import BusinessTime
import Foundation
package import Postgres

/// The door to the queue: claims, timers, rescue and schedules over all tenants, and nothing but the queue tables
/// (`spec/queue.md`, Tables). Every act is one flush that commits by itself. Not Sendable: it stays on the lane, or
/// under the lock, that opened it.
package final class QueueSession {
    /// Without a tenant the worker's role would see no row at all and never say so.
    package static let roleName = "switchyard_dispatcher"

    private let connection: Connection
    private let clock: TestClock?

    private init(connection: Connection, clock: TestClock?) {
        self.connection = connection
        self.clock = clock
    }

    package static func open(_ settings: ConnectionSettings, deployment: Deployment) throws -> QueueSession {
        try open(on: Connection(settings), deployment: deployment)
    }

    package static func open(on connection: Connection, deployment: Deployment) throws -> QueueSession {
        try open(on: connection, clock: deployment.clock)
    }

    static func open(on connection: Connection, clock: TestClock?) throws -> QueueSession {
        let role: String? = try connection.query("SELECT current_user::text").first?.column(0)
        guard role == roleName else { throw QueueRoleWrong(role: role ?? "") }
        return QueueSession(connection: connection, clock: clock)
    }

    /// The database's clock as a piece of SQL; tests put their own in its place.
    var now: SQL {
        guard let clock else { return "now()" }
        return "\(clock.now)::timestamptz"
    }

    package func currentTime() throws -> Instant {
        if let clock { return clock.now }
        guard let row = try query("SELECT now()").first else { throw StoredValueUnknown() }
        return try row.column(0)
    }

    func query(_ sql: SQL) throws -> Rows { try connection.query(sql) }

    /// In one flush, and outside any transaction block: all of it happens or none.
    func run(_ batch: Batch) throws -> [Rows] { try connection.run(batch) }

    @discardableResult
    func execute(_ sql: SQL) throws -> Int { try connection.execute(sql) }
}

/// The queue was to be reached with a role that cannot see it.
package struct QueueRoleWrong: Error, Sendable, CustomStringConvertible {
    package let role: String

    package var description: String {
        "the queue is reached as \(QueueSession.roleName), and this connection is \(role)"
    }
}

package import BusinessTime
package import Foundation
import Postgres

/// How much work of a kind there is.
package struct JobTally: Sendable, Hashable {
    package static let rowsMax = 1_000

    package let tenantID: UUID
    package let kind: String
    package let ready: Int
    package let waiting: Int
    /// Waiting for their turn behind others of their order.
    package let blocked: Int
    package let running: Int
    package let dead: Int
    /// Since when the oldest ready job has been due.
    package let oldestReady: Instant?

    /// Of one tenant, by kind.
    package static func all(in tx: TenantTransaction) throws -> [JobTally] {
        try tx.query(statement(at: "\(try tx.now)", limit: rowsMax), "job tallies").map(JobTally.init(from:))
    }

    /// Over all tenants, for whom a role over the firm allows it.
    package static func all(in tx: DirectoryTransaction, limit: Int) throws -> [JobTally] {
        try tx.query(statement(at: "\(tx.now)", limit: limit)).map(JobTally.init(from:))
    }

    fileprivate init(from row: Row) throws {
        var cursor = row.cursor()
        tenantID = try cursor.next()
        kind = try cursor.next()
        ready = try cursor.next()
        waiting = try cursor.next()
        blocked = try cursor.next()
        running = try cursor.next()
        dead = try cursor.next()
        oldestReady = try cursor.next()
    }

    /// What has most ready first, of the tenant that was entered, or of all. Reads the whole queue: for people, not for loops.
    fileprivate static func statement(at now: SQL, limit: Int) -> SQL {
        """
        SELECT t.tenant_id, t.kind, t.ready, t.waiting, t.blocked, t.running, t.dead, t.oldest_ready
        FROM switchyard.job_tallies(\(now), \(min(limit, rowsMax))::int) t
        """
    }
}

extension QueueSession {
    /// Over all tenants, by tenant and kind.
    package func tallies(limit: Int) throws -> [JobTally] {
        try query(JobTally.statement(at: now, limit: limit)).map(JobTally.init(from:))
    }
}

package import BusinessTime
package import Foundation
import Postgres

/// Cases whose alarm has rung. Work of class A (`spec/queue.md`): no lease; the case's own lock is held while its steps are
/// taken, and a crash frees it with nothing done.
package enum DueCases {
    /// Cases of one transaction.
    package static let batchMax = 100

    package struct Due: Sendable, Hashable {
        package let ticketID: UUID
        package let wakeAt: Instant
    }

    /// Locks due cases, the longest waiting first, passing over those that somebody else is working on. `among` narrows it
    /// to known cases.
    package static func lock(limit: Int, among: [UUID]? = nil, in tx: TenantTransaction) throws -> [Due] {
        var condition: SQL = "t.tenant_id = \(tx.tenantID) AND t.wake_at <= \(try tx.now)"
        if let among { condition = "\(condition) AND t.ticket_id = ANY (\(among))" }
        let rows = try tx.query(
            """
            SELECT t.ticket_id, t.wake_at FROM switchyard.sla_timer t
            JOIN switchyard.ticket k ON k.tenant_id = t.tenant_id AND k.id = t.ticket_id
            WHERE \(condition) ORDER BY t.wake_at LIMIT \(min(limit, batchMax)) FOR UPDATE OF k SKIP LOCKED
            """,
            "lock due cases"
        )
        return try rows.map { row in
            var cursor = row.cursor()
            return Due(ticketID: try cursor.next(), wakeAt: try cursor.next())
        }
    }

    /// Derives the case anew under its lock and takes what is due; answers the steps taken. What another process did between
    /// its alarm and our lock is seen here, so nothing is done twice.
    package static func serve(_ due: Due, in tx: TenantTransaction) throws -> [String] {
        var file = try CaseFile.open(due.ticketID, in: tx)
        let before = file.stepsTaken
        _ = try file.takeDueSteps()
        let taken = file.stepsTaken.subtracting(before).map(\.step).sorted()
        try file.save()
        return taken
    }

    /// A case that cannot be served rings again later and lets its neighbours pass.
    package static func postpone(_ ticket: UUID, seconds: Int64, in tx: TenantTransaction) throws {
        tx.write(
            "postpone alarm",
            """
            UPDATE switchyard.sla_timer SET wake_at = \(try tx.now.adding(seconds: seconds))
            WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(ticket)
            """
        )
    }
}

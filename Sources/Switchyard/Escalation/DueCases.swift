package import BusinessTime
package import Foundation
import Postgres

/// Cases whose alarm has rung. Work of class A (`spec/queue.md`): no lease; the cases' own locks are held while their steps
/// are taken, and a crash frees them with nothing done.
package enum DueCases {
    /// Cases of one transaction.
    package static let batchMax = 500
    /// Entries of their logs together: a batch with long logs is a smaller one.
    package static let eventsMax = 20_000

    package struct Due {
        package let ticketID: UUID
        package let wakeAt: Instant
        /// A row that cannot be read is a failure of its own.
        let ticket: Result<Ticket, any Error>

        fileprivate var eventCount: Int { (try? ticket.get().eventCount) ?? 0 }
    }

    /// What was done for a case.
    package struct Taken: Sendable, Hashable {
        package let steps: [String]
        /// Clocks on which an alarm stands from now on.
        package let standingAlarms: Int
        /// Rungs on which nobody stood.
        package let nobodyFound: Int
    }

    /// One case after its turn: what was done, or why nothing could be done for it. What failed has written nothing and
    /// rings again later; its neighbours never notice.
    package struct Served {
        package let due: Due
        package let taken: Result<Taken, any Error>
    }

    /// Locks due cases, the longest waiting first, passing over those that somebody else is working on. `among` narrows it
    /// to known cases.
    package static func lock(limit: Int, among: [UUID]? = nil, in tx: TenantTransaction) throws -> [Due] {
        let tenant = tx.tenantID
        // Compared as a pair, so that only the tenant's own index fits: the other one leads through everybody's due timers.
        var condition: SQL =
            "t.tenant_id = \(tenant) AND (t.tenant_id, t.wake_at) <= (\(tenant), \(try tx.now)::timestamptz)"
        if let among { condition = "\(condition) AND t.ticket_id = ANY (\(among))" }
        let rows = try tx.query(
            """
            SELECT k.*, d.wake_at
            FROM (SELECT t.ticket_id, t.wake_at FROM switchyard.sla_timer t WHERE \(condition) ORDER BY t.wake_at) d
            CROSS JOIN LATERAL (SELECT \(Ticket.columns) FROM switchyard.ticket k
                WHERE k.tenant_id = \(tenant) AND k.id = d.ticket_id FOR UPDATE SKIP LOCKED) k
            LIMIT \(min(limit, batchMax))
            """,
            "lock due cases"
        )
        return try rows.map { row in
            Due(
                ticketID: try row.column(0),
                wakeAt: try row.column(row.columnCount - 1),
                ticket: Result { try Ticket(from: row) }
            )
        }
    }

    /// Derives the cases anew under their locks, takes what is due, and writes all of it together. What another process did
    /// between an alarm and our lock is seen here, so nothing is done twice. Answers those that were still due; those whose
    /// logs are too long for this batch are left for the next one.
    package static func serve(_ due: [Due], in tx: TenantTransaction) throws -> [Served] {
        var events = 0
        let batch = due.prefix { one in
            events += one.eventCount
            return events <= eventsMax || events == one.eventCount
        }
        let now = try tx.now
        var writes = CaseWrites()
        let opened = try CaseFile.open(locked: batch.map { ($0.ticketID, $0.ticket) }, in: tx)
        let served = try zip(batch, opened).compactMap { one, opened -> Served? in
            // Served by another process between its alarm and our lock.
            if case .success(let file) = opened.file, file.wakeAt.map({ $0 > now }) ?? true { return nil }
            return Served(due: one, taken: try takeSteps(of: opened.file, into: &writes))
        }
        writes.send(to: tx)
        return served
    }

    /// What the database refuses is no fault of the case: after it the transaction is lost.
    private static func takeSteps(
        of opened: Result<CaseFile, any Error>,
        into writes: inout CaseWrites
    ) throws -> Result<Taken, any Error> {
        do {
            var file = try opened.get()
            return .success(try writes.gather(&file, takeSteps))
        } catch let error as PostgresError where error.kind != .decoding {
            throw error
        } catch {
            return .failure(error)
        }
    }

    private static func takeSteps(of file: inout CaseFile) throws -> Taken {
        let before = file.stepsTaken
        _ = try file.takeDueSteps()
        let fresh = file.events[file.eventsStored...]
        let taken = Taken(
            steps: file.stepsTaken.subtracting(before).map(\.step).sorted(),
            standingAlarms: fresh.count { $0.kind == .standingAlarm },
            nobodyFound: fresh.count { $0.kind == .nobodyToNotify }
        )
        try file.finish()
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

import BusinessTime
import Foundation
import Postgres

/// Makes the facts of one tenant: one row per case, a whole business day at a time, in the tenant's zone, and the rows of
/// the changed cases' clocks (`spec/surveys-reports.md G1`, `G4`). A day is recomputed, never adjusted: deleted and inserted in one transaction, so
/// that a run that dies or comes twice changes nothing.
package enum RollUp {
    /// Days that one run recomputes.
    package static let daysMax = 200
    /// Changed and new cases that one run looks at.
    package static let casesMax = 5_000
    /// No transaction lives this long: a case whose number is lower than one already seen still comes into view.
    package static let overlapSeconds: Int64 = 900

    package struct Counts: Sendable, Hashable {
        package let days: Int
        /// False: there is more to do, run again.
        package let isDone: Bool
    }

    /// One run. Two at once for one tenant follow each other, by the lock on its mark.
    package static func runOnce(in tx: TenantTransaction) throws -> Counts {
        let now = try tx.now
        let zone = try tx.settings().zone
        let days = try DayBoundaries(zone: zone)
        let since = try lockMark(zone: zone, in: tx)
        let sweep = try CycleFactSweep.begin(isFirst: since == .distantPast, in: tx)
        let stale = try staleCases(in: tx)
        let fresh = try openedWithoutFact(since: since, in: tx)

        let dates = Set((stale + fresh).map { days.date(at: $0.openedAt) })
        let chosen = Set(dates.sorted().prefix(daysMax))
        for date in chosen.sorted() { try recompute(date, days: days, in: tx) }
        let taken = (stale + fresh).filter { chosen.contains(days.date(at: $0.openedAt)) }
        try CycleFacts.remake(Array(Set(taken.map(\.id))), sweep.basis, in: tx)
        forget(stale.filter { chosen.contains(days.date(at: $0.openedAt)) }, in: tx)

        let isSwept = try sweep.runOnce(in: tx)
        let isDone = chosen.count == dates.count && stale.count < casesMax && fresh.count < casesMax && isSwept
        if isDone {
            tx.write(
                "move mark",
                "UPDATE switchyard.roll_up_mark SET seen_until = \(now) WHERE tenant_id = \(tx.tenantID)"
            )
        }
        return Counts(days: chosen.count, isDone: isDone)
    }

    /// From when on new cases have to be looked at. A tenant that moved to another zone begins again: its days are others.
    private static func lockMark(zone: String, in tx: TenantTransaction) throws -> Instant {
        tx.write(
            "make mark",
            """
            INSERT INTO switchyard.roll_up_mark (tenant_id, zone, seen_until)
            VALUES (\(tx.tenantID), \(zone), \(Instant.distantPast)) ON CONFLICT (tenant_id) DO NOTHING
            """
        )
        let rows = try tx.query(
            "SELECT zone, seen_until FROM switchyard.roll_up_mark WHERE tenant_id = \(tx.tenantID) FOR UPDATE",
            "lock mark"
        )
        guard let row = rows.first else { return .distantPast }
        var cursor = row.cursor()
        guard try cursor.next(String.self) != zone else { return try cursor.next() }
        tx.write("drop facts", "DELETE FROM switchyard.fact_case WHERE tenant_id = \(tx.tenantID)")
        tx.write(
            "restart mark",
            """
            UPDATE switchyard.roll_up_mark SET zone = \(zone), seen_until = \(Instant.distantPast)
            WHERE tenant_id = \(tx.tenantID)
            """
        )
        return .distantPast
    }

    /// A case whose facts are to be made: as it was when it was noticed.
    private struct NoticedCase {
        let id: UUID
        let revision: Int64
        let openedAt: Instant

        init(from row: Row) throws {
            var cursor = row.cursor()
            id = try cursor.next()
            revision = try cursor.next()
            openedAt = try cursor.next()
        }
    }

    private static func staleCases(in tx: TenantTransaction) throws -> [NoticedCase] {
        let rows = try tx.query(
            """
            SELECT s.ticket_id, s.case_revision, k.occurred_at FROM switchyard.fact_stale s
            JOIN switchyard.ticket k ON k.tenant_id = s.tenant_id AND k.id = s.ticket_id
            WHERE s.tenant_id = \(tx.tenantID) LIMIT \(casesMax)
            """,
            "stale cases"
        )
        return try rows.map(NoticedCase.init(from:))
    }

    private static func openedWithoutFact(since: Instant, in tx: TenantTransaction) throws -> [NoticedCase] {
        let rows = try tx.query(
            """
            SELECT k.id, k.revision, k.occurred_at FROM switchyard.ticket k
            WHERE k.tenant_id = \(tx.tenantID) AND k.created_at >= \(since.adding(seconds: -overlapSeconds))
              AND NOT EXISTS (SELECT FROM switchyard.fact_case f WHERE f.tenant_id = k.tenant_id AND f.ticket_id = k.id)
            LIMIT \(casesMax)
            """,
            "cases without fact"
        )
        return try rows.map(NoticedCase.init(from:))
    }

    private static func recompute(_ date: CivilDate, days: DayBoundaries, in tx: TenantTransaction) throws {
        tx.write(
            "clear day",
            """
            DELETE FROM switchyard.fact_case WHERE tenant_id = \(tx.tenantID) AND business_date = \(date.stored)
            """
        )
        tx.write("make day", CaseFacts.insert(date, in: days.range(of: date), tenant: tx.tenantID, now: try tx.now))
    }

    /// Only the revisions that were read: what came meanwhile stays for the next run.
    private static func forget(_ cases: [NoticedCase], in tx: TenantTransaction) {
        guard !cases.isEmpty else { return }
        tx.write(
            "forget stale",
            """
            DELETE FROM switchyard.fact_stale s USING unnest(\(cases.map(\.id)), \(cases.map(\.revision))) AS seen (id, revision)
            WHERE s.tenant_id = \(tx.tenantID) AND s.ticket_id = seen.id AND s.case_revision = seen.revision
            """
        )
    }
}

extension CivilDate {
    /// As PostgreSQL's `date`.
    var stored: DayNumber { DayNumber(daysSinceEpoch: Int32(clamping: dayNumber)) }
}

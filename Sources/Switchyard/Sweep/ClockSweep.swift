package import BusinessTime
package import Foundation
import Postgres

/// Carries a published version of a calendar, or of the policies when it comes into force, to the cases whose clocks run:
/// each is derived again under its lock, a batch a transaction, and nothing is done twice because nothing is decided here
/// (`spec/sla.md` C1, C3, S5).
///
/// Until the sweep has passed a case its alarm stands where it stood. An alarm that is too early derives the case again and
/// fires nothing. A deadline that moves earlier is noticed when the sweep comes by; it lies at or after `effective_from`,
/// because the open time before that is the same in both versions. So a step is late by at most the time from
/// `effective_from` to the end of the sweep, and by nothing when the version is published that much ahead.
package enum ClockSweep {
    /// Cases of one transaction: how long their locks are held.
    package static let casesMax = 250
    /// Entries of their logs, which bounds memory where logs are long.
    static let eventsMax = 20_000
    /// Cases remembered because somebody else held them; beyond it the sweep waits.
    static let passedOverMax = 1_000
    static let passedOverSeconds: Int64 = 1
    /// No transaction that changes a case lives this long (`idle_in_transaction_session_timeout`, `statement_timeout`): one
    /// that knew only the older version has committed by then, and is looked at again.
    package static let settleSeconds: Int64 = 60

    package enum Progress: Sendable, Hashable {
        case more
        case later(Instant)
        case finished
    }

    /// Begins in the transaction that publishes the version, and walks from `start` on: when it is known, or in force.
    static func start(_ version: UUID, from start: Instant, in tx: TenantTransaction) throws {
        tx.write(
            "start sweep",
            """
            INSERT INTO switchyard.clock_sweep (tenant_id, id, phase, seen_until, passed_over, cases_seen, cases_moved,
                cases_failed, started_at)
            VALUES (\(tx.tenantID), \(version), 'walk', \(UUID.lowest), \([UUID]()), 0, 0, 0, \(start))
            """
        )
        try tx.enqueue(JobDraft(kind: .sweepClocks, subjectID: version, runAt: start, dedupKey: version.text))
    }

    /// One batch. Safe to run again at any point: the row says how far the sweep has come.
    package static func runOnce(_ version: UUID, limit: Int = casesMax, in tx: TenantTransaction) throws -> Progress {
        var sweep = try SweepRow.lock(version, in: tx)
        if sweep.phase == .done { return .finished }
        if sweep.isSuperseded {
            sweep.phase = .done
            try sweep.write(in: tx)
            return .finished
        }
        let now = try tx.now
        if sweep.phase == .settle, now < sweep.settlesAt { return .later(sweep.settlesAt) }
        let batch = try nextBatch(sweep, limit: min(max(limit, 1), casesMax), in: tx)
        let progress = sweep.take(batch, try RederivedBatch(batch.ids, in: tx), now: now)
        try sweep.write(in: tx)
        return progress
    }

    private static func nextBatch(_ sweep: SweepRow, limit: Int, in tx: TenantTransaction) throws -> SweepBatch {
        let passedOver = Array(sweep.passedOver.prefix(limit))
        guard sweep.passedOver.count <= passedOverMax else { return .again(passedOver) }
        let rows = try tx.query(candidates(sweep, limit: limit, tenant: tx.tenantID), "cases to sweep")
        if rows.isEmpty, !passedOver.isEmpty { return .again(passedOver) }
        var ids: [UUID] = []
        var events = 0
        for row in rows {
            var cursor = row.cursor()
            let id: UUID = try cursor.next()
            events += try cursor.next(Int.self)
            if events > eventsMax, !ids.isEmpty { return .walked(ids, isLast: false) }
            ids.append(id)
        }
        return .walked(ids, isLast: ids.count < limit)
    }

    /// Open cases, and those resolved since the publication by somebody who did not know of it yet.
    private static func candidates(_ sweep: SweepRow, limit: Int, tenant: UUID) -> SQL {
        let recently: SQL =
            switch sweep.phase {
            case .walk, .done: ""
            case .settle: "AND k.updated_at >= \(sweep.startedAt.adding(seconds: -settleSeconds))"
            }
        return """
            SELECT c.id, c.event_count FROM (
                (SELECT k.id, k.event_count FROM switchyard.ticket k
                 WHERE k.tenant_id = \(tenant) AND k.resolved_at IS NULL AND k.id > \(sweep.seenUntil) \(recently)
                 ORDER BY k.id LIMIT \(limit))
                UNION ALL
                (SELECT k.id, k.event_count FROM switchyard.ticket k
                 WHERE k.tenant_id = \(tenant) AND k.resolved_at >= \(sweep.startedAt) AND k.id > \(sweep.seenUntil)
                 ORDER BY k.id LIMIT \(limit))) c
            ORDER BY c.id LIMIT \(limit)
            """
    }
}

/// The cases of one run.
enum SweepBatch {
    /// The next in the order of their ids; the last ones where nothing comes after them.
    case walked([UUID], isLast: Bool)
    /// Once more those that somebody held.
    case again([UUID])

    var ids: [UUID] {
        switch self {
        case .walked(let ids, _), .again(let ids): ids
        }
    }
}

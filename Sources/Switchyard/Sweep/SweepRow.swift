import BusinessTime
import Foundation
import Postgres

/// How far a sweep has come, as its row holds it.
struct SweepRow {
    enum Phase: String, CaseIterable {
        /// All cases whose clocks run.
        case walk
        /// Once more those that were changed around the publication.
        case settle
        case done
    }

    let version: UUID
    /// When the version became known (a calendar) or came into force (policies).
    let startedAt: Instant
    /// A later version of the same line is under way and does all that this one would.
    let isSuperseded: Bool
    var phase: Phase
    private(set) var seenUntil: UUID
    private(set) var passedOver: [UUID]
    private var seen: Int64
    private var moved: Int64
    private var failed: Int64

    static func lock(_ version: UUID, in tx: TenantTransaction) throws -> SweepRow {
        let rows = try tx.query(
            """
            SELECT s.started_at, s.phase, s.seen_until, s.passed_over, s.cases_seen, s.cases_moved, s.cases_failed,
                EXISTS (SELECT FROM switchyard.setting_version w
                    JOIN switchyard.clock_sweep n ON n.tenant_id = w.tenant_id AND n.id = w.id
                    WHERE w.tenant_id = v.tenant_id AND w.kind = v.kind AND w.line = v.line AND w.version > v.version
                      AND n.started_at >= s.started_at AND n.started_at <= \(try tx.now))
            FROM switchyard.clock_sweep s
            JOIN switchyard.setting_version v ON v.tenant_id = s.tenant_id AND v.id = s.id
            WHERE s.tenant_id = \(tx.tenantID) AND s.id = \(version) FOR UPDATE OF s
            """,
            "lock sweep"
        )
        guard let row = rows.first else { throw DomainError.notFound }
        return try SweepRow(version, row)
    }

    private init(_ version: UUID, _ row: Row) throws {
        var cursor = row.cursor()
        self.version = version
        startedAt = try cursor.next()
        guard let phase = Phase(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.phase = phase
        seenUntil = try cursor.next()
        passedOver = try cursor.next()
        seen = try cursor.next()
        moved = try cursor.next()
        failed = try cursor.next()
        isSuperseded = try cursor.next()
    }

    /// What the batch did, and where the next run goes on.
    mutating func take(_ batch: SweepBatch, _ result: RederivedBatch, now: Instant) -> ClockSweep.Progress {
        moved += Int64(result.moved)
        failed += Int64(result.failed)
        switch batch {
        case .walked(let ids, let isLast):
            if phase == .walk { seen += Int64(ids.count) }
            if let last = ids.last { seenUntil = last }
            passedOver += result.held
            return isLast && passedOver.isEmpty ? nextPhase(now: now) : .more
        case .again(let ids):
            // Those still held go to the end, so that the others have their turn.
            passedOver = passedOver.filter { !ids.contains($0) } + result.held
            return passedOver.isEmpty ? .more : .later(now.adding(seconds: ClockSweep.passedOverSeconds))
        }
    }

    private mutating func nextPhase(now: Instant) -> ClockSweep.Progress {
        switch phase {
        case .walk:
            phase = .settle
            seenUntil = .lowest
            return now < settlesAt ? .later(settlesAt) : .more
        case .settle, .done:
            phase = .done
            return .finished
        }
    }

    var settlesAt: Instant { startedAt.adding(seconds: ClockSweep.settleSeconds) }

    func write(in tx: TenantTransaction) throws {
        tx.write(
            "write sweep",
            """
            UPDATE switchyard.clock_sweep SET phase = \(phase.rawValue), seen_until = \(seenUntil),
                passed_over = \(passedOver), cases_seen = \(seen), cases_moved = \(moved), cases_failed = \(failed),
                finished_at = \(phase == .done ? try tx.now : nil)
            WHERE tenant_id = \(tx.tenantID) AND id = \(version)
            """
        )
    }
}

import BusinessTime
import Foundation
import Postgres

/// What the facts of clocks are made for, and how far cases have been gone through again after that became something else:
/// all of them when a contract names other thresholds or reports are restated, those with a clock that runs when a calendar is published. Facts that
/// are there stay in use meanwhile; the report says that more are to come.
struct CycleFactSweep {
    /// Cases that one run goes through.
    static let casesMax = 5_000

    let basis: FactBasis
    /// When the newest calendar was published that this transaction knows; nil before the first.
    private let calendarsUntil: Instant?
    /// What is still to be gone through; nil when nothing is.
    private let walk: Walk?

    /// A walk through the cases, standing behind the one it saw last.
    private struct Walk {
        let isOfRunning: Bool
        var createdAt: Instant
        var id: UUID

        /// Before every case.
        static func start(ofRunning: Bool) -> Walk {
            Walk(isOfRunning: ofRunning, createdAt: .distantPast, id: .lowest)
        }
    }

    /// - Parameter isFirst: no case has facts yet, so that each comes as a new one and none has to be gone through.
    static func begin(isFirst: Bool, in tx: TenantTransaction) throws -> CycleFactSweep {
        let basis = try FactBasis.load(in: tx)
        let calendarsUntil = try tx.settings().calendarsPublishedUntil
        let rows = try tx.query(
            """
            SELECT thresholds, revision, calendars_until, running_only, swept_created_at, swept_id
            FROM switchyard.fact_cycle_sweep WHERE tenant_id = \(tx.tenantID)
            """,
            "cycle fact sweep"
        )
        let known = try rows.first.map(KnownSweep.init(from:))
        let hasSameBasis =
            known.map { $0.thresholds == basis.thresholds.text && $0.revision == basis.revision } ?? false
        let walk: Walk?
        if let known, hasSameBasis, known.calendarsUntil == calendarsUntil {
            return CycleFactSweep(basis: basis, calendarsUntil: calendarsUntil, walk: known.walk)
        } else if hasSameBasis, known?.walk?.isOfRunning != false {
            walk = .start(ofRunning: true)
        } else {
            walk = isFirst ? nil : .start(ofRunning: false)
        }
        let sweep = CycleFactSweep(basis: basis, calendarsUntil: calendarsUntil, walk: walk)
        sweep.move(to: walk, in: tx)
        return sweep
    }

    private struct KnownSweep {
        let thresholds: String
        let revision: Int
        let calendarsUntil: Instant?
        let walk: Walk?

        init(from row: Row) throws {
            var cursor = row.cursor()
            thresholds = try cursor.next()
            revision = try cursor.next()
            calendarsUntil = try cursor.next()
            let isOfRunning = try cursor.next(Bool?.self) ?? false
            let createdAt: Instant? = try cursor.next()
            let id: UUID? = try cursor.next()
            walk = createdAt.flatMap { at in id.map { Walk(isOfRunning: isOfRunning, createdAt: at, id: $0) } }
        }
    }

    /// True when there is nothing more to go through.
    func runOnce(in tx: TenantTransaction) throws -> Bool {
        guard var walk else { return true }
        let rows = try tx.query(CycleFactSweep.next(walk, tenant: tx.tenantID), "cases to sweep")
        var cases: [UUID] = []
        for row in rows {
            walk.createdAt = try row.column(0)
            walk.id = try row.column(1)
            cases.append(walk.id)
        }
        try CycleFacts.remake(cases, basis, in: tx)
        let isDone = cases.count < CycleFactSweep.casesMax
        move(to: isDone ? nil : walk, in: tx)
        return isDone
    }

    /// All cases go by their creation, which has an index; those with a clock that runs by their id.
    private static func next(_ walk: Walk, tenant: UUID) -> SQL {
        if walk.isOfRunning {
            return """
                SELECT DISTINCT \(walk.createdAt)::timestamptz, f.ticket_id FROM switchyard.fact_cycle f
                WHERE f.tenant_id = \(tenant) AND f.outcome = 'running' AND f.ticket_id > \(walk.id)
                ORDER BY f.ticket_id LIMIT \(casesMax)
                """
        }
        return """
            SELECT k.created_at, k.id FROM switchyard.ticket k
            WHERE k.tenant_id = \(tenant) AND (k.created_at, k.id) > (\(walk.createdAt), \(walk.id))
            ORDER BY k.created_at, k.id LIMIT \(casesMax)
            """
    }

    private func move(to walk: Walk?, in tx: TenantTransaction) {
        tx.write(
            "move cycle fact sweep",
            """
            INSERT INTO switchyard.fact_cycle_sweep (tenant_id, thresholds, revision, calendars_until, running_only,
                swept_created_at, swept_id)
            VALUES (\(tx.tenantID), \(basis.thresholds.text), \(basis.revision), \(calendarsUntil), \(walk?.isOfRunning), \(walk?.createdAt),
                \(walk?.id))
            ON CONFLICT (tenant_id) DO UPDATE SET thresholds = excluded.thresholds,
                revision = excluded.revision, calendars_until = excluded.calendars_until, running_only = excluded.running_only,
                swept_created_at = excluded.swept_created_at, swept_id = excluded.swept_id
            """
        )
    }
}

extension TenantSettings {
    /// When the newest version of any calendar was published; nil where there is none.
    fileprivate var calendarsPublishedUntil: Instant? {
        calendars.values.compactMap { calendar in
            calendar.line(caseRecordedAt: .distantPast).publications(after: .distantPast).last
        }.max()
    }
}

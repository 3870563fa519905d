import BusinessTime
import Foundation
import Postgres

/// Which thresholds the facts of clocks are made for, and, after a contract named other ones, how far the tenant's cases have
/// been gone through again. Facts that are there stay in use meanwhile; the report says that more are to come.
struct CycleFactSweep {
    /// Cases that one run goes through.
    static let casesMax = 5_000

    let thresholds: ContractThresholds
    /// The last case that was gone through; nil when all were.
    private let position: Position?

    private struct Position {
        let createdAt: Instant
        let id: UUID

        /// Before every case, whatever its id.
        static let start = Position(
            createdAt: .distantPast,
            id: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        )
    }

    /// - Parameter isFirst: no case has facts yet, so that each comes as a new one and none has to be gone through.
    static func begin(isFirst: Bool, in tx: TenantTransaction) throws -> CycleFactSweep {
        let thresholds = try ServiceLevelTermsLine.load(in: tx).thresholds
        let rows = try tx.query(
            """
            SELECT thresholds, swept_created_at, swept_id FROM switchyard.fact_cycle_sweep
            WHERE tenant_id = \(tx.tenantID)
            """,
            "cycle fact sweep"
        )
        if let row = rows.first {
            var cursor = row.cursor()
            if try cursor.next(String.self) == thresholds.text {
                let createdAt: Instant? = try cursor.next()
                let id: UUID? = try cursor.next()
                let position = createdAt.flatMap { at in id.map { Position(createdAt: at, id: $0) } }
                return CycleFactSweep(thresholds: thresholds, position: position)
            }
        }
        let sweep = CycleFactSweep(thresholds: thresholds, position: isFirst ? nil : .start)
        sweep.move(to: sweep.position, in: tx)
        return sweep
    }

    /// True when there is nothing more to go through.
    func runOnce(in tx: TenantTransaction) throws -> Bool {
        guard let position else { return true }
        let rows = try tx.query(
            """
            SELECT k.created_at, k.id FROM switchyard.ticket k
            WHERE k.tenant_id = \(tx.tenantID) AND (k.created_at, k.id) > (\(position.createdAt), \(position.id))
            ORDER BY k.created_at, k.id LIMIT \(CycleFactSweep.casesMax)
            """,
            "cases to sweep"
        )
        let cases = try rows.map { row in Position(createdAt: try row.column(0), id: try row.column(1)) }
        try CycleFacts.remake(cases.map(\.id), thresholds: thresholds, in: tx)
        let isDone = cases.count < CycleFactSweep.casesMax
        move(to: isDone ? nil : cases.last, in: tx)
        return isDone
    }

    private func move(to position: Position?, in tx: TenantTransaction) {
        tx.write(
            "move cycle fact sweep",
            """
            INSERT INTO switchyard.fact_cycle_sweep (tenant_id, thresholds, swept_created_at, swept_id)
            VALUES (\(tx.tenantID), \(thresholds.text), \(position?.createdAt), \(position?.id))
            ON CONFLICT (tenant_id) DO UPDATE SET thresholds = excluded.thresholds,
                swept_created_at = excluded.swept_created_at, swept_id = excluded.swept_id
            """
        )
    }
}

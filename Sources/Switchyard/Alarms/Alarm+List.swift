package import BusinessTime
package import Foundation
import Postgres

extension Alarm {
    package static let pageMax = 100

    package enum State: String, CaseIterable, Sendable {
        case open
        /// What it told of is over; kept for a while.
        case ended
    }

    /// Newest first; one more than `limit` where there are more.
    package static func page(
        state: State?,
        before cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Alarm] {
        let before: SQL = cursor.map { "AND (a.raised_at, a.id) < (\($0.at), \($0.id))" } ?? ""
        return try tx.query(
            """
            SELECT \(columns) FROM switchyard.alarm a WHERE a.tenant_id = \(tx.tenantID) \(state?.condition ?? "") \(before)
            ORDER BY a.raised_at DESC, a.id DESC LIMIT \(min(limit, pageMax) + 1)
            """,
            "alarms"
        ).map(Alarm.init(from:))
    }
}

extension Alarm.State {
    fileprivate var condition: SQL {
        switch self {
        case .open: "AND a.ended_at IS NULL"
        case .ended: "AND a.ended_at IS NOT NULL"
        }
    }
}

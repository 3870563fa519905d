package import BusinessTime
package import Foundation
import Postgres

/// What became of the events that a subscription was told of. Kept for `Retention.eventDeliverySeconds`; of a receiver's answers
/// nothing is kept but the status.
package enum DeliveryLog {
    /// One event on its way to one subscription; its id is the `webhook-id`.
    package struct Entry: Sendable {
        package let id: UUID
        package let type: String
        package let ticketID: UUID?
        package let state: DeliveryState
        /// How the last attempt ended, or why there was none.
        package let code: String?
        package let createdAt: Instant
        /// Nil while it will be tried again.
        package let concludedAt: Instant?
        package let attempts: Int
        package let last: Attempt?
    }

    package struct Attempt: Sendable {
        package let at: Instant
        package let code: String
        /// Nil where there was no answer.
        package let httpStatus: Int?
        package let durationMilliseconds: Int
    }

    /// Attempts of one delivery that are shown, newest first.
    package static let attemptsMax = 100

    /// Newest first; one more than asked for when there are more.
    package static func page(
        of subscription: UUID,
        state: DeliveryState?,
        before cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Entry] {
        let inState: SQL = state.map { "AND d.state = \($0.rawValue)" } ?? ""
        let before: SQL = cursor.map { "AND (d.created_at, d.id) < (\($0.at), \($0.id))" } ?? ""
        return try entries(
            "AND d.subscription_id = \(subscription) \(inState) \(before) ORDER BY d.created_at DESC, d.id DESC LIMIT \(limit + 1)",
            in: tx
        )
    }

    package static func find(_ id: UUID, of subscription: UUID, in tx: TenantTransaction) throws -> Entry {
        let found = try entries("AND d.subscription_id = \(subscription) AND d.id = \(id)", in: tx)
        guard let entry = found.first else { throw DomainError.notFound }
        return entry
    }

    /// Newest first.
    package static func attempts(of delivery: UUID, in tx: TenantTransaction) throws -> [Attempt] {
        try tx.query(
            """
            SELECT a.at, a.code, a.http_status, a.duration_ms FROM switchyard.delivery_attempt a
            WHERE a.tenant_id = \(tx.tenantID) AND a.delivery_id = \(delivery) ORDER BY a.id DESC LIMIT \(attemptsMax)
            """,
            "attempts of delivery"
        ).map { row in
            var cursor = row.cursor()
            return try Attempt(&cursor)
        }
    }

    /// When it is tried next; nil where it is not, or is being tried now.
    package static func nextAttempt(of delivery: UUID, in tx: TenantTransaction) throws -> Instant? {
        try tx.query(
            """
            SELECT j.run_at FROM switchyard.job j WHERE j.tenant_id = \(tx.tenantID)
                AND j.kind = \(JobKind.deliverEvent.rawValue) AND j.dedup_key = \(delivery.text) AND j.worker_id IS NULL
            """,
            "next attempt"
        ).first?.column(0)
    }

    private static func entries(_ condition: SQL, in tx: TenantTransaction) throws -> [Entry] {
        try tx.query(
            """
            SELECT d.id, d.event_type, d.ticket_id, d.state, d.code, d.created_at, d.concluded_at,
                (SELECT count(*) FROM switchyard.delivery_attempt n WHERE n.tenant_id = \(tx.tenantID) AND n.delivery_id = d.id),
                a.at, a.code, a.http_status, a.duration_ms
            FROM switchyard.delivery d LEFT JOIN LATERAL (
                SELECT x.at, x.code, x.http_status, x.duration_ms FROM switchyard.delivery_attempt x
                WHERE x.tenant_id = \(tx.tenantID) AND x.delivery_id = d.id ORDER BY x.id DESC LIMIT 1) a ON true
            WHERE d.tenant_id = \(tx.tenantID) \(condition)
            """,
            "delivery log"
        ).map(Entry.init(from:))
    }
}

extension DeliveryLog.Entry {
    fileprivate init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        type = try cursor.next()
        ticketID = try cursor.next()
        guard let state = DeliveryState(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.state = state
        code = try cursor.next()
        createdAt = try cursor.next()
        concludedAt = try cursor.next()
        attempts = Int(try cursor.next(Int64.self))
        last = attempts > 0 ? try DeliveryLog.Attempt(&cursor) : nil
    }
}

extension DeliveryLog.Attempt {
    fileprivate init(_ cursor: inout RowCursor) throws {
        at = try cursor.next()
        code = try cursor.next()
        httpStatus = try cursor.next(Int16?.self).map(Int.init)
        durationMilliseconds = Int(try cursor.next(Int32.self))
    }
}

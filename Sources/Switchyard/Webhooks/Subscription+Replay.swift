package import BusinessTime
package import Foundation
import Postgres

extension Subscription {
    /// Deliveries that one act sends again; the rest waits for the next.
    package static let replayMax = 1_000

    /// What an act sent again.
    package struct Replayed: Sendable, Hashable {
        package let deliveries: Int
        /// As many as one act takes were found, so there may be more.
        package let mayHaveMore: Bool
    }

    /// Sends an event again, under its own id, so that a receiver that knows it can tell; one that waits for its next attempt
    /// has it now. Doing so twice sends it once, as long as it has not been tried.
    ///
    /// - Throws: `subscription_disabled`, `not_found`.
    package static func replay(_ delivery: UUID, of id: UUID, in tx: TenantTransaction) throws {
        try requireEnabled(id, in: tx)
        let rows = try tx.query(
            """
            SELECT d.concluded_at IS NULL FROM switchyard.delivery d
            WHERE d.tenant_id = \(tx.tenantID) AND d.subscription_id = \(id) AND d.id = \(delivery) FOR UPDATE
            """,
            "delivery to replay"
        )
        guard let isOpen: Bool = try rows.first?.column(0) else { throw DomainError.notFound }
        if isOpen {
            try hurry(delivery, in: tx)
        } else {
            tx.write(
                "reopen delivery",
                """
                UPDATE switchyard.delivery SET state = \(DeliveryState.pending.rawValue), concluded_at = NULL
                WHERE tenant_id = \(tx.tenantID) AND id = \(delivery)
                """
            )
            try tx.enqueue(.sending(event: delivery, at: tx.now))
        }
        try tx.recordAct(.deliveryReplayed, subject: delivery)
    }

    /// Sends all again that failed since an instant, oldest first; tests are not.
    package static func replayFailed(since instant: Instant, of id: UUID, in tx: TenantTransaction) throws -> Replayed {
        try requireEnabled(id, in: tx)
        let rows = try tx.query(
            """
            WITH failed AS MATERIALIZED (SELECT d.id FROM switchyard.delivery d
                WHERE d.tenant_id = \(tx.tenantID) AND d.subscription_id = \(id)
                    AND d.state IN (\(DeliveryState.rejected.rawValue), \(DeliveryState.unknown.rawValue))
                    AND d.created_at >= \(instant) AND d.concluded_at IS NOT NULL
                    AND d.event_type <> \(WebhookEvent.test.rawValue)
                ORDER BY d.created_at, d.id LIMIT \(replayMax) FOR UPDATE)
            UPDATE switchyard.delivery d SET state = \(DeliveryState.pending.rawValue), concluded_at = NULL FROM failed f
            WHERE d.tenant_id = \(tx.tenantID) AND d.id = f.id RETURNING d.id
            """,
            "reopen deliveries"
        )
        let now = try tx.now
        try tx.enqueue(rows.map { JobDraft.sending(event: try $0.column(0), at: now) })
        if rows.count > 0 { try tx.recordAct(.deliveryReplayed, subject: id) }
        return Replayed(deliveries: rows.count, mayHaveMore: rows.count == replayMax)
    }

    /// Sends an event of no case, once; it may be sent to a subscription that is switched off, to see whether its receiver is
    /// well again.
    ///
    /// - Returns: the delivery's id.
    package static func test(_ id: UUID, in tx: TenantTransaction) throws -> UUID {
        let subscription = try find(id, in: tx)
        let data: JSON = ["subscription": ["id": subscription.id.json]]
        let body = EventEnvelope.bytes(.test, at: try tx.now, data)
        var writes = CaseWrites()
        let delivery = try writes.publish(.test, body, of: nil, to: id, in: tx)
        writes.send(to: tx)
        try tx.recordAct(.subscriptionTested, subject: id)
        return delivery
    }

    private static func requireEnabled(_ id: UUID, in tx: TenantTransaction) throws {
        guard try find(id, in: tx).state == .enabled else { throw DomainError(.conflict, "subscription_disabled") }
    }

    /// A job that a lane has is at it now.
    private static func hurry(_ delivery: UUID, in tx: TenantTransaction) throws {
        let now = try tx.now
        tx.write(
            "hurry delivery",
            """
            UPDATE switchyard.job SET run_at = least(run_at, \(now)) WHERE tenant_id = \(tx.tenantID)
                AND kind = \(JobKind.deliverEvent.rawValue) AND dedup_key = \(delivery.text) AND worker_id IS NULL
            """
        )
        tx.madeWork = true
    }
}

import BusinessTime
import Postgres

/// What is kept for a while only: answers to idempotency keys and raw requests, refused webhooks, finished and dead
/// jobs.
package enum Retention {
    package static let receiptSeconds: Int64 = 30 * 86_400
    package static let rejectionSeconds: Int64 = 30 * 86_400
    package static let answerSeconds: Int64 = 30 * 86_400
    package static let finishedJobSeconds: Int64 = 7 * 86_400
    /// Dead jobs wait for somebody to look at them; what nobody has revived in a year and a month nobody will.
    package static let deadJobSeconds: Int64 = 400 * 86_400
    /// What became of events that subscriptions were told of.
    package static let eventDeliverySeconds: Int64 = 30 * 86_400
    /// Bulk acts that are over, with what became of each case; the log of each case has its entry for good.
    package static let bulkActSeconds: Int64 = 90 * 86_400
    /// Alarms that are over.
    package static let alarmSeconds: Int64 = 400 * 86_400
    /// Rows that one statement removes.
    static let rowsMax = 1_000

    /// One step of the purge of a tenant.
    package struct Purged: Sendable, Hashable {
        package let rows: Int
        package let hasMore: Bool
    }

    package static func purge(in tx: TenantTransaction) throws -> Purged {
        let receipts = try tx.execute(
            """
            WITH old AS MATERIALIZED (SELECT r.key FROM switchyard.receipt r WHERE r.tenant_id = \(tx.tenantID)
                AND r.created_at < \(try tx.now.adding(seconds: -receiptSeconds)) ORDER BY r.created_at LIMIT \(rowsMax))
            DELETE FROM switchyard.receipt r USING old o WHERE r.tenant_id = \(tx.tenantID) AND r.key = o.key
            """,
            "purge receipts"
        )
        let rejections = try tx.execute(
            """
            WITH old AS MATERIALIZED (SELECT s.id FROM switchyard.source_rejection s WHERE s.tenant_id = \(tx.tenantID)
                AND s.recorded_at < \(try tx.now.adding(seconds: -rejectionSeconds)) LIMIT \(rowsMax))
            DELETE FROM switchyard.source_rejection s USING old o WHERE s.tenant_id = \(tx.tenantID) AND s.id = o.id
            """,
            "purge rejections"
        )
        let deadJobs = try tx.execute(
            """
            WITH old AS MATERIALIZED (SELECT d.id FROM switchyard.job_dead d WHERE d.tenant_id = \(tx.tenantID)
                AND d.finished_at < \(try tx.now.adding(seconds: -deadJobSeconds)) LIMIT \(rowsMax))
            DELETE FROM switchyard.job_dead d USING old o WHERE d.tenant_id = \(tx.tenantID) AND d.id = o.id
            """,
            "purge dead jobs"
        )
        let alarms = try tx.execute(
            """
            WITH old AS MATERIALIZED (SELECT a.id FROM switchyard.alarm a WHERE a.tenant_id = \(tx.tenantID)
                AND a.ended_at < \(try tx.now.adding(seconds: -alarmSeconds)) ORDER BY a.ended_at LIMIT \(rowsMax))
            DELETE FROM switchyard.alarm a USING old o WHERE a.tenant_id = \(tx.tenantID) AND a.id = o.id
            """,
            "purge alarms"
        )
        let events = try purgeEvents(in: tx)
        let bulkActs = try purgeBulkActs(in: tx)
        return Purged(
            rows: receipts + rejections + deadJobs + alarms + events + bulkActs,
            hasMore: max(receipts, rejections, deadJobs, alarms, events, bulkActs) == rowsMax
        )
    }

    /// Deliveries of events that are over, all of them where the subscription was removed, and then its row.
    private static func purgeEvents(in tx: TenantTransaction) throws -> Int {
        let removed = Subscription.State.removed.rawValue
        let events = try tx.execute(
            """
            WITH old AS MATERIALIZED (SELECT e.id FROM switchyard.subscription s CROSS JOIN LATERAL (
                    SELECT d.id FROM switchyard.delivery d WHERE d.tenant_id = \(tx.tenantID) AND d.subscription_id = s.id
                        AND d.concluded_at IS NOT NULL
                        AND (d.created_at < \(try tx.now.adding(seconds: -eventDeliverySeconds)) OR s.state = \(removed))
                    ORDER BY d.created_at LIMIT \(rowsMax)) e
                WHERE s.tenant_id = \(tx.tenantID) LIMIT \(rowsMax))
            DELETE FROM switchyard.delivery d USING old o WHERE d.tenant_id = \(tx.tenantID) AND d.id = o.id
            """,
            "purge deliveries of events"
        )
        tx.write(
            "purge subscriptions",
            """
            DELETE FROM switchyard.subscription s WHERE s.tenant_id = \(tx.tenantID) AND s.state = \(removed)
                AND NOT EXISTS (SELECT FROM switchyard.delivery d
                    WHERE d.tenant_id = \(tx.tenantID) AND d.subscription_id = s.id)
            """
        )
        return events
    }

    /// Cases of old bulk acts, and then the acts that have none left.
    private static func purgeBulkActs(in tx: TenantTransaction) throws -> Int {
        let before = try tx.now.adding(seconds: -bulkActSeconds)
        let cases = try tx.execute(
            """
            WITH old AS MATERIALIZED (SELECT c.act_id, c.position FROM switchyard.bulk_act a
                JOIN switchyard.bulk_act_case c ON c.tenant_id = a.tenant_id AND c.act_id = a.id
                WHERE a.tenant_id = \(tx.tenantID) AND a.started_at < \(before) AND a.slot IS NULL LIMIT \(rowsMax))
            DELETE FROM switchyard.bulk_act_case c USING old o
            WHERE c.tenant_id = \(tx.tenantID) AND c.act_id = o.act_id AND c.position = o.position
            """,
            "purge cases of bulk acts"
        )
        tx.write(
            "purge bulk acts",
            """
            DELETE FROM switchyard.bulk_act a WHERE a.tenant_id = \(tx.tenantID) AND a.started_at < \(before) AND a.slot IS NULL
                AND NOT EXISTS (SELECT FROM switchyard.bulk_act_case c
                    WHERE c.tenant_id = \(tx.tenantID) AND c.act_id = a.id)
            """
        )
        return cases
    }

    /// Answers to administrators' writes, tries to sign in, and sessions and links long over: what belongs to no tenant.
    package static func purge(in tx: DirectoryTransaction) throws -> Purged {
        let answers = try tx.execute(
            """
            WITH old AS MATERIALIZED (SELECT a.credential_id, a.key FROM directory.answer a
                WHERE a.created_at < \(tx.now.adding(seconds: -answerSeconds)) ORDER BY a.created_at LIMIT \(rowsMax))
            DELETE FROM directory.answer a USING old o WHERE a.credential_id = o.credential_id AND a.key = o.key
            """
        )
        let tries = try tx.execute(
            """
            WITH old AS MATERIALIZED (SELECT t.account, t.place FROM directory.sign_in_throttle t
                WHERE t.tried_at < \(tx.now.adding(seconds: -SignInThrottle.forgottenSeconds)) ORDER BY t.tried_at LIMIT \(rowsMax))
            DELETE FROM directory.sign_in_throttle t USING old o WHERE t.account = o.account AND t.place = o.place
            """
        )
        let sessions: Int =
            try tx.query(
                "SELECT directory.purge_sessions(\(tx.now.adding(seconds: -Session.keptSeconds)), \(rowsMax))"
            ).first?.column(0) ?? 0
        let links: Int =
            try tx.query(
                "SELECT directory.purge_links(\(tx.now.adding(seconds: -SignInLink.keptSeconds)), \(rowsMax))"
            ).first?.column(0) ?? 0
        return Purged(
            rows: answers + tries + sessions + links,
            hasMore: max(answers, tries, sessions, links) == rowsMax
        )
    }
}

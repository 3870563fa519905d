import BusinessTime
import Postgres

/// What is kept for a while only: answers to idempotency keys and raw requests, refused webhooks.
package enum Retention {
    package static let receiptSeconds: Int64 = 30 * 86_400
    package static let rejectionSeconds: Int64 = 30 * 86_400
    package static let answerSeconds: Int64 = 30 * 86_400
    package static let finishedJobSeconds: Int64 = 7 * 86_400
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
        return Purged(rows: receipts + rejections, hasMore: max(receipts, rejections) == rowsMax)
    }

    /// Answers to administrators' writes, which belong to no tenant.
    package static func purge(in tx: DirectoryTransaction) throws -> Purged {
        let rows = try tx.execute(
            """
            WITH old AS MATERIALIZED (SELECT a.credential_id, a.key FROM directory.answer a
                WHERE a.created_at < \(tx.now.adding(seconds: -answerSeconds)) ORDER BY a.created_at LIMIT \(rowsMax))
            DELETE FROM directory.answer a USING old o WHERE a.credential_id = o.credential_id AND a.key = o.key
            """
        )
        return Purged(rows: rows, hasMore: rows == rowsMax)
    }
}

package import Foundation
package import Postgres

extension HistoryImport {
    /// Cases that one transaction of an undoing takes away.
    static let undoCasesMax = 500
    /// Transactions of one undoing.
    static let undoRoundsMax = 1_000_000

    /// A batch as `switchyardctl import --list` shows it.
    package struct BatchSummary: Sendable {
        package let id: UUID
        package let cases: Int64
        package let messages: Int64
        package let linesDone: Int64
        package let isFinished: Bool
        package let isUndone: Bool
    }

    package static func batches(in tx: TenantTransaction) throws -> [BatchSummary] {
        let rows = try tx.query(
            """
            SELECT id, cases, messages, lines_done, finished_at IS NOT NULL, undone_at IS NOT NULL
            FROM switchyard.import_batch WHERE tenant_id = \(tx.tenantID) ORDER BY created_at, id LIMIT 1000
            """,
            "import batches"
        )
        return try rows.map { row in
            var cursor = row.cursor()
            return try BatchSummary(
                id: cursor.next(),
                cases: cursor.next(),
                messages: cursor.next(),
                linesDone: cursor.next(),
                isFinished: cursor.next(),
                isUndone: cursor.next()
            )
        }
    }

    package struct Undone: Sendable, Hashable {
        package var cases = 0
        package var customers = 0
        /// Cases that somebody has worked on since: they stay.
        package var kept = 0
    }

    /// Takes a batch back: its cases with all that hangs on them, and the customers only they had. The log has no DELETE
    /// right; it goes by the cascade from its ticket. May be run again after a crash, and the file may be imported again.
    package static func undo(
        _ batch: UUID,
        tenant: UUID,
        deployment: Deployment,
        on connection: Connection
    ) throws -> Undone {
        let request = importer()
        func inTenant<Value>(_ body: (TenantTransaction) throws -> Value) throws -> Value {
            try TenantTransaction.run(tenant: tenant, request: request, deployment: deployment, on: connection, body)
        }
        try inTenant { tx in try close(batch, in: tx) }
        var undone = Undone()
        for _ in 0..<undoRoundsMax {
            let round = try inTenant { tx in try deleteSome(of: batch, in: tx) }
            undone.cases += round.cases
            undone.customers += round.customers
            guard round.cases == undoCasesMax else { break }
        }
        undone.kept = try inTenant { tx in
            let rows = try tx.query(
                """
                SELECT count(*) FROM switchyard.ticket
                WHERE tenant_id = \(tx.tenantID) AND import_batch_id = \(batch)
                """,
                "cases kept"
            )
            return try rows.first?.column(0) ?? 0
        }
        return undone
    }

    /// From now on no import adds to it.
    private static func close(_ batch: UUID, in tx: TenantTransaction) throws {
        let closed = try tx.execute(
            """
            UPDATE switchyard.import_batch SET undone_at = coalesce(undone_at, \(try tx.now))
            WHERE tenant_id = \(tx.tenantID) AND id = \(batch)
            """,
            "close import batch"
        )
        guard closed == 1 else { throw DomainError.notFound }
    }

    private static func deleteSome(of batch: UUID, in tx: TenantTransaction) throws -> (cases: Int, customers: Int) {
        let rows = try tx.query(
            """
            WITH gone AS (
                DELETE FROM switchyard.ticket k WHERE k.tenant_id = \(tx.tenantID) AND k.id = ANY (ARRAY(
                    SELECT x.id FROM switchyard.ticket x WHERE x.tenant_id = \(tx.tenantID) AND x.import_batch_id = \(batch)
                      AND NOT EXISTS (SELECT FROM switchyard.event e WHERE e.tenant_id = x.tenant_id AND e.ticket_id = x.id
                        AND e.actor_kind <> 'import')
                    ORDER BY x.id LIMIT \(undoCasesMax) FOR UPDATE))
                RETURNING k.id, k.customer_id
            ), silenced AS (
                DELETE FROM switchyard.sla_timer t USING gone g WHERE t.tenant_id = \(tx.tenantID) AND t.ticket_id = g.id)
            SELECT customer_id FROM gone
            """,
            "delete imported cases"
        )
        let customers = Array(Set(try rows.map { try $0.column(0, as: UUID.self) }))
        guard !customers.isEmpty else { return (rows.count, 0) }
        let gone = try tx.execute(
            """
            DELETE FROM switchyard.customer c WHERE c.tenant_id = \(tx.tenantID) AND c.id = ANY (\(customers))
              AND NOT EXISTS (SELECT FROM switchyard.ticket k WHERE k.tenant_id = c.tenant_id AND k.customer_id = c.id)
            """,
            "delete imported customers"
        )
        return (rows.count, gone)
    }
}

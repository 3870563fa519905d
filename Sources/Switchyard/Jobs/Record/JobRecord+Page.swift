package import Foundation
import Postgres

extension JobRecord {
    package static let pageMax = 100

    /// The newest first, of one state or of all that are open.
    package static func page(
        _ state: State?,
        kind: String?,
        before cursor: UUID?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [JobRecord] {
        var condition: SQL = "r.tenant_id = \(tx.tenantID)"
        if let kind { condition = "\(condition) AND r.kind = \(kind)" }
        if let cursor { condition = "\(condition) AND r.id < \(cursor)" }
        let rows = try tx.query(
            """
            SELECT \(columns) FROM (\(try relation(state, in: tx))) r WHERE \(condition)
            ORDER BY r.id DESC LIMIT \(min(limit, pageMax))
            """,
            "jobs"
        )
        return try rows.map(JobRecord.init(from:))
    }

    /// Wherever it is by now.
    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> JobRecord {
        let places = try [relation(nil, in: tx), relation(.dead, in: tx), relation(.done, in: tx)]
        let rows = try tx.query(
            """
            SELECT \(columns) FROM (\(places.joined(separator: " UNION ALL "))) r
            WHERE r.tenant_id = \(tx.tenantID) AND r.id = \(id) LIMIT 1
            """,
            "job"
        )
        guard let row = rows.first else { throw DomainError.notFound }
        return try JobRecord(from: row)
    }

    private static let columns: SQL = """
        r.id, r.kind, r.state, r.subject_id, r.attempts, r.run_at, r.deadline_at, r.word, r.failed_at, r.failure_codes,
        r.ordering_key, r.created_at, r.finished_at
        """

    private static func relation(_ state: State?, in tx: TenantTransaction) throws -> SQL {
        let now = try tx.now
        return switch state {
        case nil: open("true", now: "\(now)")
        case .waiting: open("j.worker_id IS NULL AND j.run_at > \(now)", now: "\(now)")
        case .ready: open("j.worker_id IS NULL AND j.run_at <= \(now)", now: "\(now)")
        case .blocked: open("j.worker_id IS NULL AND j.run_at IS NULL", now: "\(now)")
        case .running: open("j.worker_id IS NOT NULL", now: "\(now)")
        case .done:
            """
            SELECT d.tenant_id, d.id, d.kind, \(State.done.rawValue)::text AS state, NULL::uuid AS subject_id, d.attempts,
                NULL::timestamptz AS run_at, NULL::timestamptz AS deadline_at, d.outcome AS word,
                '{}'::timestamptz[] AS failed_at, '{}'::text[] AS failure_codes, NULL::uuid AS ordering_key,
                d.created_at, d.finished_at
            FROM switchyard.job_done d
            """
        case .dead:
            """
            SELECT d.tenant_id, d.id, d.kind, \(State.dead.rawValue)::text AS state, d.subject_id, d.attempts,
                NULL::timestamptz AS run_at, NULL::timestamptz AS deadline_at, d.reason AS word, d.failed_at,
                d.failure_codes, d.ordering_key, d.created_at, d.finished_at
            FROM switchyard.job_dead d
            """
        }
    }

    private static func open(_ condition: SQL, now: SQL) -> SQL {
        """
        SELECT j.tenant_id, j.id, j.kind, CASE WHEN j.worker_id IS NOT NULL THEN \(State.running.rawValue)
            WHEN j.run_at IS NULL THEN \(State.blocked.rawValue) WHEN j.run_at > \(now) THEN \(State.waiting.rawValue) ELSE \(State.ready.rawValue) END::text AS state,
            j.subject_id, j.attempt AS attempts, coalesce(j.run_at, j.not_before) AS run_at, j.deadline_at, j.last_code AS word, j.failed_at,
            j.failure_codes, j.ordering_key, j.created_at, NULL::timestamptz AS finished_at
        FROM switchyard.job j WHERE \(condition)
        """
    }
}

package import Foundation
import Postgres

extension JobRecord {
    /// Lets a job be tried at once: a dead one begins again with all its attempts, one that waits is not put off any longer.
    /// What failed before stays on it, and its lease number goes on, so that no holder of old comes back.
    package static func retry(_ id: UUID, in tx: TenantTransaction) throws -> JobRecord {
        let known = try find(id, in: tx)
        switch known.state {
        case .dead: try known.revive(in: tx)
        case .waiting, .ready: try known.hurry(in: tx)
        case .running: throw DomainError(.conflict, "job_running")
        case .done: throw DomainError(.conflict, "job_done")
        }
        try tx.recordAct(.jobRetried, subject: id)
        tx.madeWork = true
        return try find(id, in: tx)
    }

    private func revive(in tx: TenantTransaction) throws {
        if kind == JobKind.deliver.rawValue, let subjectID { try Delivery.reopen(subjectID, in: tx) }
        let revived = try tx.execute(
            """
            WITH gone AS (DELETE FROM switchyard.job_dead d WHERE d.tenant_id = \(tx.tenantID) AND d.id = \(id) RETURNING d.*)
            INSERT INTO switchyard.job (tenant_id, id, kind, payload_version, subject_id, priority, run_at, attempt, lease,
                dedup_key, ordering_key, last_code, failed_at, failure_codes, created_at)
            SELECT g.tenant_id, g.id, g.kind, g.payload_version, g.subject_id, g.priority, \(try tx.now), 0, g.lease,
                coalesce(g.dedup_key, g.id::text), g.ordering_key, g.reason, g.failed_at, g.failure_codes, g.created_at
            FROM gone g ON CONFLICT (tenant_id, kind, dedup_key) DO NOTHING
            """,
            "revive job"
        )
        // The same work was asked for anew since.
        guard revived == 1 else { throw DomainError(.conflict, "job_exists") }
    }

    private func hurry(in tx: TenantTransaction) throws {
        let now = try tx.now
        let hurried = try tx.execute(
            """
            UPDATE switchyard.job SET run_at = least(run_at, \(now))
            WHERE tenant_id = \(tx.tenantID) AND id = \(id) AND worker_id IS NULL
            """,
            "hurry job"
        )
        guard hurried == 1 else { throw DomainError(.conflict, "job_running") }
    }
}

extension Delivery {
    /// A delivery that failed for good is to be made after all. A reply whose failure the case was told of is not: its clocks
    /// have taken it back, and only a new answer counts (`spec/sla.md K1`).
    fileprivate static func reopen(_ id: UUID, in tx: TenantTransaction) throws {
        guard let delivery = try find(id, in: tx) else { throw DomainError(.conflict, "job_subject_gone") }
        if delivery.kind.carriesReply && delivery.state == .rejected { throw DomainError(.conflict, "reply_failed") }
        tx.write(
            "reopen delivery",
            """
            UPDATE switchyard.delivery SET state = \(DeliveryState.pending.rawValue), concluded_at = NULL
            WHERE tenant_id = \(tx.tenantID) AND id = \(id) AND state <> \(DeliveryState.accepted.rawValue)
            """
        )
    }
}

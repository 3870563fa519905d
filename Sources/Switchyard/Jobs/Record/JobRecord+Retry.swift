package import Foundation
import Postgres

extension JobRecord {
    /// Lets a job be tried at once: a dead one begins again with all its attempts, one that waits is not put off any longer.
    /// What failed before stays on it, and its lease number goes on, so that no holder of old comes back; a dead one has the
    /// trace of whoever revives it. One that has an order joins it behind those that wait.
    package static func retry(_ id: UUID, in tx: TenantTransaction) throws -> JobRecord {
        let known = try find(id, in: tx)
        switch known.state {
        case .dead: try known.revive(in: tx)
        case .waiting, .ready: try known.hurry(in: tx)
        case .blocked: throw DomainError(.conflict, "job_blocked")
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
            WITH gone AS (DELETE FROM switchyard.job_dead d WHERE d.tenant_id = \(tx.tenantID) AND d.id = \(id) RETURNING d.*),
                draft AS (SELECT g.*, \(try tx.now) AS run_at FROM gone g), \(JobOrder.placing(tenant: tx.tenantID))
            INSERT INTO switchyard.job (tenant_id, id, kind, payload_version, subject_id, priority, run_at, lease, dedup_key,
                ordering_key, last_code, failed_at, failure_codes, created_at, traceparent, not_before, place)
            SELECT p.tenant_id, p.id, p.kind, p.payload_version, p.subject_id, p.priority, p.begins_at, p.lease, p.dedup_key,
                p.ordering_key, p.reason, p.failed_at, p.failure_codes, p.created_at,
                \(tx.request.traceParent?.text), p.not_before, p.place
            FROM placed p \(JobDraft.onceAKey)
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

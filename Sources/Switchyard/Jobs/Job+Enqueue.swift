import BusinessTime
import Foundation
import Postgres

/// Work for later, written in the transaction that makes it necessary. It has the trace of whoever asked for that.
struct JobDraft {
    var kind: JobKind
    /// Of its payload; nil is what this binary writes.
    var version: Int16?
    /// The row the job is about; a job carries ids only.
    var subjectID: UUID
    var runAt: Instant
    /// One job of a kind per key, while it is not finished. Most are made once and need none.
    var dedupKey: String?
    /// Jobs that must keep their order: one of a key begins when the one before it is done or dead.
    var orderingKey: UUID?
    var priority: Int16 = 5

    static let columns: SQL =
        "tenant_id, id, kind, payload_version, subject_id, priority, run_at, created_at, traceparent"

    /// Leaves out jobs whose key another open job has.
    static let onceAKey: SQL = "ON CONFLICT (tenant_id, kind, dedup_key) WHERE dedup_key IS NOT NULL DO NOTHING"

    /// Inserts rows of `columns` and dedup_key, behind the tenant.
    static func once(_ rows: RowSet, tenant: UUID) -> SQL {
        "INSERT INTO switchyard.job (\(columns), dedup_key) \(rows, of: tenant) \(onceAKey)"
    }

    /// Inserts rows of `columns`, dedup_key and ordering_key, behind the tenant.
    static func inOrder(_ rows: RowSet, tenant: UUID) -> SQL {
        """
        WITH draft (\(columns), dedup_key, ordering_key) AS (\(rows, of: tenant)), \(JobOrder.placing(tenant: tenant))
        INSERT INTO switchyard.job (\(columns), dedup_key, ordering_key, not_before, place)
        SELECT p.tenant_id, p.id, p.kind, p.payload_version, p.subject_id, p.priority, p.begins_at, p.created_at,
            p.traceparent, p.dedup_key, p.ordering_key, p.not_before, p.place
        FROM placed p \(onceAKey)
        """
    }
}

extension CaseFile {
    mutating func enqueue(_ draft: JobDraft) throws { try writes.add(draft, in: tx) }
}

extension TenantTransaction {
    func enqueue(_ draft: JobDraft) throws { try enqueue([draft]) }

    /// Any number of them in one statement.
    func enqueue(_ drafts: [JobDraft]) throws {
        var writes = CaseWrites()
        for draft in drafts { try writes.add(draft, in: self) }
        writes.send(to: self)
    }
}

extension CaseWrites {
    mutating func add(_ draft: JobDraft, in tx: TenantTransaction) throws {
        let (id, now) = (try tx.newID(), try tx.now)
        if draft.runAt <= now { tx.madeWork = true }
        let (kind, version) = (draft.kind.rawValue, draft.version ?? draft.kind.payloadVersion)
        let (subject, trace) = (draft.subjectID, tx.request.traceParent?.text)
        switch (draft.orderingKey, draft.dedupKey) {
        case (let key?, let dedupKey):
            add(.orderedJob, id, kind, version, subject, draft.priority, draft.runAt, now, trace, dedupKey, key)
        case (nil, let dedupKey?):
            add(.uniqueJob, id, kind, version, subject, draft.priority, draft.runAt, now, trace, dedupKey)
        case (nil, nil): add(.job, id, kind, version, subject, draft.priority, draft.runAt, now, trace)
        }
    }
}

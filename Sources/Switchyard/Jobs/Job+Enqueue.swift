import BusinessTime
import Foundation
import Postgres

/// Work for later, written in the transaction that makes it necessary.
struct JobDraft {
    var kind: JobKind
    /// The row the job is about; a job carries ids only.
    var subjectID: UUID
    var runAt: Instant
    /// One job of a kind per key, while it is not finished.
    var dedupKey: String
    /// Jobs of one case that must keep their order.
    var orderingKey: UUID?
    var priority: Int16 = 5
}

extension CaseFile {
    mutating func enqueue(_ draft: JobDraft) throws {
        write("enqueue job", try tx.insertion(of: draft))
    }
}

extension TenantTransaction {
    func enqueue(_ draft: JobDraft) throws {
        write("enqueue job", try insertion(of: draft))
    }

    fileprivate func insertion(of draft: JobDraft) throws -> SQL {
        let now = try now
        if draft.runAt <= now { madeWork = true }
        return """
            INSERT INTO switchyard.job (tenant_id, id, kind, payload_version, subject_id, priority, run_at, attempt, lease,
                dedup_key, ordering_key, created_at)
            VALUES (\(tenantID), \(try newID()), \(draft.kind.rawValue), \(draft.kind.payloadVersion), \(draft.subjectID),
                \(draft.priority), \(draft.runAt), 0, 0, \(draft.dedupKey), \(draft.orderingKey), \(now))
            ON CONFLICT (tenant_id, kind, dedup_key) DO NOTHING
            """
    }
}

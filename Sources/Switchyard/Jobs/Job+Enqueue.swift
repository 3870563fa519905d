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
    /// `.deliveryJob` is of a row made just now, so no other job can have its key, and none is looked for.
    mutating func enqueue(_ draft: JobDraft, as rows: CaseRows = .job) throws {
        try writes.add(draft, as: rows, in: tx)
    }
}

extension TenantTransaction {
    func enqueue(_ draft: JobDraft) throws { try enqueue([draft]) }

    /// Any number of them in one statement.
    func enqueue(_ drafts: [JobDraft]) throws {
        var writes = CaseWrites()
        for draft in drafts { try writes.add(draft, as: .job, in: self) }
        writes.send(to: self)
    }
}

extension CaseWrites {
    mutating func add(_ draft: JobDraft, as rows: CaseRows, in tx: TenantTransaction) throws {
        let now = try tx.now
        if draft.runAt <= now { tx.madeWork = true }
        add(
            rows,
            try tx.newID(),
            draft.kind.rawValue,
            draft.kind.payloadVersion,
            draft.subjectID,
            draft.priority,
            draft.runAt,
            Int16(0),
            Int64(0),
            draft.dedupKey,
            draft.orderingKey,
            now
        )
    }
}

package import BusinessTime
package import Foundation
import Postgres

/// A claimed job: what it is about, and the lease that proves whose it is. Whoever concludes it shows the same lease number
/// and process; after a rescue both differ, so a stale holder writes nothing (`spec/queue.md` rule 3).
package struct LeasedJob: Sendable, Hashable {
    package let tenantID: UUID
    package let id: UUID
    package let kind: JobKind
    package let subjectID: UUID
    /// From 1: counted when it is claimed, so that a job which kills its process is counted too.
    package let attempt: Int
    package let lease: Int64
    package let workerID: UUID
    /// How the attempt before ended, where it ended without success.
    package let lastCode: String?
    package let createdAt: Instant
    /// Others of this key begin when it has ended.
    package let orderingKey: UUID?
    /// Of the request that it comes from, where that was traced.
    package let traceParent: TraceParent?
    /// Since when it is due.
    let dueAt: Instant?
    /// From the instant it was due to its claim, by the database's clock alone; 0 where nobody has claimed it.
    package let lateMicroseconds: Int64
    /// Its end makes room under a cap, so that another may begin.
    package var isCapped = false

    static let columns: SQL = """
        j.tenant_id, j.id, j.kind, j.subject_id, j.attempt, j.lease, j.worker_id, j.last_code, j.created_at,
        j.ordering_key, j.traceparent, j.run_at, j.deadline_at
        """

    static let columnCount = 13

    init(from row: Row) throws {
        var cursor = row.cursor()
        tenantID = try cursor.next()
        id = try cursor.next()
        guard let kind = JobKind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.kind = kind
        subjectID = try cursor.next()
        attempt = try cursor.next()
        lease = try cursor.next()
        workerID = try cursor.next()
        lastCode = try cursor.next()
        createdAt = try cursor.next()
        orderingKey = try cursor.next()
        traceParent = try cursor.next(String?.self).flatMap(TraceParent.init)
        dueAt = try cursor.next()
        let deadlineAt: Instant? = try cursor.next()
        // A claim gives it the time of its kind.
        let late = dueAt.flatMap { due in deadlineAt?.microseconds(since: due.adding(seconds: kind.deadlineSeconds)) }
        lateMicroseconds = late ?? 0
    }

    /// Lanes that found nothing should look again when it has ended.
    package var endLetsOthersBegin: Bool { isCapped || orderingKey != nil }

    /// True for this claim and no other.
    var fence: SQL {
        "j.tenant_id = \(tenantID) AND j.id = \(id) AND j.lease = \(lease) AND j.worker_id = \(workerID)"
    }
}

/// The lease is not ours any more: somebody else has the job, or it is done. Everything this holder wrote is rolled back.
package struct StaleLease: Error, Sendable {
    package init() {}
}

package import Foundation
import Postgres

extension JobRecord {
    static let discardedReason = DeliveryObstacle.discarded.rawValue

    /// Gives a job up. One that waits joins the dead, and what it was for is told as for any job that dies: a delivery counts
    /// as refused. One that is dead is removed.
    package static func discard(_ id: UUID, in tx: TenantTransaction) throws {
        let known = try find(id, in: tx)
        switch known.state {
        case .dead:
            tx.write(
                "remove dead job",
                "DELETE FROM switchyard.job_dead WHERE tenant_id = \(tx.tenantID) AND id = \(id)"
            )
        case .waiting, .ready, .blocked: try known.bury(in: tx)
        case .running: throw DomainError(.conflict, "job_running")
        case .done: throw DomainError(.conflict, "job_done")
        }
        try tx.recordAct(.jobDiscarded, subject: id)
    }

    private func bury(in tx: TenantTransaction) throws {
        switch JobKind(rawValue: kind) {
        case .deliver, .deliverEvent:
            _ = try Delivery.conclude(try taken(in: tx), obstacle: .discarded, in: tx)
        case .bulkAct:
            if let subjectID { try BulkAct.giveUp(subjectID, because: .gaveUp, in: tx) }
            try tx.conclude(try taken(in: tx), .bury(reason: JobRecord.discardedReason))
        case .inviteSurvey, .sweepClocks, .remindSurvey, .followUpDue, .probe:
            try tx.conclude(try taken(in: tx), .bury(reason: JobRecord.discardedReason))
        case nil: try buryUnknown(in: tx)
        }
    }

    /// Claims it for this transaction, so that it ends as any claimed job does.
    private func taken(in tx: TenantTransaction) throws -> LeasedJob {
        let rows = try tx.query(
            """
            UPDATE switchyard.job j SET worker_id = \(tx.request.requestID), lease = j.lease + 1
            WHERE j.tenant_id = \(tx.tenantID) AND j.id = \(id) AND j.worker_id IS NULL RETURNING \(LeasedJob.columns)
            """,
            "take job"
        )
        guard let row = rows.first else { throw DomainError(.conflict, "job_running") }
        return try LeasedJob(from: row)
    }

    /// A kind that a newer binary wrote: nothing is known of what it was for.
    private func buryUnknown(in tx: TenantTransaction) throws {
        let buried = try tx.execute(
            """
            WITH gone AS (DELETE FROM switchyard.job j
                WHERE j.tenant_id = \(tx.tenantID) AND j.id = \(id) AND j.worker_id IS NULL RETURNING j.*)
            \(JobRecord.burial(reason: "\(JobRecord.discardedReason)", at: "\(try tx.now)"))
            """,
            "bury job"
        )
        guard buried == 1 else { throw DomainError(.conflict, "job_running") }
        guard let orderingKey else { return }
        tx.write("advance order", JobOrder.advancing([(tx.tenantID, orderingKey)], now: "\(try tx.now)"))
    }
}

package import Foundation
import Postgres

/// How a job ends of which nothing else has to be written in the same transaction. Relative times, because only the database
/// knows what time it is.
package struct JobEnding: Sendable {
    package enum Fate: Sendable, Hashable {
        case finish(outcome: String)
        /// Ready again after a while, for a reason that goes among its failures. `countsAttempt` where the job itself may be
        /// the reason.
        case putBack(afterMicroseconds: Int64, code: String, countsAttempt: Bool)
        case bury(reason: String)

        /// A word for metrics, from a closed set.
        package var name: String {
            switch self {
            case .finish: "done"
            case .putBack: "failed"
            case .bury: "dead"
            }
        }

        /// The job leaves the queue.
        var isEnd: Bool {
            switch self {
            case .finish, .bury: true
            case .putBack: false
            }
        }
    }

    package let job: LeasedJob
    package let fate: Fate

    package init(_ job: LeasedJob, _ fate: Fate) {
        self.job = job
        self.fate = fate
    }
}

extension QueueSession {
    /// Endings written together.
    package static let concludeMax = 500

    /// Ends jobs, all in one flush that commits by itself, each only while its lease is ours (`spec/queue.md` rule 3). Answers
    /// the ids of those that were.
    package func conclude(_ endings: [JobEnding]) throws -> Set<UUID> {
        var (finished, delayed, buried) = (RowSet(), RowSet(), RowSet())
        var orders: [(tenant: UUID, key: UUID)] = []
        for ending in endings {
            let job = ending.job
            if let key = job.orderingKey, ending.fate.isEnd { orders.append((job.tenantID, key)) }
            switch ending.fate {
            case .finish(let outcome): finished.append(job.tenantID, job.id, job.lease, job.workerID, outcome)
            case .putBack(let wait, let code, let countsAttempt):
                let uncounted: Int16 = countsAttempt ? 0 : 1
                delayed.append(job.tenantID, job.id, job.lease, job.workerID, wait, code, uncounted)
            case .bury(let reason): buried.append(job.tenantID, job.id, job.lease, job.workerID, reason)
            }
        }
        var batch = Batch()
        if !finished.isEmpty { batch.add("finish jobs", finish(finished)) }
        if !delayed.isEmpty { batch.add("put jobs back", putBack(delayed)) }
        if !buried.isEmpty { batch.add("bury jobs", bury(buried)) }
        if !orders.isEmpty { batch.add("advance orders", JobOrder.advancing(orders, now: now)) }
        return Set(try run(batch).joined().map { try $0.column(0, as: UUID.self) })
    }

    /// The lease is still the one that the rows `e` name.
    static let held: SQL = """
        j.tenant_id = e.tenant_id AND j.id = e.id AND j.lease = e.lease AND j.worker_id = e.worker_id
        """

    private func finish(_ rows: RowSet) -> SQL {
        """
        WITH gone AS (
            DELETE FROM switchyard.job j USING (\(rows)) AS e (tenant_id, id, lease, worker_id, outcome)
            WHERE \(QueueSession.held) RETURNING j.tenant_id, j.id, j.kind, j.attempt, j.created_at, e.outcome
        )
        INSERT INTO switchyard.job_done (tenant_id, id, kind, outcome, attempts, created_at, finished_at)
        SELECT g.tenant_id, g.id, g.kind, g.outcome, g.attempt, g.created_at, \(now) FROM gone g RETURNING id
        """
    }

    private func putBack(_ rows: RowSet) -> SQL {
        """
        UPDATE switchyard.job j SET worker_id = NULL, deadline_at = NULL, \(JobFailures.adding("e.code", at: now)),
            attempt = j.attempt - e.uncounted, run_at = \(now) + e.wait * interval '1 microsecond'
        FROM (\(rows)) AS e (tenant_id, id, lease, worker_id, wait, code, uncounted)
        WHERE \(QueueSession.held) RETURNING j.id
        """
    }

    private func bury(_ rows: RowSet) -> SQL {
        """
        WITH gone AS (
            DELETE FROM switchyard.job j USING (\(rows)) AS e (tenant_id, id, lease, worker_id, reason)
            WHERE \(QueueSession.held) RETURNING j.*, e.reason
        )
        \(JobRecord.burial(reason: "g.reason", at: now)) RETURNING id
        """
    }
}

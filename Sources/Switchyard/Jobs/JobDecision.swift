package import BusinessTime
import Postgres

/// What becomes of a job after an attempt. A value, not an exception passing through.
package enum JobDecision: Sendable, Hashable {
    /// Moves to `job_done` with a word for how it ended.
    case finish(outcome: String)
    /// Ready again at an instant, with the code of this attempt.
    case retry(at: Instant, code: String)
    /// Asked too early: ready again at an instant, the attempt not counted.
    case snooze(until: Instant)
    /// Moves to `job_dead`: nobody will try it again.
    case bury(reason: String)

    /// A word for metrics, from a closed set.
    package var name: String {
        switch self {
        case .finish: "done"
        case .retry: "retry"
        case .snooze: "snoozed"
        case .bury: "dead"
        }
    }

    /// The job leaves the queue.
    var isEnd: Bool {
        switch self {
        case .finish, .bury: true
        case .retry, .snooze: false
        }
    }
}

extension TenantTransaction {
    /// Ends the lease as decided, if it is still ours. If not, throws, and everything this transaction wrote is undone: the
    /// fence of `spec/queue.md` rule 3.
    package func conclude(_ job: LeasedJob, _ decision: JobDecision) throws {
        let changed = try execute(statement(for: job, decision), "conclude job")
        guard changed == 1 else { throw StaleLease() }
        guard let key = job.orderingKey, decision.isEnd else { return }
        write("advance order", JobOrder.advancing([(tenantID, key)], now: "\(try now)"))
        madeWork = true
    }

    /// Whether the lease is ours: asked before an effect, so that a process that slept does not send again.
    package func holds(_ job: LeasedJob) throws -> Bool {
        try !query("SELECT 1 FROM switchyard.job j WHERE \(job.fence)", "holds lease").isEmpty
    }

    private func statement(for job: LeasedJob, _ decision: JobDecision) throws -> SQL {
        let now = try now
        switch decision {
        case .finish(let outcome):
            return """
                WITH gone AS (DELETE FROM switchyard.job j WHERE \(job.fence) RETURNING j.*)
                INSERT INTO switchyard.job_done (tenant_id, id, kind, outcome, attempts, created_at, finished_at)
                SELECT g.tenant_id, g.id, g.kind, \(outcome), g.attempt, g.created_at, \(now) FROM gone g
                """
        case .retry(let instant, let code):
            return """
                UPDATE switchyard.job j SET worker_id = NULL, deadline_at = NULL, run_at = \(instant),
                    \(JobFailures.adding("\(code)", at: "\(now)"))
                WHERE \(job.fence)
                """
        case .snooze(let instant):
            return """
                UPDATE switchyard.job j SET worker_id = NULL, deadline_at = NULL, run_at = \(instant), attempt = j.attempt - 1
                WHERE \(job.fence)
                """
        case .bury(let reason):
            return """
                WITH gone AS (DELETE FROM switchyard.job j WHERE \(job.fence) RETURNING j.*)
                \(JobRecord.burial(reason: "\(reason)", at: "\(now)"))
                """
        }
    }
}

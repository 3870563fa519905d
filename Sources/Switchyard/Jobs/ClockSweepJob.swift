/// The job that carries a published version to the running clocks: a batch a run, in the transaction that ends the run, so
/// that whoever takes the next one goes on behind it.
package enum ClockSweepJob {
    package static func run(_ job: LeasedJob, in tx: TenantTransaction) throws -> JobDecision {
        let decision = try decide(job, in: tx)
        try tx.conclude(job, decision)
        return decision
    }

    private static func decide(_ job: LeasedJob, in tx: TenantTransaction) throws -> JobDecision {
        guard job.attempt <= job.kind.attemptsMax else { return .bury(reason: "attempts_spent") }
        switch try ClockSweep.runOnce(job.subjectID, in: tx) {
        case .more: return .snooze(until: try tx.now)
        case .later(let instant): return .snooze(until: instant)
        case .finished: return .finish(outcome: "swept")
        }
    }
}

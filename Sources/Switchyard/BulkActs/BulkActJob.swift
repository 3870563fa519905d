/// The job that runs a bulk act: a batch a run, in the transaction that ends the run. It acts in the name of a person, who is let
/// in anew for each batch, so that a grant that ended ends the act.
package enum BulkActJob {
    package enum Preparation: Sendable {
        case act(RequestContext)
        case settled(JobDecision)
    }

    /// As the worker: who acts. One that is over, or was tried too often, ends here.
    package static func prepare(_ job: LeasedJob, in tx: TenantTransaction) throws -> Preparation {
        guard job.attempt <= job.kind.attemptsMax else {
            try BulkAct.giveUp(job.subjectID, because: .gaveUp, in: tx)
            return .settled(try conclude(job, .bury(reason: "attempts_spent"), in: tx))
        }
        guard let act = try BulkAct.load(job.subjectID, in: tx), act.state.isUnderWay else {
            return .settled(try conclude(job, .finish(outcome: "settled"), in: tx))
        }
        return .act(
            RequestContext(
                actor: Actor(kind: .agent, id: act.actingPerson),
                requestID: tx.request.requestID,
                permission: .actInBulk,
                traceParent: job.traceParent,
                bulkActID: act.id
            )
        )
    }

    /// As the person.
    ///
    /// - Throws: `not_found`, `permission_missing` where they may not any more.
    package static func run(_ job: LeasedJob, in tx: TenantTransaction) throws -> JobDecision {
        switch try BulkAct.runOnce(job.subjectID, in: tx) {
        case .more: try conclude(job, .snooze(until: tx.now), in: tx)
        case .later(let instant): try conclude(job, .snooze(until: instant), in: tx)
        case .over: try conclude(job, .finish(outcome: "acted"), in: tx)
        }
    }

    /// As the worker: the person was not let in.
    package static func stop(_ job: LeasedJob, in tx: TenantTransaction) throws -> JobDecision {
        try BulkAct.giveUp(job.subjectID, because: .grantEnded, in: tx)
        return try conclude(job, .finish(outcome: "grant_ended"), in: tx)
    }

    private static func conclude(
        _ job: LeasedJob,
        _ decision: JobDecision,
        in tx: TenantTransaction
    ) throws -> JobDecision {
        try tx.conclude(job, decision)
        return decision
    }
}

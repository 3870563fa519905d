/// The job that rings when a follow-up is due: effects in the database only, so they and the end of the job are one
/// transaction.
package enum FollowUpDueJob {
    package static func run(_ job: LeasedJob, in tx: TenantTransaction) throws -> JobDecision {
        let isSpent = job.attempt > job.kind.attemptsMax
        let decision =
            isSpent
            ? JobDecision.bury(reason: DeliveryObstacle.attemptsSpent.rawValue)
            : try FollowUp.tellIfOverdue(job.subjectID, in: tx)
        try tx.conclude(job, decision)
        return decision
    }
}

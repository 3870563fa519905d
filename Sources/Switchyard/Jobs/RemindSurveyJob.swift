/// The job that reminds a customer who has not answered: effects in the database only, so the reminder and the end of the
/// job are one transaction.
package enum RemindSurveyJob {
    package static func run(_ job: LeasedJob, in tx: TenantTransaction) throws -> JobDecision {
        let decision = try decide(job, in: tx)
        try tx.conclude(job, decision)
        return decision
    }

    private static func decide(_ job: LeasedJob, in tx: TenantTransaction) throws -> JobDecision {
        guard job.attempt <= job.kind.attemptsMax else { return .bury(reason: DeliveryObstacle.attemptsSpent.rawValue) }
        switch try SurveyInvitation.remind(job.subjectID, in: tx) {
        case .sent: return .finish(outcome: "sent")
        case .later(let instant): return .snooze(until: instant)
        case .moot: return .finish(outcome: "moot")
        }
    }
}

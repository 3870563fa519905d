/// The job that decides whether a customer is asked: effects in the database only, so the decision and the end of the job
/// are one transaction.
package enum InviteSurveyJob {
    package static func run(_ job: LeasedJob, in tx: TenantTransaction) throws -> JobDecision {
        let decision = try decide(job, in: tx)
        try tx.conclude(job, decision)
        return decision
    }

    private static func decide(_ job: LeasedJob, in tx: TenantTransaction) throws -> JobDecision {
        guard job.attempt <= job.kind.attemptsMax else { return .bury(reason: DeliveryObstacle.attemptsSpent.rawValue) }
        do {
            switch try SurveyInvitation.decide(ticket: job.subjectID, in: tx) {
            case .sent: return .finish(outcome: "sent")
            case .suppressed(let reason): return .finish(outcome: reason.rawValue)
            case .moot: return .finish(outcome: "moot")
            case .later(let instant): return .snooze(until: instant)
            }
        } catch let error as DomainError where error.code == .notFound {
            // Its case is gone. A tenant that cannot be entered fails again at the next statement and is not taken for this.
            return .finish(outcome: "gone")
        }
    }
}

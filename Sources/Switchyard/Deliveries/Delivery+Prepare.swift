import BusinessTime
import Foundation
import Postgres

/// Why a delivery has nothing to send, as its row will say.
package enum DeliveryObstacle: String, CaseIterable, Sendable {
    /// Nothing is left of what a digest listed.
    case casesGone = "cases_gone"
    /// The client's contact was taken back.
    case contactRemoved = "contact_removed"
    case customerWithoutMail = "customer_without_mail"
    case endpointRemoved = "endpoint_removed"
    case messageGone = "message_gone"
    /// The person holds no grant here any more, or has left.
    case personWithoutAccess = "person_without_access"
    case subscriptionDisabled = "subscription_disabled"
    case subscriptionRemoved = "subscription_removed"
    case surveyWithdrawn = "survey_withdrawn"
    /// What is stored cannot be read: a broken row, a missing key, words of a newer version.
    case unreadable
    /// Every attempt ended without a conclusion: something in it kills or hangs the process.
    case attemptsSpent = "attempts_spent"
    /// Somebody gave it up.
    case discarded
}

/// What to do with a delivery's job now.
package enum Preparation: Sendable, Hashable {
    case send(Outbound)
    case impossible(DeliveryObstacle)
    /// The tenant is a sandbox: it ended here, and its job with it.
    case kept(DeliveryVerdict)
    /// The client has sent what it may today: it waits, its attempt not counted.
    case waits(JobDecision)
    /// The delivery is concluded, or gone with its case: only the job is left.
    case settled
    /// Somebody else has the job.
    case stale
}

extension Delivery {
    /// Puts together what leaves the house, from what is stored now: the same id at every attempt, and the same words unless
    /// somebody changed them. Sends nothing. The one place that a delivery of any kind passes on its way out, so it is here that
    /// those of a sandbox are kept.
    package static func prepare(
        _ job: LeasedJob,
        letterhead: Letterhead,
        in tx: TenantTransaction
    ) throws -> Preparation {
        guard try tx.holds(job) else { return .stale }
        guard job.attempt <= job.kind.attemptsMax else { return .impossible(.attemptsSpent) }
        // A kind of a newer version throws here, and the job is tried again until a newer worker is there.
        guard let delivery = try find(job.subjectID, in: tx), !delivery.isConcluded else { return .settled }
        if delivery.isOfSandbox { return .kept(try delivery.keep(job, in: tx)) }
        if let instant = try delivery.kind.waitsForQuota(in: tx) {
            let decision = JobDecision.snooze(until: instant)
            try tx.conclude(job, decision)
            return .waits(decision)
        }
        do {
            return .send(try outbound(delivery, letterhead: letterhead, in: tx))
        } catch let obstacle as ObstacleMet {
            return .impossible(obstacle.obstacle)
        } catch  where isUnreadable(error) {
            return .impossible(.unreadable)
        }
    }

    private static func outbound(
        _ delivery: Delivery,
        letterhead: Letterhead,
        in tx: TenantTransaction
    ) throws -> Outbound {
        switch delivery.kind {
        case .digestMail: try DigestDraft(delivery: delivery, letterhead: letterhead, tx: tx).outbound()
        case .eventWebhook: .webhook(try delivery.eventWebhook(in: tx))
        case .alarmMail: try AlarmDraft(delivery, letterhead: letterhead, in: tx).mail()
        case .alarmWebhook: try AlarmDraft(delivery, letterhead: letterhead, in: tx).webhook()
        default: try OutboundDraft(delivery, letterhead: letterhead, in: tx).outbound()
        }
    }

    private static func isUnreadable(_ error: any Error) -> Bool {
        if error is VaultError || error is StoredValueUnknown || error is FieldError || error is JSONError {
            return true
        }
        return (error as? PostgresError)?.kind == .decoding
    }
}

/// Leaves the making of an outbound thing that cannot be made.
struct ObstacleMet: Error {
    let obstacle: DeliveryObstacle

    init(_ obstacle: DeliveryObstacle) { self.obstacle = obstacle }
}

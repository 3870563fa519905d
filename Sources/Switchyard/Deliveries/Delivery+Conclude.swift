import BusinessTime
import Foundation
import Postgres

extension Delivery {
    /// Writes what became of an attempt: the delivery's state, the job's future, and on the case what the clocks have to
    /// know. All of it only while the lease is ours; a stale holder's conclusion throws and leaves no trace.
    ///
    /// - Parameter tookMilliseconds: nil where nothing was sent.
    @discardableResult
    package static func conclude(
        _ job: LeasedJob,
        _ outcome: SendOutcome,
        tookMilliseconds: Int? = nil,
        in tx: TenantTransaction
    ) throws -> DeliveryVerdict? {
        let found: Delivery?
        do {
            found = try find(job.subjectID, in: tx)
        } catch is StoredValueUnknown {
            try tx.conclude(job, .bury(reason: DeliveryObstacle.unreadable.rawValue))
            return nil
        }
        guard let delivery = found, !delivery.isConcluded else {
            try settle(job, in: tx)
            return nil
        }
        let chance = tx.random(2).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let verdict = delivery.verdict(
            outcome,
            DeliveryVerdict.Attempt(
                number: job.attempt,
                numberMax: job.kind.attemptsMax,
                mayHaveArrived: delivery.state == .unknown || job.lastCode == QueueSession.rescuedCode,
                now: try tx.now,
                chance: chance
            )
        )
        // The case before the job: every act locks in this order.
        try delivery.tellCase(verdict, outcome, in: tx)
        try delivery.tellSubscription(job, outcome, verdict, tookMilliseconds: tookMilliseconds, in: tx)
        try delivery.store(verdict, attempts: job.attempt, in: tx)
        try tx.conclude(job, verdict.decision)
        return verdict
    }

    /// A delivery that cannot be made is one that the channel refused.
    @discardableResult
    package static func conclude(
        _ job: LeasedJob,
        obstacle: DeliveryObstacle,
        in tx: TenantTransaction
    ) throws -> DeliveryVerdict? {
        try conclude(job, .rejected(code: obstacle.rawValue), in: tx)
    }

    /// Ends a job whose delivery is concluded or gone.
    package static func settle(_ job: LeasedJob, in tx: TenantTransaction) throws {
        try tx.conclude(job, .finish(outcome: "settled"))
    }

    /// An accepted delivery is told by `delivered`, which no clock sees. A reply that certainly never arrived is undone. Of
    /// events nothing is told: their own log has it, and the case's must not grow by who reads it.
    private func tellCase(_ verdict: DeliveryVerdict, _ outcome: SendOutcome, in tx: TenantTransaction) throws {
        guard kind != .eventWebhook, verdict.state == .accepted || (verdict.isFailure && kind.carriesReply) else {
            return
        }
        guard var file = try openCase(in: tx) else { return }
        if case .accepted(let reference, _) = outcome {
            try file.record(
                .delivered,
                [
                    "delivery_id": id.json, "kind": .string(kind.rawValue), "code": .string(verdict.code),
                    "reference": reference?.json,
                ]
            )
        } else if let messageID {
            let failure: JSON = [
                "message_id": messageID.json, "delivery_id": id.json, "code": .string(verdict.code),
            ]
            try file.record(.replyFailed, failure)
            try file.tellSurvivor(.replyFailed, failure)
        }
        try file.save()
    }

    /// Nil for a case whose log is full: its deliveries still end. A digest is told with its notices, not case by case.
    private func openCase(in tx: TenantTransaction) throws -> CaseFile? {
        guard let ticketID else { return nil }
        do {
            return try CaseFile.open(ticketID, in: tx)
        } catch let error as DomainError where error.code == .conflict {
            return nil
        }
    }

    func store(_ verdict: DeliveryVerdict, attempts: Int, in tx: TenantTransaction) throws {
        let concludedAt = verdict.isConcluded ? try tx.now : nil
        tx.write(
            "store delivery",
            """
            UPDATE switchyard.delivery SET state = \(verdict.state.rawValue), attempts = \(Int16(clamping: attempts)),
                code = \(verdict.code), concluded_at = \(concludedAt)
            WHERE tenant_id = \(tx.tenantID) AND id = \(id)
            """
        )
    }
}

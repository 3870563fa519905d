import BusinessTime
import Foundation
import Postgres

/// Deliveries of events to subscriptions: prepared, sent and concluded as all others are, told by a log of their own.
extension Delivery {
    var isTest: Bool { eventType == WebhookEvent.test.rawValue }

    /// The sealed bytes themselves, under the same id at every attempt, signed by every secret that is good now.
    func eventWebhook(in tx: TenantTransaction) throws -> WebhookMessage {
        guard let subscriptionID else { throw StoredValueUnknown() }
        let subscription: Subscription
        do {
            subscription = try Subscription.find(subscriptionID, in: tx)
        } catch let error as DomainError where error.code == .notFound {
            throw ObstacleMet(.subscriptionRemoved)
        }
        // A test shows whether a receiver that was switched off is well again.
        guard subscription.state == .enabled || isTest else { throw ObstacleMet(.subscriptionDisabled) }
        return WebhookMessage(
            id: id.text,
            url: subscription.wish.url,
            body: try tx.vault().open(sealed, as: .deliveryBody, row: id),
            secrets: subscription.secrets(at: try tx.now),
            timestamp: try tx.now,
            traceParent: tx.request.traceParent
        )
    }

    func verdict(_ outcome: SendOutcome, _ attempt: DeliveryVerdict.Attempt) -> DeliveryVerdict {
        guard kind == .eventWebhook else { return DeliveryVerdict(outcome, attempt) }
        var attempt = attempt
        if isTest { attempt.numberMax = 1 }
        return DeliveryVerdict(ofEvent: outcome, attempt)
    }

    /// Notes the attempt, and disables the subscription where the receiver is gone or has failed for as long as one tries.
    func tellSubscription(
        _ job: LeasedJob,
        _ outcome: SendOutcome,
        _ verdict: DeliveryVerdict,
        tookMilliseconds: Int?,
        in tx: TenantTransaction
    ) throws {
        guard let subscriptionID, let tookMilliseconds else { return }
        tx.write(
            "note attempt",
            """
            INSERT INTO switchyard.delivery_attempt (tenant_id, id, delivery_id, at, code, http_status, duration_ms)
            VALUES (\(tx.tenantID), \(try tx.newID()), \(id), \(try tx.now), \(verdict.code),
                \(outcome.httpStatus.map(Int16.init(clamping:))), \(Int32(clamping: tookMilliseconds)))
            """
        )
        if outcome.httpStatus == SendOutcome.goneStatus {
            try Subscription.disable(subscriptionID, because: .gone, in: tx)
        } else if verdict.isConcluded, verdict.state != .accepted, !isTest, job.attempt >= job.kind.attemptsMax {
            guard try !hasTakenSince(in: tx) else { return }
            try Subscription.disable(subscriptionID, because: .failing, in: tx)
        }
    }

    /// Whether the subscription took anything that is younger than this: then it is this event that it cannot take.
    private func hasTakenSince(in tx: TenantTransaction) throws -> Bool {
        try !tx.query(
            """
            SELECT FROM switchyard.delivery d WHERE d.tenant_id = \(tx.tenantID) AND d.subscription_id = \(subscriptionID)
                AND d.state = \(DeliveryState.accepted.rawValue) AND d.created_at >= \(createdAt) LIMIT 1
            """,
            "taken since"
        ).isEmpty
    }
}

extension RetrySchedule {
    /// Of events: 5 s, 20 s, 80 s … a day, about 75 hours in all. A receiver may ask for more time and never for less, so that
    /// one that always asks for a second is not given up after ten.
    package static let event = RetrySchedule(
        baseSeconds: 5,
        factor: 4,
        capSeconds: 86_400,
        jitterPercent: 10,
        wishSecondsMax: 86_400,
        wishOnlyLengthens: true
    )
}

extension DeliveryVerdict {
    /// Whoever subscribed may answer anything while their system is being mended, so a refusal is tried again; only what could
    /// not even be asked ends at once. The end is told by the delivery's log, and is no dead job: it is not the operator's to
    /// mend.
    package init(ofEvent outcome: SendOutcome, _ attempt: Attempt) {
        var outcome = outcome
        if case .rejected(let code) = outcome, let status = outcome.httpStatus, status != SendOutcome.goneStatus {
            outcome = .retry(code: code, afterSeconds: nil)
        }
        let verdict = DeliveryVerdict(outcome, attempt, schedule: .event)
        self.init(
            state: verdict.state,
            code: verdict.code,
            isConcluded: verdict.isConcluded,
            decision: verdict.isConcluded ? .finish(outcome: verdict.state.rawValue) : verdict.decision
        )
    }
}

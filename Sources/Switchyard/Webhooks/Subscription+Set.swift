import BusinessTime
package import Foundation
import Postgres

extension Subscription {
    /// - Returns: the new one; its only key is to be shown now and never again.
    /// - Throws: `too_many_subscriptions`.
    package static func add(_ wish: SubscriptionWish, in tx: TenantTransaction) throws -> Subscription {
        let subscription = Subscription(id: try tx.newID(), wish: wish, key: .generate(), at: try tx.now)
        // Takes the lock of the tenant's set-up, so that two who add at once are counted one after the other.
        try tx.recordSettings(.subscriptionAdded, subject: subscription.id)
        let rows = try tx.query(
            """
            SELECT FROM switchyard.subscription s
            WHERE s.tenant_id = \(tx.tenantID) AND s.state <> \(State.removed.rawValue) LIMIT \(countMax)
            """,
            "count subscriptions"
        )
        guard rows.count < countMax else { throw DomainError(.conflict, "too_many_subscriptions") }
        tx.write(
            "insert subscription",
            """
            INSERT INTO switchyard.subscription (tenant_id, id, sealed, types, state, reason, revision, created_at, updated_at)
            VALUES (\(tx.tenantID), \(subscription.id), \(try subscription.sealed(in: tx)),
                \(wish.types.map(\.rawValue)), \(subscription.state.rawValue), \(subscription.reason?.rawValue),
                \(subscription.revision), \(subscription.createdAt), \(subscription.updatedAt))
            """
        )
        return subscription
    }

    /// Replaces what is wanted and where, and switches it on or off.
    package static func change(
        _ id: UUID,
        to wish: SubscriptionWish,
        isEnabled: Bool,
        ifRevision expected: Int64?,
        in tx: TenantTransaction
    ) throws -> Subscription {
        var subscription = try find(id, isLocked: true, in: tx)
        try subscription.requireRevision(expected)
        subscription.wish = wish
        if isEnabled {
            (subscription.state, subscription.reason) = (.enabled, nil)
            try Alarm.end(.subscriptionOff, id.text, in: tx)
        } else if subscription.state == .enabled {
            (subscription.state, subscription.reason) = (.disabled, .byHand)
        }
        try subscription.store(.subscriptionChanged, in: tx)
        return subscription
    }

    /// Nothing more is sent, and its secrets are gone at once; its deliveries and its row go with the nightly purge.
    package static func remove(_ id: UUID, ifRevision expected: Int64?, in tx: TenantTransaction) throws {
        var subscription = try find(id, isLocked: true, in: tx)
        try subscription.requireRevision(expected)
        subscription.wish = SubscriptionWish(url: "", types: [])
        (subscription.state, subscription.reason, subscription.keys) = (.removed, nil, [])
        try Alarm.end(.subscriptionOff, id.text, in: tx)
        try subscription.store(.subscriptionRemoved, in: tx)
    }

    /// The longest time for which a secret may sign beside its successor.
    package static let overlapSecondsMax: Int64 = 7 * 86_400
    package static let overlapSecondsDefault: Int64 = 86_400

    /// A new secret signs from now on, and the one before it beside it until the overlap is over; any older one ends now.
    ///
    /// - Returns: with the new key first.
    package static func rotateKey(
        _ id: UUID,
        overlapSeconds: Int64,
        in tx: TenantTransaction
    ) throws -> Subscription {
        var subscription = try find(id, isLocked: true, in: tx)
        let now = try tx.now
        let ends = now.adding(seconds: overlapSeconds)
        let before = subscription.keys.prefix(secretsMax - 1).map {
            Key(secret: $0.secret, createdAt: $0.createdAt, endsAt: ends)
        }
        subscription.keys = [Key(secret: .generate(), createdAt: now)] + (overlapSeconds > 0 ? before : [])
        try subscription.store(.subscriptionKeyRotated, in: tx)
        return subscription
    }

    /// Writes a changed one, in force for every process at once.
    private mutating func store(_ act: DirectoryActKind, in tx: TenantTransaction) throws {
        revision += 1
        updatedAt = try tx.now
        tx.write(
            "update subscription",
            """
            UPDATE switchyard.subscription SET sealed = \(try sealed(in: tx)), types = \(wish.types.map(\.rawValue)),
                state = \(state.rawValue), reason = \(reason?.rawValue), revision = \(revision), updated_at = \(updatedAt)
            WHERE tenant_id = \(tx.tenantID) AND id = \(id)
            """
        )
        try tx.recordSettings(act, subject: id)
    }

    private func sealed(in tx: TenantTransaction) throws -> Bytea {
        try tx.seal(document.canonicalBytes, as: .subscription, row: id)
    }
}

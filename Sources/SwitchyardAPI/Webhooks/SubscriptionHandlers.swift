import BusinessTime
import Foundation
import Switchyard

/// What the routes about webhooks take.
enum SubscriptionBodies {
    static let new: Schema = .named("NewSubscription", .object(SubscriptionWish.fields))

    static let changed: Schema = .named(
        "Subscription",
        .object(
            SubscriptionWish.fields + [
                .required("enabled", .boolean, "Off: nothing is sent, and nothing is kept for later.")
            ]
        )
    )

    static let rotation: Schema = .named(
        "SecretRotation",
        .object([
            .optional(
                "overlap_seconds",
                .integer(0...Subscription.overlapSecondsMax),
                "For so long the secret before signs as well; default a day, 0 where it has become known."
            )
        ])
    )

    static let replay: Schema = .named("FailedReplay", .object([.required("since", .format(.instant))]))
}

/// A tenant's webhooks out.
enum SubscriptionHandlers {
    static let keptDays = Retention.eventDeliverySeconds / 86_400

    static func add(_ call: Call) async throws -> Reply {
        let wish = try SubscriptionWish(call.body)
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key, showingOnce: "secret") {
                    try Answer(status: 201, body: withSecret(Subscription.add(wish, in: tx)))
                }
            }
        )
    }

    static func list(_ call: Call) async throws -> Reply {
        let all = try await call.tenant { try Subscription.all(in: $0) }
        return .json(["items": .array(all.map { .object(view($0)) })])
    }

    static func read(_ call: Call) async throws -> Reply {
        let id = try call.id("subscription")
        return Reply(answer(try await call.tenant { try Subscription.find(id, in: $0) }))
    }

    static func change(_ call: Call) async throws -> Reply {
        let id = try call.id("subscription")
        let (wish, isEnabled) = (try SubscriptionWish(call.body), try call.body.bool("enabled"))
        let revision = try call.expectedRevision()
        let changed = try await call.tenant {
            try Subscription.change(id, to: wish, isEnabled: isEnabled, ifRevision: revision, in: $0)
        }
        return Reply(answer(changed))
    }

    static func remove(_ call: Call) async throws -> Reply {
        let id = try call.id("subscription")
        let revision = try call.expectedRevision()
        try await call.tenant { try Subscription.remove(id, ifRevision: revision, in: $0) }
        return .empty
    }

    static func rotate(_ call: Call) async throws -> Reply {
        let id = try call.id("subscription")
        let overlap = try call.body.optionalInteger("overlap_seconds") ?? Subscription.overlapSecondsDefault
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key, showingOnce: "secret") {
                    try Answer(
                        status: 201,
                        body: withSecret(Subscription.rotateKey(id, overlapSeconds: overlap, in: tx))
                    )
                }
            }
        )
    }

    static func test(_ call: Call) async throws -> Reply {
        let id = try call.id("subscription")
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) {
                    Answer(status: 202, body: ["delivery_id": try Subscription.test(id, in: tx).json])
                }
            }
        )
    }

    private static func answer(_ subscription: Subscription) -> Answer {
        Answer(status: 200, body: .object(view(subscription)), revision: subscription.revision)
    }

    private static func withSecret(_ subscription: Subscription) -> JSON {
        var body = view(subscription)
        body["secret"] = subscription.keys.first?.secret.text.json
        return .object(body)
    }

    private static func view(_ subscription: Subscription) -> JSONObject {
        [
            "id": subscription.id.json, "url": .string(subscription.wish.url),
            "types": subscription.wish.types.map(\.rawValue).json, "description": subscription.wish.description.json,
            "enabled": (subscription.state == .enabled).json, "disabled_reason": (subscription.reason?.rawValue).json,
            "secrets": .array(
                subscription.keys.map {
                    ["created_at": .string($0.createdAt.iso8601), "ends_at": ($0.endsAt?.iso8601).json]
                }
            ),
            "created_at": .string(subscription.createdAt.iso8601),
            "updated_at": .string(subscription.updatedAt.iso8601), "revision": subscription.revision.json,
        ]
    }
}

/// What became of the events.
extension SubscriptionHandlers {
    static func deliveries(_ call: Call) async throws -> Reply {
        let id = try call.id("subscription")
        let (limit, cursor) = (try call.limit(), try call.cursor())
        let state = try call.query["state"].map { text in
            guard let state = DeliveryState(rawValue: text) else { throw RequestError.badParameter("state") }
            return state
        }
        return try await call.tenant { tx in
            _ = try Subscription.find(id, in: tx)
            let found = try DeliveryLog.page(of: id, state: state, before: cursor, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { Call.cursorText(at: $0.createdAt, id: $0.id) } : nil
            return .json(["items": .array(page.map { .object(view($0)) }), "next_cursor": next.json])
        }
    }

    static func delivery(_ call: Call) async throws -> Reply {
        let (id, delivery) = (try call.id("subscription"), try call.id("delivery"))
        return try await call.tenant { tx in
            _ = try Subscription.find(id, in: tx)
            var body = view(try DeliveryLog.find(delivery, of: id, in: tx))
            body["attempts"] = .array(try DeliveryLog.attempts(of: delivery, in: tx).map(view))
            body["next_attempt_at"] = (try DeliveryLog.nextAttempt(of: delivery, in: tx)?.iso8601).json
            return .json(.object(body))
        }
    }

    static func replay(_ call: Call) async throws -> Reply {
        let (id, delivery) = (try call.id("subscription"), try call.id("delivery"))
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) {
                    try Subscription.replay(delivery, of: id, in: tx)
                    return Answer(status: 202, body: ["delivery_id": delivery.json])
                }
            }
        )
    }

    static func replayFailed(_ call: Call) async throws -> Reply {
        let id = try call.id("subscription")
        let since = try call.body.instant("since")
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) {
                    let replayed = try Subscription.replayFailed(since: since, of: id, in: tx)
                    return Answer(
                        status: 202,
                        body: ["deliveries": replayed.deliveries.json, "may_have_more": replayed.mayHaveMore.json]
                    )
                }
            }
        )
    }

    private static func view(_ entry: DeliveryLog.Entry) -> JSONObject {
        [
            "id": entry.id.json, "type": .string(entry.type), "ticket_id": entry.ticketID.json,
            "state": .string(entry.state.rawValue), "code": entry.code.json, "attempt_count": entry.attempts.json,
            "last_attempt": entry.last.map(view).json, "created_at": .string(entry.createdAt.iso8601),
            "concluded_at": (entry.concludedAt?.iso8601).json,
        ]
    }

    private static func view(_ attempt: DeliveryLog.Attempt) -> JSON {
        [
            "at": .string(attempt.at.iso8601), "code": .string(attempt.code), "http_status": attempt.httpStatus.json,
            "duration_ms": attempt.durationMilliseconds.json,
        ]
    }
}

import Switchyard

extension Routes {
    private static let subscriptions = "\(tenant)/subscriptions"
    private static let subscription = "\(subscriptions)/{subscription}"
    private static let delivery = "\(subscription)/deliveries/{delivery}"

    /// Events out: who is told, and what became of it.
    static let webhooks: [Route] = [
        Route(
            "POST",
            subscriptions,
            .permission(.manageWebhooks),
            "Have events sent to a URL, as signed webhooks",
            body: SubscriptionBodies.new,
            answer: SubscriptionAnswers.withSecret,
            success: 201,
            demand: .stepUp,
            again: .answeredWithoutSecret,
            SubscriptionHandlers.add
        ),
        Route(
            "GET",
            subscriptions,
            .permission(.manageWebhooks),
            "The tenant's subscriptions, oldest first: never more than \(Subscription.countMax)",
            answer: SubscriptionAnswers.list,
            SubscriptionHandlers.list
        ),
        Route(
            "GET",
            subscription,
            .permission(.manageWebhooks),
            "A subscription, and why it gets nothing where it is disabled",
            answer: SubscriptionAnswers.subscription,
            SubscriptionHandlers.read
        ),
        Route(
            "PUT",
            subscription,
            .permission(.manageWebhooks),
            "Replace what a subscription is told and where, switch it on or off",
            body: SubscriptionBodies.changed,
            answer: SubscriptionAnswers.subscription,
            demand: .stepUp,
            SubscriptionHandlers.change
        ),
        Route(
            "DELETE",
            subscription,
            .permission(.manageWebhooks),
            "Remove a subscription with its deliveries",
            success: 204,
            SubscriptionHandlers.remove
        ),
        Route(
            "POST",
            "\(subscription)/secrets",
            .permission(.manageWebhooks),
            "Rotate a subscription's secret; the one before it signs beside it for the overlap",
            body: SubscriptionBodies.rotation,
            answer: SubscriptionAnswers.withSecret,
            success: 201,
            demand: .stepUp,
            again: .answeredWithoutSecret,
            SubscriptionHandlers.rotate
        ),
        Route(
            "POST",
            "\(subscription)/tests",
            .permission(.manageWebhooks),
            "Send webhook.test, once, also where the subscription is disabled",
            body: TicketBodies.nothing,
            answer: SubscriptionAnswers.sent,
            success: 202,
            SubscriptionHandlers.test
        ),
        Route(
            "GET",
            "\(subscription)/deliveries",
            .permission(.manageWebhooks),
            "What became of the events of the last \(SubscriptionHandlers.keptDays) days, newest first",
            query: ["state", "cursor", "limit"],
            answer: SubscriptionAnswers.deliveries,
            SubscriptionHandlers.deliveries
        ),
        Route(
            "GET",
            delivery,
            .permission(.manageWebhooks),
            "A delivery with its attempts",
            answer: SubscriptionAnswers.delivery,
            SubscriptionHandlers.delivery
        ),
        Route(
            "POST",
            "\(delivery)/replays",
            .permission(.manageWebhooks),
            "Send an event again under its own webhook-id; one that waits has its next attempt now",
            body: TicketBodies.nothing,
            answer: SubscriptionAnswers.sent,
            success: 202,
            SubscriptionHandlers.replay
        ),
        Route(
            "POST",
            "\(subscription)/replays",
            .permission(.manageWebhooks),
            "Send again what failed since an instant, \(Subscription.replayMax) events at a time",
            body: SubscriptionBodies.replay,
            answer: SubscriptionAnswers.replayed,
            success: 202,
            SubscriptionHandlers.replayFailed
        ),
    ]
}

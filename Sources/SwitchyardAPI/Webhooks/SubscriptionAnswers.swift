import Switchyard

/// Webhooks out, and what became of them.
enum SubscriptionAnswers {
    private static let members: [Schema.Field] = [
        .required("id", .id), .required("url", .said), .required("types", .many(.oneOf(WebhookEvent.self))),
        .orNull("description", .said), .required("enabled", .boolean),
        .orNull("disabled_reason", .oneOf(Subscription.Reason.self)),
        .required("secrets", .many(.object([.required("created_at", .at), .orNull("ends_at", .at)]))),
        .required("created_at", .at), .required("updated_at", .at), .required("revision", .count, "Its ETag."),
    ]

    static let subscription: Schema = .named("SubscriptionNow", .object(members))

    static let withSecret: Schema = .named(
        "SubscriptionWithSecret",
        .object(members + [.required("secret", .said, "Shown this once.")])
    )

    static let list: Schema = .items(subscription)

    private static let attempt: Schema = .named(
        "DeliveryAttempt",
        .object([
            .required("at", .at), .required("code", .said), .orNull("http_status", .count),
            .required("duration_ms", .count),
        ])
    )

    private static let deliveryMembers: [Schema.Field] = [
        .required("id", .id, "The webhook-id."), .required("type", .oneOf(WebhookEvent.self)),
        .orNull("ticket_id", .id), .required("state", .oneOf(DeliveryState.self)), .orNull("code", .said),
        .required("attempt_count", .count), .orNull("last_attempt", attempt), .required("created_at", .at),
        .orNull("concluded_at", .at),
    ]

    static let deliveries: Schema = .page(.named("EventDelivery", .object(deliveryMembers)))

    static let delivery: Schema = .named(
        "EventDeliveryDetails",
        .object(
            deliveryMembers + [
                .required("attempts", .many(attempt), "Newest first."), .orNull("next_attempt_at", .at),
            ]
        )
    )

    static let sent: Schema = .named("SentDelivery", .object([.required("delivery_id", .id)]))

    static let replayed: Schema = .named(
        "ReplayedDeliveries",
        .object([.required("deliveries", .count), .required("may_have_more", .boolean)])
    )
}

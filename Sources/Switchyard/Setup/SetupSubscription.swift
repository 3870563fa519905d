import Postgres

/// Where one of a client's systems is told of events, as a set-up has it. Its URL tells it from the others; of several with
/// one URL, what they are told of does, and then the rest of them: they may have been made at one instant. No secret is in it: a new one gets its own, shown once.
enum SetupSubscription {
    static let schema: Schema = .named(
        "SetupSubscription",
        .object(
            SubscriptionWish.fields + [
                .optional("enabled", .boolean, "Default true; off: nothing is sent, and nothing is kept for later.")
            ]
        )
    )

    static func items(in tx: TenantTransaction) throws -> [SetupItem] {
        var taken: Set<String> = []
        return try known(in: tx).map { item($0.wish, isEnabled: $0.state == .enabled, besides: &taken) }
    }

    static func item(_ wish: JSON, besides taken: inout Set<String>) throws -> SetupItem {
        item(try SubscriptionWish(wish), isEnabled: try wish.optionalBool("enabled") ?? true, besides: &taken)
    }

    private static func item(_ wish: SubscriptionWish, isEnabled: Bool, besides taken: inout Set<String>) -> SetupItem {
        let name = place(wish.url, &taken)
        let value: JSON = [
            "url": .string(wish.url), "types": wish.types.map(\.rawValue).json, "description": wish.description?.json,
            "enabled": isEnabled ? nil : false,
        ]
        return SetupItem(.subscriptions, name, value)
    }

    private static func place(_ url: String, _ taken: inout Set<String>) -> String {
        var (name, number) = (url, 1)
        while !taken.insert(name).inserted {
            number += 1
            name = "\(url) \(number)"
        }
        return name
    }

    static func apply(_ change: SetupChange, in tx: TenantTransaction) throws -> SetupSecret? {
        let value = change.item.wish
        let (wish, isEnabled) = (try SubscriptionWish(value), try value.optionalBool("enabled") ?? true)
        guard change.outcome == .add else {
            guard let known = try known(change.item.name, in: tx) else { throw StoredValueUnknown() }
            _ = try Subscription.change(known.id, to: wish, isEnabled: isEnabled, ifRevision: nil, in: tx)
            return nil
        }
        let added = try Subscription.add(wish, in: tx)
        if !isEnabled { _ = try Subscription.change(added.id, to: wish, isEnabled: false, ifRevision: nil, in: tx) }
        guard let secret = added.keys.first?.secret.text else { throw StoredValueUnknown() }
        return SetupSecret(pointer: change.item.pointer, item: change.title, id: added.id, path: nil, secret: secret)
    }

    private static func known(_ name: String, in tx: TenantTransaction) throws -> Subscription? {
        var taken: Set<String> = []
        return try known(in: tx).first { place($0.wish.url, &taken) == name }
    }

    private static func known(in tx: TenantTransaction) throws -> [Subscription] {
        try Subscription.all(in: tx).sorted {
            order($0.wish, $0.state == .enabled) < order($1.wish, $1.state == .enabled)
        }
    }

    /// A document's items in the order in which those of the server are told apart.
    static func ordered<Wish>(_ wishes: [Wish], _ value: (Wish) -> JSON) throws -> [Wish] {
        try wishes.map { wish in
            let isEnabled = try value(wish).optionalBool("enabled") ?? true
            return (key: order(try SubscriptionWish(value(wish)), isEnabled), wish: wish)
        }.sorted { $0.key < $1.key }.map(\.wish)
    }

    private static func order(_ wish: SubscriptionWish, _ isEnabled: Bool) -> String {
        let places = wish.types.map { String(10 + (WebhookEvent.choices.firstIndex(of: $0) ?? 0)) }.joined()
        return [wish.url, places, wish.description ?? "", isEnabled ? "" : "off"].joined(separator: "\u{0}")
    }
}

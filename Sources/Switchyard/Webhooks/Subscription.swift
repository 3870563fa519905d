package import BusinessTime
package import Foundation
import Postgres

/// Where one of a tenant's systems is told of what happens, as signed webhooks (spec/tenancy.md, "Webhooks out").
package struct Subscription: Sendable {
    /// Of one tenant, without those that were removed.
    package static let countMax = 20
    /// Secrets that sign at once while they are being changed.
    package static let secretsMax = 2

    package enum State: String, CaseIterable, Sendable {
        case enabled
        case disabled
        case removed
    }

    /// Why a subscription gets nothing.
    package enum Reason: String, CaseIterable, Sendable {
        case byHand = "by_hand"
        /// The receiver answered 410: it does not want anything any more.
        case gone
        /// An event was tried to the end, and nothing since it happened was taken.
        case failing
    }

    /// A secret that signs, and until when.
    package struct Key: Sendable {
        package let secret: WebhookSecret
        package let createdAt: Instant
        /// Nil for the newest, which has no end.
        package var endsAt: Instant?
    }

    package let id: UUID
    package internal(set) var wish: SubscriptionWish
    package internal(set) var state: State
    package internal(set) var reason: Reason?
    /// Newest first.
    package internal(set) var keys: [Key]
    /// The ETag.
    package internal(set) var revision: Int64
    package let createdAt: Instant
    package internal(set) var updatedAt: Instant

    static let columns: SQL =
        "s.id, s.sealed, s.types, s.state, s.reason, s.revision, s.created_at, s.updated_at"

    /// - Throws: `not_found` for one that was removed as well.
    package static func find(_ id: UUID, isLocked: Bool = false, in tx: TenantTransaction) throws -> Subscription {
        let lock: SQL = isLocked ? " FOR UPDATE" : ""
        let rows = try tx.query(
            """
            SELECT \(columns) FROM switchyard.subscription s
            WHERE s.tenant_id = \(tx.tenantID) AND s.id = \(id) AND s.state <> \(State.removed.rawValue)\(lock)
            """,
            "subscription"
        )
        guard let row = rows.first else { throw DomainError.notFound }
        return try Subscription(from: row, vault: tx.vault())
    }

    /// All of them, oldest first.
    package static func all(in tx: TenantTransaction) throws -> [Subscription] {
        let vault = try tx.vault()
        return try tx.query(
            """
            SELECT \(columns) FROM switchyard.subscription s
            WHERE s.tenant_id = \(tx.tenantID) AND s.state <> \(State.removed.rawValue)
            ORDER BY s.created_at, s.id LIMIT \(countMax)
            """,
            "subscriptions"
        ).map { try Subscription(from: $0, vault: vault) }
    }

    init(id: UUID, wish: SubscriptionWish, key: WebhookSecret, at instant: Instant) {
        self.id = id
        self.wish = wish
        state = .enabled
        keys = [Key(secret: key, createdAt: instant)]
        revision = 1
        createdAt = instant
        updatedAt = instant
    }

    private init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        let plain = try vault.open(cursor.next(), as: .subscription, row: id)
        let document = try JSONParser.parse(plain, limits: .stored)
        wish = SubscriptionWish(
            url: try document.string("url"),
            types: try cursor.next([String].self).compactMap(WebhookEvent.init(rawValue:)),
            description: try document.optionalString("description")
        )
        keys = try document.array("keys").map(Key.init)
        guard let state = State(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.state = state
        reason = try cursor.next(String?.self).flatMap(Reason.init(rawValue:))
        revision = try cursor.next()
        createdAt = try cursor.next()
        updatedAt = try cursor.next()
    }

    /// What is sealed.
    var document: JSON {
        [
            "url": .string(wish.url), "description": wish.description?.json, "keys": .array(keys.map(\.document)),
        ]
    }

    /// The secrets that sign at an instant, newest first.
    func secrets(at instant: Instant) -> [WebhookSecret] {
        keys.filter { $0.endsAt.map { instant < $0 } ?? true }.map(\.secret)
    }

    /// Refuses the act when the caller saw another revision than the one under the lock.
    func requireRevision(_ expected: Int64?) throws {
        guard expected.map({ $0 == revision }) ?? true else { throw DomainError(.conflict, "revision_changed") }
    }
}

extension Subscription.Key {
    fileprivate init(_ document: JSON) throws {
        guard let secret = WebhookSecret(text: try document.string("secret")) else { throw VaultError.cannotOpen }
        self.secret = secret
        createdAt = try document.instant("created_at")
        endsAt = try document.optionalInstant("ends_at")
    }

    fileprivate var document: JSON {
        [
            "secret": .string(secret.text), "created_at": .string(createdAt.iso8601),
            "ends_at": (endsAt?.iso8601).map(JSON.string),
        ]
    }
}

/// What a tenant wants to be told, and where.
package struct SubscriptionWish: Sendable, Hashable {
    package static let descriptionCharactersMax = 200

    package let url: String
    package let types: [WebhookEvent]
    package let description: String?

    package init(url: String, types: [WebhookEvent], description: String? = nil) {
        self.url = url
        self.types = types
        self.description = description
    }

    package init(_ body: JSON) throws {
        url = try body.string("url")
        let names = Set(try body.strings("types"))
        types = WebhookEvent.choices.filter { names.contains($0.rawValue) }
        description = try body.optionalString("description")
    }

    package static let fields: [Schema.Field] = [
        .required(
            "url",
            .format(.url),
            "Public, https, port 443; a place inside needs an entry of the operator's list."
        ),
        .required(
            "types",
            .list(of: .oneOf(WebhookEvent.choices.map(\.rawValue)), max: WebhookEvent.choices.count, min: 1),
            WebhookEvent.choices.map { "`\($0.rawValue)`: \($0.meaning)" }.joined(separator: "\n")
        ),
        .optional("description", .text(1...descriptionCharactersMax)),
    ]
}

import Crypto
package import Foundation
import Postgres

/// The sender's own name for a request: its `Idempotency-Key`, or the `webhook-id` of a source. The same name with the same
/// request is the same act, however late (30 days); with another request it is refused.
package struct IdempotencyKey: Sendable, Hashable {
    package static let charactersMax = 255

    /// What keys of signed requests begin with, before the id of their source (`SourceHearing`).
    static let sourcePrefix = "w:"

    let text: String
    let fingerprint: Bytea
    /// What answers under this key are sealed for, so that none can be moved to another key.
    let row: UUID

    /// - Parameter request: what is asked, in one form whatever the caller calls it, and the body as it arrived.
    package init(key: String, request: [UInt8]) {
        self.init(text: "k:" + IdempotencyKey.digest(key), request: request)
    }

    package init(webhookID: String, source: UUID, body: [UInt8]) {
        let text = "\(IdempotencyKey.sourcePrefix)\(source.text):" + IdempotencyKey.digest(webhookID)
        self.init(text: text, request: body)
    }

    private init(text: String, request: [UInt8]) {
        self.text = text
        fingerprint = Bytea(SHA256.bytes(of: request))
        row = SHA256.bytes(of: Array(text.utf8)).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// Nearly nobody has to wait, and finds out without the function that can.
    ///
    /// - Parameter owner: whose keys these are: a tenant, or a credential in the directory.
    func awaitTurn(of owner: UUID) -> SQL {
        let place = place(of: owner)
        return "SELECT switchyard.await_turn(\(place)) WHERE NOT \(IdempotencyKey.takeTurn(at: place))"
    }

    /// Where those wait who come under this key.
    func place(of owner: UUID) -> String { "\(owner.text) \(text)" }

    /// True for who need not wait, false for who must; NULL for nobody.
    static func takeTurn(at place: String?) -> SQL { "pg_try_advisory_xact_lock(hashtextextended(\(place), 0))" }

    /// A name is only ever compared, so its hash is enough; whatever a sender puts into one stays out of the tables.
    private static func digest(_ name: String) -> String {
        String(decoding: CrockfordBase32.encoded(SHA256.bytes(of: Array(name.utf8))), as: UTF8.self)
    }
}

/// First answers, by idempotency key, in the transaction of the act.
package enum Receipt {
    /// How long an answer is kept: senders retry for a week.
    package static let keptDays = 30

    static func select(_ key: IdempotencyKey, tenant: UUID) -> SQL {
        "SELECT fingerprint, status, answer FROM switchyard.receipt WHERE tenant_id = \(tenant) AND key = \(key.text)"
    }

    /// Waits while another request under this key is under way, then looks for what it answered.
    ///
    /// - Throws: with these statements `request_under_way`, when it takes more than two seconds.
    static func find(_ key: IdempotencyKey, tenant: UUID) -> [(name: StaticString, sql: SQL)] {
        [("await turn", key.awaitTurn(of: tenant)), ("find receipt", select(key, tenant: tenant))]
    }

    /// The first answer, or nil when this is the first time. Another request under the same key is refused.
    static func answer(_ rows: Rows, key: IdempotencyKey, in tx: TenantTransaction) throws -> Answer? {
        guard let row = rows.first else { return nil }
        var cursor = row.cursor()
        guard try cursor.next(Bytea.self) == key.fingerprint else {
            throw DomainError(.invalid, "idempotency_key_reused")
        }
        let status: Int = try cursor.next()
        let plain = try tx.vault().open(cursor.next(), as: .receiptAnswer, row: key.row)
        return Answer(status: status, body: try JSONParser.parse(plain, limits: .stored))
    }

    static func keep(_ answer: Answer, payload: [UInt8]?, key: IdempotencyKey, in tx: TenantTransaction) throws {
        let vault = try tx.vault()
        let sealed = try vault.seal(answer.body.bytes, as: .receiptAnswer, row: key.row)
        let raw = try payload.map { try vault.seal($0, as: .receiptPayload, row: key.row) }
        tx.insert(
            "keep receipt",
            """
            INSERT INTO switchyard.receipt (tenant_id, key, fingerprint, status, answer, payload, created_at)
            VALUES (\(tx.tenantID), \(key.text), \(key.fingerprint), \(answer.status), \(sealed), \(raw), \(try tx.now))
            """
        )
    }
}

extension TenantTransaction {
    /// Does `act` once for its key: a second call answers what the first one did.
    ///
    /// - Parameter secret: as with administrators' writes, the member that is shown once and not kept.
    /// - Throws: `SecretShownOnce`.
    package func once(
        _ key: IdempotencyKey?,
        showingOnce secret: String? = nil,
        _ act: () throws -> Answer
    ) throws -> Answer {
        guard let key else { return try act() }
        _ = try vault()
        let found = try read(Receipt.find(key, tenant: tenantID))
        if let first = try Receipt.answer(found[1], key: key, in: self) {
            if secret != nil { throw SecretShownOnce(done: first.body) }
            return first
        }
        let answer = try act()
        try Receipt.keep(answer.without(secret), payload: nil, key: key, in: self)
        return answer
    }
}

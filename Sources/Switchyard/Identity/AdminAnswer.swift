import Foundation
import Postgres

/// The act of this key is done and showed a secret, which is kept nowhere.
package struct SecretShownOnce: Error, Sendable {
    /// The first answer without the secret: what there is now, to be revoked or used.
    package let done: JSON
}

extension DirectoryTransaction {
    /// An administrator's write, once for its key: a second call answers what the first one did.
    ///
    /// - Parameter secret: the member of the answer that is shown once. It is not kept, so a second call cannot answer it.
    /// - Throws: `SecretShownOnce`, `idempotency_key_reused`, `request_under_way`.
    package func once(
        _ key: IdempotencyKey?,
        showingOnce secret: String? = nil,
        _ act: () throws -> Answer
    ) throws -> Answer {
        guard let key, let credential = request.actor.credentialID else { return try act() }
        _ = try query(key.awaitTurn(of: credential))
        if let first = try firstAnswer(key, to: credential) {
            if secret != nil { throw SecretShownOnce(done: first.body) }
            return first
        }
        let answer = try act()
        let kept = answer.without(secret)
        let sealed = try deployment.operatorVault.seal(kept.body.bytes, as: .directoryAnswer, row: key.row)
        _ = try execute(
            """
            INSERT INTO directory.answer (credential_id, key, fingerprint, status, body, created_at)
            VALUES (\(credential), \(key.text), \(key.fingerprint), \(answer.status), \(sealed), \(now))
            """
        )
        return answer
    }

    private func firstAnswer(_ key: IdempotencyKey, to credential: UUID) throws -> Answer? {
        let rows = try query(
            "SELECT fingerprint, status, body FROM directory.answer WHERE credential_id = \(credential) AND key = \(key.text)"
        )
        guard let row = rows.first else { return nil }
        var cursor = row.cursor()
        guard try cursor.next(Bytea.self) == key.fingerprint else {
            throw DomainError(.invalid, "idempotency_key_reused")
        }
        let status: Int = try cursor.next()
        let plain = try deployment.operatorVault.open(cursor.next(), as: .directoryAnswer, row: key.row)
        return Answer(status: status, body: try JSONParser.parse(plain, limits: .stored))
    }
}

extension Answer {
    /// What may be kept of it.
    func without(_ member: String?) -> Answer {
        guard let member, case .object(let object) = body else { return self }
        var rest = JSONObject()
        for kept in object.members where kept.key != member { rest[kept.key] = kept.value }
        return Answer(status: status, body: .object(rest), revision: revision)
    }
}

import Foundation
import Postgres

extension DirectoryTransaction {
    /// An administrator's write, once for its key: a second call answers what the first one did.
    package func once(_ key: IdempotencyKey?, _ act: () throws -> Answer) throws -> Answer {
        guard let key, let credential = request.actor.credentialID else { return try act() }
        let rows = try query(
            "SELECT fingerprint, status, body FROM directory.answer WHERE credential_id = \(credential) AND key = \(key.text)"
        )
        if let row = rows.first {
            var cursor = row.cursor()
            guard try cursor.next(Bytea.self) == key.fingerprint else {
                throw DomainError(.invalid, "idempotency_key_reused")
            }
            let status: Int = try cursor.next()
            let plain = try deployment.operatorVault.open(cursor.next(), as: .directoryAnswer, row: key.row)
            return Answer(status: status, body: try JSONParser.parse(plain, limits: .stored))
        }
        let answer = try act()
        let sealed = try deployment.operatorVault.seal(answer.body.bytes, as: .directoryAnswer, row: key.row)
        _ = try execute(
            """
            INSERT INTO directory.answer (credential_id, key, fingerprint, status, body, created_at)
            VALUES (\(credential), \(key.text), \(key.fingerprint), \(answer.status), \(sealed), \(now))
            """
        )
        return answer
    }
}

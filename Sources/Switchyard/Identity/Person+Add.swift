package import Foundation
import Postgres

/// People of the firm and its clients, their teams, and what they may do where.
package enum Person {
    package static func add(
        _ profile: PersonProfile,
        language: String,
        in tx: DirectoryTransaction
    ) throws -> UUID {
        let id = tx.newID()
        let vault = tx.deployment.operatorVault
        let login = loginHash(profile.email, in: tx)
        _ = try tx.execute(
            """
            INSERT INTO directory.person (id, login_hash, profile, language, status, created_at)
            VALUES (\(id), \(login), \(try profile.sealed(for: id, vault: vault)), \(language), 'active', \(tx.now))
            """
        )
        try tx.record(.personAdded, subject: id)
        return id
    }

    static func loginHash(_ email: String, in tx: DirectoryTransaction) -> Bytea {
        tx.deployment.operatorVault.lookup(.loginName, email.lowercased())
    }
}

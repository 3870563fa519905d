package import Foundation
import Postgres

extension Person {
    /// Another name, address or language.
    ///
    /// - Throws: `permission_missing` where the person reaches further than who asks.
    package static func change(
        _ id: UUID,
        to profile: PersonProfile,
        language: String,
        in tx: DirectoryTransaction
    ) throws {
        try tx.requireReach(over: id)
        let sealed = try profile.sealed(for: id, vault: tx.deployment.operatorVault)
        let changed = try tx.execute(
            """
            UPDATE directory.person SET login_hash = \(loginHash(profile.email, in: tx)), profile = \(sealed),
                language = \(language)
            WHERE id = \(id) AND status = 'active'
            """
        )
        guard changed == 1 else { throw DomainError.notFound }
        try tx.record(.personChanged, subject: id)
    }
}

import BusinessTime
import Foundation
import Postgres

/// A person's password as the directory has it: the hash sealed with the operator's key, so that a copy of the database alone
/// gives nobody anything to guess against.
package struct StoredPassword: Sendable {
    let personID: UUID
    /// What was compared with may have been replaced by the time the comparison is done.
    let changedAt: Instant
    let hash: PasswordHash

    /// Of somebody active who has one.
    static func find(login: Bytea, in tx: DirectoryTransaction) throws -> StoredPassword? {
        try read("SELECT person_id, sealed, changed_at FROM directory.password_of(\(login), NULL)", in: tx)
    }

    static func find(of person: UUID, in tx: DirectoryTransaction) throws -> StoredPassword? {
        try read("SELECT person_id, sealed, changed_at FROM directory.password_of(NULL, \(person))", in: tx)
    }

    private static func read(_ look: SQL, in tx: DirectoryTransaction) throws -> StoredPassword? {
        guard let row = try tx.query(look).first else { return nil }
        var cursor = row.cursor()
        let person: UUID = try cursor.next()
        let sealed: Bytea = try cursor.next()
        let text = try tx.deployment.operatorVault.openText(sealed, as: .passwordHash, row: person)
        return StoredPassword(
            personID: person,
            changedAt: try cursor.next(),
            hash: PasswordHash(stored: text)
        )
    }
}

/// Somebody's word against what is kept. `run` blocks for as long as one hash takes, whether there is an account or not.
package struct PasswordCheck: Sendable {
    /// The row that counts the tries; stands for an account that does not exist.
    let tries: UUID
    let known: StoredPassword?
    let typed: Password

    /// What it matched, or nil.
    package func run() throws -> StoredPassword? {
        let hash = try known?.hash ?? PasswordHash.nobody.get()
        let isRight = try hash.matches(typed)
        return isRight ? known : nil
    }
}

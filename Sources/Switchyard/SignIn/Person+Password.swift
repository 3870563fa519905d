package import Foundation
import Postgres

extension Person {
    /// A password of one's own choice. Whoever was signed in as this person is so no longer.
    package static func setPassword(_ hash: PasswordHash, of person: UUID, in tx: DirectoryTransaction) throws {
        let sealed = try tx.deployment.operatorVault.seal(hash.encoded, as: .passwordHash, row: person)
        let isSet: Bool? = try tx.query("SELECT directory.set_password(\(person), \(sealed), \(tx.now))").first?
            .column(0)
        guard isSet == true else { throw DomainError.notFound }
        try tx.record(.passwordChanged, subject: person)
    }

    /// Whether a password would do for them.
    package static func check(
        _ password: Password,
        for person: UUID,
        at pointer: String,
        in tx: DirectoryTransaction
    ) throws {
        try password.check(for: PersonRecord.find(person, in: tx).profile, at: pointer)
    }
}

/// Changing one's own password, in the same three steps as signing in: it asks for the old one, because a session may be
/// somebody else's by now.
package struct PasswordChange: Sendable {
    private let person: UUID
    private let own: OwnPassword

    package init(of person: UUID, session: UUID) {
        self.person = person
        own = OwnPassword(of: person, session: session)
    }

    /// - Throws: `SignInTooSoon`; what is wrong with the new one, at `/password`.
    package func begin(
        current: Password,
        fresh: Password,
        in tx: DirectoryTransaction
    ) throws -> PasswordCheck {
        try Person.check(fresh, for: person, at: "/password", in: tx)
        return try own.begin(current, in: tx)
    }

    package func succeed(_ hash: PasswordHash, in tx: DirectoryTransaction) throws {
        try own.succeed(in: tx)
        try Person.setPassword(hash, of: person, in: tx)
    }

    /// Writes down that it failed; the caller answers `password_refused`.
    package func fail(in tx: DirectoryTransaction) throws { try own.fail(in: tx) }
}

/// The password of whoever has signed in, asked for once more. Tries are counted by session, so that its owner, who has signed
/// in elsewhere, does not wait.
struct OwnPassword: Sendable {
    private let person: UUID
    private let session: UUID

    init(of person: UUID, session: UUID) {
        self.person = person
        self.session = session
    }

    /// - Throws: `SignInTooSoon`.
    func begin(_ typed: Password, in tx: DirectoryTransaction) throws -> PasswordCheck {
        let tries = try throttle(in: tx).count(in: tx)
        return PasswordCheck(tries: tries, known: try StoredPassword.find(of: person, in: tx), typed: typed)
    }

    func succeed(in tx: DirectoryTransaction) throws { try throttle(in: tx).clear(in: tx) }

    func fail(in tx: DirectoryTransaction) throws {
        try tx.record(.signInRefused, subject: person, detail: "current_password")
    }

    private func throttle(in tx: DirectoryTransaction) -> SignInThrottle {
        let place = SignInPlace(session: session).hash(in: tx)
        return SignInThrottle(account: tx.deployment.operatorVault.lookup(.loginName, person.text), place: place)
    }
}

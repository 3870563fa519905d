import BusinessTime
import Postgres

/// Signing in with a password, in three steps: what is there to compare with, the comparison (`PasswordCheck.run`, outside any
/// transaction), what comes of it. An account that does not exist takes the same steps, statements and time.
package struct SignIn: Sendable {
    package static let emailCharactersMax = 254
    /// Characters of a password that somebody may try; longer than any that can be set.
    package static let typedCharactersMax = 1_024

    private let email: String
    private let client: Session.Client
    private let place: SignInPlace

    package init(email: String, client: Session.Client) {
        self.email = email
        self.client = client
        place = SignInPlace(address: client.address)
    }

    /// - Throws: `SignInTooSoon`.
    package func begin(_ password: Password, in tx: DirectoryTransaction) throws -> PasswordCheck {
        let tries = try throttle(in: tx).count(in: tx)
        let known = try StoredPassword.find(login: Person.loginHash(email, in: tx), in: tx)
        return PasswordCheck(tries: tries, known: known, typed: password)
    }

    /// Opens a session.
    ///
    /// - Throws: `sign_in_refused` where the password changed meanwhile.
    package func succeed(_ known: StoredPassword, in tx: DirectoryTransaction) throws -> OpenedSession {
        let token = ReferenceToken(.session, random: tx.random(ReferenceToken.randomBytes))
        let session = OpenedSession(
            id: tx.newID(),
            personID: known.personID,
            token: token,
            expiresAt: tx.now.adding(seconds: Session.lifeSeconds),
            lack: try SecondFactor.of(known.personID, in: tx).lack
        )
        let sealed = try client.sealed(for: session.id, vault: tx.deployment.operatorVault)
        let isOpen: Bool? = try tx.query(
            """
            SELECT directory.open_session(\(session.id), \(Bytea(token.hash)), \(known.personID), \(known.changedAt), \(sealed),
                \(tx.now), \(session.expiresAt), \(Session.idleSeconds), \(Session.liveMax))
            """
        ).first?.column(0)
        guard isOpen == true else { throw DomainError.signInRefused }
        try throttle(in: tx).clear(in: tx)
        try tx.record(.signedIn, subject: session.id, by: Actor(session: session.id, of: known.personID))
        return session
    }

    /// Writes down that it failed; the caller answers `sign_in_refused`.
    package func fail(_ check: PasswordCheck, in tx: DirectoryTransaction) throws {
        try tx.record(.signInRefused, subject: check.known?.personID ?? check.tries, detail: "password")
    }

    private func throttle(in tx: DirectoryTransaction) -> SignInThrottle {
        SignInThrottle(account: Person.loginHash(email, in: tx), place: place.hash(in: tx))
    }
}

extension DomainError {
    package static let signInRefused = DomainError(.unauthenticated, "sign_in_refused")
}

import BusinessTime
package import Foundation
import Postgres

/// Somebody who has signed in shows again, or shows more, who they are. What has been proven goes on in a session with another
/// token, and the one before ends: whoever had a copy of its token has nothing (ASVS 7.2.4).
package struct SessionProof: Sendable {
    package enum Method: String, CaseIterable, Sendable {
        case password
        case code
        case recoveryCode = "recovery_code"
    }

    /// Wrong codes over all places before each next one has to wait. Who tries them knows the password, and six figures must not
    /// be a matter of how many addresses somebody has. The owner is not kept out: a recovery code is too long to be guessed and
    /// does not wait for it.
    static let freeTriesAnywhere = 20

    private let person: UUID
    private let session: UUID
    private let client: Session.Client

    package init(of person: UUID, session: UUID, client: Session.Client) {
        self.person = person
        self.session = session
        self.client = client
    }

    /// The code of an enrolled device. Nil where it is wrong or was used; that is on record, and the caller answers
    /// `code_refused`.
    ///
    /// - Throws: `SignInTooSoon`; `no_second_factor`.
    package func show(code: String, in tx: DirectoryTransaction) throws -> OpenedSession? {
        let factor = try SecondFactor.of(person, in: tx)
        guard factor.enrolledAt != nil else { throw DomainError.noSecondFactor }
        try countCode(in: tx)
        guard let step = try factor.step(of: code, person: person, in: tx), try take(step, of: factor, in: tx) else {
            return try refuse(.code, in: tx)
        }
        try forgetTries(in: tx)
        return try renew(by: .code, in: tx)
    }

    /// In place of a code. Nil where it is none of theirs, or was used.
    ///
    /// - Throws: `SignInTooSoon`.
    package func show(recoveryCode typed: String, in tx: DirectoryTransaction) throws -> OpenedSession? {
        _ = try throttle(at: place, in: tx).count(in: tx)
        guard let code = RecoveryCode(typed: typed), try take(code, in: tx) else {
            return try refuse(.recoveryCode, in: tx)
        }
        try forgetTries(in: tx)
        return try renew(by: .recoveryCode, in: tx)
    }

    /// The second step of enrolling: the device shows that it has the secret. Answers the codes for the day it is lost, this
    /// once, and the session that has shown a second factor; nil where the code is wrong.
    ///
    /// - Throws: `SignInTooSoon`; `no_second_factor` where nothing was begun; `second_factor_enrolled`.
    package func enrol(
        code: String,
        in tx: DirectoryTransaction
    ) throws -> (codes: [RecoveryCode], session: OpenedSession)? {
        let factor = try SecondFactor.of(person, in: tx)
        guard factor.enrolledAt == nil else { throw DomainError(.conflict, "second_factor_enrolled") }
        guard factor.sealed != nil else { throw DomainError.noSecondFactor }
        try countCode(in: tx)
        let codes = RecoveryCode.fresh(in: tx)
        guard let step = try factor.step(of: code, person: person, in: tx), try confirm(step, codes, factor, in: tx)
        else {
            _ = try refuse(.code, in: tx)
            return nil
        }
        try forgetTries(in: tx)
        try tx.record(.secondFactorEnrolled, subject: person)
        return (codes, try renew(by: .code, in: tx))
    }

    /// In the three steps of signing in: the comparison is outside any transaction.
    ///
    /// - Throws: `SignInTooSoon`.
    package func begin(_ password: Password, in tx: DirectoryTransaction) throws -> PasswordCheck {
        try own.begin(password, in: tx)
    }

    package func succeed(in tx: DirectoryTransaction) throws -> OpenedSession {
        try own.succeed(in: tx)
        return try renew(by: .password, in: tx)
    }

    /// Writes down that it failed; the caller answers `password_refused`.
    package func fail(in tx: DirectoryTransaction) throws { try own.fail(in: tx) }

    private var own: OwnPassword { OwnPassword(of: person, session: session) }

    private var place: SignInPlace { SignInPlace(address: client.address) }

    private func take(_ step: Int64, of factor: SecondFactor, in tx: DirectoryTransaction) throws -> Bool {
        try tx.query("SELECT directory.take_second_factor_step(\(person), \(factor.sealed), \(step))").first?.column(0)
            ?? false
    }

    private func take(_ code: RecoveryCode, in tx: DirectoryTransaction) throws -> Bool {
        let hash = code.hash(of: person, vault: tx.deployment.operatorVault)
        return try tx.query("SELECT directory.take_recovery_code(\(person), \(hash))").first?.column(0) ?? false
    }

    private func confirm(
        _ step: Int64,
        _ codes: [RecoveryCode],
        _ factor: SecondFactor,
        in tx: DirectoryTransaction
    ) throws -> Bool {
        let hashes = codes.map { $0.hash(of: person, vault: tx.deployment.operatorVault) }
        return try tx.query(
            "SELECT directory.confirm_second_factor(\(person), \(factor.sealed), \(step), \(hashes), \(tx.now))"
        ).first?.column(0) ?? false
    }

    private func renew(by method: Method, in tx: DirectoryTransaction) throws -> OpenedSession {
        let token = ReferenceToken(.session, random: tx.random(ReferenceToken.randomBytes))
        let id = tx.newID()
        let sealed = try client.sealed(for: id, vault: tx.deployment.operatorVault)
        let rows = try tx.query(
            """
            SELECT directory.replace_session(\(session), \(id), \(Bytea(token.hash)), \(sealed), \(tx.now),
                \(method != .password))
            """
        )
        guard let end = try rows.first?.column(0, as: Instant?.self) else { throw DomainError.unauthenticated }
        try tx.record(.sessionProven, subject: id, detail: method.rawValue)
        let factor = try SecondFactor.of(person, session: id, in: tx)
        return OpenedSession(id: id, personID: person, token: token, expiresAt: end, lack: factor.lack)
    }

    private func refuse(_ method: Method, in tx: DirectoryTransaction) throws -> OpenedSession? {
        try tx.record(.signInRefused, subject: person, detail: method.rawValue)
        return nil
    }

    private func countCode(in tx: DirectoryTransaction) throws {
        _ = try throttle(at: place, in: tx).count(in: tx)
        _ = try throttle(at: .anywhere, in: tx).count(in: tx)
    }

    private func forgetTries(in tx: DirectoryTransaction) throws {
        for place in [place, .anywhere] { try throttle(at: place, in: tx).clear(in: tx) }
    }

    private func throttle(at place: SignInPlace, in tx: DirectoryTransaction) -> SignInThrottle {
        SignInThrottle(
            account: tx.deployment.operatorVault.lookup(.loginName, "code of \(person.text)"),
            place: place.hash(in: tx),
            freeTries: place == .anywhere ? SessionProof.freeTriesAnywhere : SignInThrottle.freeTriesAtOnePlace
        )
    }
}

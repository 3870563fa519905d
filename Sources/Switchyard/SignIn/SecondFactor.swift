package import BusinessTime
package import Foundation
import Postgres

/// What a person can show beside the password: the codes of a device that shares a secret with us, and single-use codes for
/// the day it is lost (`spec/tenancy.md`, TOTP).
package struct SecondFactor: Sendable {
    /// What a session lacks before it is good for more than enrolling.
    package enum Lack: String, CaseIterable, Sendable {
        case nothing
        /// A code of the device that the person has enrolled.
        case code
        /// One has to be enrolled first.
        case enrolment
    }

    let sealed: Bytea?
    /// Since when the person has one; nil where they have none, or have not shown yet that the device has the secret.
    package let enrolledAt: Instant?
    package let recoveryCodesLeft: Int
    package let isDemanded: Bool
    /// Since when the session that was asked about counts as having shown it.
    package let shownAt: Instant?

    package var lack: Lack {
        if shownAt != nil { return .nothing }
        if enrolledAt != nil { return .code }
        return isDemanded ? .enrolment : .nothing
    }

    package static func of(
        _ person: UUID,
        session: UUID? = nil,
        in tx: DirectoryTransaction
    ) throws -> SecondFactor {
        let rows = try tx.query(
            """
            SELECT sealed, confirmed_at, codes, is_demanded, shown_at FROM directory.second_factor_of(\(person), \(session))
            """
        )
        guard let row = rows.first else { throw DomainError.notFound }
        var cursor = row.cursor()
        return SecondFactor(
            sealed: try cursor.next(),
            enrolledAt: try cursor.next(),
            recoveryCodesLeft: try cursor.next(),
            isDemanded: try cursor.next(),
            shownAt: try cursor.next()
        )
    }

    /// The step whose code was typed.
    func step(of typed: String, person: UUID, in tx: DirectoryTransaction) throws -> Int64? {
        guard let sealed else { return nil }
        let bytes = try tx.deployment.operatorVault.open(sealed, as: .secondFactor, row: person)
        return OneTimeSecret(bytes: bytes).step(of: typed, at: tx.now)
    }
}

/// A secret on its way to a device; shown this once.
package struct SecondFactorOffer: Sendable {
    /// `otpauth://totp/…`, for its camera.
    package let uri: String
    /// The same, to be typed.
    package let secret: String
}

extension SecondFactor {
    /// The first step of enrolling. The secret takes the place of one that was never confirmed.
    ///
    /// - Throws: `second_factor_enrolled`.
    package static func begin(of person: UUID, in tx: DirectoryTransaction) throws -> SecondFactorOffer {
        let account = try PersonRecord.find(person, in: tx).profile.email
        let secret = OneTimeSecret(bytes: tx.random(OneTimeSecret.randomBytes))
        let sealed = try tx.deployment.operatorVault.seal(secret.bytes, as: .secondFactor, row: person)
        let isBegun: Bool? = try tx.query("SELECT directory.begin_second_factor(\(person), \(sealed), \(tx.now))")
            .first?
            .column(0)
        guard isBegun == true else { throw DomainError(.conflict, "second_factor_enrolled") }
        try tx.record(.secondFactorBegun, subject: person)
        return SecondFactorOffer(uri: secret.uri(account: account), secret: secret.text)
    }

    /// One's own; the session that asks goes on as one that has shown none, all others end.
    ///
    /// - Throws: `no_second_factor`.
    package static func remove(of person: UUID, session: UUID, in tx: DirectoryTransaction) throws {
        try remove(of: person, keeping: session, in: tx)
    }

    /// Somebody else's, whose device and codes are lost, or who must not come in with them any more; signs them out
    /// everywhere.
    ///
    /// - Throws: `no_second_factor`; `permission_missing` where they reach further than who asks.
    package static func reset(of person: UUID, in tx: DirectoryTransaction) throws {
        _ = try PersonRecord.find(person, in: tx)
        try tx.requireReach(over: person)
        try remove(of: person, keeping: nil, in: tx)
    }

    private static func remove(of person: UUID, keeping session: UUID?, in tx: DirectoryTransaction) throws {
        let isGone: Bool? = try tx.query("SELECT directory.remove_second_factor(\(person), \(session), \(tx.now))")
            .first?
            .column(0)
        guard isGone == true else { throw DomainError.noSecondFactor }
        try tx.record(.secondFactorRemoved, subject: person)
    }
}

extension DomainError {
    static let noSecondFactor = DomainError(.conflict, "no_second_factor")
}

import BusinessTime
package import Foundation
import Postgres

/// A link by which somebody chooses a password, once: sent to whom an administrator invites, and to whoever asks for it and is
/// known. Its secret is made of its id with the operator's key, so that every attempt to mail it sends the same words; stored
/// is only the hash (`spec/tenancy.md`, randomness).
package struct SignInLink: Sendable {
    package enum Purpose: String, CaseIterable, Sendable {
        case invitation
        case reset

        /// Seconds for which it is good.
        package var lifeSeconds: Int64 {
            switch self {
            case .invitation: 7 * 86_400
            case .reset: 3_600
            }
        }
    }

    /// Those that are over are kept this long, to look back at.
    static let keptSeconds: Int64 = 30 * 86_400
    /// Mails that may be asked for to one name before each next one has to wait, from one place or from many.
    static let freeTries = 5

    package let id: UUID
    package let purpose: Purpose
    package let personID: UUID

    /// Asked for by anybody. What is done and answered is the same whether or not somebody is known by the name: that is found
    /// out when the mail is made.
    ///
    /// - Throws: `SignInTooSoon`.
    package static func askReset(email: String, from place: SignInPlace, in tx: DirectoryTransaction) throws {
        let vault = tx.deployment.operatorVault
        let account = vault.lookup(.loginName, "reset of \(email.lowercased())")
        for place in [place, .anywhere] {
            _ = try SignInThrottle(account: account, place: place.hash(in: tx), freeTries: freeTries).count(in: tx)
        }
        let id = try make(.reset, person: nil, login: Person.loginHash(email, in: tx), in: tx)
        try tx.record(.passwordResetAsked, subject: id)
    }

    /// Asked for by an administrator. Answers the link's id.
    ///
    /// - Throws: `not_found` for a leaver; `permission_missing` where the person reaches further than who asks.
    package static func invite(_ person: UUID, in tx: DirectoryTransaction) throws -> UUID {
        guard try PersonRecord.find(person, in: tx).status == .active else { throw DomainError.notFound }
        try tx.requireReach(over: person)
        let id = try make(.invitation, person: person, login: nil, in: tx)
        try tx.record(.personInvited, subject: person)
        return id
    }

    /// Nil for whatever is not good: unknown, used, expired, of somebody who has left.
    package static func find(_ token: ReferenceToken, in tx: DirectoryTransaction) throws -> SignInLink? {
        let rows = try tx.query(
            "SELECT id, purpose, person_id FROM directory.link_by_hash(\(Bytea(token.hash)), \(tx.now))"
        )
        guard let row = rows.first else { return nil }
        var cursor = row.cursor()
        let id: UUID = try cursor.next()
        guard let purpose = Purpose(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        return SignInLink(id: id, purpose: purpose, personID: try cursor.next())
    }

    /// The link is used up, every other one of the person's too, and whoever was signed in as them is so no longer. False where
    /// it is not good (any more).
    package static func use(_ token: ReferenceToken, for hash: PasswordHash, in tx: DirectoryTransaction) throws -> Bool
    {
        let rows = try tx.query("SELECT id, person_id FROM directory.use_link(\(Bytea(token.hash)), \(tx.now))")
        guard let row = rows.first else { return false }
        let person: UUID = try row.column(1)
        try tx.record(.linkUsed, subject: try row.column(0), by: Actor(kind: .agent, id: person))
        try Person.setPassword(hash, of: person, in: tx)
        return true
    }

    static func token(of link: UUID, vault: Vault) -> ReferenceToken {
        ReferenceToken(.link, random: vault.lookup(.signInLink, link.text).bytes)
    }

    private static func make(
        _ purpose: Purpose,
        person: UUID?,
        login: Bytea?,
        in tx: DirectoryTransaction
    ) throws -> UUID {
        let id = tx.newID()
        let token = token(of: id, vault: tx.deployment.operatorVault)
        _ = try tx.query(
            """
            SELECT directory.ask_link(\(id), \(purpose.rawValue), \(Bytea(token.hash)), \(person), \(login), \(tx.now),
                \(tx.now.adding(seconds: purpose.lifeSeconds)))
            """
        )
        return id
    }
}

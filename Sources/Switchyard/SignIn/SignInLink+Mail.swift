import BusinessTime
package import Foundation
import Postgres

/// A link on its way to whom it is for.
package struct LinkMail: Sendable {
    package let link: UUID
    package let message: MailMessage
    let attempt: Int
}

extension SignInLink {
    package static let mailAttemptsMax = 8
    /// Nobody else sends it while an attempt may still be under way.
    static let leaseSeconds: Int64 = 180

    package enum Due: Sendable {
        case nothing
        /// It was asked for a name by which nobody is known, or is not good any more: nothing is sent.
        case nobody
        case mail(LinkMail)
    }

    /// The next one whose mail is due, with its words.
    package static func takeDue(letterhead: Letterhead, in tx: DirectoryTransaction) throws -> Due {
        let rows = try tx.query(
            "SELECT id, purpose, person_id, asked_at, attempts FROM directory.take_due_link(\(tx.now), \(leaseSeconds))"
        )
        guard let row = rows.first else { return .nothing }
        var cursor = row.cursor()
        let id: UUID = try cursor.next()
        guard let purpose = Purpose(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        let wanted: UUID? = try cursor.next()
        guard let personID = wanted else { return .nobody }
        let askedAt: Instant = try cursor.next()
        let attempt: Int = try cursor.next()
        guard attempt <= mailAttemptsMax else {
            try conclude(id, attempt: attempt, againAt: nil, code: "attempts_spent", in: tx)
            return .nobody
        }
        let person = try PersonRecord.find(personID, in: tx)
        let token = token(of: id, vault: tx.deployment.operatorVault)
        let words = ["name": person.profile.name, "url": "\(letterhead.publicURL)/p/\(token.revealed)"]
        let letter = try LinkLetter.letter(purpose).render(LetterLanguage(tag: person.language), words)
        let message = letterhead.mail(
            id,
            to: person.profile.email,
            letter,
            of: LinkLetter.sender,
            at: askedAt,
            isAutomatic: true
        )
        return .mail(LinkMail(link: id, message: message, attempt: attempt))
    }

    /// Writes down what became of an attempt: sent, to be sent again, or given up. Answers the verdict.
    package static func conclude(
        _ mail: LinkMail,
        _ outcome: SendOutcome,
        in tx: DirectoryTransaction
    ) throws -> DeliveryVerdict {
        let verdict = DeliveryVerdict(
            outcome,
            DeliveryVerdict.Attempt(
                number: mail.attempt,
                numberMax: mailAttemptsMax,
                mayHaveArrived: false,
                now: tx.now,
                chance: tx.random(2).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            )
        )
        var againAt: Instant?
        if case .retry(let instant, _) = verdict.decision { againAt = instant }
        try conclude(mail.link, attempt: mail.attempt, againAt: againAt, code: verdict.code, in: tx)
        return verdict
    }

    private static func conclude(
        _ link: UUID,
        attempt: Int,
        againAt: Instant?,
        code: String,
        in tx: DirectoryTransaction
    ) throws {
        _ = try tx.query("SELECT directory.conclude_link(\(link), \(attempt), \(againAt), \(code))")
        if againAt == nil { try tx.record(.linkMailed, subject: link, detail: code) }
    }
}

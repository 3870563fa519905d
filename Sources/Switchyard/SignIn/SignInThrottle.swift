import BusinessTime
import Foundation
import Postgres

/// Tries of one account from one place. The first few are free, then each has to wait twice as long as the one before. Whoever
/// guesses keeps out nobody but themself: the owner comes from elsewhere, and an account that does not exist is counted alike.
struct SignInThrottle {
    static let freeTriesAtOnePlace = 5
    static let delaySecondsMax: Int64 = 900
    /// After this long without a try all is forgotten.
    static let forgottenSeconds: Int64 = 86_400

    /// Keyed hashes: of the account's name, and of the place.
    let account: Bytea
    let place: Bytea
    var freeTries = SignInThrottle.freeTriesAtOnePlace

    /// Seconds from the try of this number until the next one counts.
    static func delaySeconds(after tries: Int, free freeTries: Int = freeTriesAtOnePlace) -> Int64 {
        guard tries >= freeTries else { return 0 }
        return min(delaySecondsMax, Int64(1) << Int64(min(tries - freeTries, 30)))
    }

    /// Counts a try before its password is looked at, so that many at once are counted as well. Answers the row's id.
    ///
    /// - Throws: `SignInTooSoon`, and then nothing was counted.
    func count(in tx: DirectoryTransaction) throws -> UUID {
        _ = try tx.execute(
            """
            INSERT INTO directory.sign_in_throttle (account, place, id, tries, next_at, tried_at)
            VALUES (\(account), \(place), \(tx.newID()), 0, \(tx.now), \(tx.now)) ON CONFLICT (account, place) DO NOTHING
            """
        )
        let rows = try tx.query(
            """
            SELECT id, tries, next_at, tried_at FROM directory.sign_in_throttle
            WHERE account = \(account) AND place = \(place) FOR UPDATE
            """
        )
        guard let row = rows.first else { throw RaceLost() }
        var cursor = row.cursor()
        let id: UUID = try cursor.next()
        let known: Int = try cursor.next()
        let nextAt: Instant = try cursor.next()
        let isForgotten = try cursor.next(Instant.self) < tx.now.adding(seconds: -SignInThrottle.forgottenSeconds)
        guard nextAt <= tx.now else { throw SignInTooSoon(waitSeconds: tx.now.seconds(until: nextAt)) }
        let tries = isForgotten ? 1 : known + 1
        _ = try tx.execute(
            """
            UPDATE directory.sign_in_throttle SET tries = \(tries), tried_at = \(tx.now),
                next_at = \(tx.now.adding(seconds: SignInThrottle.delaySeconds(after: tries, free: freeTries)))
            WHERE account = \(account) AND place = \(place)
            """
        )
        return id
    }

    /// It was the owner.
    func clear(in tx: DirectoryTransaction) throws {
        _ = try tx.execute(
            "DELETE FROM directory.sign_in_throttle WHERE account = \(account) AND place = \(place)"
        )
    }
}

/// The next try of this account from this place does not count yet.
package struct SignInTooSoon: Error, Sendable, Hashable {
    package let waitSeconds: Int64
}

extension Instant {
    /// Whole seconds, at least one.
    func seconds(until later: Instant) -> Int64 {
        max(1, (later.microseconds - microseconds + Instant.microsecondsPerSecond - 1) / Instant.microsecondsPerSecond)
    }
}

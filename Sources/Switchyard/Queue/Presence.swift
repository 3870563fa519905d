package import BusinessTime
package import Foundation
import Postgres

/// Whether a person is at the desk, and how much they carry at once. Of the firm as a whole: who works for three clients has
/// one pair of hands.
package struct Presence: Sendable, Hashable {
    package enum State: String, CaseIterable, Sendable {
        /// Takes the next case.
        case available
        /// At the desk, and takes no further one.
        case busy
        case away
    }

    /// Whoever was not heard of for so long is gone.
    package static let seconds: Int64 = 900
    package static let capacityRange: ClosedRange<Int64> = 1...1_000
    /// One phone call, three chats, or ten cases by mail.
    package static let capacityDefault = 100
    /// A question for the next case holds the next one up for at most so long.
    static let askingSeconds: Int64 = 30

    package let state: State
    package let capacity: Int
    package let seenAt: Instant

    /// Says where the person is from now on; a capacity that is not named stays what it was.
    @discardableResult
    package static func set(
        _ state: State,
        capacity: Int?,
        of person: UUID,
        in tx: DirectoryTransaction
    ) throws -> Presence {
        let wanted = capacity.map { Int16(clamping: $0) }
        let rows = try tx.query(
            """
            INSERT INTO directory.presence (person_id, state, capacity, seen_at)
            VALUES (\(person), \(state.rawValue), \(wanted ?? Int16(capacityDefault)), \(tx.now))
            ON CONFLICT (person_id) DO UPDATE SET state = excluded.state, seen_at = excluded.seen_at,
                capacity = coalesce(\(wanted), presence.capacity)
            RETURNING state, capacity, seen_at
            """
        )
        return try rows.first.map(Presence.init(from:)) ?? away(since: tx.now)
    }

    package static func find(_ person: UUID, in tx: DirectoryTransaction) throws -> Presence {
        let rows = try tx.query("SELECT state, capacity, seen_at FROM directory.presence WHERE person_id = \(person)")
        guard let found = try rows.first.map(Presence.init(from:)) else { return away(since: tx.now) }
        guard found.seenAt >= tx.now.adding(seconds: -seconds) else {
            return Presence(state: .away, capacity: found.capacity, seenAt: found.seenAt)
        }
        return found
    }

    /// Begins a question for the next case; answers what the person carries at once.
    ///
    /// - Throws: `not_available`, and `already_asking` while another question of theirs is under way.
    static func beginAsking(_ person: UUID, in tx: DirectoryTransaction) throws -> Int {
        guard try find(person, in: tx).state == .available else { throw DomainError(.conflict, "not_available") }
        let rows = try tx.query(
            """
            UPDATE directory.presence SET seen_at = \(tx.now), asking_until = \(tx.now.adding(seconds: askingSeconds))
            WHERE person_id = \(person) AND (asking_until IS NULL OR asking_until <= \(tx.now)) RETURNING capacity
            """
        )
        guard let row = rows.first else { throw DomainError(.conflict, "already_asking") }
        return try row.column(0)
    }

    static func endAsking(_ person: UUID, in tx: DirectoryTransaction) throws {
        _ = try tx.execute("UPDATE directory.presence SET asking_until = NULL WHERE person_id = \(person)")
    }

    private static func away(since instant: Instant) -> Presence {
        Presence(state: .away, capacity: capacityDefault, seenAt: instant)
    }
}

extension Presence {
    private init(from row: Row) throws {
        var cursor = row.cursor()
        guard let state = State(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        self.init(state: state, capacity: try cursor.next(), seenAt: try cursor.next())
    }
}

extension TicketChannel {
    /// What a case in hand takes of a person's capacity.
    package var weight: Int {
        switch self {
        case .phone: 100
        case .chat: 33
        case .social: 20
        case .api, .email, .appStore, .googlePlay, .regulator: 10
        }
    }
}

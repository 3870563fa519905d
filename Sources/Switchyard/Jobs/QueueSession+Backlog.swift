package import BusinessTime
import Postgres

extension QueueSession {
    /// What the gate and the alarm want to know, by the database's clock.
    package struct Backlog: Sendable, Hashable {
        package let now: Instant
        /// The earliest timer, due or still to come; nil when there is none.
        package let timer: Instant?
        /// The earliest job that nobody has.
        package let job: Instant?

        /// Nothing that nobody has was due before this, from where it was looked; see `Claim.floor`.
        package var floor: Instant { min(job ?? now, now.adding(seconds: -QueueSession.commitSeconds)) }
        package var next: Instant? { [timer, job].compactMap(\.self).min() }
        package var isDue: Bool { next.map { $0 <= now } ?? false }

        /// How long an instant has been due.
        package func overdueMicroseconds(_ instant: Instant?) -> Int64 {
            instant.map { max(0, now.microseconds(since: $0)) } ?? 0
        }
    }

    /// Two index entries, at any size. `floor` as in `ClaimRequest`: without one the look at the jobs goes through all that were
    /// done and that a snapshot keeps.
    package func backlog(from floor: Instant = .distantPast) throws -> Backlog {
        try backlog(
            """
            SELECT \(now), (SELECT min(t.wake_at) FROM switchyard.sla_timer t),
                (SELECT min(j.run_at) FROM switchyard.job j WHERE j.worker_id IS NULL AND j.run_at >= \(floor))
            """
        )
    }

    /// The earliest still to come. Unlike `backlog` it never walks through what was due and is done, of which the index is
    /// full in a storm. Ordered, not `min`: a server that expects few rows would look at all of them.
    package func coming() throws -> Backlog {
        try backlog(
            """
            SELECT \(now), (SELECT t.wake_at FROM switchyard.sla_timer t WHERE t.wake_at > \(now) ORDER BY t.wake_at LIMIT 1),
                (SELECT j.run_at FROM switchyard.job j WHERE j.worker_id IS NULL AND j.run_at > \(now)
                    ORDER BY j.run_at LIMIT 1)
            """
        )
    }

    private func backlog(_ sql: SQL) throws -> Backlog {
        guard let row = try query(sql).first else { throw StoredValueUnknown() }
        var cursor = row.cursor()
        return Backlog(now: try cursor.next(), timer: try cursor.next(), job: try cursor.next())
    }
}

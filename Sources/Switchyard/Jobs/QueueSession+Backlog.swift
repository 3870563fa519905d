package import BusinessTime
import Postgres

extension QueueSession {
    /// What the gate and the alarm want to know, by the database's clock.
    package struct Backlog: Sendable, Hashable {
        package let now: Instant
        /// The earliest timer or ready job, due or still to come; nil for an empty queue.
        package let next: Instant?

        package var oldestDueMicroseconds: Int64 {
            guard let next else { return 0 }
            return max(0, now.microseconds(since: next))
        }
    }

    /// Two index entries, at any size.
    package func nextInstant() throws -> Backlog {
        let rows = try query(
            """
            SELECT \(now), least((SELECT min(t.wake_at) FROM switchyard.sla_timer t),
                (SELECT min(j.run_at) FROM switchyard.job j WHERE j.worker_id IS NULL))
            """
        )
        guard let row = rows.first else { throw StoredValueUnknown() }
        var cursor = row.cursor()
        return Backlog(now: try cursor.next(), next: try cursor.next())
    }
}

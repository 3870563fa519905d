import Postgres

extension QueueSession {
    /// Tables whose rows live for seconds.
    package static let hotTables = ["job", "job_slot", "sla_timer", "worker_lease", "schedule_fire"]

    /// What keeps dead rows where they are, and how many there are, by the server's own statistics.
    package struct Bloat: Sendable, Hashable {
        package struct Table: Sendable, Hashable {
            package let name: String
            package let live: Int
            package let dead: Int
        }

        package let tables: [Table]
        /// Age of the oldest snapshot of others in this database; 0 when there is none.
        package let snapshotSeconds: Double
        /// Process, role and program that hold it.
        package let snapshotHolder: String?
    }

    package func bloat() throws -> Bloat {
        let tables = try query(
            """
            SELECT t.name, pg_stat_get_live_tuples(c.oid), pg_stat_get_dead_tuples(c.oid)
            FROM unnest(\(QueueSession.hotTables)) AS t (name)
            JOIN pg_class c ON c.relname = t.name AND c.relnamespace = 'switchyard'::regnamespace ORDER BY t.name
            """
        )
        guard let oldest = try query("SELECT s.seconds, s.holder FROM switchyard.oldest_snapshot() s").first else {
            throw StoredValueUnknown()
        }
        return Bloat(
            tables: try tables.map { row in
                Bloat.Table(name: try row.column(0), live: try row.column(1), dead: try row.column(2))
            },
            snapshotSeconds: try oldest.column(0),
            snapshotHolder: try oldest.column(1)
        )
    }
}

import Postgres

extension QueueSession {
    /// Rows that are looked at for it. What nobody takes is the queue's oldest part.
    package static let headRowsMax = 10_000

    /// What lies at the head of the queue, of one kind and payload version.
    package struct HeadOfKind: Sendable, Hashable {
        package let kind: String
        package let version: Int16
        /// Due, and nobody has them.
        package let ready: Int
        package let leased: Int
        /// How long the oldest of the ready ones has been due.
        package let oldestMicroseconds: Int64

        /// Nil where a newer binary wrote it, which this one leaves alone. `versions` are known up to there, where it is not
        /// the binary's own.
        package func known(_ versions: [JobKind: Int16] = [:]) -> JobKind? {
            guard let kind = JobKind(rawValue: kind), version <= versions[kind] ?? kind.payloadVersion else {
                return nil
            }
            return kind
        }
    }

    /// Of the oldest due jobs, at most `headRowsMax`: the cost is the same in front of a million.
    package func head() throws -> [HeadOfKind] {
        let rows = try query(
            """
            SELECT h.kind, h.payload_version, count(*) FILTER (WHERE h.worker_id IS NULL), count(h.worker_id),
                coalesce((extract(epoch FROM \(now) - min(h.run_at) FILTER (WHERE h.worker_id IS NULL)) * 1000000)::bigint, 0)
            FROM (SELECT j.kind, j.payload_version, j.worker_id, j.run_at FROM switchyard.job j WHERE j.run_at <= \(now)
                ORDER BY j.run_at LIMIT \(QueueSession.headRowsMax)) h
            GROUP BY h.kind, h.payload_version ORDER BY h.kind, h.payload_version
            """
        )
        return try rows.map { row in
            var cursor = row.cursor()
            return HeadOfKind(
                kind: try cursor.next(),
                version: try cursor.next(),
                ready: try cursor.next(),
                leased: try cursor.next(),
                oldestMicroseconds: try cursor.next()
            )
        }
    }
}

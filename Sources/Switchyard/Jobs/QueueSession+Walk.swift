import BusinessTime
import Foundation
import Postgres

extension QueueSession {
    /// From opening a transaction to its commit: jobs are due from the first and seen from the second. What takes longer is
    /// found by the next walk, and by the next look behind the watermark.
    package static let commitSeconds: Int64 = 1
    /// Jobs that have just become due that are looked at for the streams they are of.
    static let arrivalsMax = 200

    /// Once round all streams that have jobs which nobody has, beginning behind `place`. `floor` as in `ClaimRequest`.
    func walk(after place: Ring.Place, floor: Instant) throws -> Ring.Walk {
        let rows = try query(
            """
            WITH RECURSIVE hop AS (
                SELECT \(place.tenantID) AS tenant_id, \(place.kind) COLLATE "C" AS kind, NULL::timestamptz AS run_at,
                    false AS is_again, 0 AS hops
                UNION ALL
                SELECT n.tenant_id, n.kind, n.run_at, n.is_again, h.hops + 1
                FROM hop h CROSS JOIN LATERAL (\(nextStream(floor))) n
                WHERE h.hops < \(Ring.hopsMax)
                    AND (NOT n.is_again OR (n.tenant_id, n.kind) <= (\(place.tenantID), \(place.kind)))
            )
            SELECT h.tenant_id, h.kind, h.run_at, h.run_at <= \(now) FROM hop h WHERE h.hops > 0 ORDER BY h.hops
            """
        )
        var walk = Ring.Walk(stops: [])
        for (index, row) in rows.enumerated() {
            var cursor = row.cursor()
            let place = Ring.Place(tenantID: try cursor.next(), kind: try cursor.next())
            let since: Instant = try cursor.next()
            if index == Ring.hopsMax - 1 { walk.end = place }
            guard try cursor.next(Bool.self), let kind = JobKind(rawValue: place.kind) else { continue }
            walk.stops.append(Ring.Stop(stream: JobStream(place.tenantID, kind), since: since))
        }
        return walk
    }

    /// The first stream behind `h` that has a job nobody has, with its earliest; once behind the last one, the first of all. A
    /// loose index scan: it reads one entry, however many jobs a stream has.
    private func nextStream(_ floor: Instant) -> SQL {
        """
        (SELECT j.tenant_id, j.kind, j.run_at, h.is_again FROM switchyard.job j
            WHERE j.worker_id IS NULL AND j.run_at >= \(floor) AND (j.tenant_id, j.kind) > (h.tenant_id, h.kind)
            ORDER BY j.tenant_id, j.kind, j.run_at LIMIT 1)
        UNION ALL
        (SELECT j.tenant_id, j.kind, j.run_at, true FROM switchyard.job j
            WHERE j.worker_id IS NULL AND j.run_at >= \(floor) AND NOT h.is_again
            ORDER BY j.tenant_id, j.kind, j.run_at LIMIT 1)
        LIMIT 1
        """
    }

    /// Streams whose jobs became due within `commitSeconds`, the latest jobs looked at first.
    func arrivals(of kinds: Set<JobKind>) -> SQL {
        """
        SELECT a.tenant_id, a.kind, min(a.run_at) FROM (
            SELECT j.tenant_id, j.kind, j.run_at FROM switchyard.job j
            WHERE j.worker_id IS NULL AND j.kind = ANY(\(kinds.map(\.rawValue).sorted()))
                AND j.run_at > \(now) - \(QueueSession.commitSeconds) * interval '1 second' AND j.run_at <= \(now)
            ORDER BY j.run_at DESC LIMIT \(QueueSession.arrivalsMax)) a
        GROUP BY a.tenant_id, a.kind ORDER BY min(a.run_at)
        """
    }
}

extension Ring.Stop {
    /// A row of `arrivals`; nil of a kind that this binary does not know.
    init?(from row: Row) throws {
        var cursor = row.cursor()
        let tenantID: UUID = try cursor.next()
        guard let kind = JobKind(rawValue: try cursor.next()) else { return nil }
        self.init(stream: JobStream(tenantID, kind), since: try cursor.next())
    }
}

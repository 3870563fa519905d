package import Foundation
import Postgres

extension QueueSession {
    /// Jobs of one claim.
    package static let claimMax = 500
    /// Due jobs at the head of the queue that are looked at. Fewer than that are all there are, and nobody has to be asked in
    /// turn.
    package static let headMax = 200
    /// Streams served in one turn of the ring …
    package static let ringStreamsMax = 40
    /// … and looked at, due or not; the next turn goes on from there.
    static let ringHopsMax = 1_000

    /// What a claim asks for. `omitted` are streams of which nothing is wanted, because they have enough under way, `holds`
    /// what nobody may claim: both are left out before the claim.
    package struct ClaimRequest: Sendable {
        package let kinds: Set<JobKind>
        package let workerID: UUID
        /// Jobs of a stream, as long as others wait.
        package var share: Int
        package var limit: Int
        package var omitted: Set<JobStream>
        package var holds = JobHolds()

        package init(
            kinds: Set<JobKind>,
            workerID: UUID,
            share: Int = 5,
            limit: Int = 50,
            omitted: Set<JobStream> = []
        ) {
            self.kinds = kinds
            self.workerID = workerID
            self.share = share
            self.limit = limit
            self.omitted = omitted
        }
    }

    /// Where the ring stands: the stream behind which the next turn begins. Of any kind, those of newer binaries included.
    package struct RingPlace: Sendable, Hashable {
        let tenantID: UUID
        let kind: String

        static let start = RingPlace(tenantID: .lowest, kind: "")
    }

    package struct Claim: Sendable {
        package let jobs: [LeasedJob]
        package let place: RingPlace?
    }

    /// Leases due jobs, a share of each stream in ring order, so that one tenant's burst does not hold up the others; a lone
    /// stream gets the whole batch. Fewer jobs than asked for do not mean that there are no more: the next claim goes on.
    /// Kinds and payload versions that this binary does not know are never touched. A process without a live lease row is
    /// given nothing.
    package func claim(_ request: ClaimRequest, after place: RingPlace?) throws -> Claim {
        let limit = min(max(request.limit, 1), QueueSession.claimMax)
        let rows = try query(statement(request, limit: limit, after: place ?? .start))
        guard let first = rows.first, try first.column(0, as: UUID?.self) != nil else {
            return Claim(jobs: [], place: try rows.first.flatMap(RingPlace.init(from:)) ?? place)
        }
        let jobs = try rows.map(LeasedJob.init(from:))
        // A full batch may have left out the end of its turn.
        if jobs.count == limit, let last = jobs.last { return Claim(jobs: jobs, place: RingPlace(last.stream)) }
        return Claim(jobs: jobs, place: try RingPlace(from: first) ?? place)
    }

    /// One statement. The streams to serve are those of the queue's head, or of a turn of the ring when the head is full. Its
    /// parts are MATERIALIZED, or the planner may run a LIMIT again and lock rows that it does not take. A row that is locked
    /// stays where it is, so it is found again by its place in the table.
    private func statement(_ request: ClaimRequest, limit: Int, after place: RingPlace) -> SQL {
        let kinds = request.kinds.filter { !request.holds.isHeld($0) }.sorted { $0.rawValue < $1.rawValue }
        let omitted = Array(request.omitted.union(request.holds.streams))
        let headIsFull: SQL = "(SELECT count(*) FROM head) = \(QueueSession.headMax)"
        return """
            WITH RECURSIVE known AS MATERIALIZED (
                SELECT k.kind, k.version, k.seconds
                FROM unnest(\(kinds.map(\.rawValue)), \(kinds.map(\.payloadVersion)), \(kinds.map(\.deadlineSeconds)))
                    AS k (kind, version, seconds)
                WHERE EXISTS (SELECT FROM switchyard.worker_lease w
                    WHERE w.id = \(request.workerID) AND w.expires_at > \(now))
            ), omitted AS MATERIALIZED (
                SELECT o.tenant_id, o.kind FROM unnest(\(omitted.map(\.tenantID)), \(omitted.map(\.kind.rawValue)))
                    AS o (tenant_id, kind)
            ), head AS MATERIALIZED (
                SELECT j.tenant_id, j.kind, j.run_at FROM switchyard.job j
                WHERE j.worker_id IS NULL AND j.run_at <= \(now) ORDER BY j.run_at LIMIT \(QueueSession.headMax)
            ), hop AS (
                SELECT \(place.tenantID) AS tenant_id, \(place.kind) COLLATE "C" AS kind, NULL::timestamptz AS run_at,
                    false AS is_again, 0 AS hops, 0 AS due WHERE \(headIsFull)
                UNION ALL
                SELECT n.tenant_id, n.kind, n.run_at, n.is_again, h.hops + 1, h.due + (n.run_at <= \(now)
                    AND n.kind IN (SELECT k.kind FROM known k)
                    AND (n.tenant_id, n.kind) NOT IN (SELECT o.tenant_id, o.kind FROM omitted o))::int
                FROM hop h CROSS JOIN LATERAL (\(nextStream)) n
                WHERE h.hops < \(QueueSession.ringHopsMax) AND h.due < \(QueueSession.ringStreamsMax)
                    AND (NOT n.is_again OR (n.tenant_id, n.kind) <= (\(place.tenantID), \(place.kind)))
            ), turn AS MATERIALIZED (
                SELECT s.tenant_id, s.kind, k.version, k.seconds, s.place FROM (
                    SELECT h.tenant_id, h.kind, h.hops AS place FROM hop h WHERE h.run_at <= \(now)
                    UNION ALL
                    SELECT e.tenant_id, e.kind, row_number() OVER (ORDER BY min(e.run_at)) FROM head e
                    WHERE NOT \(headIsFull) GROUP BY e.tenant_id, e.kind) s
                JOIN known k ON k.kind = s.kind
                WHERE (s.tenant_id, s.kind) NOT IN (SELECT o.tenant_id, o.kind FROM omitted o) ORDER BY s.place
            ), picked AS MATERIALIZED (
                SELECT p.place, t.seconds, t.place AS turn FROM turn t CROSS JOIN LATERAL (
                    SELECT j.ctid AS place FROM switchyard.job j
                    WHERE j.tenant_id = t.tenant_id AND j.kind = t.kind AND j.payload_version <= t.version
                        AND j.worker_id IS NULL AND j.run_at <= \(now)
                    ORDER BY j.run_at
                    LIMIT (SELECT greatest(\(request.share), \(limit) / greatest(count(*), 1)) FROM turn)
                    FOR NO KEY UPDATE SKIP LOCKED) p
                LIMIT \(limit)
            ), leased AS (
                UPDATE switchyard.job j SET worker_id = \(request.workerID), lease = j.lease + 1, attempt = j.attempt + 1,
                    deadline_at = \(now) + p.seconds * interval '1 second'
                FROM picked p WHERE j.ctid = p.place
                RETURNING \(LeasedJob.columns), p.turn, j.run_at
            )
            SELECT \(LeasedJob.columns), last.tenant_id, last.kind
            FROM (SELECT) one LEFT JOIN (SELECT h.tenant_id, h.kind FROM hop h ORDER BY h.hops DESC LIMIT 1) last ON true
            LEFT JOIN leased j ON true ORDER BY j.turn, j.run_at, j.id
            """
    }

    /// The first stream behind `h` that has a job nobody has, with its earliest; once behind the last one, the first of all. A
    /// loose index scan: it reads one entry, however many jobs a stream has.
    private var nextStream: SQL {
        """
        (SELECT j.tenant_id, j.kind, j.run_at, h.is_again FROM switchyard.job j
            WHERE j.worker_id IS NULL AND (j.tenant_id, j.kind) > (h.tenant_id, h.kind)
            ORDER BY j.tenant_id, j.kind, j.run_at LIMIT 1)
        UNION ALL
        (SELECT j.tenant_id, j.kind, j.run_at, true FROM switchyard.job j WHERE j.worker_id IS NULL AND NOT h.is_again
            ORDER BY j.tenant_id, j.kind, j.run_at LIMIT 1)
        LIMIT 1
        """
    }

    /// Due jobs at the head of the queue that this binary leaves alone, because a newer one wrote them.
    package func unknownJobs() throws -> Int {
        let kinds = JobKind.allCases
        let rows = try query(
            """
            SELECT count(*) FROM (SELECT j.kind, j.payload_version FROM switchyard.job j
                WHERE j.worker_id IS NULL AND j.run_at <= \(now) ORDER BY j.run_at LIMIT \(QueueSession.unknownMax)) head
            WHERE NOT EXISTS (SELECT FROM unnest(\(kinds.map(\.rawValue)), \(kinds.map(\.payloadVersion))) AS k (kind, version)
                WHERE k.kind = head.kind AND k.version >= head.payload_version)
            """
        )
        return try rows.first?.column(0) ?? 0
    }

    /// Rows that are looked at for it: what nobody takes is the queue's oldest part.
    static let unknownMax = 10_000
}

extension QueueSession.RingPlace {
    fileprivate init(_ stream: JobStream) { self.init(tenantID: stream.tenantID, kind: stream.kind.rawValue) }

    /// Behind a claim's columns; nil when no ring was walked.
    fileprivate init?(from row: Row) throws {
        guard let tenantID = try row.column(LeasedJob.columnCount, as: UUID?.self) else { return nil }
        self.init(tenantID: tenantID, kind: try row.column(LeasedJob.columnCount + 1))
    }
}

package import BusinessTime
package import Foundation
import Postgres

extension QueueSession {
    /// Jobs of one claim.
    package static let claimMax = 500
    /// Due jobs at the head of the queue that are looked at. Fewer than that are all there are, and nobody has to be asked in
    /// turn.
    package static let headMax = 200

    /// What a claim asks for. `omitted` are streams of which nothing is wanted, because they have enough under way, `holds`
    /// what nobody may claim: both are left out before the claim, and so is what has no slot free under its cap.
    package struct ClaimRequest: Sendable {
        package let kinds: Set<JobKind>
        package let workerID: UUID
        /// Jobs of a stream, as long as others wait.
        package var share: Int
        package var limit: Int
        package var omitted: Set<JobStream>
        package var holds = JobHolds()
        /// Jobs of a stream of these kinds at most, whoever waits.
        package var kindLimits: [JobKind: Int] = [:]
        /// Somebody has a cap, so slots are looked at.
        package var isCapped = false
        /// Payload versions that are taken up to here, where it is not the binary's own.
        package var versions: [JobKind: Int16] = [:]
        /// The watermark: earlier than this nothing is looked at, because it is known that nothing is there but what others have
        /// and what is dead (`spec/queue.md` rule 9).
        package var floor = Instant.distantPast

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

        func version(of kind: JobKind) -> Int16 { versions[kind] ?? kind.payloadVersion }
    }

    package struct Claim: Sendable {
        package let jobs: [LeasedJob]
        /// At the moment of this claim nothing that nobody had was due before this and from the floor on. Never later than
        /// `commitSeconds` ago.
        package fileprivate(set) var floor: Instant
        let isHeadFull: Bool
    }

    /// Leases due jobs, a share of each stream in ring order, so that one tenant's burst does not hold up the others; a lone
    /// stream gets the whole batch. Fewer jobs than asked for do not mean that there are no more: the next claim goes on.
    /// Kinds and payload versions that this binary does not know are never touched. A process without a live lease row is
    /// given nothing. `now` only says how old the ring is.
    package func claim(
        _ request: ClaimRequest,
        _ ring: inout Ring,
        at now: ContinuousClock.Instant = .now
    ) throws -> Claim {
        let limit = min(max(request.limit, 1), QueueSession.claimMax)
        let omitted = request.omitted.union(request.holds.streams)
        let kinds = request.kinds.filter { !request.holds.isHeld($0) }
        // Streams not asked yet; nil while the head has not been seen to be full.
        var unasked: Int?
        var hasWalked = false
        while true {
            if ring.isNeeded, unasked == nil {
                hasWalked = ring.mustWalk(at: now)
                if hasWalked { ring.take(try walk(after: ring.place, floor: request.floor), at: now) }
                unasked = ring.count
            }
            var nearer = request
            if ring.isNeeded, let floor = ring.floor { nearer.floor = max(floor, request.floor) }
            let turn = ring.isNeeded ? ring.turn { kinds.contains($0.kind) && !omitted.contains($0) } : []
            var claim = try attempt(nearer, kinds, Array(omitted), limit, turn, &ring)
            // What the ring remembers is no look: what has come back since would be hidden from everybody.
            if nearer.floor > request.floor, !hasWalked { claim.floor = request.floor }
            unasked = unasked.map { turn.isEmpty ? 0 : $0 - turn.count }
            if !claim.jobs.isEmpty || !ring.isNeeded || unasked.map({ $0 <= 0 }) ?? false { return claim }
        }
    }

    private func attempt(
        _ request: ClaimRequest,
        _ kinds: Set<JobKind>,
        _ omitted: [JobStream],
        _ limit: Int,
        _ turn: [Ring.Stop],
        _ ring: inout Ring
    ) throws -> Claim {
        var batch = Batch()
        batch.add("claim jobs", statement(request, kinds, omitted, limit: limit, turn: turn))
        if ring.isNeeded { batch.add("arrivals", arrivals(of: request.kinds)) }
        let answers = try run(batch)
        let claim = try Claim(from: answers[0])
        if ring.isNeeded {
            if !turn.isEmpty {
                ring.served(turn, claim.jobs, isFull: claim.jobs.count == limit, keepsIdle: request.isCapped)
            }
            ring.add(try answers[1].compactMap { try Ring.Stop(from: $0) })
        }
        ring.isNeeded = claim.isHeadFull
        return claim
    }

    /// One statement. The streams to serve are those of the queue's head, or those of the turn when the head is full. Its
    /// parts are MATERIALIZED, or the planner may run a LIMIT again and lock rows that it does not take. A row that is locked
    /// stays where it is, so it is found again by its place in the table.
    private func statement(
        _ request: ClaimRequest,
        _ kinds: Set<JobKind>,
        _ omitted: [JobStream],
        limit: Int,
        turn: [Ring.Stop]
    ) -> SQL {
        let kinds = kinds.sorted { $0.rawValue < $1.rawValue }
        let mosts = kinds.map { Int64(request.kindLimits[$0] ?? limit) }
        let slots = request.isCapped ? ClaimSlots.some : .none
        let headIsFull: SQL = "(SELECT count(*) FROM head) = \(QueueSession.headMax)"
        let latest: SQL = "\(now) - \(QueueSession.commitSeconds) * interval '1 second'"
        return """
            WITH known AS MATERIALIZED (
                SELECT k.kind, k.version, k.seconds, k.most
                FROM unnest(\(kinds.map(\.rawValue)), \(kinds.map(request.version(of:))),
                    \(kinds.map(\.deadlineSeconds)), \(mosts)) AS k (kind, version, seconds, most)
                WHERE EXISTS (SELECT FROM switchyard.worker_lease w
                    WHERE w.id = \(request.workerID) AND w.expires_at > \(now))
            ), \(slots.tables) omitted AS MATERIALIZED (
                SELECT o.tenant_id, o.kind FROM unnest(\(omitted.map(\.tenantID)), \(omitted.map(\.kind.rawValue)))
                    AS o (tenant_id, kind) \(slots.full)
            ), head AS MATERIALIZED (
                SELECT j.tenant_id, j.kind, j.run_at FROM switchyard.job j
                WHERE j.worker_id IS NULL AND j.run_at >= \(request.floor) AND j.run_at <= \(now)
                ORDER BY j.run_at LIMIT \(QueueSession.headMax)
            ), turn AS MATERIALIZED (
                SELECT s.tenant_id, s.kind, s.since, k.version, k.seconds, k.most, s.place \(slots.columns) FROM (
                    SELECT r.tenant_id, r.kind, r.since, r.place FROM unnest(\(turn.map(\.stream.tenantID)),
                        \(turn.map(\.stream.kind.rawValue)), \(turn.map { max($0.since, request.floor) }))
                        WITH ORDINALITY AS r (tenant_id, kind, since, place) WHERE \(headIsFull)
                    UNION ALL
                    SELECT e.tenant_id, e.kind, min(e.run_at), row_number() OVER (ORDER BY min(e.run_at)) FROM head e
                    WHERE NOT \(headIsFull) GROUP BY e.tenant_id, e.kind) s
                JOIN known k ON k.kind = s.kind \(slots.join)
                WHERE (s.tenant_id, s.kind) NOT IN (SELECT o.tenant_id, o.kind FROM omitted o) ORDER BY s.place
            ), picked AS MATERIALIZED (
                SELECT p.place, t.seconds, t.place AS turn FROM turn t CROSS JOIN LATERAL (
                    SELECT j.ctid AS place FROM switchyard.job j
                    WHERE j.tenant_id = t.tenant_id AND j.kind = t.kind AND j.payload_version <= t.version
                        AND j.worker_id IS NULL AND j.run_at >= t.since AND j.run_at <= \(now)
                    ORDER BY j.run_at
                    LIMIT least((SELECT greatest(\(request.share), \(limit) / greatest(count(*), 1)) FROM turn),
                        t.most, \(slots.most))
                    FOR NO KEY UPDATE SKIP LOCKED) p
                LIMIT \(limit)
            ), \(slots.granting) leased AS (
                UPDATE switchyard.job j SET worker_id = \(request.workerID), lease = j.lease + 1, attempt = j.attempt + 1,
                    deadline_at = \(now) + p.seconds * interval '1 second'
                FROM \(slots.source) p WHERE j.ctid = p.place
                RETURNING \(LeasedJob.columns), p.turn \(slots.taker)
            ) \(slots.taking)
            SELECT \(LeasedJob.columns), \(slots.isCapped), one.is_full, one.floor
            FROM (SELECT \(headIsFull) AS is_full, least((SELECT min(h.run_at) FROM head h), \(latest)) AS floor) one
            LEFT JOIN leased j ON true ORDER BY j.turn, j.run_at, j.id
            """
    }
}

extension QueueSession.Claim {
    /// A row for each job, or one that has none.
    fileprivate init(from rows: Rows) throws {
        guard let first = rows.first else { throw StoredValueUnknown() }
        isHeadFull = try first.column(LeasedJob.columnCount + 1)
        floor = try first.column(LeasedJob.columnCount + 2)
        guard try first.column(0, as: UUID?.self) != nil else {
            jobs = []
            return
        }
        jobs = try rows.map { row in
            var job = try LeasedJob(from: row)
            job.isCapped = try row.column(LeasedJob.columnCount)
            return job
        }
    }
}

package import Foundation
import Postgres

extension QueueSession {
    /// Jobs of one claim.
    package static let claimMax = 500

    /// What a claim asks for. `busy` are tenants that have enough under way already, `holds` what nobody may claim: both are
    /// left out before the claim.
    package struct ClaimRequest: Sendable {
        package let kinds: Set<JobKind>
        package let workerID: UUID
        package var perTenant = 5
        package var limit = 50
        package var busy: Set<UUID> = []
        package var holds = JobHolds()

        package init(kinds: Set<JobKind>, workerID: UUID, perTenant: Int = 5, limit: Int = 50, busy: Set<UUID> = []) {
            self.kinds = kinds
            self.workerID = workerID
            self.perTenant = perTenant
            self.limit = limit
            self.busy = busy
        }
    }

    package struct Claim: Sendable {
        package let jobs: [LeasedJob]
        package let cursor: UUID?
    }

    /// Leases due jobs, `perTenant` of each tenant in ring order, so that one tenant's burst does not hold up the others.
    /// What is left of the batch then goes to those who have more: a lone tenant gets all of it. Kinds and payload versions
    /// that this binary does not know are never touched. A process without a live lease row is given nothing.
    package func claim(_ request: ClaimRequest, after cursor: UUID?) throws -> Claim {
        let limit = min(max(request.limit, 1), QueueSession.claimMax)
        let turn = try tenantsWithJobs(after: cursor, limit: QueueSession.ringTenantsMax)
        let kinds = request.kinds.filter { !request.holds.isHeld($0) }
        let tenants = turn.tenants.filter { tenant in
            !request.busy.contains(tenant) && kinds.contains { !request.holds.isHeld($0, of: tenant) }
        }
        guard !tenants.isEmpty else { return Claim(jobs: [], cursor: turn.cursor) }
        let share = tenants.count == 1 ? limit : max(1, request.perTenant)
        var jobs = try lease(request, tenants: tenants, share: share, limit: limit)
        if jobs.count == limit { return Claim(jobs: jobs, cursor: jobs.last?.tenantID) }
        let counts = Dictionary(grouping: jobs, by: \.tenantID).mapValues(\.count)
        let hungry = tenants.filter { counts[$0] == share }
        if share < limit, !hungry.isEmpty {
            jobs += try lease(request, tenants: hungry, share: limit - jobs.count, limit: limit - jobs.count)
        }
        return Claim(jobs: jobs, cursor: turn.cursor)
    }

    /// MATERIALIZED, or the planner may run the LIMIT again and lock rows it does not take.
    private func lease(_ request: ClaimRequest, tenants: [UUID], share: Int, limit: Int) throws -> [LeasedJob] {
        let kinds = request.kinds.filter { !request.holds.isHeld($0) }.sorted { $0.rawValue < $1.rawValue }
        let held = request.holds.pairs(of: tenants)
        let rows = try query(
            """
            WITH known AS MATERIALIZED (
                SELECT k.kind, k.version, k.seconds
                FROM unnest(\(kinds.map(\.rawValue)), \(kinds.map(\.payloadVersion)), \(kinds.map(\.deadlineSeconds)))
                    AS k (kind, version, seconds)
                WHERE EXISTS (SELECT FROM switchyard.worker_lease w
                    WHERE w.id = \(request.workerID) AND w.expires_at > \(now))
            ), picked AS MATERIALIZED (
                SELECT p.tenant_id, p.id, p.seconds, t.turn
                FROM unnest(\(tenants)) WITH ORDINALITY AS t (tenant_id, turn)
                CROSS JOIN LATERAL (
                    SELECT j.tenant_id, j.id, k.seconds FROM switchyard.job j
                    JOIN known k ON k.kind = j.kind AND k.version >= j.payload_version
                    WHERE j.tenant_id = t.tenant_id AND j.worker_id IS NULL AND j.run_at <= \(now)
                        AND (j.tenant_id, j.kind) NOT IN (SELECT * FROM unnest(\(held.tenants), \(held.kinds)))
                    ORDER BY j.run_at LIMIT \(share) FOR UPDATE OF j SKIP LOCKED) p
                LIMIT \(limit)
            ), leased AS (
                UPDATE switchyard.job j SET worker_id = \(request.workerID), lease = j.lease + 1, attempt = j.attempt + 1,
                    deadline_at = \(now) + p.seconds * interval '1 second'
                FROM picked p WHERE j.tenant_id = p.tenant_id AND j.id = p.id
                RETURNING \(LeasedJob.columns), p.turn, j.run_at
            )
            SELECT \(LeasedJob.columns) FROM leased j ORDER BY j.turn, j.run_at, j.id
            """
        )
        return try rows.map(LeasedJob.init(from:))
    }

    /// Due jobs at the head of the queue that this binary leaves alone, because a newer one wrote them.
    package func unknownJobs() throws -> Int {
        let kinds = JobKind.allCases
        let rows = try query(
            """
            SELECT count(*) FROM (SELECT j.kind, j.payload_version FROM switchyard.job j
                WHERE j.worker_id IS NULL AND j.run_at <= \(now) ORDER BY j.run_at LIMIT \(QueueSession.headRowsMax)) head
            WHERE NOT EXISTS (SELECT FROM unnest(\(kinds.map(\.rawValue)), \(kinds.map(\.payloadVersion))) AS k (kind, version)
                WHERE k.kind = head.kind AND k.version >= head.payload_version)
            """
        )
        return try rows.first?.column(0) ?? 0
    }

    /// Rows of the queue's head that are looked at: what nobody takes is its oldest part.
    static let headRowsMax = 10_000
}

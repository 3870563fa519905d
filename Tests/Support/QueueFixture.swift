package import BusinessTime
package import Foundation
package import Postgres
package import Switchyard

/// A database alone for one test of the queue, which sees all tenants, with a clock moved by hand and one live worker.
package struct QueueFixture: Sendable {
    /// Monday 2026-03-02T10:00:00Z.
    package static let start = Instant(microseconds: 1_772_445_600_000_000)

    package let database: TestDatabase
    package let clock: TestClock
    package let workerID = UUID()

    package init() throws {
        database = try TestDatabase.fresh()
        clock = TestClock(QueueFixture.start)
    }

    package var deployment: Deployment { database.deployment(clock: clock) }

    package func tenant(_ change: (inout TenantFixture.Options) -> Void = { _ in }) throws -> TenantFixture {
        try TenantFixture.make(in: database) { options in
            options.clock = clock
            change(&options)
        }
    }

    /// The queue's door, with this fixture's worker alive.
    package func queue() throws -> QueueSession {
        let queue = try QueueSession.open(database.settings(.dispatcher), deployment: deployment)
        try queue.heartbeat(workerID)
        return queue
    }

    /// Rows of jobs as another binary might have written them.
    package func insertJobs(
        _ count: Int,
        tenant: UUID,
        kind: String = JobKind.deliver.rawValue,
        version: Int16 = 1,
        runAt: Instant? = nil
    ) throws {
        try database.withConnection(.admin) { admin in
            _ = try admin.execute(
                """
                INSERT INTO switchyard.job (tenant_id, id, kind, payload_version, subject_id, priority, run_at, attempt, lease,
                    dedup_key, created_at)
                SELECT \(tenant), gen_random_uuid(), \(kind), \(version), gen_random_uuid(), 5, \(runAt ?? clock.now), 0, 0,
                    gen_random_uuid()::text, \(clock.now) FROM generate_series(1, \(count))
                """
            )
        }
    }

    /// Probes of tenants that nobody has: queue tables know nobody else.
    package func insertJobsOfMany(tenants: Int, each: Int) throws {
        try database.withConnection(.admin) { admin in
            _ = try admin.execute(
                """
                INSERT INTO switchyard.job (tenant_id, id, kind, payload_version, subject_id, priority, run_at, created_at)
                SELECT t.id, gen_random_uuid(), \(JobKind.probe.rawValue), 1, t.id, 5, \(clock.now), \(clock.now)
                FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, \(tenants))) t, generate_series(1, \(each))
                """
            )
        }
    }

    /// Cases of a tenant that stand for a storm: copies of its only one that have nothing but a row and an alarm.
    package func multiplyTimers(of tenant: TenantFixture, by count: Int) throws {
        try database.withConnection(.admin) { admin in
            _ = try admin.execute(
                """
                WITH made AS (
                    INSERT INTO switchyard.ticket (tenant_id, id, reference, customer_id, subject, channel, language, tier,
                        category, priority, status, level, policy_version, event_count, revision, occurred_at, created_at,
                        updated_at, urgent_at)
                    SELECT k.tenant_id, gen_random_uuid(), 'COPY-' || n, k.customer_id, k.subject, k.channel, k.language,
                        k.tier, k.category, k.priority, k.status, k.level, k.policy_version, k.event_count, k.revision,
                        k.occurred_at, k.created_at, k.updated_at, k.urgent_at
                    FROM switchyard.ticket k, generate_series(1, \(count)) n WHERE k.tenant_id = \(tenant.tenantID)
                    RETURNING tenant_id, id
                )
                INSERT INTO switchyard.sla_timer (tenant_id, ticket_id, wake_at)
                SELECT m.tenant_id, m.id, t.wake_at FROM made m
                JOIN switchyard.sla_timer t ON t.tenant_id = m.tenant_id
                """
            )
        }
    }

    /// One number that the tables hold, seen by the superuser.
    package func count(_ sql: SQL) throws -> Int {
        try database.withConnection(.admin) { try $0.query("SELECT count(*) FROM \(sql)").first?.column(0) ?? -1 }
    }

    package func text(_ sql: SQL) throws -> String? {
        try database.withConnection(.admin) { try $0.query(sql).first?.column(0) }
    }
}

extension QueueSession {
    /// A claim by somebody who remembers nothing of the queue.
    package func claim(_ request: ClaimRequest) throws -> Claim {
        var ring = Ring()
        return try claim(request, &ring)
    }
}

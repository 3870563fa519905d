import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

/// How the server finds due work: by its indexes, whatever it knows of the tables, so that what waits costs nothing.
@Suite(.needsDatabase) struct QueuePlanTests {
    private static let waiting = 20_000
    /// More than the head of the queue, so that the ring is walked.
    private static let due = 2 * QueueSession.headMax

    let fixture: QueueFixture
    let tenant: TenantFixture

    init() throws {
        fixture = try QueueFixture()
        tenant = try fixture.tenant { $0.hasDesks = false }
    }

    /// Rows of `job` that were read by looking through the table, and by an index.
    private func rowsRead() throws -> (table: Int, index: Int) {
        try fixture.database.withConnection(.admin) { admin in
            let rows = try admin.query(
                """
                SELECT seq_tup_read, idx_tup_fetch FROM pg_stat_user_tables WHERE relid = 'switchyard.job'::regclass
                """
            )
            let row = try #require(rows.first)
            return (try row.column(0), try row.column(1))
        }
    }

    @Test(arguments: [true, false], [true, false])
    func whatWaitsIsNotLookedThrough(knowsTheTable: Bool, isCapped: Bool) throws {
        try fixture.insertJobs(Self.waiting, tenant: tenant.tenantID, runAt: fixture.clock.now.adding(seconds: 3_600))
        for kind in [JobKind.deliver, .probe] {
            try fixture.insertJobs(Self.due, tenant: tenant.tenantID, kind: kind.rawValue)
        }
        if knowsTheTable {
            try fixture.database.withConnection(.admin) { _ = try $0.execute("ANALYZE switchyard.job") }
        }
        if isCapped {
            try tenant.transaction(as: Actor(kind: .operatorAdmin)) {
                _ = try JobCap.set(.kind(.probe), runningMax: 10, in: $0)
            }
        }
        let connection = try Connection(fixture.database.settings(.dispatcher))
        defer { connection.close() }
        let queue = try QueueSession.open(on: connection, deployment: fixture.deployment)
        try queue.heartbeat(fixture.workerID)
        let before = try rowsRead()
        var request = QueueSession.ClaimRequest(kinds: Set(JobKind.allCases), workerID: fixture.workerID)
        request.isCapped = isCapped
        var ring = Ring()
        for _ in 0..<3 {
            _ = (try queue.backlog(), try queue.coming())
            let jobs = try queue.claim(request, &ring).jobs
            #expect(!jobs.isEmpty)
            #expect(try queue.release(Array(jobs.prefix(1))) == 1)
            _ = try queue.conclude(jobs.dropFirst().map { JobEnding($0, .finish(outcome: "done")) })
        }
        // What this session counted is told at once.
        _ = try connection.query("SELECT pg_stat_force_next_flush()")
        let after = try rowsRead()
        #expect(after.table == before.table)
        #expect(after.index > before.index)
    }
}

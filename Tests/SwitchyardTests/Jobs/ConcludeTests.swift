import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

/// Endings that are written many together.
@Suite(.needsDatabase) struct ConcludeTests {
    let fixture: QueueFixture
    let queue: QueueSession
    let tenants: [UUID]

    init() throws {
        fixture = try QueueFixture()
        queue = try fixture.queue()
        tenants = try [fixture.tenant { $0.hasDesks = false }, fixture.tenant { $0.hasDesks = false }].map(\.tenantID)
    }

    private func claim(_ count: Int, of tenant: UUID) throws -> [LeasedJob] {
        try fixture.insertJobs(count, tenant: tenant, kind: JobKind.probe.rawValue)
        let others = tenants.filter { $0 != tenant }.map { JobStream($0, .probe) }
        let request = QueueSession.ClaimRequest(
            kinds: [.probe],
            workerID: fixture.workerID,
            limit: count,
            omitted: Set(others)
        )
        let jobs = try queue.claim(request).jobs
        #expect(jobs.count == count)
        return jobs
    }

    private let finish = JobEnding.Fate.finish(outcome: Probe.outcome)

    @Test func jobsOfManyTenantsEndTogetherAndEachWhereItBelongs() throws {
        let jobs = try tenants.flatMap { try claim(12, of: $0) }
        let fates: [JobEnding.Fate] = [
            finish, .putBack(afterMicroseconds: 60_000_000, code: "failed", countsAttempt: true),
            .putBack(afterMicroseconds: 60_000_000, code: "store_unavailable", countsAttempt: false),
            .bury(reason: "attempts_spent"),
        ]
        let endings = jobs.enumerated().map { JobEnding($0.element, fates[$0.offset % fates.count]) }
        #expect(try queue.conclude(endings) == Set(jobs.map(\.id)))
        for tenant in tenants {
            let mine: SQL = "tenant_id = \(tenant)"
            let later = fixture.clock.now.adding(seconds: 60)
            #expect(
                try fixture.count(
                    "switchyard.job_done WHERE \(mine) AND outcome = 'answered' AND attempts = 1 AND finished_at = \(fixture.clock.now)"
                ) == 3
            )
            #expect(
                try fixture.count("switchyard.job_dead WHERE \(mine) AND reason = 'attempts_spent' AND lease = 1") == 3
            )
            for (code, attempt) in [("failed", 1), ("store_unavailable", 0)] {
                #expect(
                    try fixture.count(
                        """
                        switchyard.job WHERE \(mine) AND worker_id IS NULL AND deadline_at IS NULL AND run_at = \(later)
                            AND attempt = \(attempt) AND last_code = \(code) AND failure_codes = ARRAY[\(code)]
                        """
                    ) == 3
                )
            }
        }
        #expect(try fixture.count("switchyard.job") == 12)
    }

    @Test(arguments: [2, 10])
    func whatIsNoLongerOursIsLeftOutAndTheRestIsWritten(count: Int) throws {
        let stale = try claim(count, of: tenants[0])
        try queue.removeLease(fixture.workerID)
        #expect(try queue.rescue().count == count)
        try queue.heartbeat(fixture.workerID)
        let current = try claim(count, of: tenants[1])
        let endings = zip(stale, current).flatMap { [JobEnding($0, finish), JobEnding($1, finish)] }
        #expect(try queue.conclude(endings) == Set(current.map(\.id)))
        #expect(try fixture.count("switchyard.job WHERE worker_id IS NULL AND attempt = 1") == count)
        #expect(try fixture.count("switchyard.job_done") == count)
        // The same endings once more, as after a COMMIT whose answer was lost.
        #expect(try queue.conclude(endings).isEmpty)
        #expect(try fixture.count("switchyard.job_done") == count)
    }

    @Test func aBatchHappensAsAWholeOrNotAtAll() throws {
        let jobs = try claim(6, of: tenants[0])
        let later = JobEnding(jobs[5], .bury(reason: "refused\u{0}"))
        #expect(throws: PostgresError.self) {
            try queue.conclude(jobs.dropLast().map { JobEnding($0, finish) } + [later])
        }
        #expect(try fixture.count("switchyard.job WHERE worker_id IS NOT NULL") == 6)
        #expect(try fixture.count("switchyard.job_done") == 0)
    }
}

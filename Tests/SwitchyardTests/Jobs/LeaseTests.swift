import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

@Suite(.needsDatabase) struct LeaseTests {
    let fixture: QueueFixture
    let queue: QueueSession
    let tenant: TenantFixture

    init() throws {
        fixture = try QueueFixture()
        queue = try fixture.queue()
        tenant = try fixture.tenant { $0.hasDesks = false }
    }

    private func next() throws -> LeasedJob? {
        let request = QueueSession.ClaimRequest(kinds: Set(JobKind.allCases), workerID: fixture.workerID, limit: 1)
        return try queue.claim(request).jobs.first
    }

    private func claim() throws -> LeasedJob { try #require(try next()) }

    private static let endings: [JobEnding.Fate] = [
        .finish(outcome: "answered"), .putBack(afterMicroseconds: 0, code: "failed", countsAttempt: true),
        .bury(reason: "attempts_spent"),
    ]

    @Test func aProcessWithoutALiveLeaseIsGivenNothing() throws {
        try fixture.insertJobs(1, tenant: tenant.tenantID)
        fixture.clock.advance(seconds: QueueSession.expirySeconds)
        #expect(try next() == nil)
        try queue.heartbeat(fixture.workerID)
        #expect(try claim().attempt == 1)
    }

    @Test func aProcessKnowsHowManyOthersAreAlive() throws {
        let (one, other) = (UUID(), UUID())
        #expect(try queue.heartbeat(fixture.workerID) == 0)
        #expect(try queue.heartbeat(one) == 1)
        fixture.clock.advance(seconds: QueueSession.expirySeconds - 1)
        #expect(try queue.heartbeat(other) == 2)
        fixture.clock.advance(seconds: 1)
        #expect(try queue.heartbeat(one) == 1)
        try queue.removeLease(other)
        #expect(try queue.heartbeat(one) == 0)
    }

    @Test func whatADeadProcessHeldIsFree() throws {
        try fixture.insertJobs(1, tenant: tenant.tenantID)
        let job = try claim()
        #expect(try queue.rescue().isEmpty)
        fixture.clock.advance(seconds: QueueSession.expirySeconds)
        #expect(try queue.rescue().count == 1)
        try queue.heartbeat(fixture.workerID)
        let again = try claim()
        #expect(again.id == job.id)
        #expect(again.attempt == 2)
        #expect(again.lastCode == QueueSession.rescuedCode)
    }

    @Test func aDeadProcessIsSeenUntilWhatItHeldIsFreed() throws {
        #expect(try !queue.hasDeadProcess())
        fixture.clock.advance(seconds: QueueSession.expirySeconds)
        #expect(try queue.hasDeadProcess())
        // A claim of its that was under way may still come.
        _ = try queue.rescue()
        #expect(try queue.hasDeadProcess())
        fixture.clock.advance(seconds: QueueSession.expirySeconds + 1)
        _ = try queue.rescue()
        #expect(try !queue.hasDeadProcess())
    }

    @Test func aMissingLeaseMeansDead() throws {
        try fixture.insertJobs(1, tenant: tenant.tenantID)
        _ = try claim()
        try queue.removeLease(fixture.workerID)
        #expect(try queue.rescue().count == 1)
    }

    @Test func aJobPastItsDeadlineIsFreeThoughItsProcessLives() throws {
        try fixture.insertJobs(1, tenant: tenant.tenantID)
        _ = try claim()
        fixture.clock.advance(seconds: JobKind.deliver.deadlineSeconds + 1)
        try queue.heartbeat(fixture.workerID)
        #expect(try queue.rescue().count == 1)
    }

    @Test(arguments: [
        JobDecision.finish(outcome: "accepted"), .retry(at: QueueFixture.start, code: "smtp_451"),
        .snooze(until: QueueFixture.start), .bury(reason: "http_410"),
    ])
    func aStaleHolderConcludesNothing(decision: JobDecision) throws {
        try fixture.insertJobs(1, tenant: tenant.tenantID)
        let stale = try claim()
        try queue.removeLease(fixture.workerID)
        _ = try queue.rescue()
        try queue.heartbeat(fixture.workerID)
        let current = try claim()
        #expect(throws: StaleLease.self) {
            try tenant.transaction(as: .worker) { tx in
                tx.write(
                    "trace",
                    """
                    INSERT INTO switchyard.ticket_ref (tenant_id, kind, value, ticket_id)
                    SELECT tenant_id, 'x', 'x', id FROM switchyard.ticket
                    """
                )
                try tx.conclude(stale, decision)
            }
        }
        #expect(try fixture.count("switchyard.job WHERE lease = \(current.lease) AND worker_id IS NOT NULL") == 1)
        #expect(try fixture.count("switchyard.job_done") == 0)
        #expect(try fixture.count("switchyard.job_dead") == 0)
        #expect(try queue.release([stale]) == 0)
        #expect(try queue.conclude(Self.endings.map { JobEnding(stale, $0) }).isEmpty)
        #expect(try tenant.transaction(as: .worker) { try $0.holds(current) })
    }

    @Test func everyDecisionLeavesTheJobWhereItBelongs() throws {
        try fixture.insertJobs(4, tenant: tenant.tenantID)
        let later = fixture.clock.now.adding(seconds: 60)
        for decision in [
            JobDecision.finish(outcome: "accepted"), .bury(reason: "http_410"), .retry(at: later, code: "smtp_451"),
            .snooze(until: later),
        ] {
            let job = try claim()
            try tenant.transaction(as: .worker) { try $0.conclude(job, decision) }
            if case .finish = decision { continue }
        }
        #expect(try fixture.count("switchyard.job WHERE worker_id IS NULL AND run_at = \(later)") == 2)
        #expect(try fixture.count("switchyard.job WHERE attempt = 0 AND last_code IS NULL") == 1)
        #expect(try fixture.count("switchyard.job WHERE attempt = 1 AND last_code = 'smtp_451'") == 1)
        #expect(try fixture.count("switchyard.job_done WHERE outcome = 'accepted' AND attempts = 1") == 1)
        #expect(try fixture.count("switchyard.job_dead WHERE reason = 'http_410' AND attempts = 1") == 1)
    }
}

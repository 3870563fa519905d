import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

@Suite(.needsDatabase) struct CompletionTests {
    let fixture: WorkerFixture
    let tenant: UUID

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant { $0.hasDesks = false }.tenantID
    }

    private func completion() throws -> CompletionLane {
        CompletionLane(fixture.completions, queue: try fixture.queue.queue(), gate: fixture.gate, log: fixture.log)
    }

    /// Probes that a lane has run, and nobody has written the ends of.
    private func run(_ count: Int) throws {
        try fixture.queue.insertJobs(count, tenant: tenant, kind: JobKind.probe.rawValue)
        let lane = try fixture.jobLane(RecordingCarrier())
        for _ in 0..<count { #expect(try lane.runOnce() == Counts(done: 1)) }
        #expect(fixture.completions.count == count)
    }

    @Test func whatALaneLeavesIsWrittenTogether() throws {
        try run(5)
        #expect(try fixture.queue.count("switchyard.job_done") == 0)
        #expect(try completion().runOnce() == Counts(done: 5))
        #expect(try fixture.queue.count("switchyard.job_done WHERE kind = 'probe' AND outcome = 'answered'") == 5)
        #expect(try fixture.queue.count("switchyard.job") == 0)
        #expect(try completion().runOnce() == Counts())
    }

    @Test func aStaleEndingIsDroppedAndCounted() throws {
        try run(3)
        let queue = try fixture.queue.queue()
        try queue.removeLease(fixture.queue.workerID)
        #expect(try queue.rescue().count == 3)
        #expect(try completion().flush() == Counts(skipped: 3))
        #expect(fixture.completions.count == 0)
        #expect(try fixture.queue.count("switchyard.job WHERE worker_id IS NULL AND last_code = 'rescued'") == 3)
    }

    @Test func anEndingThatTheDatabaseRefusesDoesNotHoldUpTheOthers() throws {
        try run(4)
        try fixture.queue.insertJobs(1, tenant: tenant, kind: JobKind.probe.rawValue)
        let poison = try #require(try fixture.claimer().next())
        fixture.completions.add(JobEnding(poison, .finish(outcome: "no\u{0}word")))
        #expect(try completion().flush() == Counts(done: 4, failed: 1))
        #expect(try fixture.queue.count("switchyard.job_done") == 4)
        #expect(try fixture.queue.count("switchyard.job WHERE worker_id IS NOT NULL") == 1)
    }

    @Test func endingsOutliveADatabaseThatIsAway() throws {
        try run(2)
        let broken = try Connection(fixture.queue.database.settings(.dispatcher))
        let lane = CompletionLane(
            fixture.completions,
            queue: try QueueSession.open(on: broken, deployment: fixture.queue.deployment),
            gate: fixture.gate,
            log: fixture.log
        )
        broken.close()
        #expect(throws: PostgresError.self) { try lane.flush() }
        #expect(fixture.completions.count == 2)
        #expect(try completion().flush() == Counts(done: 2))
    }

    @Test func aTenantThatIsClosedPutsItsJobOffWithoutCountingTheAttempt() throws {
        try fixture.queue.insertJobs(1, tenant: tenant)
        try fixture.queue.database.withConnection(.admin) { admin in
            _ = try admin.execute("UPDATE directory.tenant SET status = 'suspended' WHERE id = \(tenant)")
        }
        #expect(try fixture.jobLane(RecordingCarrier()).runOnce() == Counts(failed: 1))
        #expect(try completion().flush() == Counts(done: 1))
        #expect(
            try fixture.queue.count("switchyard.job WHERE attempt = 0 AND failure_codes = '{tenant_closed}'") == 1
        )
    }
}

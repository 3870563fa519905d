import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import Synchronization
import TestSupport
import Testing

/// Every statement that the worker sends to claim, wake and deliver finds its rows by an index: those of a tenant by one that
/// begins with the tenant.
@Suite(.needsDatabase) struct WorkPlanTests {
    let fixture: WorkerFixture

    init() throws { fixture = try WorkerFixture() }

    @Test func claimingWakingAndDeliveringLookThroughNothing() throws {
        let database = fixture.queue.database
        let tenant = try fixture.queue.tenant()
        let timers = try Connection(database.settings(.worker))
        let jobs = try Connection(database.settings(.worker))
        let queue = try Connection(database.settings(.dispatcher))
        defer { for connection in [timers, jobs, queue] { connection.close() } }
        let session = try QueueSession.open(on: queue, deployment: fixture.queue.deployment)
        try session.heartbeat(fixture.queue.workerID)

        _ = try fixture.answered(tenant)
        _ = try tenant.openTicket()
        fixture.clock.advance(seconds: 7_200)
        let timerLane = TimerLane(
            queue: session,
            connection: timers,
            deployment: fixture.queue.deployment,
            casesMax: DueCases.batchMax,
            log: fixture.log
        )
        #expect(try timerLane.runOnce().steps > 0)
        let carrier = RecordingCarrier()
        let jobLane = try JobLane(
            claimer: fixture.claimer(),
            completions: fixture.completions,
            connect: { jobs },
            deployment: fixture.queue.deployment,
            carrier: carrier,
            letterhead: WorkerFixture.letterhead,
            gate: fixture.gate,
            log: fixture.log
        )
        try fixture.runDry(jobLane)
        #expect(!carrier.mails.isEmpty)
        var ring = Ring()
        _ = try session.claim(.init(kinds: Set(JobKind.allCases), workerID: fixture.queue.workerID), &ring)

        let statements = try [timers, jobs, queue].reduce(into: Set<PlanAudit.Statement>()) {
            $0.formUnion(try PlanAudit.statements(on: $1))
        }
        let audit = try database.withConnection(.admin) { try PlanAudit(statements, on: $0) }
        #expect(audit.faults == [])
        #expect(audit.audited > 20 && audit.looks > 20, "\(audit.audited) statements, \(audit.looks) looks")
        print(
            "hot plans of the worker: \(audit.audited) statements, \(audit.looks) looks at walled tables, each by an index"
        )
    }
}

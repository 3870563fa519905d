import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

@Suite struct LaneTests {
    @Test(arguments: [(1, 100), (2, 200), (6, 3_200), (7, 5_000), (1_000, 5_000)])
    func aLaneThatFailsWaitsLongerUpToALimit(failures: Int, milliseconds: Int) {
        #expect(Lane.backoffMilliseconds(failures: failures) == milliseconds)
    }

    @Test func anOpeningBetweenTheLookAndTheWaitIsNotLost() {
        let gate = Gate()
        let openings = gate.openings
        gate.open()
        gate.wait(after: openings, milliseconds: 60_000)
        gate.close()
        gate.wait(after: gate.openings, milliseconds: 60_000)
        gate.pause(milliseconds: 60_000)
        #expect(gate.isClosing)
    }
}

@Suite(.needsDatabase, .timeLimit(.minutes(2))) struct WorkerTests {
    @Test(arguments: [false, true])
    func aWholeWorkerSendsAnAnswerAndLeavesNothingBehind(pollOnly: Bool) throws {
        let database = try TestDatabase.fresh()
        let tenant = try TenantFixture.make(in: database)
        let carrier = RecordingCarrier()
        let fixture = try WorkerFixture()
        var settings = WorkerSettings(
            worker: database.settings(.worker),
            dispatcher: database.settings(.dispatcher),
            deployment: database.deployment(),
            carrier: carrier,
            letterhead: WorkerFixture.letterhead,
            log: fixture.log
        )
        settings.lanes.pollOnly = pollOnly
        let worker = Worker(settings: settings)
        worker.start()
        _ = try fixture.answered(tenant)
        try database.withConnection(.admin) { admin in
            for _ in 0..<600 {
                let rows = try admin.query("SELECT pg_sleep(0.05), (SELECT count(*) FROM switchyard.job_done)")
                if try rows.first?.column(1, as: Int.self) == 1 { break }
            }
        }
        #expect(carrier.mails.count == 1)
        #expect(worker.stop())
        let left: Int? = try database.withConnection(.admin) { admin in
            try admin.query(
                "SELECT (SELECT count(*) FROM switchyard.worker_lease) + (SELECT count(*) FROM switchyard.job)"
            ).first?.column(0)
        }
        #expect(left == 0)
    }
}

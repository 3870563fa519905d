import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// The inline mode of `WorkerFixture`.
@Suite(.needsDatabase) struct InlineTests {
    let fixture: WorkerFixture
    let carrier = RecordingCarrier()
    let tenant: TenantFixture

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.inlineTenant(carrier)
    }

    @Test func anAnswerHasLeftWhenItsTransactionIsBack() throws {
        _ = try fixture.answered(tenant)
        #expect(carrier.mails.count == 1)
        #expect(try fixture.queue.text("SELECT state FROM switchyard.delivery") == "accepted")
        #expect(try fixture.queue.count("switchyard.job") == 0)
    }

    @Test func workThatTheEndOfOtherWorkLetsBeginRunsAsWell() throws {
        try tenant.transaction(as: .worker) { try Probe.enqueue(3, inOrderOf: UUID(), in: $0) }
        #expect(try fixture.queue.count("switchyard.job_done") == 3)
        #expect(try fixture.queue.count("switchyard.job") == 0)
    }

    @Test func nothingRunsOfATransactionThatIsUndone() throws {
        struct Undone: Error {}
        #expect(throws: Undone.self) {
            try tenant.transaction(as: .worker) { tx in
                try Probe.enqueue(1, in: tx)
                throw Undone()
            }
        }
        #expect(try fixture.queue.count("switchyard.job_done") == 0)
    }

    @Test func whatIsDueLaterWaitsForTheClock() throws {
        try tenant.transaction(as: .worker) { try Probe.enqueue(1, afterSeconds: 60, in: $0) }
        #expect(try fixture.queue.count("switchyard.job_done") == 0)
        fixture.clock.advance(seconds: 60)
        try tenant.transaction(as: .worker) { try Probe.enqueue(1, in: $0) }
        #expect(try fixture.queue.count("switchyard.job_done") == 2)
    }

    @Test func aJobThatFailsIsPutOffAsByAnyLane() throws {
        let refusing = try fixture.inlineTenant(RecordingCarrier(.retry(code: "smtp_451", afterSeconds: 30)))
        _ = try fixture.answered(refusing)
        #expect(try fixture.queue.count("switchyard.job WHERE last_code = 'smtp_451' AND worker_id IS NULL") == 1)
    }
}

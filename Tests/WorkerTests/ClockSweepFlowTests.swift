import BusinessTime
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// A publication on its way through the queue: the job goes on batch by batch and rests until its second look.
@Suite(.needsDatabase) struct ClockSweepFlowTests {
    @Test func aPublishedCalendarReachesTheClocksThroughTheQueue() throws {
        let fixture = try WorkerFixture()
        let tenant = try fixture.queue.tenant { $0.calendar = ["tz": "UTC", "always_open": true] }
        _ = try tenant.openTicket()
        try run(fixture)
        try settle(fixture)
        #expect(try fixture.queue.count("switchyard.job") == 0)

        let due = fixture.clock.now.adding(seconds: 7_200)
        try tenant.transaction(as: tenant.tenantAdmin.actor) { tx in
            var terms = PublishTerms()
            terms.effectiveFrom = fixture.clock.now
            let weekly: JSON = ["mon": [["00:00", "00:30"], ["12:00", "13:00"]], "tue": [["09:00", "17:00"]]]
            _ = try PublishSetting.publish(.calendar, ["tz": "UTC", "weekly": weekly], terms, in: tx)
        }
        try run(fixture)
        #expect(try fixture.queue.count("switchyard.sla_cycle WHERE due_at > \(due)") == 2)
        #expect(try fixture.queue.count("switchyard.job WHERE kind = 'sweep_clocks'") == 1)
        try settle(fixture)
        #expect(try fixture.queue.count("switchyard.job WHERE kind = 'sweep_clocks'") == 0)
        #expect(try fixture.queue.count("switchyard.job_done WHERE outcome = 'swept'") == 2)
    }

    private func settle(_ fixture: WorkerFixture) throws {
        fixture.clock.advance(seconds: ClockSweep.settleSeconds)
        try run(fixture)
    }

    /// A worker whose lease is good at the clock's time.
    private func run(_ fixture: WorkerFixture) throws {
        _ = try fixture.queue.queue()
        try fixture.runDry(fixture.jobLane(RecordingCarrier()))
    }
}

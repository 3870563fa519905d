import BusinessTime
import Foundation
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// From where on due jobs are looked for (`spec/queue.md` rule 9).
@Suite(.needsDatabase) struct WatermarkTests {
    let fixture: WorkerFixture
    let tenant: TenantFixture
    let later = Later()
    let watermark: Watermark
    let keeper: Gatekeeper
    let claimer: Claimer

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant { $0.hasDesks = false }
        watermark = Watermark(now: later.now)
        keeper = Gatekeeper(
            queue: try fixture.queue.queue(),
            gate: fixture.gate,
            watermark: watermark,
            listen: nil,
            now: later.now,
            log: fixture.log
        )
        claimer = fixture.claimer(watermark: watermark, now: later.now)
    }

    private func insertJob(dueSecondsAgo seconds: Int64) throws {
        try fixture.queue.insertJobs(1, tenant: tenant.tenantID, runAt: fixture.clock.now.adding(seconds: -seconds))
    }

    @Test func workBehindTheWatermarkIsFoundByTheNextLook() throws {
        _ = try keeper.lookAround()
        try insertJob(dueSecondsAgo: 60)
        #expect(try claimer.next() == nil)
        later.advance(Watermark.lookTime - .milliseconds(1))
        _ = try keeper.lookAround()
        #expect(try claimer.next() == nil)
        later.advance(.milliseconds(Gatekeeper.pollMillisecondsMax))
        let shut = fixture.gate.openings
        _ = try keeper.lookAround()
        #expect(fixture.gate.openings == shut + 1)
        #expect(try claimer.next() != nil)
    }

    @Test func withoutLooksItIsForgotten() throws {
        _ = try keeper.lookAround()
        try insertJob(dueSecondsAgo: 60)
        later.advance(Watermark.trustTime - .milliseconds(1))
        #expect(try claimer.next() == nil)
        later.advance(.milliseconds(1))
        #expect(try claimer.next() != nil)
    }

    @Test func aTransactionMayTakeItsTimeToCommit() throws {
        _ = try keeper.lookAround()
        #expect(try claimer.next() == nil)
        try insertJob(dueSecondsAgo: QueueSession.commitSeconds)
        #expect(try claimer.next() != nil)
    }

    @Test func itFollowsTheOldestThatNobodyHas() throws {
        for seconds: Int64 in [30, 20] { try insertJob(dueSecondsAgo: seconds) }
        let now = fixture.clock.now
        _ = try keeper.lookAround()
        #expect(watermark.reading.floor == now.adding(seconds: -30))
        // A claim tells what it saw, and it took both.
        _ = try claimer.next()
        #expect(watermark.reading.floor == now.adding(seconds: -30))
        #expect(try fixture.claimer(watermark: watermark, now: later.now).next() == nil)
        #expect(watermark.reading.floor == now.adding(seconds: -QueueSession.commitSeconds))
    }

    @Test func aClaimUnderWayDoesNotHideWhatALookFound() {
        let now = fixture.clock.now
        watermark.looked(now.adding(seconds: -10))
        let reading = watermark.reading
        watermark.raise(now.adding(seconds: -5), from: reading)
        #expect(watermark.reading.floor == now.adding(seconds: -5))
        watermark.looked(now.adding(seconds: -60))
        watermark.raise(now, from: reading)
        #expect(watermark.reading.floor == now.adding(seconds: -60))
        watermark.raise(now.adding(seconds: -90), from: watermark.reading)
        #expect(watermark.reading.floor == now.adding(seconds: -60))
    }

    @Test func withoutALookNothingIsBehindIt() {
        watermark.raise(fixture.clock.now, from: watermark.reading)
        #expect(watermark.reading.floor == .distantPast)
    }
}

import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// A process that ends between the steps of an outside effect.
@Suite(.needsDatabase) struct CrashTests {
    enum Point: CaseIterable, Sendable {
        case beforePrepare
        case beforeSend
        case beforeConclude
    }

    let fixture: WorkerFixture
    let tenant: TenantFixture

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant()
    }

    @Test(arguments: Point.allCases)
    func theEffectIsRepeatedWithTheSameId(point: Point) throws {
        _ = try fixture.answered(tenant)
        let crashed = RecordingCarrier()
        let job = try #require(try fixture.claimer().next())
        if point != .beforePrepare {
            let preparation = try tenant.transaction(as: .worker) { tx in
                try Delivery.prepare(job, letterhead: WorkerFixture.letterhead, in: tx)
            }
            guard case .send(let outbound) = preparation else {
                Issue.record("nothing to send: \(preparation)")
                return
            }
            if point == .beforeConclude { _ = crashed.send(outbound) }
        }
        fixture.clock.advance(seconds: QueueSession.expirySeconds)
        #expect(try fixture.queue.queue().rescue().isEmpty)
        fixture.clock.advance(seconds: JobKind.deliver.deadlineSeconds)
        #expect(try fixture.queue.queue().rescue().count == 1)

        let carrier = RecordingCarrier()
        #expect(try fixture.runDry(fixture.jobLane(carrier)).done == 1)
        #expect(carrier.mails.count == 1)
        let ids = Set((crashed.mails + carrier.mails).map(\.messageID))
        #expect(ids.count == 1)
        #expect(try fixture.queue.count("switchyard.delivery WHERE state = 'accepted' AND attempts = 2") == 1)

        #expect(throws: StaleLease.self) {
            try tenant.transaction(as: .worker) { try Delivery.settle(job, in: $0) }
        }
    }

    @Test func aHolderThatSleptNeitherSendsNorWrites() throws {
        _ = try fixture.answered(tenant)
        let claimer = fixture.claimer()
        let job = try #require(try claimer.next())
        try fixture.queue.queue().removeLease(fixture.queue.workerID)
        _ = try fixture.queue.queue().rescue()
        fixture.clock.advance(seconds: JobKind.deliver.deadlineSeconds + 1)
        _ = try fixture.queue.queue().rescue()
        try fixture.runDry(fixture.jobLane(RecordingCarrier()))
        let preparation = try tenant.transaction(as: .worker) { tx in
            try Delivery.prepare(job, letterhead: WorkerFixture.letterhead, in: tx)
        }
        #expect(preparation == .stale)
        #expect(throws: StaleLease.self) {
            try tenant.transaction(as: .worker) { try Delivery.conclude(job, .rejected(code: "late"), in: $0) }
        }
        #expect(try fixture.queue.count("switchyard.event WHERE kind = 'reply_failed'") == 0)
        #expect(try fixture.queue.count("switchyard.delivery WHERE state = 'accepted'") == 1)
    }

    @Test func aRefusalAfterACrashMayNotUndoTheReply() throws {
        _ = try fixture.answered(tenant)
        _ = try fixture.claimer().next()
        fixture.clock.advance(seconds: JobKind.deliver.deadlineSeconds + 1)
        _ = try fixture.queue.queue().rescue()
        try fixture.runDry(fixture.jobLane(RecordingCarrier(.rejected(code: "smtp_550"))))
        #expect(
            try fixture.queue.count("switchyard.delivery WHERE state = 'unknown' AND concluded_at IS NOT NULL") == 1
        )
        #expect(try fixture.queue.count("switchyard.event WHERE kind = 'reply_failed'") == 0)
    }
}

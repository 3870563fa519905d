import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

@Suite(.needsDatabase) struct GatekeeperTests {
    let fixture: WorkerFixture
    let keeper: Gatekeeper

    init() throws {
        fixture = try WorkerFixture()
        keeper = Gatekeeper(queue: try fixture.queue.queue(), gate: fixture.gate, listen: nil, log: fixture.log)
    }

    @Test func theGateOpensWhenWhatWasAwaitedIsDueAndNotBefore() throws {
        let tenant = try fixture.queue.tenant()
        _ = try tenant.openTicket()
        let shut = fixture.gate.openings
        // Nothing for half an hour, so it looks again at the latest moment that polling allows.
        let sleep = try keeper.lookAround()
        #expect((1...Gatekeeper.pollMillisecondsMax + 1).contains(sleep))
        #expect(fixture.gate.openings == shut)
        fixture.clock.advance(seconds: 1_799)
        _ = try keeper.lookAround()
        #expect(fixture.gate.openings == shut)
        fixture.clock.advance(seconds: 1)
        _ = try keeper.lookAround()
        #expect(fixture.gate.openings == shut + 1)
    }

    @Test func whatIsNearCutsTheSleepShort() throws {
        let tenant = try fixture.queue.tenant()
        _ = try tenant.openTicket()
        fixture.clock.set(fixture.clock.now.adding(seconds: 1_800).adding(microseconds: -3_500))
        #expect((3...4).contains(try keeper.lookAround()))
    }

    @Test func whatIsDueAlreadyOpensTheGateAndHidesNothingThatComes() throws {
        let tenant = try fixture.queue.tenant()
        let now = fixture.clock.now
        try fixture.queue.insertJobs(1, tenant: tenant.tenantID, runAt: now.adding(seconds: -1))
        try fixture.queue.insertJobs(1, tenant: tenant.tenantID, runAt: now.adding(microseconds: 10_000))
        let shut = fixture.gate.openings
        #expect((10...11).contains(try keeper.lookAround()))
        #expect(fixture.gate.openings == shut + 1)
        fixture.clock.set(now.adding(microseconds: 10_000))
        _ = try keeper.lookAround()
        #expect(fixture.gate.openings == shut + 2)
    }
}

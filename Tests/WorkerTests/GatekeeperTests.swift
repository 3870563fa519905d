import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import Synchronization
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

    /// `spec/queue.md` rule 6, for an instant that all processes sleep until.
    @Test(arguments: [(0, 0), (1, 1)])
    func onlyWhereOthersAreAliveIsThereAMomentBeforeTheGateOpens(others: Int, naps: Int) throws {
        let tenant = try fixture.queue.tenant { $0.hasDesks = false }
        let due = fixture.clock.now.adding(seconds: 1)
        try fixture.queue.insertJobs(1, tenant: tenant.tenantID, runAt: due)
        let taken = Mutex<[(duration: Duration, openings: Int)]>([])
        let (gate, start) = (fixture.gate, ContinuousClock.now)
        let keeper = Gatekeeper(
            queue: try fixture.queue.queue(),
            gate: gate,
            listen: nil,
            now: { start },
            others: { others },
            nap: { duration in taken.withLock { $0.append((duration, gate.openings)) } },
            log: fixture.log
        )
        let shut = gate.openings
        _ = try keeper.lookAround()
        #expect(taken.withLock(\.count) == 0)
        fixture.clock.set(due)
        _ = try keeper.lookAround()
        #expect(gate.openings == shut + 1)
        #expect(taken.withLock(\.count) == naps)
        for nap in taken.withLock(\.self) {
            #expect(nap.openings == shut)
            #expect((.zero ... .microseconds(Gatekeeper.jitterMicrosecondsMax)).contains(nap.duration))
        }
    }

    @Test(arguments: [(UInt64(0), Int64(0)), (0x8000, 1_500), (0xffff, 3_000), (0x1_0000, 0), (.max, 3_000)])
    func theMomentIsUpToThreeMilliseconds(chance: UInt64, microseconds: Int64) {
        #expect(Gatekeeper.jitter(chance: chance) == .microseconds(microseconds))
    }

    /// A standby, say, on which nobody can listen until it is the server.
    @Test func hintsThatCouldNotBeHadAreAskedForAgain() throws {
        // So near that no round sleeps for long.
        let tenant = try fixture.queue.tenant { $0.hasDesks = false }
        try fixture.queue.insertJobs(1, tenant: tenant.tenantID, runAt: fixture.clock.now.adding(microseconds: 1_000))
        let lines = LogLines()
        let isDeaf = Mutex(true)
        var settings = fixture.queue.database.settings(.dispatcher)
        settings.rewriting = { text in
            text.hasPrefix("LISTEN") && isDeaf.withLock(\.self) ? "SELECT 1 / 0" : text
        }
        let naps = Mutex(0)
        let keeper = Gatekeeper(
            queue: try fixture.queue.queue(),
            gate: fixture.gate,
            listen: settings,
            hintsEvery: .zero,
            others: { 1 },
            nap: { _ in naps.withLock { $0 += 1 } },
            log: lines.logger
        )
        for _ in 0..<3 { _ = try keeper.runOnce() }
        #expect(lines.all.map(\.message) == ["no hints, polling only"])
        isDeaf.withLock { $0 = false }
        _ = try keeper.runOnce()
        #expect(lines.all.map(\.message) == ["no hints, polling only", "hints are heard again"])
        let shut = fixture.gate.openings
        try fixture.queue.database.withConnection(.api) {
            _ = try $0.execute("NOTIFY \(unsafeSQL: Gatekeeper.channel)")
        }
        #expect(naps.withLock(\.self) == 0)
        for _ in 0..<1_000 where fixture.gate.openings == shut { _ = try keeper.runOnce() }
        #expect(fixture.gate.openings == shut + 1)
        #expect(naps.withLock(\.self) == 1)
    }
}

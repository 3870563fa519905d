import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct RingTests {
    let fixture: QueueFixture
    let queue: QueueSession

    init() throws {
        fixture = try QueueFixture()
        queue = try fixture.queue()
    }

    private func request(share: Int = 2, limit: Int = 10, omitted: Set<JobStream> = []) -> QueueSession.ClaimRequest {
        QueueSession.ClaimRequest(
            kinds: Set(JobKind.allCases),
            workerID: fixture.workerID,
            share: share,
            limit: limit,
            omitted: omitted
        )
    }

    private func tenants(_ count: Int) throws -> [UUID] {
        try (0..<count).map { _ in try fixture.tenant { $0.hasDesks = false }.tenantID }
    }

    @Test func aBurstOfOneTenantDoesNotHoldUpTheOthers() throws {
        let all = try tenants(6)
        try fixture.insertJobs(300, tenant: all[2], runAt: fixture.clock.now.adding(seconds: -60))
        for tenant in all where tenant != all[2] { try fixture.insertJobs(3, tenant: tenant) }
        var ring = Ring()
        var served: Set<UUID> = []
        for _ in 0..<2 {
            let claim = try queue.claim(request(), &ring)
            #expect((7...10).contains(claim.jobs.count))
            #expect(Set(claim.jobs.map(\.tenantID)).count >= 5)
            served.formUnion(claim.jobs.map(\.tenantID))
        }
        #expect(served == Set(all))
    }

    @Test func aLoneTenantGetsTheWholeBatch() throws {
        let all = try tenants(2)
        try fixture.insertJobs(20, tenant: all[0])
        #expect(try queue.claim(request()).jobs.count == 10)
        try fixture.insertJobs(1, tenant: all[1])
        let jobs = try queue.claim(request()).jobs
        #expect(Set(jobs.map(\.tenantID)) == Set(all))
        #expect(try queue.claim(request()).jobs.count == 20 + 1 - 10 - jobs.count)
    }

    @Test func theRingGoesOnWhereItStoppedAndWraps() throws {
        let all = try tenants(4).sorted { $0.text < $1.text }
        for tenant in all { try fixture.insertJobs(QueueSession.headMax / 2, tenant: tenant) }
        var ring = Ring()
        let first = try queue.claim(request(share: 1, limit: 3), &ring)
        #expect(first.jobs.map(\.tenantID) == Array(all[0..<3]))
        let second = try queue.claim(request(share: 1, limit: 3), &ring)
        #expect(second.jobs.map(\.tenantID) == [all[3], all[0], all[1]])
    }

    @Test func workThatBecomesDueBetweenTwoWalksIsServedInTheNextTurn() throws {
        let all = try tenants(2)
        try fixture.insertJobs(QueueSession.headMax * 2, tenant: all[0], runAt: fixture.clock.now.adding(seconds: -60))
        var ring = Ring()
        let walked = ContinuousClock.now
        #expect(try queue.claim(request(), &ring, at: walked).jobs.count == 10)
        try fixture.insertJobs(1, tenant: all[1])
        // The first of these sees it come.
        let next = try (0..<2).map { _ in try queue.claim(request(), &ring, at: walked).jobs }
        #expect(next[1].contains { $0.tenantID == all[1] })
    }

    @Test func workThatCameBackWithItsOldTimeIsFoundByTheNextWalk() throws {
        let all = try tenants(2)
        let longAgo = fixture.clock.now.adding(seconds: -60)
        try fixture.insertJobs(QueueSession.headMax * 2, tenant: all[0], runAt: longAgo)
        var ring = Ring()
        let walked = ContinuousClock.now
        _ = try queue.claim(request(), &ring, at: walked)
        try fixture.insertJobs(1, tenant: all[1], runAt: longAgo)
        for _ in 0..<3 {
            #expect(try !queue.claim(request(), &ring, at: walked).jobs.contains { $0.tenantID == all[1] })
        }
        let next = try queue.claim(request(), &ring, at: walked + .seconds(Ring.walkSeconds)).jobs
        #expect(next.contains { $0.tenantID == all[1] })
    }

    /// What is done lies in the index for as long as somebody keeps an old snapshot: nothing goes through it twice.
    @Test func whatWasServedIsNotLookedThroughAgainUntilTheNextWalk() throws {
        let tenant = try tenants(1)[0]
        let now = fixture.clock.now
        for (count, seconds) in [(5, 60), (5, 50), (QueueSession.headMax * 2, 40)] {
            try fixture.insertJobs(count, tenant: tenant, runAt: now.adding(seconds: Int64(-seconds)))
        }
        var ring = Ring()
        let walked = ContinuousClock.now
        #expect(try queue.claim(request(), &ring, at: walked).floor == now.adding(seconds: -60))
        #expect(ring.floor == now.adding(seconds: -50))
        try fixture.insertJobs(1, tenant: tenant, runAt: now.adding(seconds: -55))
        let next = try queue.claim(request(), &ring, at: walked)
        #expect(next.jobs.count == 10)
        #expect(next.jobs.allSatisfy { $0.dueAt == now.adding(seconds: -40) })
        #expect(next.floor == .distantPast, "what it remembers must not be told to others")
        let later = try queue.claim(request(), &ring, at: walked + .seconds(Ring.walkSeconds))
        #expect(later.jobs.first?.dueAt == now.adding(seconds: -55))
        #expect(later.floor == now.adding(seconds: -55))
    }

    @Test func aRingOfMoreStreamsThanAWalkSeesIsServedOnceRoundAndThenAgain() throws {
        let streams = Ring.hopsMax + 60
        try fixture.insertJobsOfMany(tenants: streams, each: 3)
        var ring = Ring()
        let now = ContinuousClock.now
        var served: [UUID: Int] = [:]
        for _ in 0..<(streams / Ring.streamsMax + 1) {
            for job in try queue.claim(request(share: 1, limit: Ring.streamsMax), &ring, at: now).jobs {
                served[job.tenantID, default: 0] += 1
            }
        }
        #expect(served.count == streams)
        #expect(served.values.allSatisfy { $0 <= 2 })
        var left = streams * 3 - served.values.reduce(0, +)
        for _ in 0..<(3 * streams / Ring.streamsMax) where left > 0 {
            left -= try queue.claim(request(share: 1, limit: 500), &ring, at: now).jobs.count
        }
        #expect(left == 0)
        #expect(try queue.claim(request(), &ring, at: now).jobs.isEmpty)
    }

    /// What is done in front of it is never looked at, and so is not what lies there unknown to the watermark.
    @Test(arguments: [1, QueueSession.headMax + 1])
    func aClaimLooksAtNothingBehindItsFloor(count: Int) throws {
        let all = try tenants(2)
        let now = fixture.clock.now
        try fixture.insertJobs(count, tenant: all[0], runAt: now.adding(seconds: -10))
        try fixture.insertJobs(count, tenant: all[1], runAt: now.adding(seconds: -20))
        var wanted = request(limit: 500)
        wanted.floor = now.adding(seconds: -10)
        let claim = try queue.claim(wanted)
        #expect(Set(claim.jobs.map(\.tenantID)) == [all[0]])
        #expect(claim.jobs.count == count)
        #expect(claim.floor == now.adding(seconds: -10))
        wanted.floor = .distantPast
        #expect(try queue.claim(wanted).floor == now.adding(seconds: -20))
    }

    @Test func theFloorFollowsWhatIsTakenAndStaysBehindTheClock() throws {
        let tenant = try tenants(1)[0]
        let now = fixture.clock.now
        for seconds: Int64 in [30, 20, 0] {
            try fixture.insertJobs(1, tenant: tenant, runAt: now.adding(seconds: -seconds))
        }
        let floors = try (0..<4).map { _ in try queue.claim(request(limit: 1)).floor }
        let latest = now.adding(seconds: -QueueSession.commitSeconds)
        #expect(floors == [now.adding(seconds: -30), now.adding(seconds: -20), latest, latest])
    }

    @Test func whenLittleIsDueTheOldestComesFirstWhoseverItIs() throws {
        let all = try tenants(3)
        for (index, tenant) in all.enumerated() {
            try fixture.insertJobs(2, tenant: tenant, runAt: fixture.clock.now.adding(seconds: Int64(index) - 10))
        }
        let claim = try queue.claim(request(share: 1, limit: 4))
        #expect(claim.jobs.map(\.tenantID) == all)
        #expect(try queue.claim(request(share: 1, limit: 4)).jobs.map(\.tenantID) == all)
    }

    /// What nobody may claim is passed over stream by stream, not row by row.
    @Test func workThatIsHeldBackDoesNotHideWhatLiesBehindIt() throws {
        let all = try tenants(3).sorted { $0.text < $1.text }
        for tenant in all { try fixture.insertJobs(QueueSession.headMax, tenant: tenant) }
        try fixture.insertJobs(2, tenant: all[2], kind: JobKind.probe.rawValue)
        var wanted = request(limit: 100, omitted: [JobStream(all[1], .deliver)])
        _ = try fixture.tenant { $0.hasDesks = false }.directory {
            try JobHold.set(.kind(.deliver), reason: "away", in: $0)
        }
        wanted.holds = try queue.holds()
        #expect(try queue.claim(wanted).jobs.map(\.kind) == [.probe, .probe])
        wanted.holds = JobHolds()
        #expect(Set(try queue.claim(wanted).jobs.map(\.tenantID)) == [all[0], all[2]])
    }

    @Test func aBusyStreamIsLeftOutBeforeTheClaim() throws {
        let all = try tenants(2)
        for tenant in all { try fixture.insertJobs(3, tenant: tenant) }
        let jobs = try queue.claim(request(omitted: [JobStream(all[0], .deliver)])).jobs
        #expect(Set(jobs.map(\.tenantID)) == [all[1]])
    }

    @Test func whatANewerBinaryWroteIsLeftAloneAndCounted() throws {
        let tenant = try tenants(1)[0]
        try fixture.insertJobs(2, tenant: tenant, kind: "from_the_future")
        try fixture.insertJobs(1, tenant: tenant, version: 2)
        try fixture.insertJobs(1, tenant: tenant)
        #expect(try queue.claim(request()).jobs.count == 1)
        let strange = try queue.head().filter { $0.known() == nil }
        #expect(strange.map(\.kind) == ["deliver", "from_the_future"])
        #expect(strange.map(\.version) == [2, 1])
        #expect(strange.map(\.ready) == [1, 2])
        #expect(try fixture.count("switchyard.job WHERE worker_id IS NULL AND attempt = 0") == 3)
    }

    @Test func aProcessThatKnowsANewerPayloadVersionTakesBoth() throws {
        let tenant = try tenants(1)[0]
        try fixture.insertJobs(2, tenant: tenant, version: 2)
        try fixture.insertJobs(1, tenant: tenant)
        var wanted = request()
        wanted.versions = [.deliver: 2]
        #expect(try queue.claim(wanted).jobs.count == 3)
    }

    @Test func aJobSaysHowLateItWasTaken() throws {
        let tenant = try tenants(1)[0]
        try fixture.insertJobs(1, tenant: tenant, runAt: fixture.clock.now.adding(seconds: -7))
        let job = try queue.claim(request()).jobs.first
        #expect(job?.lateMicroseconds == 7 * Instant.microsecondsPerSecond)
        #expect(try queue.head().map(\.leased) == [1])
    }

    @Test func workThatIsNotDueWaits() throws {
        let tenant = try tenants(1)[0]
        let later = fixture.clock.now.adding(seconds: 30)
        try fixture.insertJobs(1, tenant: tenant, runAt: later)
        #expect(try queue.claim(request()).jobs.isEmpty)
        #expect(try queue.backlog().next == later)
        fixture.clock.set(later)
        try queue.heartbeat(fixture.workerID)
        #expect(try queue.claim(request()).jobs.count == 1)
        #expect(try queue.backlog().next == nil)
    }

    @Test func aClaimCountsTheAttemptAndRaisesTheLease() throws {
        try fixture.insertJobs(1, tenant: try tenants(1)[0])
        let first = try #require(try queue.claim(request()).jobs.first)
        #expect(first.attempt == 1)
        #expect(try queue.release([first]) == 1)
        let second = try #require(try queue.claim(request()).jobs.first)
        #expect(second.id == first.id)
        #expect(second.attempt == 1)
        #expect(second.lease == first.lease + 1)
    }

    @Test func timersRingTenantByTenant() throws {
        let first = try fixture.tenant()
        let second = try fixture.tenant()
        _ = try first.openTicket()
        _ = try second.openTicket()
        #expect(try queue.dueTenants(after: nil).tenants.isEmpty)
        fixture.clock.advance(seconds: 1_800)
        let turn = try queue.dueTenants(after: nil, limit: 1)
        #expect(turn.tenants.count == 1)
        let next = try queue.dueTenants(after: turn.cursor, limit: 1)
        #expect(Set(turn.tenants + next.tenants) == [first.tenantID, second.tenantID])
    }

    @Test func tenantsOfManyTimersAreServedInRingOrderAllTheSame() throws {
        let tenants = try (0..<3).map { _ in try fixture.tenant() }
        for tenant in tenants { _ = try tenant.openTicket() }
        try fixture.multiplyTimers(of: tenants[1], by: 250)
        fixture.clock.advance(seconds: 1_800)
        var cursor: UUID?
        var order: [UUID] = []
        for _ in 0..<6 {
            let turn = try queue.dueTenants(after: cursor, limit: 1)
            order += turn.tenants
            cursor = turn.cursor
        }
        let ring = tenants.map(\.tenantID).sorted { $0.text < $1.text }
        #expect(order == ring + ring)
        #expect(Set(try queue.dueTenants(after: nil).tenants) == Set(ring))
    }

    @Test func whatIsStillToComeIsKnownBehindWhatIsDue() throws {
        let tenant = try tenants(1)[0]
        let now = fixture.clock.now
        try fixture.insertJobs(3, tenant: tenant, runAt: now.adding(seconds: -5))
        #expect(try queue.coming().next == nil)
        try fixture.insertJobs(1, tenant: tenant, runAt: now.adding(seconds: 30))
        let backlog = try queue.backlog()
        #expect(backlog.isDue)
        #expect(backlog.overdueMicroseconds(backlog.job) == 5_000_000)
        #expect(backlog.overdueMicroseconds(backlog.timer) == 0)
        let coming = try queue.coming()
        #expect(coming.next == now.adding(seconds: 30))
        #expect(!coming.isDue)
    }

    @Test func theDoorIsForTheDispatcherOnly() throws {
        #expect(throws: QueueRoleWrong.self) {
            try QueueSession.open(fixture.database.settings(.worker), deployment: fixture.deployment)
        }
    }
}

import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

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
        var place: QueueSession.RingPlace?
        var served: Set<UUID> = []
        for _ in 0..<2 {
            let claim = try queue.claim(request(), after: place)
            #expect((7...10).contains(claim.jobs.count))
            #expect(Set(claim.jobs.map(\.tenantID)).count >= 5)
            served.formUnion(claim.jobs.map(\.tenantID))
            place = claim.place
        }
        #expect(served == Set(all))
    }

    @Test func aLoneTenantGetsTheWholeBatch() throws {
        let all = try tenants(2)
        try fixture.insertJobs(20, tenant: all[0])
        #expect(try queue.claim(request(), after: nil).jobs.count == 10)
        try fixture.insertJobs(1, tenant: all[1])
        let jobs = try queue.claim(request(), after: nil).jobs
        #expect(Set(jobs.map(\.tenantID)) == Set(all))
        #expect(try queue.claim(request(), after: nil).jobs.count == 20 + 1 - 10 - jobs.count)
    }

    @Test func theRingGoesOnWhereItStoppedAndWraps() throws {
        let all = try tenants(4).sorted { $0.text < $1.text }
        for tenant in all { try fixture.insertJobs(QueueSession.headMax / 2, tenant: tenant) }
        let first = try queue.claim(request(share: 1, limit: 3), after: nil)
        #expect(first.jobs.map(\.tenantID) == Array(all[0..<3]))
        let second = try queue.claim(request(share: 1, limit: 3), after: first.place)
        #expect(second.jobs.map(\.tenantID) == [all[3], all[0], all[1]])
    }

    @Test func whenLittleIsDueTheOldestComesFirstWhoseverItIs() throws {
        let all = try tenants(3)
        for (index, tenant) in all.enumerated() {
            try fixture.insertJobs(2, tenant: tenant, runAt: fixture.clock.now.adding(seconds: Int64(index) - 10))
        }
        let claim = try queue.claim(request(share: 1, limit: 4), after: nil)
        #expect(claim.jobs.map(\.tenantID) == all)
        #expect(claim.place == nil)
        #expect(try queue.claim(request(share: 1, limit: 4), after: nil).jobs.map(\.tenantID) == all)
    }

    /// What nobody may claim is passed over stream by stream, not row by row.
    @Test func workThatIsHeldBackDoesNotHideWhatLiesBehindIt() throws {
        let all = try tenants(3).sorted { $0.text < $1.text }
        for tenant in all { try fixture.insertJobs(QueueSession.headMax, tenant: tenant) }
        try fixture.insertJobs(2, tenant: all[2], kind: JobKind.probe.rawValue)
        var wanted = request(limit: 100, omitted: [JobStream(all[1], .deliver)])
        #expect(try queue.hold(.deliver))
        wanted.holds = try queue.holds()
        #expect(try queue.claim(wanted, after: nil).jobs.map(\.kind) == [.probe, .probe])
        wanted.holds = JobHolds()
        #expect(Set(try queue.claim(wanted, after: nil).jobs.map(\.tenantID)) == [all[0], all[2]])
    }

    @Test func aBusyStreamIsLeftOutBeforeTheClaim() throws {
        let all = try tenants(2)
        for tenant in all { try fixture.insertJobs(3, tenant: tenant) }
        let jobs = try queue.claim(request(omitted: [JobStream(all[0], .deliver)]), after: nil).jobs
        #expect(Set(jobs.map(\.tenantID)) == [all[1]])
    }

    @Test func whatANewerBinaryWroteIsLeftAloneAndCounted() throws {
        let tenant = try tenants(1)[0]
        try fixture.insertJobs(2, tenant: tenant, kind: "from_the_future")
        try fixture.insertJobs(1, tenant: tenant, version: 2)
        try fixture.insertJobs(1, tenant: tenant)
        #expect(try queue.claim(request(), after: nil).jobs.count == 1)
        #expect(try queue.unknownJobs() == 3)
        #expect(try fixture.count("switchyard.job WHERE worker_id IS NULL AND attempt = 0") == 3)
    }

    @Test func workThatIsNotDueWaits() throws {
        let tenant = try tenants(1)[0]
        let later = fixture.clock.now.adding(seconds: 30)
        try fixture.insertJobs(1, tenant: tenant, runAt: later)
        #expect(try queue.claim(request(), after: nil).jobs.isEmpty)
        #expect(try queue.backlog().next == later)
        fixture.clock.set(later)
        try queue.heartbeat(fixture.workerID)
        #expect(try queue.claim(request(), after: nil).jobs.count == 1)
        #expect(try queue.backlog().next == nil)
    }

    @Test func aClaimCountsTheAttemptAndRaisesTheLease() throws {
        try fixture.insertJobs(1, tenant: try tenants(1)[0])
        let first = try #require(try queue.claim(request(), after: nil).jobs.first)
        #expect(first.attempt == 1)
        #expect(try queue.release([first]) == 1)
        let second = try #require(try queue.claim(request(), after: nil).jobs.first)
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

import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

@Suite(.needsDatabase) struct ClaimerTests {
    let fixture: WorkerFixture
    let tenant: TenantFixture

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant { $0.hasDesks = false }
    }

    @Test func aDrainHandsBackWhatNobodyBegan() throws {
        try fixture.queue.insertJobs(10, tenant: tenant.tenantID)
        let claimer = fixture.claimer()
        let running = try #require(try claimer.next())
        #expect(try fixture.queue.count("switchyard.job WHERE worker_id IS NOT NULL") == 10)
        #expect(try claimer.drain() == 9)
        #expect(try claimer.next() == nil)
        #expect(try fixture.queue.count("switchyard.job WHERE worker_id IS NULL AND attempt = 0") == 9)
        try tenant.transaction(as: .worker) { try $0.conclude(running, .finish(outcome: "accepted")) }
        #expect(try fixture.queue.count("switchyard.job WHERE worker_id IS NOT NULL") == 0)
    }

    @Test func aTenantAtItsLimitLetsOthersPass() throws {
        let other = try fixture.queue.tenant { $0.hasDesks = false }
        try fixture.queue.insertJobs(8, tenant: tenant.tenantID)
        try fixture.queue.insertJobs(1, tenant: other.tenantID)
        let claimer = fixture.claimer(running: 2)
        let first = try (0..<3).map { _ in try #require(try claimer.next()) }
        #expect(Dictionary(grouping: first, by: \.tenantID)[tenant.tenantID]?.count == 2)
        #expect(try claimer.next() == nil)
        claimer.finished(try #require(first.first { $0.tenantID == tenant.tenantID }))
        #expect(try claimer.next()?.tenantID == tenant.tenantID)
    }

    @Test func kindsOfOtherLanesStay() throws {
        try fixture.queue.insertJobs(1, tenant: tenant.tenantID, kind: JobKind.inviteSurvey.rawValue)
        #expect(try fixture.claimer(JobKind.all(at: .outside)).next() == nil)
        #expect(try fixture.claimer(JobKind.all(at: .database)).next()?.kind == .inviteSurvey)
    }

    @Test func everyKindHasLanes() {
        let placed = JobKind.Place.allCases.flatMap { Array(JobKind.all(at: $0)) }
        #expect(placed.count == JobKind.allCases.count)
        #expect(Set(placed) == Set(JobKind.allCases))
    }
}

import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

@testable import SwitchyardWorker

@Suite(.needsDatabase) struct SchedulerTests {
    let fixture: WorkerFixture

    init() throws { fixture = try WorkerFixture() }

    private func hands(worker: UUID = UUID()) throws -> ScheduleHands {
        let queue = try fixture.queue.queue()
        try queue.heartbeat(worker)
        return ScheduleHands(
            queue: queue,
            connection: try Connection(fixture.queue.database.settings(.worker)),
            deployment: fixture.queue.deployment,
            log: fixture.log
        )
    }

    private func scheduler(worker: UUID) throws -> Scheduler {
        Scheduler(hands: try hands(worker: worker), workerID: worker, schedules: [.purge], log: fixture.log)
    }

    @Test func aFireHappensOnceHoweverManyProcessesAsk() throws {
        let schedulers = try (0..<3).map { _ in try scheduler(worker: UUID()) }
        for day in 1...3 {
            let counts = try schedulers.map { try $0.runOnce() }
            #expect(counts.map(\.done).reduce(0, +) == 1)
            #expect(try fixture.queue.count("switchyard.schedule_fire WHERE finished_at IS NOT NULL") == day)
            fixture.clock.advance(seconds: 86_400)
        }
    }

    @Test func anUnfinishedFireOfADeadProcessIsTakenOver() throws {
        let queue = try fixture.queue.queue()
        let fire = Schedule.purge.fire(before: fixture.clock.now)
        #expect(try queue.takeFire(Schedule.purge.rawValue, at: fire, worker: fixture.queue.workerID))
        let other = try scheduler(worker: UUID())
        #expect(try other.runOnce() == Counts(skipped: 1))
        fixture.clock.advance(seconds: 60)
        #expect(try other.runOnce() == Counts(done: 1))
    }

    @Test func whatIsKeptForAWhileGoes() throws {
        let tenant = try fixture.queue.tenant()
        _ = try tenant.receive(CustomerRequest(), key: IdempotencyKey(key: "k-1", request: [1]))
        try tenant.transaction(as: .worker) { tx in
            try SourceRejection(sourceID: UUID(), reason: "bad_signature", skewSeconds: nil, bodySHA256: [1]).record(
                in: tx
            )
        }
        let scheduler = try scheduler(worker: UUID())
        _ = try scheduler.runOnce()
        #expect(try fixture.queue.count("switchyard.receipt") == 1)
        fixture.clock.advance(seconds: 31 * 86_400)
        #expect(try scheduler.runOnce() == Counts(done: 1))
        #expect(try fixture.queue.count("switchyard.receipt") == 0)
        #expect(try fixture.queue.count("switchyard.source_rejection") == 0)
    }

    @Test func theNightlySampleFindsWhatDiffersAndChangesNothing() throws {
        let tenant = try fixture.queue.tenant()
        let ticket = try tenant.openTicket()
        _ = try fixture.queue.tenant().openTicket()
        #expect(try ReplaySample.run(hands()) == ["cases": 2, "different": 0, "unreadable": 0, "failed": 0])
        try fixture.queue.database.withConnection(.admin) { admin in
            _ = try admin.execute("UPDATE switchyard.sla_cycle SET target_seconds = 7 WHERE ticket_id = \(ticket)")
        }
        for _ in 0..<2 { #expect(try ReplaySample.run(hands())["different"] == 1) }
    }

    /// Two full pages and a bit, some suspended.
    @Test func schedulesSeeEveryActiveTenantHoweverMany() throws {
        let count = 2 * Tenant.pageMax + 7
        try fixture.queue.database.withConnection(.admin) { admin in
            _ = try admin.execute(
                """
                INSERT INTO directory.tenant (id, slug, name, zone, language, status, created_at)
                SELECT gen_random_uuid(), 'many-' || lpad(n::text, 5, '0'), 'Many', 'UTC', 'en',
                    CASE WHEN n % 1000 = 0 THEN 'suspended' ELSE 'active' END, \(fixture.clock.now)
                FROM generate_series(1, \(count)) n
                """
            )
        }
        let tenants = try hands().activeTenants()
        #expect(tenants.count == count - 2)
        #expect(Set(tenants).count == tenants.count)
    }

    @Test func oneTenantsTroubleDoesNotKeepTheOthersWaiting() throws {
        struct Trouble: Error {}
        let tenants = try (0..<3).map { _ in try fixture.queue.tenant { $0.hasDesks = false }.tenantID }
        var seen: Set<UUID> = []
        let failed = try hands().eachTenant { tenant in
            seen.insert(tenant)
            if tenant == tenants[1] { throw Trouble() }
            if tenant == tenants[2] { throw DomainError.notFound }
        }
        #expect(failed == 1)
        #expect(seen == Set(tenants))
    }

    @Test(arguments: Schedule.allCases)
    func firesLieAtOrBeforeTheInstantAndRepeat(schedule: Schedule) {
        let now = QueueFixture.start
        let fire = schedule.fire(before: now)
        #expect(fire <= now)
        #expect(schedule.fire(before: fire) == fire)
        #expect(schedule.fire(before: fire.adding(microseconds: -1)) < fire)
        #expect(schedule.fire(before: Instant(microseconds: -1)) <= Instant(microseconds: -1))
    }
}

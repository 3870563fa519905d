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

    private func scheduler(worker: UUID = UUID(), _ schedules: [Schedule]? = nil) throws -> Scheduler {
        let schedules = schedules ?? Schedule.all.filter { $0.name == "purge" }
        return try Scheduler(hands: try hands(worker: worker), workerID: worker, schedules: schedules, log: fixture.log)
    }

    private func minutely(_ catchUp: Schedule.CatchUp) -> Schedule {
        Schedule("minutely", "* * * * *", in: "UTC", catchUp, .nothing)
    }

    private func state() throws -> ScheduleState { try #require(try fixture.queue.queue().schedules().states.first) }

    private func fires(_ condition: SQL) throws -> Int {
        try fixture.queue.count("switchyard.schedule_fire WHERE \(condition)")
    }

    @Test func aFireHappensOnceHoweverManyProcessesAsk() throws {
        let workers = (0..<3).map { _ in UUID() }
        let schedulers = try workers.map { try scheduler(worker: $0) }
        for day in 1...3 {
            for worker in workers { try fixture.queue.queue().heartbeat(worker) }
            let counts = try schedulers.map { try $0.runOnce() }
            #expect(counts.map(\.done).reduce(0, +) == 1)
            #expect(try fires("outcome = 'done' AND takes = 1") == day)
            fixture.clock.advance(seconds: 86_400)
        }
    }

    @Test func thePurgeRemovesADeadJobWhenItsTimeIsOver() throws {
        let tenant = try fixture.queue.tenant { $0.hasDesks = false }
        try fixture.queue.insertJobs(1, tenant: tenant.tenantID, kind: JobKind.probe.rawValue)
        let job = try #require(try fixture.claimer([.probe]).next())
        try tenant.transaction(as: .worker) { try $0.conclude(job, .bury(reason: "attempts_spent")) }
        for (seconds, kept) in [(0, 1), (Retention.deadJobSeconds, 1), (86_400, 0)] {
            fixture.clock.advance(seconds: seconds)
            let worker = UUID()
            try fixture.queue.queue().heartbeat(worker)
            #expect(try scheduler(worker: worker).runOnce().done == 1)
            #expect(try fixture.queue.count("switchyard.job_dead") == kept)
        }
    }

    @Test func whoLookedBeforeAnotherDecidedDecidesNothing() throws {
        let queue = try fixture.queue.queue()
        let start = fixture.clock.now
        func decide(from: Instant?, until: Instant) throws -> Bool {
            let next = until.adding(seconds: 60)
            return try queue.decide("s", timing: "t", from: from, until: until, next: next, fires: [until])
        }
        #expect(try decide(from: nil, until: start))
        #expect(try !decide(from: nil, until: start.adding(seconds: 60)))
        #expect(try decide(from: start, until: start.adding(seconds: 60)))
        #expect(try !decide(from: start, until: start.adding(seconds: 120)))
        #expect(try fires("true") == 2)
    }

    @Test func anUnfinishedFireOfADeadProcessIsTakenOverAndItsHolderEndsNothing() throws {
        let mine = fixture.queue.workerID
        let queue = try fixture.queue.queue()
        let schedule = minutely(.all(max: 10))
        _ = try scheduler([schedule]).runOnce()
        fixture.clock.advance(seconds: 60)
        let other = UUID()
        let scheduler = try scheduler(worker: other, [schedule])
        let instant = fixture.clock.now
        let (from, next) = (try state().decidedUntil, instant.adding(seconds: 60))
        #expect(try queue.decide("minutely", timing: "", from: from, until: instant, next: next, fires: [instant]))
        try queue.heartbeat(mine)
        let held = try #require(try queue.takeFire("minutely", at: instant, worker: mine))
        #expect(try scheduler.runOnce() == Counts(skipped: 1))
        fixture.clock.advance(seconds: QueueSession.expirySeconds)
        try queue.heartbeat(other)
        #expect(try scheduler.runOnce() == Counts(done: 1))
        #expect(try fires("fire_at = \(instant) AND worker_id = \(other) AND takes = 2 AND outcome = 'done'") == 1)
        #expect(try !queue.finishFire(held))
        try queue.dropFire(held)
        #expect(try fires("outcome = 'done' AND worker_id = \(other)") == 1)
    }

    @Test func aProcessWithoutALiveLeaseIsGivenNoFire() throws {
        let scheduler = try scheduler()
        fixture.clock.advance(seconds: QueueSession.expirySeconds)
        #expect(try scheduler.runOnce() == Counts(skipped: 1))
    }

    /// Its lane broke in the middle and the process lives on.
    @Test func aFireThatAProcessLeftIsBegunAgainByItself() throws {
        let worker = UUID()
        let scheduler = try scheduler(worker: worker, [minutely(.once)])
        _ = try scheduler.runOnce()
        fixture.clock.advance(seconds: 60)
        let queue = try fixture.queue.queue()
        try queue.heartbeat(worker)
        let instant = fixture.clock.now
        #expect(
            try queue.decide(
                "minutely",
                timing: "",
                from: try state().decidedUntil,
                until: instant,
                next: instant.adding(seconds: 60),
                fires: [instant]
            )
        )
        let first = try #require(try queue.takeFire("minutely", at: instant, worker: worker))
        let second = try #require(try queue.takeFire("minutely", at: instant, worker: worker))
        #expect(second.take == first.take + 1)
        #expect(try !queue.finishFire(first))
        #expect(try queue.finishFire(second))
    }

    @Test func aFireThatFailedIsTriedAgainLater() throws {
        let worker = UUID()
        let scheduler = try scheduler(worker: worker, [minutely(.all(max: 10))])
        _ = try scheduler.runOnce()
        fixture.clock.advance(seconds: 60)
        let queue = try fixture.queue.queue()
        try queue.heartbeat(worker)
        let instant = fixture.clock.now
        let from = try state().decidedUntil
        let next = instant.adding(seconds: 60)
        #expect(try queue.decide("minutely", timing: "", from: from, until: instant, next: next, fires: [instant]))
        try queue.dropFire(try #require(try queue.takeFire("minutely", at: instant, worker: worker)))
        #expect(try scheduler.runOnce() == Counts(skipped: 1))
        #expect(try state().open == [instant])
        fixture.clock.advance(seconds: QueueSession.refireSeconds)
        try queue.heartbeat(worker)
        // Behind it waits the one that has come since.
        #expect(try scheduler.runOnce() == Counts(done: 2))
    }

    struct Outage: Sendable, CustomTestStringConvertible {
        let catchUp: Schedule.CatchUp
        let done: Int
        var testDescription: String { "\(catchUp)" }
    }

    /// Nobody looks for ten minutes and a half.
    @Test(arguments: [
        Outage(catchUp: .skip, done: 1), Outage(catchUp: .once, done: 1), Outage(catchUp: .all(max: 100), done: 10),
        Outage(catchUp: .all(max: 4), done: 4),
    ])
    func whatWasMissedIsMadeUpAsTheScheduleHasIt(outage: Outage) throws {
        let worker = UUID()
        let scheduler = try scheduler(worker: worker, [minutely(outage.catchUp)])
        let before = try scheduler.runOnce().done
        fixture.clock.advance(seconds: 630)
        try fixture.queue.queue().heartbeat(worker)
        #expect(try scheduler.runOnce().done == outage.done)
        #expect(try fires("outcome = 'done'") == before + outage.done)
        #expect(try scheduler.runOnce() == Counts())
        let state = try state()
        #expect(state.decidedUntil == fixture.clock.now)
        #expect(state.nextFire == QueueFixture.start.adding(seconds: 660))
        #expect(state.lastFire == QueueFixture.start.adding(seconds: 600))
        #expect(state.lagMicroseconds(at: fixture.clock.now) == 0)
    }

    /// A fire that nobody could end is passed when the next one makes up for it.
    @Test func theLatestFireStandsForThoseThatNobodyEnded() throws {
        let worker = UUID()
        let schedule = minutely(.once)
        let scheduler = try scheduler(worker: worker, [schedule])
        _ = try scheduler.runOnce()
        let queue = try fixture.queue.queue()
        for _ in 0..<3 {
            let from = try state().decidedUntil
            fixture.clock.advance(seconds: 60)
            let instant = fixture.clock.now
            let next = instant.adding(seconds: 60)
            #expect(try queue.decide("minutely", timing: "", from: from, until: instant, next: next, fires: [instant]))
        }
        #expect(try state().lagMicroseconds(at: fixture.clock.now) == 120_000_000)
        try queue.heartbeat(worker)
        #expect(try scheduler.runOnce() == Counts(done: 1))
        #expect(try fires("outcome = 'passed' AND takes = 0") == 2)
    }

    /// Two releases beside each other, the newer of which fires at other instants.
    @Test func aNewTimingHoldsAtOnceAndLosesNoFireOfTheOld() throws {
        let worker = UUID()
        let old = try scheduler(worker: worker, [minutely(.all(max: 10))])
        let new = try scheduler(
            worker: worker,
            [Schedule("minutely", "30 * * * * *", in: "UTC", .all(max: 10), .nothing)]
        )
        for _ in 0..<12 {
            _ = try old.runOnce()
            _ = try new.runOnce()
            fixture.clock.advance(seconds: 10)
            try fixture.queue.queue().heartbeat(worker)
        }
        for second in [30, 60, 90] {
            #expect(
                try fires("fire_at = \(QueueFixture.start.adding(seconds: Int64(second))) AND outcome = 'done'") == 1
            )
        }
        #expect(try fires("true") == 3)
    }

    @Test func whatIsKeptForAWhileGoes() throws {
        let tenant = try fixture.queue.tenant()
        _ = try tenant.receive(CustomerRequest(), key: IdempotencyKey(key: "k-1", request: [1]))
        try tenant.transaction(as: .worker) { tx in
            try SourceRejection(sourceID: UUID(), reason: "bad_signature", skewSeconds: nil, bodySHA256: [1]).record(
                in: tx
            )
        }
        let worker = UUID()
        let scheduler = try scheduler(worker: worker)
        _ = try scheduler.runOnce()
        #expect(try fixture.queue.count("switchyard.receipt") == 1)
        fixture.clock.advance(seconds: 31 * 86_400)
        try fixture.queue.queue().heartbeat(worker)
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
}

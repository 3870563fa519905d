import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import Synchronization
import TestSupport
import Testing

/// A monotonic clock moved by hand.
final class Later: Sendable {
    private let start = ContinuousClock.now
    private let passed = Mutex(Duration.zero)

    func advance(_ duration: Duration) { passed.withLock { $0 += duration } }

    var now: @Sendable () -> ContinuousClock.Instant {
        { [self] in start + passed.withLock { $0 } }
    }
}

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

    /// Whoever had found nothing would only find the same again.
    @Test func aTenantThatGoesOnWithWhatWaitsHereLetsNobodyAskAnew() throws {
        let later = Later()
        let other = try fixture.queue.tenant { $0.hasDesks = false }
        try fixture.queue.insertJobs(5, tenant: tenant.tenantID)
        let claimer = fixture.claimer(running: 2, now: later.now)
        let first = try #require(try claimer.next(openings: 1))
        _ = try #require(try claimer.next(openings: 1))
        #expect(try claimer.next(openings: 1) == nil)
        try fixture.queue.insertJobs(1, tenant: other.tenantID)
        claimer.finished(first)
        #expect(try claimer.next(openings: 1)?.tenantID == tenant.tenantID)
        #expect(try claimer.next(openings: 1) == nil)
        later.advance(.milliseconds(20))
        #expect(try claimer.next(openings: 1)?.tenantID == other.tenantID)
    }

    @Test func aKindAtItsLimitLetsOtherKindsPass() throws {
        try fixture.queue.insertJobs(5, tenant: tenant.tenantID)
        try fixture.queue.insertJobs(2, tenant: tenant.tenantID, kind: JobKind.probe.rawValue)
        let claimer = fixture.claimer(kindLimits: [.deliver: 1])
        let jobs = try (0..<3).map { _ in try #require(try claimer.next()) }
        #expect(jobs.count(where: { $0.kind == .deliver }) == 1)
        #expect(try claimer.next() == nil)
        for job in jobs { claimer.finished(job) }
        #expect(try claimer.next()?.kind == .deliver)
        #expect(try claimer.next() == nil)
    }

    @Test func aFirstCapIsKeptAfterASecondAndItsRoomIsUsed() throws {
        let later = Later()
        let claimer = fixture.claimer(now: later.now)
        #expect(try claimer.next() == nil)
        _ = try tenant.transaction(as: Actor(kind: .operatorAdmin)) {
            try JobCap.set(.kind(.probe), runningMax: 1, in: $0)
        }
        try fixture.queue.insertJobs(3, tenant: tenant.tenantID, kind: JobKind.probe.rawValue)
        later.advance(.seconds(1))
        let job = try #require(try claimer.next(openings: 1))
        #expect(job.isCapped)
        #expect(try claimer.next(openings: 1) == nil)
        #expect(try fixture.queue.count("switchyard.job WHERE worker_id IS NOT NULL") == 1)
        #expect(try fixture.queue.queue().conclude([JobEnding(job, .finish(outcome: "answered"))]) == [job.id])
        claimer.finished(job)
        #expect(try claimer.next(openings: 1) != nil)
    }

    @Test func underALoweredCapWhatWaitsGoesBackAndWhatRunsEnds() throws {
        let later = Later()
        let (claimer, admin) = (fixture.claimer(now: later.now), Actor(kind: .operatorAdmin))
        try fixture.queue.insertJobs(9, tenant: tenant.tenantID, kind: JobKind.probe.rawValue)
        _ = try tenant.transaction(as: admin) { try JobCap.set(.all, runningMax: 6, in: $0) }
        let running = try (0..<3).map { _ in try #require(try claimer.next()) }
        #expect(try fixture.queue.count("switchyard.job WHERE worker_id IS NOT NULL") == 6)
        let cap = try tenant.transaction(as: admin) { try JobCap.set(.all, runningMax: 2, in: $0) }
        #expect(cap.running == 6)
        later.advance(Claimer.holdsTime)
        #expect(try claimer.next() == nil)
        #expect(try fixture.queue.count("switchyard.job WHERE worker_id IS NULL AND attempt = 0") == 6)
        let queue = try fixture.queue.queue()
        for (ended, job) in running.enumerated() {
            #expect(try queue.conclude([JobEnding(job, .finish(outcome: "answered"))]) == [job.id])
            claimer.finished(job)
            #expect(try (claimer.next() != nil) == (ended > 0))
        }
        #expect(try fixture.queue.count("switchyard.job WHERE worker_id IS NOT NULL") == 2)
    }

    @Test(arguments: [JobScope.all, .kind(.probe), nil])
    func whatWaitsGoesBackWhenItIsHeld(scope: JobScope?) throws {
        let later = Later()
        let claimer = fixture.claimer(now: later.now)
        try fixture.queue.insertJobs(4, tenant: tenant.tenantID, kind: JobKind.probe.rawValue)
        #expect(try claimer.next() != nil)
        if let scope {
            _ = try tenant.transaction(as: Actor(kind: .operatorAdmin)) {
                try JobHold.set(scope, reason: "away", in: $0)
            }
        } else {
            _ = try tenant.directory { try JobHold.set(.kind(.probe), reason: "away", in: $0) }
        }
        #expect(try claimer.next() != nil)
        later.advance(Claimer.holdsTime)
        #expect(try claimer.next() == nil)
        #expect(try fixture.queue.count("switchyard.job WHERE worker_id IS NULL AND attempt = 0") == 2)
    }

    @Test func aHungHandlersJobIsFreeAtOnceAndItsLateEndIsDropped() throws {
        let later = Later()
        try fixture.queue.insertJobs(1, tenant: tenant.tenantID, kind: JobKind.probe.rawValue)
        let claimer = fixture.claimer(now: later.now)
        let hung = try #require(try claimer.next())
        let heartbeat = try heartbeat(claimer)
        later.advance(.seconds(JobKind.probe.deadlineSeconds + 1))
        // This machine's clock says so; the database's decides.
        #expect(claimer.overdue() == [hung])
        #expect(try heartbeat.runOnce() == Counts())
        fixture.clock.advance(seconds: JobKind.probe.deadlineSeconds + 1)
        try fixture.queue.queue().heartbeat(fixture.queue.workerID)
        #expect(try heartbeat.runOnce() == Counts(done: 1))
        let again = try #require(try claimer.next())
        #expect(again.id == hung.id)
        #expect(again.lastCode == QueueSession.rescuedCode)
        #expect(claimer.overdue() == [])
        fixture.completions.add(JobEnding(hung, .finish(outcome: "answered")))
        claimer.finished(hung)
        #expect(try fixture.complete() == Counts(skipped: 1))
        #expect(try tenant.transaction(as: .worker) { try $0.holds(again) })
    }

    @Test func whatNoLaneComesToGoesBackThoughNobodyClaims() throws {
        let later = Later()
        try fixture.queue.insertJobs(3, tenant: tenant.tenantID)
        let claimer = fixture.claimer(now: later.now)
        _ = try claimer.next()
        let heartbeat = try heartbeat(claimer)
        later.advance(.seconds(11))
        #expect(try heartbeat.runOnce() == Counts())
        #expect(try fixture.queue.count("switchyard.job WHERE worker_id IS NULL AND attempt = 0") == 2)
    }

    private func heartbeat(_ claimer: Claimer) throws -> Heartbeat {
        let heartbeat = Heartbeat(
            queue: try fixture.queue.queue(),
            workerID: fixture.queue.workerID,
            pulse: Pulse(),
            gate: fixture.gate,
            claimers: { [claimer] },
            log: fixture.log
        )
        // The first round looks through all that is due; the next ones do for a while at what they know of only.
        _ = try heartbeat.runOnce()
        return heartbeat
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

import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

/// Jobs looked at and steered by people, and what the workers make of it.
@Suite(.needsDatabase) struct JobRecordTests {
    private static let people = Actor(kind: .operatorAdmin)

    let fixture: QueueFixture
    let queue: QueueSession
    let tenant: TenantFixture

    init() throws {
        fixture = try QueueFixture()
        queue = try fixture.queue()
        tenant = try fixture.tenant { $0.hasDesks = false }
    }

    private func claim() throws -> LeasedJob? {
        let request = QueueSession.ClaimRequest(kinds: Set(JobKind.allCases), workerID: fixture.workerID, limit: 1)
        return try queue.claim(request).jobs.first
    }

    private func putBack(_ job: LeasedJob, code: String) throws {
        let fate = JobEnding.Fate.putBack(afterMicroseconds: 0, code: code, countsAttempt: false)
        #expect(try queue.conclude([JobEnding(job, fate)]) == [job.id])
    }

    private func only(_ kind: JobKind = .inviteSurvey, decision: JobDecision) throws -> LeasedJob {
        try fixture.insertJobs(1, tenant: tenant.tenantID, kind: kind.rawValue)
        let job = try #require(try claim())
        try tenant.transaction(as: .worker) { try $0.conclude(job, decision) }
        return job
    }

    private func page(_ state: JobRecord.State? = nil) throws -> [JobRecord] {
        try tenant.transaction(as: Self.people) {
            try JobRecord.page(state, kind: nil, before: nil, limit: JobRecord.pageMax, in: $0)
        }
    }

    private func retry(_ id: UUID) throws -> JobRecord {
        try tenant.transaction(as: Self.people) { try JobRecord.retry(id, in: $0) }
    }

    private func discard(_ id: UUID) throws {
        try tenant.transaction(as: Self.people) { try JobRecord.discard(id, in: $0) }
    }

    @Test func everyStateIsFoundUnderItsOwnName() throws {
        let later = fixture.clock.now.adding(seconds: 60)
        let done = try only(decision: .finish(outcome: "sent"))
        let dead = try only(decision: .bury(reason: "attempts_spent"))
        let waiting = try only(decision: .retry(at: later, code: "failed"))
        try tenant.transaction(as: .worker) { try Probe.enqueue(2, inOrderOf: $0.newID(), in: $0) }
        let running = try #require(try claim())
        try fixture.insertJobs(1, tenant: tenant.tenantID)
        for state in JobRecord.State.allCases {
            let found = try page(state)
            #expect(found.count == 1, "\(state)")
            #expect(found.allSatisfy { $0.state == state })
        }
        #expect(Set(try page().map(\.state)) == Set(JobRecord.State.open))
        for (id, state) in [
            (done.id, JobRecord.State.done), (dead.id, .dead), (waiting.id, .waiting), (running.id, .running),
        ] {
            #expect(try tenant.transaction(as: Self.people) { try JobRecord.find(id, in: $0) }.state == state)
        }
        let tallies = try tenant.transaction(as: Self.people) { try JobTally.all(in: $0) }
        #expect(tallies == (try queue.tallies(limit: 10)))
        #expect(
            tallies.map { [$0.ready, $0.waiting, $0.blocked, $0.running, $0.dead] } == [
                [1, 0, 0, 0, 0], [0, 1, 0, 0, 1], [0, 0, 1, 1, 0],
            ]
        )
    }

    @Test func eachFailureIsKeptWithItsInstantAndGoesToTheDeadWithIt() throws {
        try fixture.insertJobs(1, tenant: tenant.tenantID)
        let start = fixture.clock.now
        for code in ["smtp_451", "smtp_452"] {
            let job = try #require(try claim())
            try tenant.transaction(as: .worker) { try $0.conclude(job, .retry(at: $0.now, code: code)) }
            fixture.clock.advance(seconds: 1)
        }
        try queue.heartbeat(fixture.workerID)
        let rescued = try #require(try claim())
        try queue.removeLease(fixture.workerID)
        #expect(try queue.rescue().count == 1)
        try queue.heartbeat(fixture.workerID)
        let putBack = try #require(try claim())
        try self.putBack(putBack, code: "store_unavailable")
        let last = try #require(try claim())
        try tenant.transaction(as: .worker) { try $0.conclude(last, .bury(reason: "smtp_550")) }
        let record = try #require(try page(.dead).first)
        #expect(record.id == rescued.id)
        #expect(record.word == "smtp_550")
        #expect(record.failures.map(\.code) == ["smtp_451", "smtp_452", "rescued", "store_unavailable"])
        #expect(record.failures.map { $0.at.microseconds(since: start) } == [0, 1_000_000, 2_000_000, 2_000_000])
    }

    @Test func theNewestFailuresAreKept() throws {
        try fixture.insertJobs(1, tenant: tenant.tenantID)
        for number in 1...60 {
            let job = try #require(try claim())
            try putBack(job, code: "f\(number)")
        }
        let failures = try #require(try page().first).failures
        #expect(failures.map(\.code) == (11...60).map { "f\($0)" })
    }

    @Test func aDeadJobBeginsAgainAndItsOldHolderWritesNothing() throws {
        let stale = try only(decision: .bury(reason: "attempts_spent"))
        let revived = try retry(stale.id)
        #expect(revived.state == .ready)
        #expect(revived.attempts == 0)
        let again = try #require(try claim())
        #expect(again.id == stale.id)
        #expect(again.attempt == 1)
        #expect(again.lease > stale.lease)
        #expect(throws: StaleLease.self) {
            try tenant.transaction(as: .worker) { try $0.conclude(stale, .finish(outcome: "sent")) }
        }
        #expect(try fixture.count("directory.act WHERE kind = 'job_retried' AND subject_id = \(stale.id)") == 1)
    }

    @Test func aJobThatWaitsIsTriedAtOnce() throws {
        let job = try only(decision: .retry(at: fixture.clock.now.adding(seconds: 3_600), code: "failed"))
        #expect(try claim() == nil)
        #expect(try retry(job.id).state == .ready)
        #expect(try claim()?.attempt == 2)
    }

    @Test func aDeadJobWhoseWorkWasAskedForAnewStaysDead() throws {
        let dead = try only(decision: .bury(reason: "attempts_spent"))
        try fixture.insertJobs(1, tenant: tenant.tenantID, kind: dead.kind.rawValue)
        try fixture.database.withConnection(.admin) { admin in
            _ = try admin.execute(
                "UPDATE switchyard.job SET dedup_key = (SELECT dedup_key FROM switchyard.job_dead WHERE id = \(dead.id))"
            )
        }
        #expect(throws: DomainError(.conflict, "job_exists")) { try retry(dead.id) }
        #expect(try page(.dead).map(\.id) == [dead.id])
    }

    @Test func whatRunsOrIsDoneIsLeftAlone() throws {
        let done = try only(decision: .finish(outcome: "sent"))
        try fixture.insertJobs(1, tenant: tenant.tenantID)
        let running = try #require(try claim())
        for act in [{ _ = try retry($0) }, discard] {
            #expect(throws: DomainError(.conflict, "job_running")) { try act(running.id) }
            #expect(throws: DomainError(.conflict, "job_done")) { try act(done.id) }
            #expect(throws: DomainError.notFound) { try act(UUID()) }
        }
        #expect(try tenant.transaction(as: .worker) { try $0.holds(running) })
    }

    @Test(arguments: ["invite_survey", "written_by_a_newer_binary"]) func aJobGivenUpIsDeadAndThenGone(
        kind: String
    ) throws {
        try fixture.insertJobs(1, tenant: tenant.tenantID, kind: kind)
        let id = try #require(try page().first).id
        try discard(id)
        #expect(try page(.dead).map(\.word) == ["discarded"])
        #expect(try claim() == nil)
        try discard(id)
        #expect(try page(.dead).isEmpty)
        #expect(try fixture.count("directory.act WHERE kind = 'job_discarded' AND subject_id = \(id)") == 2)
    }

    @Test func anotherTenantsJobIsNotThere() throws {
        let dead = try only(decision: .bury(reason: "attempts_spent"))
        let other = try fixture.tenant { $0.hasDesks = false }
        for act in [JobRecord.discard, { _ = try JobRecord.retry($0, in: $1) }, { _ = try JobRecord.find($0, in: $1) }]
        {
            #expect(throws: DomainError.notFound) {
                try other.transaction(as: Self.people) { try act(dead.id, $0) }
            }
        }
        #expect(try page(.dead).count == 1)
    }
}

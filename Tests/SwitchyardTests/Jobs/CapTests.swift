import Dispatch
import Foundation
import Postgres
import Switchyard
import Synchronization
import TestSupport
import Testing

/// Caps on what is under way of a tenant's work.
@Suite(.needsDatabase) struct CapTests {
    let fixture: QueueFixture
    let queue: QueueSession
    let capped: TenantFixture
    let other: TenantFixture

    init() throws {
        fixture = try QueueFixture()
        queue = try fixture.queue()
        capped = try fixture.tenant { $0.hasDesks = false }
        other = try fixture.tenant { $0.hasDesks = false }
    }

    private func cap(_ scope: JobScope, _ runningMax: Int) throws {
        let set = try capped.transaction(as: Actor(kind: .operatorAdmin)) {
            try JobCap.set(scope, runningMax: runningMax, in: $0)
        }
        #expect(set.kind == scope.name)
        #expect(set.runningMax == runningMax)
    }

    private static func request(_ worker: UUID, limit: Int) -> QueueSession.ClaimRequest {
        var request = QueueSession.ClaimRequest(kinds: Set(JobKind.allCases), workerID: worker, limit: limit)
        request.isCapped = true
        return request
    }

    private func claim(limit: Int = 50) throws -> QueueSession.Claim {
        try queue.claim(Self.request(fixture.workerID, limit: limit))
    }

    private func mine(_ claim: QueueSession.Claim) -> [LeasedJob] {
        claim.jobs.filter { $0.tenantID == capped.tenantID }
    }

    /// Of what, how much at most, how much now.
    private func caps() throws -> [[String]] {
        try capped.directory { try JobCap.page(after: nil, limit: 10, in: $0) }.map {
            [$0.kind, "\($0.runningMax)", "\($0.running)"]
        }
    }

    private func finish(_ jobs: [LeasedJob]) throws {
        #expect(try queue.conclude(jobs.map { JobEnding($0, .finish(outcome: "sent")) }).count == jobs.count)
    }

    @Test func noMoreThanTheCapIsUnderWayAndTheOthersGoOn() throws {
        try cap(.kind(.deliver), 2)
        for tenant in [capped, other] { try fixture.insertJobs(10, tenant: tenant.tenantID) }
        let first = try claim()
        #expect(mine(first).count == 2)
        #expect(first.jobs.count == 12)
        #expect(first.jobs.filter(\.isCapped) == mine(first))
        #expect(try claim().jobs.isEmpty)
        try finish([mine(first)[0]])
        #expect(mine(try claim()).count == 1)
        #expect(try fixture.count("switchyard.job WHERE worker_id IS NOT NULL AND tenant_id = \(capped.tenantID)") == 2)
    }

    @Test func aStreamWithoutASlotIsLeftOutOfTheRing() throws {
        try cap(.all, 1)
        let all = [capped.tenantID, other.tenantID]
        for tenant in all { try fixture.insertJobs(QueueSession.headMax, tenant: tenant) }
        var ring = Ring()
        let first = try queue.claim(Self.request(fixture.workerID, limit: 20), &ring)
        #expect(mine(first).count == 1)
        #expect(first.jobs.count >= 10)
        let second = try queue.claim(Self.request(fixture.workerID, limit: 20), &ring)
        #expect(mine(second).isEmpty)
        #expect(second.jobs.count == 20)
    }

    @Test func theCapOfAllIsSharedByTheKindsThatHaveNone() throws {
        try cap(.all, 3)
        try cap(.kind(.inviteSurvey), 1)
        for kind in [JobKind.deliver, .probe, .inviteSurvey] {
            try fixture.insertJobs(4, tenant: capped.tenantID, kind: kind.rawValue)
        }
        let jobs = try claim().jobs
        #expect(jobs.count(where: { $0.kind == .inviteSurvey }) == 1)
        #expect(jobs.count(where: { $0.kind != .inviteSurvey }) == 3)
        #expect(try claim().jobs.isEmpty)
    }

    @Test(arguments: ["finished", "put back", "buried", "handed back", "rescued", "overdue"])
    func howeverALeaseEndsItsSlotIsFree(ending: String) throws {
        try cap(.kind(.probe), 1)
        try fixture.insertJobs(3, tenant: capped.tenantID, kind: JobKind.probe.rawValue)
        let job = try #require(try claim().jobs.first)
        #expect(try claim().jobs.isEmpty)
        switch ending {
        case "finished": try finish([job])
        case "put back":
            let fate = JobEnding.Fate.putBack(afterMicroseconds: 0, code: "failed", countsAttempt: true)
            #expect(try queue.conclude([JobEnding(job, fate)]).count == 1)
        case "buried": #expect(try queue.conclude([JobEnding(job, .bury(reason: "failed"))]).count == 1)
        case "handed back": #expect(try queue.release([job]) == 1)
        case "rescued":
            try queue.removeLease(fixture.workerID)
            #expect(try queue.rescue().count == 1)
        default:
            fixture.clock.advance(seconds: JobKind.probe.deadlineSeconds + 1)
            #expect(try queue.freeOverdue([job]) == [job.id])
        }
        try queue.heartbeat(fixture.workerID)
        #expect(try claim().jobs.count == 1)
        #expect(try claim().jobs.isEmpty)
    }

    @Test func aRaisedCapCountsForTheNextClaim() throws {
        try fixture.insertJobs(20, tenant: capped.tenantID)
        try cap(.all, 2)
        #expect(try claim().jobs.count == 2)
        try cap(.all, 5)
        #expect(try claim().jobs.count == 3)
        #expect(try claim().jobs.isEmpty)
    }

    /// Whichever of them end first: those with slots under the new cap or those over it.
    @Test(arguments: [false, true])
    func underALoweredCapNothingBeginsBeforeEnoughHasEnded(lastFirst: Bool) throws {
        try fixture.insertJobs(20, tenant: capped.tenantID)
        try cap(.all, 5)
        var running = try claim().jobs
        if lastFirst { running.reverse() }
        try cap(.all, 2)
        #expect(try caps() == [["all", "2", "5"]])
        for left in [4, 3, 2] {
            try finish([running.removeFirst()])
            #expect(try claim().jobs.isEmpty)
            #expect(try caps() == [["all", "2", "\(left)"]])
        }
        for _ in 0..<3 {
            try finish([running.removeFirst()])
            let next = try claim().jobs
            #expect(next.count == 1)
            running += next
        }
        #expect(try fixture.count("switchyard.job WHERE worker_id IS NOT NULL") == 2)
    }

    @Test func aCapThatIsRaisedAgainHasRoomForWhatIsMissing() throws {
        try fixture.insertJobs(20, tenant: capped.tenantID)
        try cap(.all, 5)
        let running = try claim().jobs
        try cap(.all, 1)
        try finish(Array(running.prefix(2)))
        try cap(.all, 4)
        #expect(try claim().jobs.count == 1)
        #expect(try claim().jobs.isEmpty)
        #expect(try caps() == [["all", "4", "4"]])
    }

    /// A crash, an end and a retry alike: what was over the cap is gone with its lease.
    @Test func whatWasOverTheCapIsForgottenWithItsLease() throws {
        try fixture.insertJobs(20, tenant: capped.tenantID)
        try cap(.all, 5)
        #expect(try claim().jobs.count == 5)
        try cap(.all, 2)
        try queue.removeLease(fixture.workerID)
        #expect(try queue.rescue().count == 5)
        try queue.heartbeat(fixture.workerID)
        #expect(try claim().jobs.count == 2)
        #expect(try claim().jobs.isEmpty)
        try cap(.all, 2)
        #expect(try fixture.count("switchyard.job_slot") == 2)
    }

    @Test func aFirstCapCountsWhatIsUnderWay() throws {
        try fixture.insertJobs(20, tenant: capped.tenantID)
        let running = try claim(limit: 3).jobs
        try cap(.all, 2)
        #expect(try caps() == [["all", "2", "3"]])
        #expect(try claim().jobs.isEmpty)
        try finish(Array(running.prefix(2)))
        #expect(try claim().jobs.count == 1)
        #expect(try claim().jobs.isEmpty)
    }

    /// What is under way counts under the cap of its own kind as long as there is one, and under that of all before and after.
    @Test func whatIsUnderWayCountsUnderTheCapThatCounts() throws {
        for kind in [JobKind.deliver, .probe] {
            try fixture.insertJobs(4, tenant: capped.tenantID, kind: kind.rawValue)
        }
        try cap(.all, 8)
        #expect(try claim().jobs.count == 8)
        try cap(.kind(.deliver), 1)
        #expect(try caps() == [["all", "8", "4"], ["deliver", "1", "4"]])
        for kind in [JobKind.deliver, .probe] {
            try fixture.insertJobs(9, tenant: capped.tenantID, kind: kind.rawValue)
        }
        #expect(try claim().jobs.map(\.kind) == [.probe, .probe, .probe, .probe])
        let all = try capped.transaction(as: Actor(kind: .operatorAdmin)) { tx in
            try JobCap.end(.kind(.deliver), in: tx)
            return try JobCap.all(in: tx)
        }
        #expect(all.map(\.runningMax) == [8])
        #expect(all.map(\.running) == [12])
        #expect(try claim().jobs.isEmpty)
    }

    @Test func aRemovedCapBindsNobody() throws {
        try fixture.insertJobs(20, tenant: capped.tenantID)
        try cap(.all, 2)
        #expect(try claim().jobs.count == 2)
        let all = try capped.transaction(as: Actor(kind: .operatorAdmin)) { tx in
            try JobCap.end(.all, in: tx)
            return try JobCap.all(in: tx)
        }
        #expect(all == [])
        #expect(try !queue.hasCaps())
        #expect(try claim().jobs.count == 18)
        #expect(throws: DomainError.notFound) {
            try capped.transaction(as: Actor(kind: .operatorAdmin)) { try JobCap.end(.all, in: $0) }
        }
    }

    @Test func streamsWithTooMuchUnderWayAreNamed() throws {
        for kind in [JobKind.deliver, .probe] {
            try fixture.insertJobs(2, tenant: capped.tenantID, kind: kind.rawValue)
        }
        #expect(try claim().jobs.count == 4)
        try cap(.all, 4)
        #expect(try queue.crowded([.deliver, .probe]) == [])
        try cap(.all, 1)
        try cap(.kind(.probe), 2)
        #expect(try queue.crowded([.deliver, .probe]) == [JobStream(capped.tenantID, .deliver)])
        #expect(try queue.crowded([.probe]) == [])
    }

    /// Slots are taken while the cap goes up and down in the same moment.
    @Test func aCapThatChangesWhileProcessesClaimIsNeverExceeded() throws {
        let workers = (0..<2).map { _ in UUID() }
        for worker in workers { try queue.heartbeat(worker) }
        try cap(.kind(.probe), 4)
        try fixture.insertJobs(400, tenant: capped.tenantID, kind: JobKind.probe.rawValue)
        DispatchQueue.concurrentPerform(iterations: workers.count + 1) { [fixture, capped] number in
            do {
                guard number < workers.count else {
                    for runningMax in [1, 4, 2, 3, 1, 4, 1] {
                        let cap = try capped.transaction(as: Actor(kind: .operatorAdmin)) {
                            try JobCap.set(.kind(.probe), runningMax: runningMax, in: $0)
                        }
                        #expect(cap.running <= 4)
                    }
                    return
                }
                let session = try fixture.queue()
                for _ in 0..<30 {
                    let jobs = try session.claim(Self.request(workers[number], limit: 50)).jobs
                    #expect(jobs.count <= 4)
                    _ = try session.conclude(jobs.map { JobEnding($0, .finish(outcome: "answered")) })
                }
            } catch {
                Issue.record(error)
            }
        }
        #expect(try caps() == [["probe", "1", "0"]])
        #expect(try claim().jobs.count == 1)
    }

    @Test func processesThatClaimInTheSameMomentKeepTheCapTogether() throws {
        let (cap, processes) = (3, 4)
        try self.cap(.kind(.probe), cap)
        let workers = (0..<processes).map { _ in UUID() }
        for worker in workers { try queue.heartbeat(worker) }
        for _ in 0..<10 {
            try fixture.insertJobs(12, tenant: capped.tenantID, kind: JobKind.probe.rawValue)
            let claimed = Mutex<[LeasedJob]>([])
            DispatchQueue.concurrentPerform(iterations: processes) { [fixture] number in
                do {
                    let session = try fixture.queue()
                    for _ in 0..<3 {
                        let jobs = try session.claim(Self.request(workers[number], limit: 50)).jobs
                        claimed.withLock { $0 += jobs }
                    }
                } catch {
                    Issue.record(error)
                }
            }
            let jobs = claimed.withLock { $0 }
            #expect(jobs.count == cap)
            try finish(jobs)
        }
    }
}

import BusinessTime
import Dispatch
import Foundation
import Postgres
import Switchyard
import Synchronization
import TestSupport
import Testing

/// Jobs that are taken one after the other.
@Suite(.needsDatabase) struct OrderTests {
    private static let finish = JobEnding.Fate.finish(outcome: Probe.outcome)
    private static let people = Actor(kind: .operatorAdmin)

    let fixture: QueueFixture
    let queue: QueueSession
    let tenant: TenantFixture
    let key = UUID()

    init() throws {
        fixture = try QueueFixture()
        queue = try fixture.queue()
        tenant = try fixture.tenant { $0.hasDesks = false }
    }

    private func enqueue(_ count: Int, afterSeconds: Int64 = 0, key: UUID? = nil) throws {
        try tenant.transaction(as: .worker) {
            try Probe.enqueue(count, afterSeconds: afterSeconds, inOrderOf: key ?? self.key, in: $0)
        }
    }

    private func claim() throws -> [LeasedJob] {
        try queue.heartbeat(fixture.workerID)
        let request = QueueSession.ClaimRequest(kinds: Set(JobKind.allCases), workerID: fixture.workerID)
        return try queue.claim(request).jobs
    }

    /// The ids of the key's jobs in the order in which they were enqueued.
    private func inOrder() throws -> [String] {
        let sql: SQL = "SELECT string_agg(id::text, ',' ORDER BY place) FROM switchyard.job WHERE ordering_key = \(key)"
        return try fixture.text(sql)?.split(separator: ",").map(String.init) ?? []
    }

    private func begun() throws -> Int { try fixture.count("switchyard.job WHERE run_at IS NOT NULL") }

    @Test(arguments: [false, true])
    func eachBeginsWhenTheOneBeforeItHasEnded(inTransaction: Bool) throws {
        try enqueue(2)
        try enqueue(2)
        let order = try inOrder()
        var taken: [String] = []
        for number in 0..<4 {
            let jobs = try claim()
            #expect(jobs.count == 1)
            #expect(try begun() == 1)
            taken += jobs.map { $0.id.text.lowercased() }
            let job = try #require(jobs.first)
            let isLast = number % 2 == 1
            if inTransaction {
                let decision = isLast ? JobDecision.bury(reason: "failed") : .finish(outcome: "sent")
                try tenant.transaction(as: .worker) { try $0.conclude(job, decision) }
            } else {
                #expect(try queue.conclude([JobEnding(job, isLast ? .bury(reason: "failed") : Self.finish)]).count == 1)
            }
        }
        #expect(order.count == 4)
        #expect(taken == order.map { $0.lowercased() })
        #expect(try claim().isEmpty)
    }

    @Test func aJobThatIsTriedAgainKeepsTheLaterOnesBackAndNobodyElse() throws {
        try enqueue(3)
        try enqueue(1, key: UUID())
        try fixture.insertJobs(2, tenant: tenant.tenantID)
        let jobs = try claim()
        #expect(jobs.count == 4)
        let first = try #require(jobs.first { $0.orderingKey == key })
        let fate = JobEnding.Fate.putBack(afterMicroseconds: 60_000_000, code: "failed", countsAttempt: true)
        #expect(try queue.conclude([JobEnding(first, fate)]).count == 1)
        #expect(try claim().isEmpty)
        #expect(try queue.backlog().next == fixture.clock.now.adding(seconds: 60))
        fixture.clock.advance(seconds: 61)
        #expect(try claim().map(\.id) == [first.id])
    }

    @Test func theirOwnInstantStillCounts() throws {
        try enqueue(1)
        try enqueue(1, afterSeconds: 60)
        let job = try #require(try claim().first)
        #expect(try queue.conclude([JobEnding(job, Self.finish)]).count == 1)
        #expect(try claim().isEmpty)
        fixture.clock.advance(seconds: 60)
        #expect(try claim().count == 1)
    }

    @Test func aStaleEndLetsNobodyBegin() throws {
        try enqueue(2)
        let stale = try #require(try claim().first)
        try queue.removeLease(fixture.workerID)
        #expect(try queue.rescue().count == 1)
        let current = try #require(try claim().first)
        #expect(current.id == stale.id)
        #expect(try queue.conclude([JobEnding(stale, Self.finish)]).isEmpty)
        #expect(try begun() == 1)
        #expect(try queue.conclude([JobEnding(current, Self.finish)]).count == 1)
        #expect(try claim().count == 1)
    }

    @Test func whoeverIsGivenUpMakesWayAndWhoeverIsRevivedGoesLast() throws {
        try enqueue(3)
        let order = try inOrder().compactMap { UUID(uuidString: $0) }
        let first = try #require(order.first)
        try tenant.transaction(as: Self.people) { tx in
            #expect(throws: DomainError(.conflict, "job_blocked")) { try JobRecord.retry(order[1], in: tx) }
        }
        try tenant.transaction(as: Self.people) { try JobRecord.discard(first, in: $0) }
        #expect(try claim().map(\.id) == [order[1]])
        let revived = try tenant.transaction(as: Self.people) { try JobRecord.retry(first, in: $0) }
        #expect(revived.state == .blocked)
        #expect(try inOrder().compactMap { UUID(uuidString: $0) } == [order[1], order[2], first])
        // One that waits may be given up as well; the first of them stays the first.
        try tenant.transaction(as: Self.people) { try JobRecord.discard(order[2], in: $0) }
        #expect(try begun() == 1)
    }

    @Test func whoeverIsEnqueuedWhileTheLastOneEndsIsNotLeftBehind() throws {
        try enqueue(1)
        let job = try #require(try claim().first)
        let written = Mutex<Int?>(nil)
        let done = DispatchGroup()
        done.enter()
        try tenant.transaction(as: .worker) { tx in
            try Probe.enqueue(1, inOrderOf: key, in: tx)
            // Sent, and not committed.
            _ = try tx.holds(job)
            Thread.detachNewThread { [fixture] in
                do {
                    let count = try fixture.queue().conclude([JobEnding(job, Self.finish)]).count
                    written.withLock { $0 = count }
                } catch {
                    Issue.record(error)
                }
                done.leave()
            }
            try awaitLockWait()
            #expect(written.withLock { $0 } == nil)
        }
        done.wait()
        #expect(written.withLock { $0 } == 1)
        #expect(try claim().count == 1)
    }

    /// Until a statement of this database waits for another transaction; bounded.
    private func awaitLockWait() throws {
        try fixture.database.withConnection(.admin) { admin in
            for _ in 0..<2_000 {
                let rows = try admin.query(
                    """
                    SELECT count(*) FROM pg_stat_activity, pg_sleep(0.01)
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """
                )
                if try rows.first?.column(0, as: Int.self) ?? 0 > 0 { return }
            }
            Issue.record("nobody waits")
        }
    }

    @Test func thoseWhoBeginAnOrderInTheSameMomentAgree() throws {
        DispatchQueue.concurrentPerform(iterations: 4) { [tenant, key] _ in
            do {
                for _ in 0..<5 { try tenant.transaction(as: .worker) { try Probe.enqueue(2, inOrderOf: key, in: $0) } }
            } catch {
                Issue.record(error)
            }
        }
        #expect(try begun() == 1)
        #expect(try fixture.count("switchyard.job") == 40)
        for _ in 0..<40 {
            let jobs = try claim()
            #expect(jobs.count == 1)
            #expect(try queue.conclude(jobs.map { JobEnding($0, Self.finish) }).count == 1)
        }
        #expect(try fixture.count("switchyard.job") == 0)
    }

    @Test func nobodyIsLeftBehindWhateverBecameOfTheFirst() throws {
        try enqueue(2)
        try fixture.database.withConnection(.admin) { admin in
            _ = try admin.execute("DELETE FROM switchyard.job WHERE run_at IS NOT NULL")
        }
        #expect(try claim().isEmpty)
        #expect(try queue.rescue().isEmpty)
        #expect(try claim().count == 1)
    }

    @Test func whatIsBlockedIsInNoIndexThatAClaimWalks() throws {
        try enqueue(QueueSession.headMax + 50)
        try enqueue(1, key: UUID())
        #expect(try claim().count == 2)
        #expect(try claim().isEmpty)
        #expect(try queue.coming().next == nil)
        for index in ["job_due", "job_of_kind"] {
            let predicate = try fixture.text(
                "SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = \("switchyard." + index)::regclass"
            )
            #expect(predicate == "(run_at IS NOT NULL)")
        }
    }
}

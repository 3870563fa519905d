import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

/// Finished jobs by the day.
@Suite(.needsDatabase) struct FinishedJobsTests {
    /// Today and the days ahead.
    private static let daysAtOnce = 8

    let fixture: QueueFixture
    let queue: QueueSession
    let tenant: UUID

    init() throws {
        fixture = try QueueFixture()
        queue = try fixture.queue()
        tenant = try fixture.tenant { $0.hasDesks = false }.tenantID
    }

    private func finishOne() throws {
        try fixture.insertJobs(1, tenant: tenant, kind: JobKind.probe.rawValue)
        try queue.heartbeat(fixture.workerID)
        let request = QueueSession.ClaimRequest(kinds: [.probe], workerID: fixture.workerID)
        let job = try #require(try queue.claim(request).jobs.first)
        #expect(try queue.conclude([JobEnding(job, .finish(outcome: Probe.outcome))]) == [job.id])
    }

    private func turn(keepingDays days: Int64 = 7) throws -> [Int] {
        let turned = try queue.turnFinishedJobs(keptFrom: fixture.clock.now.adding(seconds: -days * 86_400))
        return [turned.made, turned.dropped, turned.rows]
    }

    private func places() throws -> [String] {
        try fixture.database.withConnection(.admin) { admin in
            try admin.query("SELECT tableoid::regclass::text FROM switchyard.job_done ORDER BY finished_at").map {
                try $0.column(0)
            }
        }
    }

    @Test func eachDayHasAPlaceOfItsOwnAndGoesAsAWhole() throws {
        #expect(try turn() == [Self.daysAtOnce, 0, 0])
        #expect(try turn() == [0, 0, 0])
        try finishOne()
        fixture.clock.advance(seconds: 86_400)
        try finishOne()
        #expect(try places() == ["switchyard.job_done_20260302", "switchyard.job_done_20260303"])
        fixture.clock.advance(seconds: 6 * 86_400)
        // The first day ended less than seven days ago.
        #expect(try turn() == [Self.daysAtOnce - 1, 0, 0])
        fixture.clock.advance(seconds: 86_400)
        #expect(try turn() == [1, 1, 0])
        #expect(try places() == ["switchyard.job_done_20260303"])
    }

    @Test func whatNoDayWasMadeForIsKeptAndGoesWhenItIsOld() throws {
        try finishOne()
        #expect(try places() == ["switchyard.job_done_rest"])
        #expect(try turn() == [Self.daysAtOnce - 1, 0, 0])
        fixture.clock.advance(seconds: 7 * 86_400)
        #expect(try turn().last == 0)
        fixture.clock.advance(seconds: 1)
        #expect(try turn().last == 1)
        #expect(try places() == [])
    }

    @Test func nobodyButTheDispatcherTurnsThem() throws {
        for role in [TestRole.api, .worker] {
            #expect(throws: PostgresError.self) {
                try fixture.database.withConnection(role) {
                    try $0.execute("SELECT switchyard.turn_job_done(now(), now())")
                }
            }
        }
    }
}

import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Rows that are not what the log says are found, told field by field, and written anew only when asked (S1).
@Suite(.needsDatabase) struct ClockReplayTests {
    private func replay(_ story: ClockedCase) throws -> ClockReplay {
        try story.fixture.transaction(as: .worker) { try ClockReplay.run(story.id, in: $0) }
    }

    private func spoil(_ story: ClockedCase, _ statement: SQL) throws {
        _ = try story.fixture.asAdmin { try $0.execute(statement) }
    }

    private func fields(_ story: ClockedCase) throws -> [String] {
        try replay(story).differences.map { "\($0.metric) \($0.field)" }
    }

    /// Answered, paused and reopened: spans of both kinds.
    private func lived() throws -> ClockedCase {
        let story = try ClockedCase { $0.policy = ["targets": ["first_reply": 3600, "agent_work": 86_400]] }
        story.moveTo(600)
        try story.act { _ = try $0.reply("Hello", status: .waitingCustomer) }
        story.moveTo(1200)
        try story.act { try $0.setStatus(.open) }
        story.moveTo(1800)
        try story.act { try $0.resolve() }
        story.moveTo(2400)
        try story.act { try $0.reopen() }
        return story
    }

    @Test func aCaseThatWasOnlyActedUponIsIdentical() throws {
        let story = try lived()
        #expect(try replay(story).isIdentical)
        #expect(try !replay(story).isPending)
    }

    @Test func everyFieldThatDiffersIsTold() throws {
        let story = try lived()
        try spoil(
            story,
            """
            UPDATE switchyard.sla_cycle SET due_at = due_at + interval '1 second', target_seconds = 7
            WHERE ticket_id = \(story.id) AND metric = 'agent_work'
            """
        )
        #expect(try fields(story) == ["agent_work target_seconds", "agent_work due_at"])
        let difference = try #require(try replay(story).differences.first)
        #expect(difference.stored == "7" && difference.derived == "86400")
    }

    @Test func rowsTooManyRowsTooFewAndSpansAreTold() throws {
        let story = try lived()
        try spoil(
            story,
            "DELETE FROM switchyard.sla_span WHERE ticket_id = \(story.id) AND metric = 'agent_work' AND kind = 'paused'"
        )
        #expect(try fields(story) == ["agent_work spans"])
        try spoil(
            story,
            "DELETE FROM switchyard.sla_span WHERE ticket_id = \(story.id) AND metric = 'first_reply'"
        )
        try spoil(
            story,
            "UPDATE switchyard.sla_cycle SET metric = 'resolution' WHERE ticket_id = \(story.id) AND metric = 'first_reply'"
        )
        #expect(try fields(story).filter { $0.hasSuffix("row") } == ["first_reply row", "resolution row"])
    }

    @Test func aBreachThatTheWorkerHasNotSeenYetIsNoDifference() throws {
        let story = try ClockedCase()
        story.moveTo(3601)
        let late = try replay(story)
        #expect(late.isIdentical && late.isPending)
        try story.wake()
        let seen = try replay(story)
        #expect(seen.isIdentical && !seen.isPending)
        try spoil(
            story,
            "UPDATE switchyard.sla_cycle SET breached_at = NULL, verdict = NULL WHERE ticket_id = \(story.id)"
        )
        #expect(try fields(story) == ["first_reply breached_at", "first_reply verdict"])
    }

    @Test func lookingRepairsNothingAndARepairIsWrittenAndTold() throws {
        let story = try lived()
        try spoil(story, "UPDATE switchyard.sla_cycle SET target_seconds = 7 WHERE ticket_id = \(story.id)")
        func rebuild(repairs: Bool) throws -> ClockRebuild.Page {
            try story.fixture.transaction(as: .worker) { try ClockRebuild.check([story.id], repairs: repairs, in: $0) }
        }
        #expect(try rebuild(repairs: false).counts.different == 1)
        #expect(try rebuild(repairs: true).counts.repaired == 1)
        #expect(try replay(story).isIdentical)
        let told = try #require(try story.events(.clocksRepaired).first)
        #expect(try told.body.array("differences").count == 2)
        let alarm = try #require(try story.alarm())
        #expect(alarm > 2400)
        #expect(try rebuild(repairs: true).counts.different == 0)
        #expect(try story.events(.clocksRepaired).count == 1)
    }

    @Test func aMonthIsOneOfTheTenantsZoneAndPagesGoOnWhereTheyEnded() throws {
        let hand = TestClock(ClockedCase.start)
        let fixture = try TenantFixture.make { $0.clock = hand }
        var ids: [UUID] = []
        for day in [0, 1, 40, 41, 42] {
            hand.set(ClockedCase.start.adding(seconds: Int64(day) * 86_400))
            ids.append(try fixture.openTicket())
        }
        let month = ClockedCase.start.adding(seconds: 35 * 86_400)..<ClockedCase.start.adding(seconds: 42 * 86_400)
        func page(_ scope: ClockRebuild.Scope, after: UUID?) throws -> ClockRebuild.Page {
            try fixture.transaction(as: .worker) {
                try ClockRebuild.page(scope, after: after, limit: 2, repairs: false, in: $0)
            }
        }
        let first = try page(ClockRebuild.Scope(asked: month), after: nil)
        #expect(first.counts.cases == 2 && first.next == ids[3])
        #expect(try page(ClockRebuild.Scope(asked: month), after: first.next).next == nil)
        var seen = 0
        var after: UUID?
        repeat {
            let page = try page(ClockRebuild.Scope(), after: after)
            seen += page.counts.cases
            after = page.next
        } while after != nil
        #expect(seen == 5)
    }

    @Test func aSampleOfASmallTenantSeesAllOfItAndOneOfNoneNothing() throws {
        let story = try lived()
        let counts = try story.fixture.transaction(as: .worker) { try ClockRebuild.sample(in: $0).counts }
        #expect(counts.cases == 1 && counts.different == 0)
        let empty = try TenantFixture.make()
        #expect(try empty.transaction(as: .worker) { try ClockRebuild.sample(in: $0).counts.cases } == 0)
    }
}

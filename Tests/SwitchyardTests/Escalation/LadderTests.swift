import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// The ladder as the worker takes it: each step once, the right people told, up to L4 (`spec/sla.md` E1 to E5).
@Suite(.needsDatabase) struct LadderTests {
    @Test func warningsTellTheAssigneeThenTheLeadThenTheNextLevel() throws {
        let story = try ClockedCase()
        let assignee = story.fixture.agents[0]
        try story.act(as: story.fixture.lead().actor) { try $0.assign(to: assignee.personID) }
        for (seconds, percent, told) in [
            (Int64(1800), 50, ["Agent L1"]), (2700, 75, ["Agent L1", "Lead L1"]),
            (3240, 90, ["Agent L1", "Lead L1", "Agent L2"]),
        ] {
            let before = try story.told().count
            story.moveTo(seconds - 1)
            #expect(try story.wake() == 0)
            story.moveTo(seconds)
            #expect(try story.wake() == 1)
            #expect(try story.wake() == 0)
            #expect(try Set(story.told().dropFirst(before)) == Set(told))
            #expect(try story.events(.slaWarned).last?.body["percent"] == .integer(percent))
        }
        #expect(try story.ticket().level == 1)
        #expect(try story.alarm() == 3600)
    }

    @Test func withoutAnAssigneeTheDeskIsWarned() throws {
        let story = try ClockedCase()
        story.moveTo(1800)
        try story.wake()
        #expect(try story.told() == ["Agent L1"])
        #expect(try story.deliveries(.noticeMail) == 1)
    }

    @Test func theBreachIsTakenPastItsInstantAndMovesTheCaseUp() throws {
        let story = try ClockedCase()
        story.moveTo(3300)
        #expect(try story.wake() == 3)
        try story.act { try $0.assign(to: story.fixture.agent().personID) }
        story.moveTo(3600)
        #expect(try story.wake() == 0)
        story.clock.set(ClockedCase.at(3600).adding(microseconds: 1))
        #expect(try story.wake() == 1)
        let ticket = try story.ticket()
        #expect(ticket.level == 2)
        #expect(ticket.teamID == story.fixture.teams[2])
        #expect(ticket.assigneeID == nil)
        #expect(try story.told().last == "Agent L2")
        #expect(try story.clock(.firstReply).breachedAt == ClockedCase.at(3600))
    }

    @Test func theBreachMovesTheCaseAndTellsTheSupervisorOfThoseWhoHadIt() throws {
        let story = try ClockedCase { $0.policy = ["targets": ["first_reply": 3600], "warn": []] }
        story.moveTo(3601)
        try story.wake()
        #expect(try story.told() == ["Lead L1", "Agent L2"])
        #expect(try story.events(.escalated).map(\.body["to"]) == [2])
        story.moveTo(5400)
        try story.wake()
        #expect(try story.told() == ["Lead L1", "Agent L2", "Agent L3"])
    }

    @Test func repeatsClimbBeyondL4AndTheLastLeavesAnAlarmThatStands() throws {
        let story = try ClockedCase { $0.policy = ["targets": ["first_reply": 3600], "warn": []] }
        let manager = try story.addManager()
        for (seconds, level, told) in [
            (Int64(3601), 2, "Agent L2"), (5400, 3, "Agent L3"), (7200, 4, "Agent L4"), (9000, 4, "Lead L4"),
        ] {
            story.moveTo(seconds)
            try story.wake()
            #expect(try story.ticket().level == level)
            #expect(try story.told().last == told)
        }
        for repeats in 4...10 {
            story.moveTo(3600 + Int64(repeats) * 1800 - 1)
            #expect(try story.wake() == 0)
            #expect(try story.ticket().standingSince == nil)
            story.moveTo(3600 + Int64(repeats) * 1800)
            #expect(try story.wake() == 1)
            #expect(try story.events(.notified).last?.body["person_id"] == manager.json)
        }
        #expect(try story.ticket().standingSince == ClockedCase.at(21_600))
        #expect(try story.events(.standingAlarm).map { $0.body["metric"] } == ["first_reply"])
        #expect(try story.alarm() == nil)
        #expect(try story.events(.escalated).count == 3)
        try story.act(as: story.fixture.agent(4).actor) { _ = try $0.reply("Here at last") }
        #expect(try story.ticket().standingSince == nil)
    }

    @Test func anAlarmStandsForTheClockThatStillRuns() throws {
        let story = try ClockedCase {
            $0.policy = ["targets": ["first_reply": 3600, "resolution": 7200], "warn": [], "repeat": ["max": 0]]
        }
        story.moveTo(7201)
        #expect(try story.wake() == 2)
        try story.act { _ = try $0.reply("One of two") }
        #expect(try story.ticket().standingSince == ClockedCase.at(7201))
        try story.act { try $0.resolve() }
        #expect(try story.ticket().standingSince == nil)
        try story.act { try $0.reopen() }
        #expect(try story.ticket().standingSince == ClockedCase.at(7201))
    }

    @Test func aStepThatIsTakenLateIsDatedAtItsOwnInstant() throws {
        let story = try ClockedCase()
        story.moveTo(5000)
        #expect(try story.wake() == 4)
        #expect(try story.events(.slaBreached).map(\.occurredAt) == [ClockedCase.at(3600)])
        #expect(try story.events(.slaWarned).map(\.occurredAt) == [1800, 2700, 3240].map(ClockedCase.at))
    }

    @Test func repeatsOfASecondClockFindTheCaseAtL4() throws {
        let story = try ClockedCase()
        for (seconds, level) in [(Int64(3601), 2), (5400, 3), (7200, 4)] {
            story.moveTo(seconds)
            try story.wake()
            #expect(try story.ticket().level == level)
            #expect(try story.told().last == "Agent L\(level)")
        }
        story.moveTo(21_600)
        #expect(try story.wake() == 8)
        #expect(try story.alarm() == 43_200)
        story.moveTo(86_401 + 2 * 1800)
        #expect(try story.wake() == 6)
        #expect(try story.ticket().level == 4)
        #expect(try story.told().suffix(3) == ["Agent L4", "Agent L4", "Agent L4"])
        #expect(try story.events(.escalated).count == 3)
    }

    @Test func aWorkerThatWasAwayTakesAllStepsInOrderOnce() throws {
        let story = try ClockedCase()
        story.moveTo(7200)
        #expect(try story.wake() == 6)
        #expect(try story.wake() == 0)
        #expect(try story.ticket().level == 4)
        let steps: [String] = try story.fixture.asAdmin { connection in
            try connection.query(
                "SELECT step::text || ' ' || level_before || level_after FROM switchyard.sla_step WHERE ticket_id = \(story.id) ORDER BY scheduled_at"
            ).map { try $0.column(0) }
        }
        #expect(steps == ["warn_50 11", "warn_75 11", "warn_90 11", "breach 12", "repeat_1 23", "repeat_2 34"])
    }

    @Test func anAnswerInTimeStopsTheLadder() throws {
        let story = try ClockedCase()
        story.moveTo(2000)
        try story.wake()
        try story.act { _ = try $0.reply("Here") }
        story.moveTo(20_000)
        #expect(try story.wake() == 0)
        #expect(try story.ticket().level == 1)
    }

    @Test func aLevelWithoutAnybodyIsPassedAtOnceAndSaidSo() throws {
        let story = try ClockedCase()
        try story.fixture.directory { tx in
            for member in [story.fixture.agent(2), story.fixture.lead(2)] {
                try AccessGrant.end(member.grantID, in: tx)
            }
        }
        story.moveTo(3601)
        try story.wake()
        #expect(try story.ticket().level == 3)
        #expect(try story.told().last == "Agent L3")
        let nobody = try story.events(.nobodyToNotify)
        #expect(
            nobody.map(\.body) == [["recipient": "L2", "level": 2, "metric": "first_reply", "step": "breach"]]
        )
        #expect(try story.events(.escalated).first?.body["to"] == 3)
    }

    @Test func withNobodyAnywhereItIsAnEventAndNotAnError() throws {
        let story = try ClockedCase { $0.hasDesks = true }
        try story.fixture.directory { tx in
            for member in story.fixture.agents + story.fixture.leads { try AccessGrant.end(member.grantID, in: tx) }
        }
        let admin = story.fixture.tenantAdmin.actor
        story.moveTo(3601)
        #expect(try story.wake() == 4)
        let events = try story.fixture.transaction(as: admin) {
            try CaseEvent.page(of: story.id, after: 0, limit: 200, in: $0)
        }
        let missed = events.filter { $0.kind == .nobodyToNotify && $0.body["step"] == "breach" }
        #expect(
            missed.map { $0.body["recipient"] } == [
                "duty_supervisor", "operations_manager", "L2", "L3", "L4", "duty_supervisor", "operations_manager",
            ]
        )
        #expect(try story.ticket().level == 1)
        #expect(!events.contains { $0.kind == .notified })
        #expect(try story.deliveries(.noticeMail) == 0)
    }

    @Test func somebodyWithoutAGrantHereIsNeverTold() throws {
        let story = try ClockedCase()
        let stranger = try TenantFixture.make()
        try story.fixture.directory { tx in
            try Team.addMember(
                stranger.agent().personID,
                to: story.fixture.teams[1] ?? UUID(),
                from: ClockedCase.at(-1),
                until: nil,
                in: tx
            )
        }
        story.moveTo(3240)
        try story.wake()
        #expect(try !story.told().contains("?"))
    }

    @Test func anExchangeWithANoticeEndpointIsToldOncePerStep() throws {
        let story = try ClockedCase()
        _ = try story.fixture.transaction(as: story.fixture.tenantAdmin.actor) {
            try Endpoint.set(.notice, url: "https://example.com/sla", in: $0)
        }
        story.moveTo(2700)
        #expect(try story.wake() == 2)
        #expect(try story.deliveries(.noticeWebhook) == 2)
    }

    @Test func aShorterTargetWarnsAgainUnderItsOwnRevision() throws {
        let story = try ClockedCase {
            $0.policy = ["targets": ["first_reply": ["default": 14_400, "P1": 5400]]]
        }
        story.moveTo(3600)
        #expect(try story.wake() == 0)
        try story.act { try $0.setPriority(.urgent) }
        // 50 % of 5400 s was jumped; the highest jumped warning fires at the change.
        #expect(try story.wake() == 1)
        #expect(try story.events(.slaWarned).map { $0.body["percent"] } == [50])
        story.moveTo(4050)
        #expect(try story.wake() == 1)
        #expect(try story.events(.slaWarned).last?.body["percent"] == 75)
    }

    @Test func twoWorkersAtOnceTakeAStepOnce() async throws {
        let story = try ClockedCase()
        story.moveTo(1800)
        let taken = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try story.wake() } }
            return try await group.reduce(0, +)
        }
        #expect(taken == 1)
        #expect(try story.told() == ["Agent L1"])
    }
}

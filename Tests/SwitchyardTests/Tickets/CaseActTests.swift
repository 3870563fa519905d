import BusinessTime
import Foundation
import TestSupport
import Testing

@testable import Switchyard

/// Acts on a case, and the clocks that follow from them (`spec/sla.md` K1 to K8, P2).
@Suite(.needsDatabase) struct CaseActTests {
    @Test func aReplyFulfilsTheFirstReplyAndLeavesTheCase() throws {
        let story = try ClockedCase()
        story.moveTo(600)
        try story.act { _ = try $0.reply("Hello") }
        let clock = try story.clock(.firstReply)
        #expect(clock.state == "fulfilled")
        #expect(clock.verdict == "met")
        #expect(clock.fulfilledAt == ClockedCase.at(600))
        #expect(try story.clock(.resolution).state == "running")
        #expect(try story.ticket().status == .open)
        #expect(try story.deliveries(.replyMail) == 1)
    }

    @Test func aNoteStopsNoClockAndLeavesTheHouseNot() throws {
        let story = try ClockedCase()
        try story.act { _ = try $0.note("hm") }
        #expect(try story.clock(.firstReply).state == "running")
        #expect(try story.ticket().status == .new)
        #expect(try story.deliveries(.replyMail) == 0)
    }

    @Test func aLateAnswerIsMissedAndTheBreachKeepsItsInstant() throws {
        let story = try ClockedCase()
        story.moveTo(5000)
        try story.wake()
        story.moveTo(6000)
        try story.act { _ = try $0.reply("Sorry") }
        let clock = try story.clock(.firstReply)
        #expect(clock.verdict == "missed")
        #expect(clock.breachedAt == ClockedCase.at(3600))
        #expect(clock.fulfilledAt == ClockedCase.at(6000))
        let breach = try #require(try story.events(.slaBreached).first)
        #expect(breach.occurredAt == ClockedCase.at(3600))
        #expect(breach.recordedAt == ClockedCase.at(5000))
    }

    @Test func aReplyThatNeverArrivedWasNeverWritten() throws {
        let story = try ClockedCase()
        story.moveTo(600)
        let message = try story.act { try $0.reply("Hello", status: .waitingCustomer) }
        story.moveTo(1200)
        try story.act(as: .worker) { try $0.record(.replyFailed, ["message_id": message.json, "code": "smtp_550"]) }
        let clock = try story.clock(.firstReply)
        #expect(clock.state == "running")
        #expect(clock.fulfilledAt == nil)
        #expect(clock.dueAt == ClockedCase.at(3600))
        #expect(try story.alarm() == 1800)
        #expect(throws: DomainError(.conflict, "customer_not_answered")) {
            try story.act {
                try $0.setStatus(.open)
                try $0.setStatus(.waitingCustomer)
            }
        }
    }

    @Test func anotherMessageAfterTheAnswerStartsTheNextReply() throws {
        let story = try ClockedCase()
        story.moveTo(1)
        try story.act { _ = try $0.reply("Hello") }
        story.moveTo(100)
        let message = try IntakeMessage(["text": "And now?"])
        _ = try story.fixture.transaction(as: story.fixture.intake.actor) {
            try Intake.message(message, on: story.id, key: nil, in: $0)
        }
        let clock = try story.clock(.nextReply)
        #expect(clock.state == "running")
        #expect(clock.dueAt == ClockedCase.at(7300))
    }

    @Test func resolvingEndsAllClocksAndTheAlarmAndReopeningGoesOn() throws {
        let story = try ClockedCase()
        story.moveTo(600)
        try story.act { _ = try $0.reply("Done") }
        story.moveTo(1000)
        try story.act { try $0.resolve() }
        #expect(try story.clock(.resolution).state == "fulfilled")
        #expect(try story.alarm() == nil)
        #expect(try story.ticket().resolvedAt == ClockedCase.at(1000))
        story.moveTo(2000)
        try story.act { try $0.reopen() }
        let clock = try story.clock(.resolution)
        #expect(clock.state == "running")
        // The 1000 resolved seconds are a pause (K4).
        #expect(clock.dueAt == ClockedCase.at(87_400))
        #expect(try story.ticket().resolvedAt == nil)
        #expect(try story.alarm() == 44_200)
    }

    @Test func resolvingWithoutAnAnswerCancelsTheReplyClock() throws {
        let story = try ClockedCase()
        story.moveTo(60)
        try story.act { try $0.resolve() }
        let clock = try story.clock(.firstReply)
        #expect(clock.state == "cancelled")
        #expect(clock.reason == "resolved_without_reply")
        #expect(try story.events(.resolved).first?.body["answered"] == false)
    }

    private static let byPriority: JSON = [
        "targets": ["first_reply": ["default": 3600, "P1": 900], "resolution": ["default": 86_400, "P1": 14_400]]
    ]

    @Test func aMoreUrgentPriorityMovesTheDueTimeAndTheAlarm() throws {
        let story = try ClockedCase { $0.policy = CaseActTests.byPriority }
        #expect(try story.alarm() == 1800)
        story.moveTo(60)
        try story.act { try $0.setPriority(.urgent) }
        // P3: never closer than 900 s of open time.
        #expect(try story.clock(.firstReply).dueAt == ClockedCase.at(960))
        #expect(try story.clock(.firstReply).targetSeconds == 900)
        #expect(try story.clock(.resolution).dueAt == ClockedCase.at(14_400))
        let alarm = try #require(try story.alarm())
        #expect(alarm < 960 && alarm >= 60)
        try story.act { try $0.setPriority(.urgent) }
        #expect(try story.events(.priorityChanged).count == 1)
    }

    @Test func aLessUrgentPriorityMovesItLaterAndTheAlarmMayRingEarly() throws {
        let story = try ClockedCase {
            $0.policy = CaseActTests.byPriority
            $0.rules = ["rules": [["when": [:], "then": ["priority": "P1"]]]]
        }
        #expect(try story.alarm() == 450)
        story.moveTo(60)
        try story.act { try $0.setPriority(.low) }
        #expect(try story.clock(.firstReply).dueAt == ClockedCase.at(3600))
        #expect(try story.alarm() == 450)
        story.moveTo(450)
        #expect(try story.wake() == 0)
        #expect(try story.alarm() == 1800)
    }

    @Test func anAlarmThatWouldRingLaterIsLeftAlone() throws {
        let story = try ClockedCase()
        story.moveTo(1)
        try story.act { _ = try $0.reply("Hello") }
        #expect(try story.alarm() == 1800)
        story.moveTo(1800)
        #expect(try story.wake() == 0)
        #expect(try story.alarm() == 43_200)
    }

    @Test func everyActRaisesTheRevisionByOneAndWhatChangesNothingIsNoEvent() throws {
        let story = try ClockedCase()
        let person = story.fixture.agent(2).personID
        let acts: [(inout CaseFile) throws -> Void] = [
            { _ = try $0.note("a") }, { _ = try $0.reply("b") }, { try $0.assign(to: person) },
            { try $0.setPriority(.high) },
            { try $0.setStatus(.waitingClient) }, { try $0.resolve() }, { try $0.reopen() },
        ]
        for (number, act) in acts.enumerated() {
            try story.act(act)
            #expect(try story.ticket().revision == Int64(number + 2))
        }
        try story.act { try $0.assign(to: person) }
        try story.act { try $0.setPriority(.high) }
        #expect(try story.ticket().revision == 8)
        #expect(try story.events(.assigned).count == 1)
        #expect(try story.ticket().assigneeID == person)
        #expect(try story.ticket().eventCount == 8)
    }

    @Test func aCaseGivenToSomebodyIsOpenAndGivenBackIsNobodys() throws {
        let story = try ClockedCase()
        try story.act { try $0.assign(to: story.fixture.agent().personID) }
        #expect(try story.ticket().status == .open)
        try story.act { try $0.assign(to: nil) }
        #expect(try story.ticket().assigneeID == nil)
        #expect(throws: DomainError.field("/person_id", .unknown)) { try story.act { try $0.assign(to: UUID()) } }
    }

    @Test func anActThatThrowsLeavesNothing() throws {
        let story = try ClockedCase()
        #expect(throws: DomainError(.conflict, "case_open")) {
            try story.act {
                _ = try $0.reply("gone")
                try $0.reopen()
            }
        }
        #expect(try story.ticket().revision == 1)
        #expect(try story.deliveries(.replyMail) == 0)
    }

    @Test func timeUnderTheLockNeverGoesBack() throws {
        let story = try ClockedCase()
        story.moveTo(600)
        try story.act { _ = try $0.note("later") }
        story.moveTo(300)
        try story.act { _ = try $0.note("earlier") }
        let times = try story.events(.noted).map(\.recordedAt)
        #expect(times == [ClockedCase.at(600), ClockedCase.at(600)])
    }
}

import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// A cycle keeps its name while late entries come and go, so that no step of it is taken twice or left out.
@Suite(.needsDatabase) struct CycleKeyTests {
    private func hear(_ story: ClockedCase, at seconds: Int64) throws {
        let message: JSON = ["text": "And now?", "occurred_at": .string(ClockedCase.at(seconds).iso8601)]
        _ = try story.fixture.transaction(as: story.fixture.intake.actor) {
            try Intake.message(IntakeMessage(message), on: story.id, key: nil, in: $0)
        }
    }

    @discardableResult
    private func reply(_ story: ClockedCase, at seconds: Int64) throws -> UUID {
        story.moveTo(seconds)
        return try story.act { try $0.reply("Here") }
    }

    private func steps(_ story: ClockedCase, _ metric: SLAMetric) throws -> [String] {
        try story.fixture.asAdmin { connection in
            try connection.query(
                """
                SELECT step::text || ' ' || cycle_key FROM switchyard.sla_step
                WHERE ticket_id = \(story.id) AND metric = \(metric.rawValue) ORDER BY scheduled_at, cycle_key
                """
            ).map { try $0.column(0) }
        }
    }

    /// Next reply in two hours: half of it is over an hour after the message at 5000.
    private func warnedOnce() throws -> ClockedCase {
        let story = try ClockedCase()
        try reply(story, at: 100)
        try reply(story, at: 1000)
        story.moveTo(5000)
        try hear(story, at: 5000)
        story.moveTo(8600)
        #expect(try story.wake() == 1)
        return story
    }

    @Test func aLateMessageWithACycleOfItsOwnTakesNoStepAgain() throws {
        let story = try warnedOnce()
        try hear(story, at: 500)
        #expect(try story.clock(.nextReply, 1).fulfilledAt == ClockedCase.at(1000))
        let second = try story.clock(.nextReply, 2)
        #expect(second.startAt == ClockedCase.at(5000))
        #expect(try story.wake() == 0)
        #expect(try steps(story, .nextReply) == ["warn_50 \(second.key)"])
        story.moveTo(5000 + 5400)
        #expect(try story.wake() == 1)
        #expect(try steps(story, .nextReply) == ["warn_50 \(second.key)", "warn_75 \(second.key)"])
    }

    @Test func aLateMessageThatStartsTheSameCycleEarlierTakesNoStepAgain() throws {
        let story = try warnedOnce()
        let before = try story.clock(.nextReply).key
        try hear(story, at: 4900)
        let clock = try story.clock(.nextReply)
        #expect(clock.startAt == ClockedCase.at(4900))
        #expect(clock.key != before)
        #expect(try story.wake() == 0)
        #expect(try steps(story, .nextReply) == ["warn_50 \(before)"])
    }

    /// Two cycles become one when the reply between them never arrived; the next cycle has steps of its own again.
    @Test func aCycleAfterOneThatVanishedTakesAllItsSteps() throws {
        let story = try ClockedCase()
        try reply(story, at: 100)
        story.moveTo(200)
        try hear(story, at: 200)
        let lost = try reply(story, at: 300)
        story.moveTo(400)
        try hear(story, at: 400)
        story.moveTo(4000)
        #expect(try story.wake() == 1)
        story.moveTo(4100)
        try story.act(as: .worker) { try $0.record(.replyFailed, ["message_id": lost.json, "code": "smtp_550"]) }
        #expect(try story.wake() == 0)
        try reply(story, at: 4200)
        story.moveTo(5000)
        try hear(story, at: 5000)
        story.moveTo(8600)
        #expect(try story.wake() == 1)
        #expect(try steps(story, .nextReply).count == 2)
        #expect(try story.clock(.nextReply, 2).startAt == ClockedCase.at(5000))
    }

    @Test func aBreachThatGoesOnUnderAnOlderNameIsNotRetracted() throws {
        let story = try warnedOnce()
        story.moveTo(5000 + 7201)
        try story.wake()
        try hear(story, at: 4900)
        #expect(try story.clock(.nextReply).breachedAt == ClockedCase.at(4900 + 7200))
        #expect(try story.events(.breachRetracted).isEmpty)
        try hear(story, at: 500)
        #expect(try story.events(.breachRetracted).isEmpty)
    }
}

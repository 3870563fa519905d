import BusinessTime
import Foundation
import TestSupport
import Testing

@testable import Switchyard

/// The clocks of a level's visits on real cases: what accepts, what leaves, and who is told of a breach.
@Suite(.needsDatabase) struct LevelVisitCaseTests {
    private func story(_ targets: JSON) throws -> ClockedCase {
        try ClockedCase { $0.policy = ["targets": targets, "warn": []] }
    }

    private func isReplayedIdentically(_ story: ClockedCase) throws -> Bool {
        try story.fixture.transaction(as: .worker) { try ClockReplay.run(story.id, in: $0).isIdentical }
    }

    @Test func anAssignmentAcceptsAndTheLadderBeginsTheNextVisit() throws {
        let story = try story(["first_reply": 3600, "ola_accept": 900, "ola_hold": 7200])
        story.moveTo(600)
        try story.act { try $0.assign(to: story.fixture.agent().personID) }
        #expect(try story.clock(.olaAccept).fulfilledAt == ClockedCase.at(600))
        story.moveTo(3601)
        try story.wake()
        #expect(try story.ticket().level == 2)
        #expect(try story.clock(.olaHold).fulfilledAt == ClockedCase.at(3601))
        #expect(try story.clock(.olaAccept, 2).startAt == ClockedCase.at(3601))
        #expect(try story.clock(.olaHold, 2).state == "running")
        story.moveTo(3700)
        try story.act(as: story.fixture.agent(2).actor) { try $0.assign(to: story.fixture.agent(2).personID) }
        try story.act(as: story.fixture.agent(2).actor) { try $0.resolve() }
        #expect(try story.clock(.olaAccept, 2).verdict == "met")
        #expect(try story.clock(.olaHold, 2).fulfilledAt == ClockedCase.at(3700))
        #expect(try isReplayedIdentically(story))
    }

    @Test func aBreachOfAVisitTellsItsLevelAndTheSupervisorOnceAndMovesNothing() throws {
        let story = try story(["ola_accept": 900])
        story.moveTo(901)
        #expect(try story.wake() == 1)
        #expect(try story.told() == ["Lead L1", "Agent L1"])
        #expect(try story.ticket().level == 1)
        #expect(try story.events(.escalated).isEmpty)
        #expect(try story.events(.slaBreached).map(\.body["metric"]) == ["ola_accept"])
        #expect(try story.alarm() == nil)
        try story.act { try $0.acknowledge() }
        #expect(try story.clock(.olaAccept).state == "fulfilled")
        #expect(try story.clock(.olaAccept).verdict == "missed")
        #expect(try isReplayedIdentically(story))
    }

    @Test func whereNobodyOfTheLevelHearsItTheNextOneIsToldAndTheCaseStays() throws {
        let story = try story(["ola_accept": 900])
        for member in [story.fixture.agent(), story.fixture.lead()] {
            try story.fixture.directory { try AccessGrant.end(member.grantID, in: $0) }
        }
        story.moveTo(901)
        try story.wake()
        #expect(try story.told().contains("Agent L2"))
        #expect(try story.ticket().level == 1)
        #expect(try story.events(.escalated).isEmpty)
    }

    @Test func whoeverAcceptsAHandOverHasAcceptedTheVisit() throws {
        let story = try story(["ola_accept": 900, "ola_hold": 7200])
        story.moveTo(60)
        try story.act {
            try $0.proposeHandover(
                CaseFile.HandoverProposal(level: 2, teamID: nil, personID: nil, note: "Trace the deposit")
            )
        }
        story.moveTo(120)
        try story.act(as: story.fixture.agent(2).actor) { try $0.acceptHandover() }
        #expect(try story.clock(.olaAccept).state == "cancelled")
        #expect(try story.clock(.olaAccept, 2).fulfilledAt == ClockedCase.at(120))
        #expect(try story.clock(.olaHold, 2).state == "running")
        #expect(try isReplayedIdentically(story))
    }

    @Test func withoutSuchAPromiseAnAssignmentSaysNothingToTheClocks() throws {
        let story = try story(["first_reply": 3600])
        try story.act { try $0.assign(to: story.fixture.agent().personID) }
        let facts = try story.act { file in try file.hasFacts(after: file.events.count - 1) }
        #expect(!facts)
    }
}

import BusinessTime
import TestSupport
import Testing

@testable import Switchyard

/// An acknowledgement holds the ladder, not the clock (`spec/sla.md E4`). First reply in an hour, a step every half hour.
@Suite(.needsDatabase) struct AcknowledgeTests {
    /// Breached at 3600 s, on the desk of L2.
    private func late() throws -> ClockedCase {
        let story = try ClockedCase()
        story.moveTo(3601)
        try story.wake()
        #expect(try story.ticket().level == 2)
        return story
    }

    @Test func theNextStepWaitsForTheHoldAndLaterOnesKeepTheirTimes() throws {
        let story = try late()
        story.moveTo(5100)
        try story.act(as: story.fixture.agent(2).actor) { try $0.acknowledge() }
        story.moveTo(5400)
        #expect(try story.wake() == 0)
        story.moveTo(6899)
        #expect(try story.wake() == 0)
        story.moveTo(6900)
        #expect(try story.wake() == 1)
        #expect(try story.ticket().level == 3)
        story.moveTo(7200)
        #expect(try story.wake() == 1)
        #expect(try story.ticket().level == 4)
        #expect(try story.clock(.firstReply).breachedAt == ClockedCase.at(3600))
    }

    @Test func withoutOneTheNextStepComesAtItsTime() throws {
        let story = try late()
        story.moveTo(5400)
        #expect(try story.wake() == 1)
        #expect(try story.ticket().level == 3)
    }

    @Test func anAcknowledgementOfALevelThatIsPassedHoldsNothing() throws {
        let story = try late()
        try story.act(as: story.fixture.agent(2).actor) { try $0.acknowledge() }
        story.moveTo(5401)
        #expect(try story.wake() == 1)
        story.moveTo(7200)
        #expect(try story.wake() == 1)
        #expect(try story.ticket().level == 4)
    }

    @Test func somebodyBelowTheLevelReachedMayNot() throws {
        let story = try late()
        let refused = try #require(throws: DomainError.self) {
            try story.act(as: story.fixture.agent(1).actor) { try $0.acknowledge() }
        }
        #expect(refused.reason == "level_not_granted")
        #expect(try story.events(.acknowledged).isEmpty)
    }

    @Test func beforeABreachThereIsNothingToAcknowledge() throws {
        let story = try ClockedCase()
        story.moveTo(1800)
        let refused = try #require(throws: DomainError.self) { try story.act { try $0.acknowledge() } }
        #expect(refused.reason == "nothing_to_acknowledge")
    }

    @Test func aResolvedCaseIsNotAcknowledged() throws {
        let story = try late()
        try story.act(as: story.fixture.agent(2).actor) { try $0.resolve() }
        let refused = try #require(throws: DomainError.self) {
            try story.act(as: story.fixture.agent(2).actor) { try $0.acknowledge() }
        }
        #expect(refused.reason == "case_not_open")
    }
}

/// Beyond L4 the role decides who may.
@Suite(.needsDatabase) struct AcknowledgeBeyondL4Tests {
    private func late(_ seconds: Int64) throws -> ClockedCase {
        let story = try ClockedCase { $0.policy = ["targets": ["first_reply": 3600], "warn": [], "level": "L3"] }
        story.moveTo(seconds)
        try story.wake()
        return story
    }

    @Test func theSupervisorsRungIsHeldByALeadAndNotByAnAgent() throws {
        let story = try late(5400)
        #expect(try story.told().last == "Lead L4")
        #expect(throws: DomainError.self) {
            try story.act(as: story.fixture.agent(4).actor) { try $0.acknowledge() }
        }
        let held = try story.act(as: story.fixture.lead(1).actor) { try $0.acknowledge() }
        #expect(held == ClockedCase.at(7200))
        #expect(try story.events(.acknowledged).map { $0.body["recipient"] } == ["duty_supervisor"])
    }

    @Test func theManagersRungIsHeldByAManagerAlone() throws {
        let story = try late(7200)
        for member in [story.fixture.agent(4), story.fixture.lead(4)] {
            #expect(throws: DomainError.self) { try story.act(as: member.actor) { try $0.acknowledge() } }
        }
    }

    @Test func whoServesNoLevelHereMayNot() throws {
        let story = try late(3601)
        #expect(throws: DomainError.self) {
            try story.act(as: story.fixture.tenantAdmin.actor) { try $0.acknowledge() }
        }
    }
}

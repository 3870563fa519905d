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

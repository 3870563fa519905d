import BusinessTime
import Foundation
import TestSupport
import Testing

@testable import Switchyard

/// Work offered to another level, taken, handed back, or left lying. First reply in four hours, so that no clock is in
/// the way.
@Suite(.needsDatabase) struct HandoverTests {
    private let story: HandoverStory

    init() throws { story = try HandoverStory() }

    private var fixture: TenantFixture { story.fixture }

    @Test func anOfferTellsWhoIsOnDutyAndMovesNothing() throws {
        try story.act { try $0.assign(to: fixture.agent().personID) }
        try story.offer()
        #expect(try story.told() == ["Agent L2"])
        let ticket = try story.ticket()
        #expect((ticket.level, ticket.assigneeID) == (1, fixture.agent().personID))
        #expect(try story.handovers().map(\.state) == [.proposed])
        #expect(try story.alarm() == 1800)
    }

    @Test func anAcceptedOfferIsTheirsAtTheirLevel() throws {
        try story.offer(3)
        try story.act(as: fixture.agent(3).actor) { try $0.acceptHandover() }
        let ticket = try story.ticket()
        #expect((ticket.level, ticket.assigneeID) == (3, fixture.agent(3).personID))
        #expect(ticket.teamID == fixture.teams[3] && ticket.status == .open)
        #expect(try story.handovers().map(\.state) == [.accepted])
        #expect(try story.told() == ["Agent L3", "Agent L1"])
        #expect(try story.handovers().first?.direction == .escalation)
        #expect(try story.events(.escalated).isEmpty)
        #expect(try story.offers().isEmpty)
    }

    @Test func onlyThoseItIsMeantForAccept() throws {
        try story.offer(2, to: fixture.lead(2).personID)
        #expect(story.refusal(fixture.agent(1).actor) { try $0.acceptHandover() } == "level_not_granted")
        #expect(story.refusal(fixture.agent(2).actor) { try $0.acceptHandover() } == "handover_for_another")
        #expect(story.refusal(fixture.tenantAdmin.actor) { try $0.acceptHandover() } == "level_not_granted")
        #expect(story.refusal(fixture.lead(2).actor) { try $0.acceptHandover() } == nil)
    }

    @Test func nobodyAcceptsTheirOwnOffer() throws {
        let agent = fixture.agent(3).actor
        try story.offer(2, by: agent)
        #expect(story.refusal(agent) { try $0.acceptHandover() } == "own_proposal")
    }

    @Test func aGrantThatEndedSinceTheOfferIsRespected() throws {
        try story.offer()
        try fixture.directory { try AccessGrant.end(fixture.agent(2).grantID, in: $0) }
        #expect(story.refusal(fixture.agent(2).actor) { try $0.acceptHandover() } == DomainError.notFound.reason)
    }

    @Test func anOfferThatIsReturnedLeavesTheCaseWhereItWas() throws {
        try story.offer()
        try story.act(as: fixture.agent(2).actor) { try $0.returnHandover(note: "Not a chain matter") }
        #expect(try story.ticket().level == 1)
        #expect(try story.handovers().map(\.state) == [.returned])
        #expect(try story.handovers().first?.end?.note == "Not a chain matter")
        #expect(try story.told() == ["Agent L2", "Agent L1"])
        #expect(story.refusal(fixture.agent(2).actor) { try $0.acceptHandover() } == "no_handover")
        #expect(try story.offers().isEmpty)
    }

    @Test func whoeverOfferedTakesItBackAndIsNotToldOfIt() throws {
        try story.offer()
        try story.act { try $0.returnHandover(note: "Solved it") }
        #expect(try story.told() == ["Agent L2"])
        #expect(try story.handovers().map(\.state) == [.returned])
    }

    @Test func whatWasAcceptedIsHandedBackToThoseWhoHadIt() throws {
        try story.act { try $0.assign(to: fixture.agent().personID) }
        try story.offer()
        try story.act(as: fixture.agent(2).actor) { try $0.acceptHandover() }
        #expect(story.refusal(fixture.agent(1).actor) { try $0.returnHandover(note: "Mine") } == "level_not_granted")
        try story.act(as: fixture.agent(2).actor) { try $0.returnHandover(note: "Traced, see note") }
        let ticket = try story.ticket()
        #expect((ticket.level, ticket.assigneeID) == (1, fixture.agent().personID))
        #expect(ticket.teamID == fixture.teams[1])
        #expect(try story.told() == ["Agent L2", "Agent L1", "Agent L1"])
        try story.offer()
        #expect(try story.handovers().map(\.state) == [.returned, .proposed])
    }

    @Test func whatMovedOnSinceIsNotHandedBack() throws {
        try story.offer()
        try story.act(as: fixture.agent(2).actor) { try $0.acceptHandover() }
        story.moveTo(14_401)
        try story.wake()
        #expect(try story.ticket().level == 3)
        #expect(story.refusal(fixture.agent(3).actor) { try $0.returnHandover(note: "Back") } == "no_handover")
    }

    @Test func aBreachRaisesFromWherePeoplePutTheCase() throws {
        try story.offer()
        try story.act(as: fixture.agent(2).actor) { try $0.acceptHandover() }
        story.moveTo(14_401)
        try story.wake()
        #expect(try story.events(.escalated).map { $0.body["from"] } == [2])
        #expect(try story.ticket().level == 3)
        #expect(try story.told().suffix(2) == ["Lead L2", "Agent L3"])
    }

    @Test func downAgainIsAReturnThatSomebodyThereAccepts() throws {
        try story.offer(3)
        try story.act(as: fixture.agent(3).actor) { try $0.acceptHandover() }
        try story.offer(1, by: fixture.agent(3).actor)
        #expect(try story.handovers().last?.direction == .handBack)
        try story.act { try $0.acceptHandover() }
        #expect(try story.ticket().level == 1)
    }

    @Test func aColleagueOfTheSameLevelTakesOver() throws {
        #expect(story.refusal { try story.offer(1) } == "validation_failed")
        try story.offer(1, to: fixture.lead(1).personID)
        #expect(try story.handovers().last?.direction == .transfer)
        try story.act(as: fixture.lead(1).actor) { try $0.acceptHandover() }
        #expect(try story.ticket().assigneeID == fixture.lead(1).personID)
        #expect(try story.ticket().teamID == fixture.teams[1])
    }

    @Test func anOfferThatNobodyTookExpiresAtItsInstantAndTheProposerIsTold() throws {
        try story.offer()
        story.moveTo(1799)
        #expect(try story.wake() == 0)
        story.moveTo(1800)
        #expect(story.refusal(fixture.agent(2).actor) { try $0.acceptHandover() } == "handover_expired")
        #expect(try story.wake() == 1)
        #expect(try story.handovers().map(\.state) == [.expired])
        #expect(try story.events(.handoverExpired).first?.occurredAt == ClockedCase.at(1800))
        #expect(try story.told() == ["Agent L2", "Agent L1"])
        #expect(try story.wake() == 0)
        #expect(try story.alarm() == 14_400)
    }

    /// The worker may be down: the next offer does not wait for it.
    @Test func anOfferWhoseTimeIsOverMakesRoomForTheNext() throws {
        try story.offer()
        story.moveTo(2000)
        try story.offer(3)
        #expect(try story.handovers().map(\.state) == [.expired, .proposed])
        #expect(try story.offers().map(\.handover.toLevel) == [3])
    }

    @Test func aLadderThatGoesAsFarOvertakesTheOffer() throws {
        story.moveTo(14_000)
        try story.offer()
        story.moveTo(14_401)
        try story.wake()
        #expect(try story.ticket().level == 2)
        #expect(try story.handovers().map(\.end?.note) == ["escalated"])
        #expect(try story.offers().isEmpty)
    }

    @Test func aLadderThatStaysBelowLeavesTheOffer() throws {
        story.moveTo(14_000)
        try story.offer(4)
        story.moveTo(14_401)
        try story.wake()
        #expect(try story.ticket().level == 2)
        #expect(try story.handovers().map(\.state) == [.proposed])
    }

    @Test func anEndedCaseIsNoLongerOnOffer() throws {
        try story.offer()
        try story.act { try $0.resolve() }
        #expect(try story.handovers().map(\.end?.note) == ["case_ended"])
        #expect(try story.offers().isEmpty)
        #expect(story.refusal(fixture.agent(2).actor) { try $0.acceptHandover() } == "case_not_open")
    }

    @Test func oneOfferAtATimeAndNeverToNobody() throws {
        try story.offer()
        #expect(story.refusal { try story.offer(3) } == "handover_open")
        try story.act { try $0.returnHandover(note: "Taken back") }
        try fixture.directory { tx in
            for member in [fixture.agent(3), fixture.lead(3)] { try AccessGrant.end(member.grantID, in: tx) }
        }
        #expect(story.refusal { try story.offer(3) } == "nobody_at_level")
        #expect(story.faults { try story.offer(2, to: fixture.agent(1).personID) } == ["/person_id not_entitled"])
        #expect(story.faults { try story.offer(2, to: UUID()) } == ["/person_id unknown"])
        #expect(story.faults { try story.offer(2, team: UUID()) } == ["/team_id not_entitled"])
    }

    @Test func whoDoesNotServeTheCasesLevelOffersNothing() throws {
        try story.offer(3)
        try story.act(as: fixture.agent(3).actor) { try $0.acceptHandover() }
        #expect(story.refusal { try story.offer(4) } == "level_not_granted")
    }

    @Test func aSecretInANoteIsTakenOut() throws {
        let card = "4111 1111 1111 1111"
        try story.act {
            try $0.proposeHandover(CaseFile.HandoverProposal(level: 2, note: "Card \(card)", openSeconds: 60))
        }
        #expect(try story.handovers().first?.proposed.note?.contains(card) == false)
        #expect(try story.handovers().first?.expiresAt == ClockedCase.at(60))
        try story.act(as: fixture.agent(2).actor) { try $0.returnHandover(note: "Card \(card)") }
        #expect(try story.handovers().first?.end?.note?.contains(card) == false)
    }

    /// The ladder asks policies anew where they ask for the level, whoever moved the case.
    @Test func aCaseThatIsTakenOverIsMatchedAgain() throws {
        let upper: JSON = ["name": "upper", "when": ["levels": ["L2"]], "targets": ["first_reply": 7200]]
        let other: JSON = ["name": "other", "targets": ["first_reply": 14_400]]
        let story = try HandoverStory(["policies": [upper, other]])
        try story.offer()
        #expect(try story.story.clock(.firstReply).targetSeconds == 14_400)
        try story.act(as: story.fixture.agent(2).actor) { try $0.acceptHandover() }
        #expect(try story.story.clock(.firstReply).targetSeconds == 7200)
        try story.act(as: story.fixture.agent(2).actor) { try $0.returnHandover(note: "Back") }
        #expect(try story.story.clock(.firstReply).targetSeconds == 14_400)
        let replay = try story.fixture.transaction(as: .worker) { try ClockReplay.run(story.story.id, in: $0) }
        #expect(replay.differences.isEmpty)
    }
}

/// Teams that hold no desk of the tenant, say those who know fraud.
@Suite(.needsDatabase) struct HandoverTeamTests {
    private let story: HandoverStory
    private let team: UUID
    private let expert: TenantFixture.Member

    init() throws {
        story = try HandoverStory(["targets": ["first_reply": 14_400], "warn": [50]])
        let fixture = story.fixture
        expert = fixture.agent(3)
        team = try fixture.directory { [expert] tx in
            let team = try Team.add(name: "Fraud \(UUID().text)", in: tx)
            try Team.addMember(expert.personID, to: team, from: ClockedCase.at(-1), until: nil, in: tx)
            return team
        }
    }

    @Test func aTeamsOwnPeopleAreToldAndTakeIt() throws {
        try story.offer(2, team: team)
        #expect(try story.told() == [expert.name])
        #expect(story.refusal(story.fixture.agent(2).actor) { try $0.acceptHandover() } == "handover_for_another")
        try story.act(as: expert.actor) { try $0.acceptHandover() }
        let ticket = try story.ticket()
        #expect((ticket.level, ticket.teamID) == (2, team))
    }

    @Test func aPersonOfAnotherTeamIsNotOfThisOne() throws {
        let other = story.fixture.agent(2).personID
        #expect(story.faults { try story.offer(2, to: other, team: team) } == ["/person_id not_entitled"])
    }

    @Test func theLadderOfACaseTellsTheTeamThatHasIt() throws {
        try story.offer(2, team: team)
        try story.act(as: expert.actor) { file in
            try file.acceptHandover()
            try file.assign(to: nil)
        }
        story.moveTo(7200)
        try story.wake()
        #expect(try story.told() == [expert.name, "Agent L1", expert.name])
    }

    @Test func offersAreFoundByLevelTeamAndPerson() throws {
        try story.offer(2, to: expert.personID, team: team)
        let fixture = story.fixture
        let second = try fixture.openTicket()
        try fixture.transaction(as: fixture.agent().actor) { tx in
            var file = try CaseFile.open(second, in: tx)
            try file.proposeHandover(CaseFile.HandoverProposal(level: 3, note: "Second", openSeconds: 600))
            try file.save()
        }
        #expect(try story.offers().map(\.ticketID) == [second, story.story.id])
        #expect(try story.offers { $0.levels = [2] }.map(\.ticketID) == [story.story.id])
        #expect(try story.offers { $0.team = team }.map(\.ticketID) == [story.story.id])
        #expect(try story.offers { $0.person = fixture.agent(1).personID }.isEmpty)
        #expect(try story.offers { $0.person = expert.personID }.map(\.handover.proposed.note) == ["Trace 0xabc"])
        story.moveTo(600)
        #expect(try story.offers().map(\.ticketID) == [story.story.id])
    }
}

/// A case and those who hand it on.
private struct HandoverStory {
    let story: ClockedCase

    init(_ policy: JSON = ["targets": ["first_reply": 14_400], "warn": []]) throws {
        story = try ClockedCase { $0.policy = policy }
    }

    var fixture: TenantFixture { story.fixture }

    func act(as actor: Actor? = nil, _ body: (inout CaseFile) throws -> Void) throws { try story.act(as: actor, body) }

    func moveTo(_ seconds: Int64) { story.moveTo(seconds) }

    @discardableResult
    func wake() throws -> Int { try story.wake() }

    func ticket() throws -> Ticket { try story.ticket() }

    func events(_ kind: EventKind) throws -> [CaseEvent] { try story.events(kind) }

    func told() throws -> [String] { try story.told() }

    func alarm() throws -> Int64? { try story.alarm() }

    func offer(_ level: Int = 2, to person: UUID? = nil, team: UUID? = nil, by actor: Actor? = nil) throws {
        try act(as: actor) {
            try $0.proposeHandover(
                CaseFile.HandoverProposal(level: level, teamID: team, personID: person, note: "Trace 0xabc")
            )
        }
    }

    func handovers() throws -> [Handover] {
        try fixture.transaction(as: .worker) { try CaseFile.read(story.id, in: $0).handovers() }
    }

    func offers(_ change: (inout HandoverOffer.Filter) -> Void = { _ in }) throws -> [HandoverOffer] {
        var filter = HandoverOffer.Filter()
        change(&filter)
        return try fixture.transaction(as: fixture.agent().actor) {
            try HandoverOffer.page(filter, after: nil, limit: 10, in: $0)
        }
    }

    func refusal(_ actor: Actor, _ body: (inout CaseFile) throws -> Void) -> String? {
        refusal { try act(as: actor, body) }
    }

    /// The reason, nil when it was done.
    func refusal(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? DomainError)?.reason ?? "\(error)"
        }
    }

    func faults(_ body: () throws -> Void) -> [String] {
        do {
            try body()
            return []
        } catch {
            return (error as? DomainError)?.fields.map { "\($0.pointer) \($0.code.rawValue)" } ?? ["\(error)"]
        }
    }
}

import BusinessTime
import Foundation
import TestSupport
import Testing

@testable import Switchyard

/// L4 is for people named by a grant of it (`spec/sla.md E6`, MISSION). The case begins there.
@Suite(.needsDatabase) struct NamedLevelTests {
    struct Act: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let perform: @Sendable (inout CaseFile, UUID) throws -> Void

        init(_ name: String, _ perform: @escaping @Sendable (inout CaseFile, UUID) throws -> Void) {
            testDescription = name
            self.perform = perform
        }
    }

    /// Whatever a person does on a case; `own` is the one who does it.
    static let acts: [Act] = [
        Act("reply") { file, _ in _ = try file.reply("We know") },
        Act("note") { file, _ in _ = try file.note("Vendor asked") },
        Act("take it") { file, own in try file.assign(to: own) },
        Act("give it back") { file, _ in try file.assign(to: nil) },
        Act("priority") { file, _ in try file.setPriority(.urgent) },
        Act("status") { file, _ in try file.setStatus(.waitingThirdParty) },
        Act("resolve") { file, _ in
            try file.recordSolution("The vendor released the payout")
            try file.resolve()
        },
        Act("hand over") { file, _ in
            try file.proposeHandover(CaseFile.HandoverProposal(level: 2, note: "Back to you"))
        },
    ]

    private func story() throws -> ClockedCase {
        try ClockedCase { $0.policy = ["targets": ["first_reply": 3600], "warn": [50, 75], "level": "L4"] }
    }

    private func reason(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? DomainError)?.reason ?? "\(error)"
        }
    }

    @Test(arguments: acts) func whoIsNotNamedReadsOnly(_ act: Act) throws {
        let story = try story()
        for other in [story.fixture.agent(3), story.fixture.lead(3), story.fixture.agent(1)] {
            let refusal = reason { try story.act(as: other.actor) { try act.perform(&$0, other.personID) } }
            #expect(refusal == "level_not_granted")
        }
        #expect(try story.ticket().revision == 1)
        let named = story.fixture.agent(4)
        try story.act(as: named.actor) { try act.perform(&$0, named.personID) }
    }

    @Test func aNameEndsWithItsGrant() throws {
        let story = try story()
        let named = story.fixture.agent(4)
        try story.act(as: named.actor) { try $0.assign(to: named.personID) }
        try story.fixture.directory { tx in
            try AccessGrant.end(named.grantID, in: tx)
            _ = try AccessGrant(
                personID: named.personID,
                tenantID: story.fixture.tenantID,
                role: .agent,
                level: 3,
                from: ClockedCase.at(-1),
                until: nil
            ).give(in: tx)
        }
        #expect(reason { try story.act(as: named.actor) { _ = try $0.note("Still me?") } } == "level_not_granted")
        story.moveTo(2700)
        try story.wake()
        #expect(try story.told() == ["Lead L4", "Lead L4"])
    }

    @Test func nobodyElseIsGivenTheCaseOrTakesItOver() throws {
        let story = try story()
        let named = story.fixture.agent(4).actor
        for person in [story.fixture.agent(3).personID, story.fixture.lead(1).personID] {
            #expect(throws: DomainError.field("/person_id", .notEntitled)) {
                try story.act(as: named) { try $0.assign(to: person) }
            }
            #expect(throws: DomainError.field("/person_id", .notEntitled)) {
                try story.act(as: named) {
                    try $0.proposeHandover(CaseFile.HandoverProposal(level: 4, personID: person, note: "Yours"))
                }
            }
        }
        let low = try ClockedCase()
        try low.act { try $0.proposeHandover(CaseFile.HandoverProposal(level: 4, note: "Ask the chain")) }
        let engineer = low.fixture.agent(3).actor
        #expect(reason { try low.act(as: engineer) { try $0.acceptHandover() } } == "level_not_granted")
        #expect(reason { try low.act(as: low.fixture.agent(4).actor) { try $0.acceptHandover() } } == nil)
    }

    /// The clock breaches at L4, so the rung is the supervisor's; below it, only those who are named.
    @Test func onlyTheNamedAcknowledgeAtTheirLevel() throws {
        let story = try ClockedCase {
            $0.policy = ["targets": ["first_reply": 3600], "warn": [], "level": "L3", "repeat": ["every": 600]]
        }
        story.moveTo(3601)
        try story.wake()
        #expect(try story.ticket().level == 4)
        #expect(
            reason { try story.act(as: story.fixture.lead(3).actor) { _ = try $0.acknowledge() } }
                == "level_not_granted"
        )
        #expect(reason { try story.act(as: story.fixture.agent(4).actor) { _ = try $0.acknowledge() } } == nil)
    }

    @Test func stepsAtTheLevelAreToldToTheNamedAlone() throws {
        let story = try story()
        story.moveTo(2700)
        try story.wake()
        #expect(try story.told() == ["Agent L4", "Agent L4", "Lead L4"])
    }

    @Test func aCaseThereIsNeitherMergedAwayNorInto() throws {
        let story = try ClockedCase {
            let upper: JSON = [
                "name": "upper", "when": ["channels": ["api"]], "targets": ["first_reply": 3600], "level": "L4",
            ]
            $0.policy = ["policies": [upper, ["name": "other", "targets": ["first_reply": 3600]]]]
        }
        let fixture = story.fixture
        let second = try fixture.openTicket { $0.channel = "email" }
        func merge(_ actor: Actor, _ source: UUID, _ target: UUID) -> String? {
            reason {
                try fixture.transaction(as: actor) { tx in
                    let pair = try CaseFile.openPair(source, target, in: tx)
                    var first = try #require(pair.first)
                    var other = try #require(pair.second)
                    try first.merge(into: &other, reason: "Same matter")
                    try first.save()
                    try other.save()
                }
            }
        }
        #expect(merge(fixture.agent(3).actor, story.id, second) == "level_not_granted")
        #expect(merge(fixture.agent(3).actor, second, story.id) == "level_not_granted")
        #expect(merge(fixture.agent(4).actor, story.id, second) == nil)
    }

    @Test func aCaseEndsThereOnlyWithItsSolutionOnRecord() throws {
        let story = try story()
        let named = story.fixture.agent(4).actor
        #expect(reason { try story.act(as: named) { try $0.resolve() } } == "solution_missing")
        #expect(try story.ticket().status == .new)
        try story.act(as: named) { _ = try $0.recordSolution("The validator had to be restarted") }
        try story.act(as: named) { try $0.resolve() }
        #expect(try story.ticket().status == .resolved)
    }

    /// What a customer writes is taken at every level, whoever files it, and opens a resolved case again.
    @Test func aCustomersWordsAlwaysArrive() throws {
        let story = try story()
        try story.act(as: story.fixture.agent(4).actor) {
            try $0.recordSolution("The vendor released the payout")
            try $0.resolve()
        }
        #expect(reason { try story.act(as: story.fixture.agent(3).actor) { try $0.reopen() } } == "level_not_granted")
        let message = try IntakeMessage(["text": "It happened again"])
        try story.fixture.transaction(as: story.fixture.agent(1).actor) {
            _ = try Intake.message(message, on: story.id, key: nil, in: $0)
        }
        #expect(try story.ticket().status == .open)
    }
}

/// The same limit below: whose grant ends lower gives nothing away.
@Suite(.needsDatabase) struct AssignmentLevelTests {
    @Test func assignmentNeedsTheCasesLevelOnBothSides() throws {
        let story = try ClockedCase { $0.policy = ["targets": ["first_reply": 3600], "level": "L2"] }
        let fixture = story.fixture
        #expect(throws: DomainError(.forbidden, "level_not_granted")) {
            try story.act(as: fixture.lead(1).actor) { try $0.assign(to: fixture.agent(2).personID) }
        }
        #expect(throws: DomainError.field("/person_id", .notEntitled)) {
            try story.act(as: fixture.agent(2).actor) { try $0.assign(to: fixture.agent(1).personID) }
        }
        try story.act(as: fixture.agent(2).actor) { try $0.assign(to: fixture.agent(3).personID) }
        #expect(try story.ticket().assigneeID == fixture.agent(3).personID)
    }
}

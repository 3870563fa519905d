import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// P4 on real cases: who may give a clock more time late, what is told of it, and what only a correction takes back.
@Suite(.needsDatabase) struct RelaxationTests {
    private static let policy: JSON = [
        "targets": ["first_reply": ["default": 3600, "P1": 1800, "P4": 14_400], "resolution": 86_400]
    ]

    private func late(_ story: ClockedCase) throws -> [LateRelaxation.Told] {
        try story.fixture.transaction(as: story.fixture.lead().actor) {
            try LateRelaxation.page(ClockedCase.at(0)..<ClockedCase.at(86_400), after: nil, limit: 50, in: $0)
        }
    }

    @Test func beforeThreeQuartersAnybodyMayAndNothingIsReported() throws {
        let story = try ClockedCase { $0.policy = Self.policy }
        story.moveTo(2699)
        try story.act { try $0.setPriority(.low) }
        #expect(try late(story).isEmpty)
        #expect(try story.clock(.firstReply).targetSeconds == 14_400)
    }

    @Test(arguments: [2700, 3599, 3601, 5000]) func fromThreeQuartersOnItTakesASupervisorAndAReason(
        _ second: Int64
    ) throws {
        let story = try ClockedCase { $0.policy = Self.policy }
        let lead = story.fixture.lead()
        story.moveTo(second)
        #expect(throws: DomainError(.forbidden, "late_relaxation")) {
            try story.act { try $0.setPriority(.low, reason: "Not urgent") }
        }
        #expect(throws: DomainError.field("/reason", .required)) {
            try story.act(as: lead.actor) { try $0.setPriority(.low) }
        }
        #expect(try late(story).isEmpty)
        try story.act(as: lead.actor) { try $0.setPriority(.low, reason: "Not urgent") }
        let told = try #require(try late(story).first)
        #expect(try late(story).count == 1)
        #expect(told.relaxation.metric == "first_reply")
        #expect((told.relaxation.secondsBefore, told.relaxation.seconds) == (3600, 14_400))
        #expect(told.relaxation.usedSeconds == second)
        #expect(told.relaxation.breachedAt == (second > 3600 ? ClockedCase.at(3600) : nil))
        let cause = told.relaxation.cause
        #expect((cause.name, cause.actorID, cause.reason) == ("priority_changed", lead.personID, "Not urgent"))
        #expect(told.relaxation.at == ClockedCase.at(second) && told.ticketID == story.id)
        let row = try story.fixture.asAdmin { connection in
            try connection.query(
                """
                SELECT late_relaxation, breached_at IS NOT NULL FROM switchyard.sla_cycle
                WHERE ticket_id = \(story.id) AND metric = 'first_reply'
                """
            ).first
        }
        #expect(try row?.column(0) == true)
        #expect(try row?.column(1) == (second > 3600))
    }

    @Test func givenWhileResolvedItIsAskedForThenAndToldWhenTheClockGoesOn() throws {
        let story = try ClockedCase { $0.policy = ["targets": ["resolution": ["default": 3600, "P4": 14_400]]] }
        let lead = story.fixture.lead()
        story.moveTo(3000)
        try story.act { try $0.resolve() }
        story.moveTo(3100)
        #expect(throws: DomainError(.forbidden, "late_relaxation")) {
            try story.act { try $0.setPriority(.low, reason: "Not urgent") }
        }
        try story.act(as: lead.actor) { try $0.setPriority(.low, reason: "Not urgent") }
        #expect(try late(story).isEmpty)
        story.moveTo(3200)
        try story.act { try $0.reopen() }
        let told = try #require(try late(story).first)
        #expect(told.relaxation.at == ClockedCase.at(3200))
        #expect((told.relaxation.cause.actorID, told.relaxation.cause.reason) == (lead.personID, "Not urgent"))
        #expect(try late(story).count == 1)
    }

    @Test func aPolicyWithoutTheTargetIsTimeGivenLateToo() throws {
        let policies: JSON = [
            "policies": [
                ["name": "low", "when": ["priorities": ["P4"]], "targets": ["resolution": 86_400]],
                ["name": "rest", "targets": ["first_reply": 3600, "resolution": 86_400]],
            ]
        ]
        let story = try ClockedCase { $0.policy = policies }
        story.moveTo(2700)
        #expect(throws: DomainError(.forbidden, "late_relaxation")) {
            try story.act { try $0.setPriority(.low, reason: "Not urgent") }
        }
        try story.act(as: story.fixture.lead().actor) { try $0.setPriority(.low, reason: "Not urgent") }
        #expect(try late(story).map(\.relaxation.seconds) == [nil])
        #expect(try story.clock(.firstReply).reason == "policy_change")
    }

    @Test func whatALadderGivesLateIsReportedWithoutAnybodysReason() throws {
        let policies: JSON = [
            "policies": [
                ["name": "front", "when": ["levels": ["L1"]], "targets": ["first_reply": 3600]],
                ["name": "behind", "targets": ["first_reply": 7200]],
            ]
        ]
        let story = try ClockedCase { $0.policy = policies }
        story.moveTo(3601)
        try story.wake()
        #expect(try story.ticket().level == 2)
        let told = try #require(try late(story).first)
        #expect(told.relaxation.cause.name == "escalated")
        #expect((told.relaxation.cause.actorKind, told.relaxation.cause.reason) == (.worker, nil))
        #expect(try story.clock(.firstReply).breachedAt == ClockedCase.at(3600))
    }

    @Test func aBreachIsToldWithTheTargetThatItMissed() throws {
        let story = try ClockedCase { $0.policy = Self.policy }
        story.moveTo(4000)
        try story.act(as: story.fixture.lead().actor) { try $0.setPriority(.low, reason: "A holiday there") }
        try story.wake()
        #expect(try story.events(.slaBreached).map { try $0.body.integer("target_seconds") } == [3600])
    }

    @Test func aShorterTargetAndAResolvedReplyAskNobody() throws {
        let story = try ClockedCase { $0.policy = Self.policy }
        story.moveTo(3000)
        try story.act { try $0.setPriority(.urgent) }
        let answered = try ClockedCase { $0.policy = Self.policy }
        answered.moveTo(3000)
        try answered.act { _ = try $0.reply("Hello", status: nil) }
        answered.moveTo(3001)
        try answered.act { try $0.setPriority(.low) }
        #expect(try late(story).isEmpty && late(answered).isEmpty)
    }

    @Test func aBreachStaysWithALongerTargetAndACorrectionTakesItBack() throws {
        let story = try ClockedCase { $0.policy = Self.policy }
        let lead = story.fixture.lead().actor
        story.moveTo(3601)
        try story.wake()
        story.moveTo(4000)
        try story.act(as: lead) { try $0.setPriority(.low, reason: "A holiday there") }
        #expect(try story.clock(.firstReply).breachedAt == ClockedCase.at(3600))
        story.moveTo(5000)
        let correction = try story.act { try $0.proposeCorrection(to: .low, reason: "Read wrongly") }
        #expect(try story.clock(.firstReply).breachedAt != nil)
        _ = try story.act(as: lead) { try $0.decideCorrection(correction.id, approved: true, note: "Agreed") }
        #expect(try story.clock(.firstReply).breachedAt == nil)
        #expect(try story.events(.breachRetracted).map { try $0.body.string("metric") } == ["first_reply"])
        #expect(try story.clock(.firstReply).dueAt == ClockedCase.at(14_400))
    }

    @Test func declinedACorrectionChangesNothing() throws {
        let story = try ClockedCase { $0.policy = Self.policy }
        story.moveTo(5000)
        let correction = try story.act { try $0.proposeCorrection(to: .low, reason: "Read wrongly") }
        let decided = try story.act(as: story.fixture.lead().actor) {
            try $0.decideCorrection(correction.id, approved: false, note: "It was urgent")
        }
        #expect(decided.state == .declined)
        #expect(try story.ticket().priority == .normal)
        #expect(try story.clock(.firstReply).breachedAt == ClockedCase.at(3600))
        #expect(try story.clock(.firstReply).targetSeconds == 3600)
    }

    @Test func aCorrectionIsASupervisorsAndNeverTheProposersOwn() throws {
        let story = try ClockedCase { $0.policy = Self.policy }
        let lead = story.fixture.lead().actor
        let correction = try story.act(as: lead) { try $0.proposeCorrection(to: .low, reason: "Read wrongly") }
        func decide(as actor: Actor) throws {
            _ = try story.act(as: actor) { try $0.decideCorrection(correction.id, approved: true, note: nil) }
        }
        #expect(throws: DomainError(.forbidden, "own_proposal")) { try decide(as: lead) }
        #expect(throws: DomainError(.forbidden, "supervisor_required")) {
            try decide(as: story.fixture.agent().actor)
        }
        #expect(throws: DomainError(.conflict, "correction_proposed")) {
            _ = try story.act { try $0.proposeCorrection(to: .high, reason: "Again") }
        }
        let other = try story.fixture.openTicket()
        #expect(throws: DomainError.notFound) {
            try story.fixture.transaction(as: story.fixture.lead(2).actor) { tx in
                var file = try CaseFile.open(other, in: tx)
                _ = try file.decideCorrection(correction.id, approved: true, note: nil)
            }
        }
        try decide(as: story.fixture.lead(2).actor)
        #expect(throws: DomainError(.conflict, "already_approved")) {
            try decide(as: story.fixture.lead(2).actor)
        }
    }

    @Test func aReplyThatNeverArrivedBringsABreachThatIsToldOnce() throws {
        let story = try ClockedCase { $0.policy = Self.policy }
        story.moveTo(1000)
        let message = try story.act { try $0.reply("Hello", status: nil) }
        story.moveTo(5000)
        try story.act(as: .worker) { try $0.record(.replyFailed, ["message_id": message.json, "code": "smtp_550"]) }
        let found = try #require(try story.events(.breachFound).first)
        #expect(found.occurredAt == ClockedCase.at(3600) && found.recordedAt == ClockedCase.at(5000))
        try story.wake()
        #expect(try story.events(.breachFound).count == 1)
        #expect(try story.events(.slaBreached).isEmpty)
        #expect(try story.ticket().level == 2, "the ladder goes on from the breach")
    }

    @Test func aBreachThatMerelyPassedIsToldByItsStepAlone() throws {
        let story = try ClockedCase { $0.policy = Self.policy }
        story.moveTo(5000)
        try story.act { _ = try $0.reply("Hello", status: nil) }
        try story.wake()
        #expect(try story.events(.breachFound).isEmpty)
        #expect(try story.events(.slaBreached).map(\.occurredAt) == [ClockedCase.at(3600)])
    }

    private static let stories: [RelaxationStory] = [
        RelaxationStory(testDescription: "at 75 %", acts: [(2700, .prioritise(.low)), (10_000, .reply)]),
        RelaxationStory(testDescription: "before 75 %", acts: [(2600, .prioritise(.low)), (10_000, .reply)]),
        RelaxationStory(testDescription: "after the breach", acts: [(4000, .prioritise(.low)), (10_000, .reply)]),
        RelaxationStory(testDescription: "corrected in time", acts: [(4000, .correct(.low)), (10_000, .reply)]),
        RelaxationStory(testDescription: "corrected and late again", acts: [(4000, .correct(.low))]),
        RelaxationStory(testDescription: "the corrected target was passed too", acts: [(5000, .correct(.high))]),
        RelaxationStory(
            testDescription: "relaxed, then corrected to the same",
            acts: [(4000, .prioritise(.low)), (5000, .correct(.low)), (10_000, .reply)]
        ),
        RelaxationStory(testDescription: "corrected to less", acts: [(4000, .correct(.urgent)), (5000, .reply)]),
        RelaxationStory(testDescription: "a shorter target", acts: [(1000, .prioritise(.urgent)), (1500, .reply)]),
        RelaxationStory(
            testDescription: "a reply that failed late",
            acts: [(1000, .reply), (5000, .replyFailed), (6000, .reply)]
        ),
        RelaxationStory(
            testDescription: "a reply after the breach that failed, and a correction",
            acts: [(4000, .reply), (5000, .replyFailed), (6000, .correct(.low)), (7000, .reply)]
        ),
        RelaxationStory(
            testDescription: "relaxed while resolved, then reopened",
            acts: [(1000, .reply), (6000, .resolve), (6500, .prioritise(.low)), (7000, .reopen)]
        ),
    ]

    /// The database path and `sla replay` give the same rows, and tell of the same breaches.
    @Test(arguments: stories) func theDatabaseAndTheStoryAgree(_ story: RelaxationStory) throws {
        let live = try story.live()
        let told = try story.told()
        let derived = try live.fixture.transaction(as: .worker) { try CaseFile.read(live.id, in: $0).clocks() }
        let rows = derived.cycles.map(TestRow.init).sorted { $0.text < $1.text }
        let wanted = try told.array("cycles").map(TestRow.init).sorted { $0.text < $1.text }
        #expect(rows.map(\.text) == wanted.map(\.text))
        #expect(!rows.isEmpty)
        #expect(try live.fixture.transaction(as: .worker) { try ClockReplay.run(live.id, in: $0).isIdentical })
        var breaches: [String] = []
        for (kind, name) in [
            (EventKind.slaBreached, "breach"), (.breachFound, "breach_found"), (.breachRetracted, "breach_retracted"),
        ] {
            breaches += try live.events(kind).map { "\($0.occurredAt.iso8601) \(try $0.body.string("metric")) \(name)" }
        }
        let log = try told.array("log").compactMap { entry -> String? in
            guard case .array(let parts) = entry, case .string(let at) = parts[0], case .string(let metric) = parts[1],
                case .string(let what) = parts[2], what.hasPrefix("breach")
            else { return nil }
            return "\(at) \(metric) \(what)"
        }
        #expect(breaches.sorted() == log.sorted())
    }
}

/// A cycle as both paths tell it.
private struct TestRow {
    let text: String

    init(_ cycle: ClockCycle) {
        text = [
            cycle.metric.rawValue, cycle.startAt.iso8601, cycle.dueAt?.iso8601, cycle.breachAt?.iso8601,
            cycle.breachedAt?.iso8601, cycle.fulfilledAt?.iso8601, cycle.state.rawValue, cycle.reason?.rawValue,
            cycle.verdict?.rawValue, "\(cycle.elapsedSeconds)", "\(cycle.lateRelaxation)",
        ].map { $0 ?? "-" }.joined(separator: " ")
    }

    init(_ json: JSON) throws {
        text = [
            try json.string("metric"), try json.string("start"), try json.optionalString("due_at"),
            try json.optionalString("breach_at"), try json.optionalString("breached_at"),
            try json.optionalString("fulfilled_at"), try json.string("state"), try json.optionalString("reason"),
            try json.optionalString("verdict"), "\(try json.integer("elapsed"))",
            "\(try json.bool("late_relaxation"))",
        ].map { $0 ?? "-" }.joined(separator: " ")
    }
}

import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Why a clock says what it says, from the log of a real case.
@Suite(.needsDatabase) struct ExplanationTests {
    private func explain(
        _ story: ClockedCase,
        _ metric: SLAMetric,
        cycle: String? = nil
    ) throws -> ClockExplanation {
        try story.fixture.transaction(as: story.fixture.agent().actor) {
            try CaseFile.read(story.id, in: $0).explain(metric, cycle: cycle)
        }
    }

    private static let policy: JSON = [
        "targets": ["first_reply": 3600, "resolution": ["default": 86_400, "P1": 1800]],
        "pause": ["resolution": ["waiting_third_party"]],
    ]

    /// Paused for the third party from 600 to 1200, urgent at 1500: 1800 less 900, but not less than 900 of open time.
    private func changed() throws -> ClockedCase {
        let story = try ClockedCase { $0.policy = Self.policy }
        story.moveTo(600)
        try story.act { try $0.setStatus(.waitingThirdParty) }
        story.moveTo(1200)
        try story.act { try $0.setStatus(.open) }
        story.moveTo(1500)
        try story.act { try $0.setPriority(.urgent) }
        story.moveTo(1560)
        return story
    }

    @Test func everyRecomputeNamesItsCauseAndTheNumbersAddUp() throws {
        let explanation = try explain(changed(), .resolution)
        #expect(explanation.changes.items.map(\.change.what) == [.started, .paused, .resumed, .targetChanged])
        #expect(
            explanation.changes.items.map(\.cause?.entry?.kind) == [
                .opened, .statusChanged, .statusChanged, .priorityChanged,
            ]
        )
        #expect(explanation.changes.items.map(\.cause?.entry?.sequence) == [1, 2, 3, 4])
        #expect(
            explanation.changes.items.map(\.change.cycle.dueAt)
                == [86_400, 86_400, 87_000, 2400].map { ClockedCase.at($0) }
        )
        #expect(
            explanation.changes.items.map(\.change.consumedMicroseconds) == [0, 600, 600, 900].map { $0 * 1_000_000 }
        )
        #expect(explanation.pauses.items.map(\.from) == [ClockedCase.at(600)])
        #expect(explanation.pauses.items.first?.to == ClockedCase.at(1200))
        #expect(explanation.pauses.items.first?.cause?.status == .waitingThirdParty)
        #expect(explanation.pauses.items.first?.endedBy?.sequence == 3)
        #expect(explanation.intervals.items.map(\.totalMicroseconds) == [600_000_000, 960_000_000])
        let sum = try #require(explanation.arithmetic)
        #expect(sum.from == ClockedCase.at(1200))
        #expect(
            [sum.targetMicroseconds, sum.usedMicroseconds, sum.leftMicroseconds] == [
                1_800_000_000, 600_000_000, 1_200_000_000,
            ]
        )
        #expect(explanation.cycle.dueAt == ClockedCase.at(2400))
        #expect(explanation.calendars.isEmpty)
        #expect(explanation.cycle.elapsedSeconds == 960)
    }

    @Test func theSentencesSayItInEveryLanguage() throws {
        let explanation = try explain(changed(), .resolution)
        #expect(
            explanation.sentences(.en) == [
                "resolution: counted from 2025-06-02 09:00:00 UTC with a target of 24 h, by version 1 of the policy.",
                "Open round the clock.",
                "Stood still from 2025-06-02 09:10:00 UTC to 2025-06-02 09:20:00 UTC: waiting for a third party.",
                "At 2025-06-02 09:25:00 UTC the target became 30 min; 15 min were used by then.",
                "30 min less 10 min used before 2025-06-02 09:20:00 UTC left 20 min of open time from there: "
                    + "due 2025-06-02 09:40:00 UTC.",
                "16 min used so far.",
                "26 min from 2025-06-02 09:00:00 UTC to 2025-06-02 09:26:00 UTC: 16 min assigned to nobody (L1), "
                    + "10 min waiting for a third party (L1).",
            ]
        )
        for language in LetterLanguage.allCases {
            let sentences = explanation.sentences(language)
            #expect(sentences.count == 7)
            #expect(sentences.allSatisfy { !$0.isEmpty && !$0.contains("{") && !$0.contains("}") })
        }
    }

    @Test(arguments: LetterLanguage.allCases) func everyPhraseIsThereWithTheSameValues(_ language: LetterLanguage) {
        let words = ExplanationWords.words(language)
        func values(_ text: String) -> [String] {
            text.matches(of: #/\{([a-z]+)\}/#).map { String($0.output.1) }.sorted()
        }
        for phrase in ExplanationWords.Phrase.allCases {
            let english = ExplanationWords.words(.en).phrases[phrase] ?? ""
            #expect(words.phrases[phrase].map(values) == values(english), "\(phrase)")
            #expect(!english.isEmpty, "\(phrase)")
        }
        for reason in ExplanationWords.Reason.allCases { #expect(words.reasons[reason]?.isEmpty == false, "\(reason)") }
        #expect(words.units.count == 3)
    }

    @Test func aLateClockTellsWhereItsTimeWentAndWhatWeDidLate() throws {
        let story = try ClockedCase()
        story.moveTo(3660)
        try story.wake()
        let explanation = try explain(story, .firstReply)
        #expect(explanation.cycle.breachedAt == ClockedCase.at(3600))
        #expect(explanation.changes.items.last?.change.what == .breached)
        #expect(explanation.changes.items.last?.cause == nil)
        let lags = explanation.lags.filter { $0.step == "breach" }
        #expect(lags.map { $0.done.microseconds(since: $0.due) } == [60_000_000])
        #expect(explanation.sentences(.en).contains("Step breach was taken 1 min after its time."))
        let sentences = explanation.sentences(.en)
        #expect(sentences.contains("Late since 2025-06-02 10:00:00 UTC; 1 h 1 min used so far."))
        #expect(
            sentences.contains(
                "Late by 1 min, from 2025-06-02 10:00:00 UTC to 2025-06-02 10:01:00 UTC: 1 min waiting for our own system (L1)."
            )
        )
    }

    @Test func aCaseOfAThousandTurnsListsTheFirstAndSaysHowManyMore() throws {
        var facts = [
            CaseFact(id: "0", ticket: "A", occurredAt: ClockedCase.start, kind: .customerMessage)
        ]
        for turn in 1...1000 {
            let at = facts[0].occurredAt.adding(seconds: Int64(turn) * 60)
            let status: ClockStatus = turn.isMultiple(of: 2) ? .open : .waitingThirdParty
            facts.append(CaseFact(id: "\(turn)", ticket: "A", occurredAt: at, kind: .statusChanged(status)))
        }
        let listed = ClockExplanation.Listed(facts)
        #expect(listed.items.count == ClockExplanation.listedMax)
        #expect(listed.omitted == 1001 - ClockExplanation.listedMax)
        let policy = SLAPolicy(targetSeconds: [.agentWork: 3600])
        let changes = try ClockMachine.trace(
            facts,
            ticket: "A",
            terms: CaseTerms(only: policy, line: CalendarLine(.always)),
            asOf: facts[1000].occurredAt
        )
        #expect(changes.map(\.what).filter { $0 != .breached }.count == 1001)
    }

    @Test func aNamedClockIsExplainedAndAnUnknownOneIsNotFound() throws {
        let story = try ClockedCase()
        let key = try story.clock(.firstReply).key
        #expect(try explain(story, .firstReply, cycle: key).cycle.startedBy == key)
        #expect(throws: DomainError.notFound) { _ = try explain(story, .firstReply, cycle: "000000009") }
        #expect(throws: DomainError.notFound) { _ = try explain(story, .nextReply) }
    }

    @Test func theCalendarsThatDecidedAreNamed() throws {
        let story = try ClockedCase { $0.calendar = ["tz": "UTC", "weekly": ["mon": [["09:00", "12:00"]]]] }
        let explanation = try explain(story, .resolution)
        #expect(explanation.calendars.map(\.version) == [1])
        #expect(explanation.calendars.first?.effectiveFrom == nil)
        #expect(explanation.cycle.state == .running)
        #expect(explanation.sentences(.en).contains("Opening hours by version 1 of the calendar."))
    }
}

/// The fold told step by step ends where the fold ends.
struct ClockTraceTests {
    @Test func theLastChangeOfEveryCycleIsWhatTheFoldSays() throws {
        for seed in UInt64(1)...500 {
            let history = try RandomHistory(seed: seed)
            let (facts, line) = (history.facts, history.line)
            let clocks = try ClockMachine.fold(facts, policy: history.policy, line: line, asOf: history.end)
            for ticket in ["A", "B"] {
                let trace = try ClockMachine.trace(
                    facts,
                    ticket: ticket,
                    terms: CaseTerms(only: history.policy, line: line),
                    asOf: history.end
                )
                for cycle in clocks.cycles where cycle.ticket == ticket {
                    let last = trace.last { $0.cycle.metric == cycle.metric && $0.cycle.startedBy == cycle.startedBy }
                    #expect(last?.cycle.told == cycle.told, "seed \(seed)")
                }
                for (left, right) in zip(trace, trace.dropFirst()) {
                    #expect(left.at <= right.at || right.what == .breached, "seed \(seed)")
                }
            }
        }
    }
}

extension ClockCycle {
    fileprivate var told: [String] {
        let due = state == .running ? "\(String(describing: dueAt)) \(String(describing: breachAt))" : ""
        return [
            state.rawValue, "\(targetSeconds)", "\(startAt)", "\(String(describing: fulfilledAt))",
            "\(String(describing: breachedAt))", due,
        ]
    }
}

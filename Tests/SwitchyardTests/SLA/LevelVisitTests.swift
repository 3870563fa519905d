import BusinessTime
import Foundation
import Testing

@testable import Switchyard

/// `ola_accept` and `ola_hold` (`spec/sla.md`, Clocks): once for each visit of a level, under a policy of their own (P1).
struct LevelVisitTests {
    private static func at(_ level: Int) -> CaseFact.Kind { .attributesChanged(.place(level: level, teamID: nil)) }
    private static let taken = CaseFact.Kind.assigned(toSomebody: true)

    private func visits(_ facts: (String, CaseFact.Kind)...) throws -> ClockStory {
        var story = ClockStory([.olaAccept: 900, .olaHold: 3600])
        for (time, kind) in facts { try story.tell(time, kind) }
        return story
    }

    private func told(_ clocks: CaseClocks) -> [String] {
        clocks.cycles.map { cycle in
            let start = cycle.startAt.iso8601.dropFirst(11).prefix(5)
            let end = cycle.endedAt?.iso8601.dropFirst(11).prefix(5) ?? ""
            let words = [
                cycle.metric.rawValue, cycle.level?.name, "\(start)-\(end)", cycle.state.rawValue,
                cycle.reason?.rawValue, cycle.verdict?.rawValue,
            ]
            return words.compactMap(\.self).joined(separator: " ")
        }
    }

    @Test func everyVisitHasClocksOfItsOwn() throws {
        let story = try visits(
            ("09:00", .customerMessage),
            ("09:10", Self.taken),
            ("09:40", Self.at(2)),
            ("10:50", Self.at(1)),
            ("10:55", Self.taken),
            ("11:00", .resolved)
        )
        let clocks = try story.clocks("12:00")
        #expect(
            told(clocks) == [
                "ola_accept L1 09:00-09:10 fulfilled met", "ola_accept L2 09:40-10:50 cancelled left_level missed",
                "ola_accept L1 10:50-10:55 fulfilled met", "ola_hold L1 09:00-09:40 fulfilled met",
                "ola_hold L2 09:40-10:50 fulfilled missed", "ola_hold L1 10:50-11:00 fulfilled met",
            ]
        )
        #expect(clocks[.olaHold].map(\.ordinal) == [1, 2, 3])
    }

    @Test func aCaseThatWentOnBeforeAnybodyHadToTakeItHasNoVerdict() throws {
        let story = try visits(("09:00", .customerMessage), ("09:05", Self.at(3)))
        #expect(
            told(try story.clocks("09:10")) == [
                "ola_accept L1 09:00-09:05 cancelled left_level", "ola_accept L3 09:05- running",
                "ola_hold L1 09:00-09:05 fulfilled met", "ola_hold L3 09:05- running",
            ]
        )
    }

    @Test func anotherDeskOfTheSameLevelIsTheSameVisit() throws {
        let story = try visits(
            ("09:00", .customerMessage),
            ("09:05", .attributesChanged(.place(level: 1, teamID: UUID())))
        )
        #expect(try story.clocks("09:10").cycles.map(\.state) == [.running, .running])
    }

    @Test func whoResolvesHasTakenItOn() throws {
        let story = try visits(("09:00", .customerMessage), ("09:05", .resolved))
        #expect(try story.clocks("09:10").cycles.map(\.state) == [.fulfilled, .fulfilled])
    }

    @Test func aReopenedCaseIsAVisitAgainAndWhoeverHasItNeedNotAcceptIt() throws {
        var story = try visits(("09:00", .customerMessage), ("09:05", Self.taken), ("09:10", .resolved))
        try story.tell("09:30", .reopened)
        #expect(try told(story.clocks("09:31")).last == "ola_hold L1 09:30- running")
        #expect(try story.clocks("09:31")[.olaAccept].count == 1)
        try story.tell("09:20", .assigned(toSomebody: false))
        #expect(try story.clocks("09:31")[.olaAccept].map(\.state) == [.fulfilled, .running])
    }

    @Test func anAcknowledgementAtALevelAcceptsAndOneByDutyDoesNot() throws {
        var story = try visits(("09:00", .customerMessage), ("09:20", .acknowledged(.dutySupervisor)))
        #expect(try story.clocks("09:30")[.olaAccept].map(\.state) == [.running])
        try story.tell("09:25", .acknowledged(.level(.l1)))
        #expect(try story.clocks("09:30")[.olaAccept].map(\.state) == [.fulfilled])
    }

    @Test func takingItFromEverybodyAcceptsNothing() throws {
        let story = try visits(("09:00", .customerMessage), ("09:05", .assigned(toSomebody: false)))
        #expect(try story.clocks("09:10")[.olaAccept].map(\.state) == [.running])
    }

    @Test func aVisitIsPausedWhereThePolicySaysSo() throws {
        var story = try visits(("09:00", .customerMessage), ("09:10", .statusChanged(.waitingClient)))
        story.policy.pauses[.olaHold] = [.waitingClient]
        #expect(try story.clocks("09:20").cycles.map(\.state) == [.running, .paused])
        try story.tell("09:30", Self.at(2))
        #expect(try story.clocks("09:40")[.olaHold].map(\.state) == [.fulfilled, .paused])
        #expect(try story.clocks("09:40")[.olaHold].map(\.elapsedSeconds) == [600, 0])
    }

    @Test func aMergeEndsTheVisit() throws {
        var story = try visits(("09:00", .customerMessage))
        try story.tell("09:01", .customerMessage, ticket: "B")
        try story.tell("09:10", .merged(from: "A", into: "B"))
        let clocks = try story.clocks("09:20")
        #expect(clocks.of("A").cycles.map(\.reason) == [.merged, .merged])
        #expect(clocks.of("B").cycles.map(\.state) == [.running, .running])
    }

    @Test func whatIsKnownLateGivesTheSameVisits() throws {
        var story = try visits(("09:00", .customerMessage), ("09:40", Self.at(2)))
        try story.tell("09:10", Self.taken, recorded: "09:50")
        let inOrder = try story.clocks("10:00")
        #expect(inOrder[.olaAccept].map(\.state) == [.fulfilled, .running])
        story.facts.reverse()
        #expect(try story.clocks("10:00") == inOrder)
    }

    @Test func e1WarnsOfAVisitAndItsBreachIsToldOnceAtItsLevel() throws {
        let story = try visits(("09:00", .customerMessage), ("09:10", Self.at(2)))
        let accept = try #require(try story.clocks("09:20")[.olaAccept].last)
        let ladder = accept.ladder(policy: story.policy, calendar: .always)
        #expect(ladder.map(\.key) == ["warn_50", "warn_75", "warn_90", "breach"])
        #expect(ladder.last?.recipient == .level(.l2))
        #expect(ladder.last?.isLast == false)
    }

    /// A tier chooses what the customer is promised, a level what the desk is held to.
    private static func terms(tier: String) throws -> CaseTerms {
        let book = try PolicyBook([
            "policies": [
                ["name": "vip", "when": ["tiers": ["vip"]], "targets": ["resolution": 7200]],
                ["name": "all", "targets": ["resolution": 14_400]],
            ],
            "ola": [
                ["name": "front", "when": ["levels": ["L1"]], "targets": ["ola_hold": 1800]],
                ["name": "desk", "when": ["levels": ["L2"]], "targets": ["ola_hold": 5400, "ola_accept": 600]],
            ],
        ])
        return CaseTerms(
            PolicyLine(always: book, number: 1),
            version: 1,
            attributes: CaseAttributes(tier: tier, priority: "P3"),
            calendars: .only(CalendarLine(.always))
        )
    }

    @Test(arguments: [("vip", "vip", Int64(7200)), ("gold", "all", 14_400)])
    func p1_theOneOLAPolicyIsMatchedApartFromTheOneCustomerPolicy(
        _ tier: String,
        _ name: String,
        _ seconds: Int64
    )
        throws
    {
        let story = try visits(("09:00", .customerMessage), ("09:45", Self.at(2)), ("10:00", Self.at(3)))
        let clocks = try ClockMachine.fold(story.facts, terms: Self.terms(tier: tier), asOf: ClockStory.at("10:30"))
        #expect(
            clocks.cycles.map { "\($0.metric.rawValue) \($0.policy.name ?? "-") \($0.targetSeconds)" } == [
                "ola_accept desk 600", "ola_hold front 1800", "ola_hold desk 5400", "resolution \(name) \(seconds)",
            ]
        )
        // Leaving a level ends its clock under its own policy: nothing is relaxed, and what was late stays late.
        #expect(clocks[.olaHold].map(\.state) == [.fulfilled, .fulfilled])
        #expect(clocks[.olaHold].map(\.verdict) == [.missed, .met])
        #expect(clocks.cycles.allSatisfy { !$0.lateRelaxation && $0.targetRevision == 0 })
    }
}

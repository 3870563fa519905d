import BusinessTime
import Foundation
import TestTools
import Testing

@testable import Switchyard

/// What holds of every history (`spec/sla.md`, Properties). A failure names its seed.
struct FoldPropertyTests {
    private static let casesDefault = 10_000
    /// Of the histories, one in so many goes through the costlier checks.
    private static let costlyShare = 5
    /// Fewer histories than this need not hold every kind of fact.
    private static let kindsSeedsMin = 1_000
    private static let pausesDefault = 200

    private let seeds = SeedRange(count: casesDefault)

    @Test func orderAndDuplicatesDecideNothing() async throws {
        let kinds = try await seeds.inParts { seeds in
            var kinds: Set<String> = []
            for seed in seeds {
                let history = try RandomHistory(seed: seed)
                kinds.formUnion(history.facts.map(\.kind.name))
                let straight = try Self.fold(history, history.facts)
                let other = try Self.fold(history, history.mixed())
                #expect(straight.differences(from: other) == [], "\(SeedRange.again(seed))")
            }
            return kinds
        }
        if seeds.count >= Self.kindsSeedsMin { #expect(Set(kinds.joined()) == CaseFact.Kind.names) }
    }

    private static func fold(_ history: RandomHistory, _ facts: [CaseFact]) throws -> CaseClocks {
        try ClockMachine.fold(facts, policy: history.policy, line: history.line, asOf: history.end)
    }

    /// S1: told one by one as they become known, the facts give what a rebuild of all of them gives; and on the way every
    /// step fires once under its target revision.
    @Test func goingOnGivesWhatARebuildGives() async throws {
        _ = try await seeds.oneIn(Self.costlyShare).inParts { seeds in
            for seed in seeds {
                let history = try RandomHistory(seed: seed)
                var run = StoryRun(history.story)
                for fact in history.story.facts { run.learn(fact) }
                let rebuilt = try ClockMachine.fold(
                    history.facts,
                    policy: history.policy,
                    line: history.line,
                    asOf: run.asOf
                )
                #expect(run.clocks().differences(from: rebuilt) == [], "\(SeedRange.again(seed))")
                Self.expectEachStepOnce(run, seed: seed)
            }
        }
    }

    private static func expectEachStepOnce(_ run: StoryRun, seed: UInt64) {
        for cycle in run.clocks().cycles {
            let steps = cycle.ladder(policy: run.story.policy, calendar: run.story.line.openTime(knownAt: run.asOf))
            #expect(Set(steps.map(\.fired)).count == steps.count, "\(SeedRange.again(seed)): \(cycle)")
        }
        for (cycle, fired) in run.fired {
            let warned = run.log.count { $0.kind == .warned && $0.isOf(cycle) }
            let warnings = fired.keys.count { $0.key.hasPrefix("warn_") }
            #expect(warned == warnings, "\(SeedRange.again(seed)): \(cycle)")
        }
    }

    @Test func everyCycleIsSound() async throws {
        let calendar = try ClockStory.officeHours()
        _ = try await seeds.oneIn(Self.costlyShare).inParts { seeds in
            for seed in seeds {
                let history = try RandomHistory(seed: seed)
                let clocks = try ClockMachine.fold(
                    history.facts,
                    policy: history.policy,
                    calendar: calendar,
                    asOf: history.end
                )
                for cycle in clocks.cycles {
                    let isSound = Self.isSound(cycle, calendar: calendar, asOf: history.end)
                    #expect(isSound, "\(SeedRange.again(seed)): \(cycle)")
                }
                let names = Set(clocks.cycles.map { "\($0.ticket) \($0.metric) \($0.ordinal)" })
                #expect(names.count == clocks.cycles.count, "\(SeedRange.again(seed))")
            }
        }
    }

    @Test func aPauseOutsideHoursSplitsTheSpanAndChangesNothing() throws {
        // Paused on Saturday and Sunday: the office is closed, so nothing moves.
        for seed in UInt64(1)...UInt64(Self.pausesDefault) {
            var random = SeededNumbers(seed: seed)
            var plain = ClockStory([.agentWork: Int64.random(in: 1...200_000, using: &random)])
            plain.line = CalendarLine(try ClockStory.officeHours())
            try plain.tell("05 12:00", .customerMessage)
            var paused = plain
            try paused.tell("07 10:00", .statusChanged(.waitingThirdParty))
            try paused.tell("08 20:00", .statusChanged(.open))
            let first = try #require(try plain.clocks("09 12:00").cycles.first)
            let second = try #require(try paused.clocks("09 12:00").cycles.first)
            #expect(first.dueAt == second.dueAt, "seed \(seed)")
            #expect(first.breachAt == second.breachAt, "seed \(seed)")
            #expect(first.breachedAt == second.breachedAt, "seed \(seed)")
            #expect(first.elapsedMicroseconds == second.elapsedMicroseconds)
            #expect(first.spans.count == 1 && second.spans.count == 3)
        }
    }

    /// Spans abut and match the elapsed time; the verdict follows from breach and fulfilment.
    private static func isSound(_ cycle: ClockCycle, calendar: OpenTime, asOf: Instant) -> Bool {
        for (left, right) in zip(cycle.spans, cycle.spans.dropFirst()) where left.to != right.from { return false }
        let running = cycle.spans.filter { $0.kind == .running }
        let elapsed = running.reduce(Int64(0)) { $0 + calendar.elapsed(from: $1.from, to: $1.to ?? asOf) }
        guard elapsed == cycle.elapsedMicroseconds else { return false }
        if let first = cycle.spans.first, first.from != cycle.startAt { return false }
        if cycle.isEnded != (cycle.endedAt != nil) { return false }
        if let breachedAt = cycle.breachedAt, breachedAt >= asOf { return false }
        switch cycle.state {
        case .running: return cycle.dueAt != nil && cycle.runningFrom != nil
        case .paused: return cycle.dueAt == nil && cycle.runningFrom == nil && cycle.remainingSeconds != nil
        case .unschedulable: return cycle.dueAt == nil
        case .fulfilled: return cycle.verdict != nil && cycle.spans.allSatisfy { $0.to != nil }
        case .cancelled: return cycle.reason != nil
        }
    }
}

extension CaseClocks {
    /// What is here and not there, and the other way round; empty when both are the same in every detail.
    fileprivate func differences(from other: CaseClocks) -> [String] {
        guard self != other else { return [] }
        let cycles = Set(cycles).symmetricDifference(other.cycles).map { "\($0)" }.sorted()
        let moves = Set(moves).symmetricDifference(other.moves).map { "\($0)" }.sorted()
        return cycles + moves + ["follow-ups \(followUps), \(other.followUps)", "or the order of moves"]
    }
}

extension ClockMove {
    fileprivate func isOf(_ key: StoryRun.CycleKey) -> Bool {
        ticket == key.ticket && metric == key.metric && cycle == key.startedBy
    }
}

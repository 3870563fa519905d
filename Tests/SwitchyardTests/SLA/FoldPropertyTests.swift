import BusinessTime
import Foundation
import Switchyard
import TestTools
import Testing

/// What holds of every history (`spec/sla.md`, Properties). `SWITCHYARD_FOLD_CASES` sets how many are tried and
/// `SWITCHYARD_SEED` where they start; a failure names its seed.
struct FoldPropertyTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let cases = environment["SWITCHYARD_FOLD_CASES"].flatMap { UInt64($0) } ?? 2000
    private static let firstSeed = environment["SWITCHYARD_SEED"].flatMap { UInt64($0) } ?? 1

    private static var seeds: Range<UInt64> { firstSeed..<(firstSeed + cases) }

    @Test func orderAndDuplicatesDecideNothing() throws {
        let calendars = [OpenTime.always, try ClockStory.officeHours()]
        for seed in Self.seeds {
            var history = RandomHistory(seed: seed)
            let facts = history.facts()
            let calendar = calendars[Int(seed % 2)]
            let asOf = history.end
            let straight = try ClockMachine.fold(facts, policy: history.policy, calendar: calendar, asOf: asOf)
            let mixed = history.mixed(facts)
            let other = try ClockMachine.fold(mixed, policy: history.policy, calendar: calendar, asOf: asOf)
            #expect(straight == other, "seed \(seed)")
        }
    }

    @Test func everyCycleIsSound() throws {
        let calendar = try ClockStory.officeHours()
        for seed in Self.seeds {
            var history = RandomHistory(seed: seed)
            let facts = history.facts()
            let clocks = try ClockMachine.fold(facts, policy: history.policy, calendar: calendar, asOf: history.end)
            for cycle in clocks.cycles {
                #expect(Self.isSound(cycle, calendar: calendar, asOf: history.end), "seed \(seed): \(cycle)")
            }
            #expect(Set(clocks.cycles.map { "\($0.ticket) \($0.metric) \($0.ordinal)" }).count == clocks.cycles.count)
        }
    }

    @Test func aPauseOutsideHoursSplitsTheSpanAndChangesNothing() throws {
        // Paused on Saturday and Sunday: the office is closed, so nothing moves.
        for seed in Self.seeds.prefix(200) {
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

    @Test func stepsFireOnceHoweverOftenTheFoldIsRepeated() throws {
        for seed in Self.seeds.prefix(300) {
            var history = RandomHistory(seed: seed)
            let facts = history.facts().sorted { $0.recordedAt < $1.recordedAt }
            var fired: Set<String> = []
            for count in facts.indices {
                let now = facts[count].recordedAt
                let known = Array(facts[...count])
                let clocks = try ClockMachine.fold(known, policy: history.policy, calendar: .always, asOf: now)
                for cycle in clocks.cycles {
                    let steps = cycle.ladder(policy: history.policy, calendar: .always)
                    #expect(Set(steps.map(\.fired)).count == steps.count, "seed \(seed)")
                    for step in steps where step.wakeAt <= now {
                        fired.insert("\(cycle.ticket) \(cycle.metric) \(cycle.startedBy) \(step.fired)")
                    }
                }
            }
            #expect(fired.count <= facts.count * SLAMetric.allCases.count * 14, "seed \(seed)")
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

import BusinessTime
import Foundation
import TestTools
import Testing

/// Random calendars and clocks against the oracle, and the properties of `spec/sla.md`, Algorithm.
struct OracleTests {
    private static let casesDefault = 5_000
    /// Failures told of by one part before it stops.
    private static let failuresMax = 3

    @Test func engineAgreesWithTheWallClock() async throws {
        let seeds = SeedRange(count: Self.casesDefault)
        let mixes = try await seeds.inParts { seeds in
            var mix = CaseMix()
            var offsets = LocalOffsets()
            var failures = 0
            for seed in seeds where failures < Self.failuresMax {
                let example = try RandomCase(seed: seed, &offsets)
                mix.count(example)
                if let failure = try Self.failure(example) {
                    Issue.record("\(failure)")
                    failures += 1
                }
            }
            return mix
        }
        let mix = mixes.reduce(CaseMix(), +)
        print("oracle from seed \(seeds.first): \(mix)")
        if mix.total >= CaseMix.totalMin { #expect(mix.shortfalls == []) }
    }

    /// What a case shows to be wrong, with all that is needed to see it again.
    private static func failure(_ example: RandomCase) throws -> String? {
        let line = try OpenTime(versions: example.versions)
        let failures = EngineDifferences(example, line).all + (try Properties.violations(example, line))
        guard !failures.isEmpty else { return nil }
        let calendars = try example.versions.map { version in
            "from \(version.effectiveFrom) " + String(decoding: try version.document.json(), as: UTF8.self)
        }
        return """
            \(SeedRange.again(example.seed)): \(failures.joined(separator: "; "))
            start \(example.start), \(example.targetMinutes) min, pauses \(texts(example.pauses))
            \(calendars.joined(separator: "\n"))
            """
    }
}

/// Where the engine and the oracle part, in words.
private struct EngineDifferences {
    private let example: RandomCase
    private let line: OpenTime
    private let expected: (due: Instant?, breach: Instant?)

    init(_ example: RandomCase, _ line: OpenTime) {
        self.example = example
        self.line = line
        expected = example.oracle.deadline(
            start: example.start,
            pauses: example.pauses,
            minutes: example.targetMinutes
        )
    }

    private var oracle: MinuteOracle { example.oracle }
    private var end: Instant { oracle.instants.upperBound }
    private var targetSeconds: Int64 { Int64(example.targetMinutes) * 60 }

    var all: [String] { [segments, deadline, resumed, elapsed, opening].compactMap(\.self) }

    private var segments: String? {
        let found = line.segments(from: oracle.instants.lowerBound, to: end)
        let wanted = oracle.segments()
        return found == wanted ? nil : "segments \(texts(found)), oracle \(texts(wanted))"
    }

    private var deadline: String? {
        let found = line.deadline(start: example.start, pauses: example.pauses, targetSeconds: targetSeconds)
        return difference("deadline", found)
    }

    /// The same clock taken up where its last pause ended, from what had been consumed until then (P2).
    private var resumed: String? {
        guard let pause = example.pauses.max(by: { $0.upperBound < $1.upperBound }), pause.upperBound < end else {
            return nil
        }
        let counting = oracle.counting(from: example.start, pauses: example.pauses)
        let consumed = counting[..<oracle.index(pause.upperBound)].count { $0 }
        // With nothing left the deadline lies before the resumption, where this form knows only the last running span.
        guard consumed < example.targetMinutes else { return nil }
        let found = line.deadline(
            from: pause.upperBound,
            consumedMicroseconds: Int64(consumed) * 60_000_000,
            targetSeconds: targetSeconds,
            pausedAt: pause.lowerBound
        )
        return difference("resumed deadline", found)
    }

    private var elapsed: String? {
        let counted = oracle.counting(from: example.start, pauses: example.pauses).count { $0 }
        let found = line.elapsed(from: example.start, to: end, without: example.pauses)
        return found == Int64(counted) * 60_000_000 ? nil : "elapsed \(found), oracle \(counted) min"
    }

    private var opening: String? {
        let isOpen = oracle.open[oracle.index(example.start)]
        if line.isOpen(at: example.start) != isOpen { return "open at the start: oracle \(isOpen)" }
        let wanted = oracle.nextOpen(from: example.start)
        let found = line.nextOpen(from: example.start)
        return agree(found, wanted) ? nil : "next open \(found), oracle \(wanted as Any)"
    }

    private func difference(_ name: String, _ found: Deadline?) -> String? {
        guard agree(found?.dueAt, expected.due), agree(found?.breachAt, expected.breach) else {
            return "\(name) \(found as Any), oracle due \(expected.due as Any), breach \(expected.breach as Any)"
        }
        return nil
    }

    /// What the oracle did not see must not happen while it was looking.
    private func agree(_ engine: Instant?, _ oracle: Instant?) -> Bool {
        guard let oracle else { return engine.map { $0 >= end } ?? true }
        return engine == oracle
    }
}

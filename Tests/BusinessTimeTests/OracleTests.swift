import BusinessTime
import Foundation
import Testing

/// Random calendars against the oracle and the properties of `spec/sla.md`, Algorithm.
///
/// `SWITCHYARD_ORACLE_CASES` asks for more than the default; `SWITCHYARD_ORACLE_SEED` repeats a run.
struct OracleTests {
    private static let casesDefault = 400
    private static let shardsCount = 2

    private static let environment = ProcessInfo.processInfo.environment
    private static let seed = environment["SWITCHYARD_ORACLE_SEED"].flatMap(UInt64.init) ?? 20_250_602
    private static let cases = environment["SWITCHYARD_ORACLE_CASES"].flatMap(Int.init) ?? casesDefault

    @Test(arguments: 0..<shardsCount)
    func engineAgreesWithTheWallClock(shard: Int) throws {
        var mix = CaseMix()
        for index in stride(from: shard, to: Self.cases, by: Self.shardsCount) {
            let seed = Self.seed &+ UInt64(index) &* 1_000_003
            let example = try RandomCase(seed: seed)
            mix.count(example)
            let failures = try Self.differences(example) + Properties.violations(example, seed: seed)
            guard failures.isEmpty else {
                let calendar = String(decoding: try example.document.json(), as: UTF8.self)
                Issue.record(
                    """
                    run seed \(Self.seed), case \(index) (\(seed)): \(failures.joined(separator: "; "))
                    start \(example.start), \(example.targetMinutes) min, pauses \(texts(example.pauses)), \(calendar)
                    """
                )
                return
            }
        }
        print("oracle seed \(Self.seed) shard \(shard): \(mix)")
        if mix.total >= 100 { #expect(mix.shortfalls == []) }
    }

    private static func differences(_ example: RandomCase) throws -> [String] {
        let line = try OpenTime(document: example.document)
        let oracle = example.oracle
        var failures: [String] = []
        let span = oracle.instants
        if line.segments(from: span.lowerBound, to: span.upperBound) != oracle.segments() {
            failures.append("segments differ")
        }
        let expected = oracle.deadline(start: example.start, pauses: example.pauses, minutes: example.targetMinutes)
        let deadline = line.deadline(
            start: example.start,
            pauses: example.pauses,
            targetSeconds: Int64(example.targetMinutes) * 60
        )
        if !agree(deadline?.dueAt, expected.due, until: span.upperBound) {
            failures.append("due \(deadline?.dueAt as Any), oracle \(expected.due as Any)")
        }
        if !agree(deadline?.breachAt, expected.breach, until: span.upperBound) {
            failures.append("breach \(deadline?.breachAt as Any), oracle \(expected.breach as Any)")
        }
        let counted = oracle.counting(from: example.start, pauses: example.pauses).filter { $0 }.count
        let elapsed = line.elapsed(from: example.start, to: span.upperBound, without: example.pauses)
        if elapsed != Int64(counted) * 60_000_000 {
            failures.append("elapsed \(elapsed), oracle \(counted) min")
        }
        return failures
    }

    /// What the oracle did not see must not happen while it was looking.
    private static func agree(_ engine: Instant?, _ oracle: Instant?, until end: Instant) -> Bool {
        guard let oracle else { return engine.map { $0 >= end } ?? true }
        return engine == oracle
    }
}

/// How the cases were spread; the shares are part of the claim.
struct CaseMix: CustomStringConvertible {
    private(set) var total = 0
    private var near = 0
    private var overnight = 0
    private var overlapping = 0
    private var closing = 0
    private var pausedAtDue = 0

    private var shares: [(name: String, count: Int, percentMin: Int)] {
        [
            ("within 48 h of a clock change", near, 20), ("overnight", overnight, 10),
            ("overlapping", overlapping, 10), ("ending at closing", closing, 10), ("pause from due", pausedAtDue, 10),
        ]
    }

    var shortfalls: [String] {
        shares.filter { $0.count * 100 < $0.percentMin * total }.map(\.name)
    }

    var description: String {
        "\(total) cases, " + shares.map { "\($0.name) \($0.count * 100 / max(1, total)) %" }.joined(separator: ", ")
    }

    mutating func count(_ example: RandomCase) {
        total += 1
        near += example.isNearClockChange ? 1 : 0
        overnight += example.isOvernight ? 1 : 0
        overlapping += example.isOverlapping ? 1 : 0
        closing += example.endsAtClosing ? 1 : 0
        pausedAtDue += example.pausesAtDue ? 1 : 0
    }
}

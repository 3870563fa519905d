import Foundation

/// The seeds that a random test tries: each seed is one case, the same on every machine.
///
/// A test declares how many it tries by itself; `scripts/soak` tries more. A failure names its seed, and
/// `SWITCHYARD_SEED=<that> SWITCHYARD_SEEDS=1` tries that one alone.
package struct SeedRange: Sendable {
    package static let firstVariable = "SWITCHYARD_SEED"
    package static let countVariable = "SWITCHYARD_SEEDS"
    /// Parts that may run beside each other; the same on every machine, because some tests share a start within one.
    package static let partsCount = 4
    /// Seeds of one run; above it a variable is a mistake.
    package static let countMax = 100_000_000

    package let first: UInt64
    package let count: Int

    /// - Parameter count: what is tried when the environment asks for nothing else.
    package init(count: Int, environment: [String: String] = ProcessInfo.processInfo.environment) {
        first = environment[Self.firstVariable].flatMap { UInt64($0) } ?? 1
        self.count = min(environment[Self.countVariable].flatMap { Int($0) }.map { max(1, $0) } ?? count, Self.countMax)
    }

    private init(first: UInt64, count: Int) {
        self.first = first
        self.count = count
    }

    /// A share of the seeds, for a costlier check beside the main one: at least one.
    package func oneIn(_ share: Int) -> SeedRange {
        SeedRange(first: first, count: max(1, count / share))
    }

    /// Every part of the seeds as one piece of work for `SeedLanes`; answers what each made of its own, in no order.
    package func inParts<Answer: Sendable>(
        _ body: @escaping @Sendable (StrideTo<UInt64>) throws -> Answer
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            for part in 0..<min(Self.partsCount, count) {
                let seeds = stride(from: first + UInt64(part), to: first + UInt64(count), by: Self.partsCount)
                group.addTask(executorPreference: SeedLanes.shared) { try body(seeds) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// `SWITCHYARD_SEED=12 SWITCHYARD_SEEDS=1`: how to see a failure again.
    package static func again(_ seed: UInt64) -> String {
        "\(firstVariable)=\(seed) \(countVariable)=1"
    }
}

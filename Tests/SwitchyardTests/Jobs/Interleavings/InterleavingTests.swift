import Postgres
import Synchronization
import TestSupport
import TestTools
import Testing

/// The shipped statements on three connections, in every order of a few steps and in random orders of many: no job is lost, no
/// end is accepted of a lease that is not the newest, and every effect happens once (`spec/queue.md` rules 2 and 3). Of jobs in
/// order one at a time is under way and none before its turn; never more begins than a cap allows, lowered and raised as it may
/// be, and never less.
@Suite(.needsDatabase) struct InterleavingTests {
    /// Of random runs.
    static let stepsRange = 5...20
    /// `scripts/soak interleavings` asks for so many, and then the orders are a step longer as well.
    static let manySeeds = 20_000
    static let seeds = SeedRange(count: 200)

    private static func stepsOfEveryOrder(in scene: LeaseScene) -> Int {
        if seeds.count >= manySeeds { return 4 }
        return scene.runningMax == nil ? 3 : 2
    }

    @Test(arguments: LeaseScene.allCases) func everyOrderOfAFewStepsKeepsWhatIsOwed(scene: LeaseScene) async throws {
        let steps = Self.stepsOfEveryOrder(in: scene)
        let orders = LeaseStep.orders(of: steps)
        let runs = try await SeedRange(count: orders.count, environment: [:]).inParts { part in
            let world = try LeaseWorld()
            for number in part { try world.run(orders[Int(number) - 1], in: scene) }
            try world.finishAll()
            return world.runs
        }
        #expect(runs.reduce(0, +) == orders.count)
        print("\(scene.rawValue), every order of \(steps) steps: \(orders.count) runs, 0 violations")
    }

    @Test func randomOrdersOfManyStepsKeepWhatIsOwed() async throws {
        let runs = try await Self.seeds.inParts { part in
            let world = try LeaseWorld()
            for seed in part { try Self.run(seed, in: world) }
            try world.finishAll()
            return world.runs
        }
        print("random orders: \(runs.reduce(0, +)) runs, 0 violations")
    }

    private static func run(_ seed: UInt64, in world: LeaseWorld) throws {
        var random = SeededNumbers(seed: seed)
        let count = Int.random(in: stepsRange, using: &random)
        let scene = random.pick(LeaseScene.allCases)
        do {
            try world.run(LeaseStep.random(count: count, &random), in: scene)
        } catch {
            Issue.record("\(scene.rawValue): \(error); again with \(SeedRange.again(seed))")
            throw error
        }
    }

    /// A part of what keeps the promise, and an order of steps that goes wrong without it.
    enum Hole: String, CaseIterable {
        // Of the fence.
        case lease, worker, both
        /// The next of an order begins though one has begun, and no constraint refuses it.
        case turn
        /// The next of an order is any of it.
        case place
        /// Nobody writes down who has a slot.
        case taker
        /// A slot stays with its job when the lease is over.
        case release
        /// What is under way beyond a cap that was lowered does not count.
        case excess

        func takenOut(of text: String) -> String {
            switch self {
            case .lease: text.replacing(#/ AND j\.lease = (e\.lease|h\.lease|\$\d+)/#, with: "")
            case .worker: text.replacing(#/ AND j\.worker_id = (e\.worker_id|h\.worker_id|\$\d+)/#, with: "")
            case .both: Hole.worker.takenOut(of: Hole.lease.takenOut(of: text))
            case .turn: text.replacing("b.run_at IS NULL, b.place", with: "b.run_at IS NOT NULL, b.place")
            case .place: text.replacing("b.run_at IS NULL, b.place", with: "b.run_at IS NULL, b.place DESC")
            case .taker: text.replacing("SET job_id = l.id, lease = l.lease, turns", with: "SET turns")
            case .release: text.replacing(" AND j.lease = s.lease AND j.worker_id IS NOT NULL", with: "")
            case .excess: text.replacing("FILTER (WHERE h.is_over AND h.is_taken)", with: "FILTER (WHERE false)")
            }
        }

        var constraint: SQL? { self == .turn ? "switchyard.job_order_taken" : nil }

        var scene: LeaseScene {
            switch self {
            case .lease, .worker, .both: .free
            case .turn, .place: .inOrder
            case .taker, .release, .excess: .capped
            }
        }

        var harm: String {
            switch self {
            case .lease, .worker, .both: "an end accepted of a lease that is not the newest"
            case .turn: "two of one order under way"
            case .place: "a job given before its turn"
            case .taker, .excess: "more than the cap under way"
            case .release: "a job owed and not given"
            }
        }
    }

    /// Seeds within which a missing part must be noticed.
    private static let holeSeedsMax: UInt64 = 500

    @Test(arguments: Hole.allCases)
    func aMissingPartIsNoticed(hole: Hole) throws {
        let cuts = Atomic(0)
        let rewriting: @Sendable (String) -> String = { text in
            let cut = hole.takenOut(of: text)
            if cut != text { cuts.add(1, ordering: .relaxed) }
            return cut
        }
        let world = try LeaseWorld(rewriting: rewriting, dropping: hole.constraint)
        var found: LeaseWorld.Violation?
        for seed in 1...Self.holeSeedsMax where found == nil {
            var random = SeededNumbers(seed: seed)
            do {
                try world.run(LeaseStep.random(count: Self.stepsRange.upperBound, &random), in: hole.scene)
            } catch let violation as LeaseWorld.Violation {
                if violation.what == hole.harm { found = violation }
            }
        }
        #expect(cuts.load(ordering: .relaxed) > 0, "no statement has this part any more")
        #expect(found != nil)
    }

    /// The shortest story of a process that slept.
    @Test(arguments: [true, false])
    func fourStepsAreEnoughToNotice(hasFence: Bool) throws {
        let world = try hasFence ? LeaseWorld() : LeaseWorld(rewriting: { Hole.both.takenOut(of: $0) })
        let story: [LeaseStep] = [.claim(0), .expire(0), .claim(1), .complete(0)]
        #expect(LeaseStep.orders(of: story.count).contains(story))
        if hasFence {
            try world.run(story)
        } else {
            #expect(throws: LeaseWorld.Violation.self) { try world.run(story) }
        }
    }
}

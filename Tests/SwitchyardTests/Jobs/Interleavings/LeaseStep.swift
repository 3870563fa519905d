import Switchyard
import TestTools

/// One thing that a process does to the queue, or that happens to it. Processes are numbers.
indirect enum LeaseStep: Hashable, Sendable, CustomStringConvertible {
    case claim(Int)
    case renew(Int)
    /// The oldest job in its hands.
    case complete(Int)
    /// It is gone with what it had in mind; another one starts in its place.
    case crash(Int)
    /// Nobody heard of it for as long as a lease lasts, while the others renewed theirs; one of them frees what it had.
    case expire(Int)

    // Of random runs only.

    /// The same, and nobody looks.
    case fallSilent(Int)
    case rescue(Int)
    case putBack(Int)
    case handBack(Int)
    /// One more job, in the order where the scene has one.
    case enqueue(Int)
    /// So much may be under way from now on, where the scene has caps; nil removes the cap.
    case cap(Int, JobScope, runningMax: Int?)
    /// Others do something between the effect of a transaction and its end.
    case completeSlowly(Int, meanwhile: [LeaseStep])

    static let processes = 0..<3

    var process: Int {
        switch self {
        case .claim(let process), .renew(let process), .complete(let process), .crash(let process),
            .expire(let process),
            .fallSilent(let process), .rescue(let process), .putBack(let process), .handBack(let process),
            .enqueue(let process), .cap(let process, _, _), .completeSlowly(let process, _):
            process
        }
    }

    var description: String {
        switch self {
        case .claim(let process): "claim \(process)"
        case .renew(let process): "renew \(process)"
        case .complete(let process): "complete \(process)"
        case .crash(let process): "crash \(process)"
        case .expire(let process): "expire \(process)"
        case .fallSilent(let process): "fall silent \(process)"
        case .rescue(let process): "rescue \(process)"
        case .putBack(let process): "put back \(process)"
        case .handBack(let process): "hand back \(process)"
        case .enqueue(let process): "enqueue \(process)"
        case .cap(let process, let scope, let most): "cap \(process) \(scope.name) \(most.map(String.init) ?? "never")"
        case .completeSlowly(let process, let meanwhile): "complete \(process) around \(meanwhile)"
        }
    }

    /// Every order of so many steps, but for the names of the processes: the first to appear is 0, the next 1.
    static func orders(of count: Int) -> [[LeaseStep]] {
        guard count > 0 else { return [[]] }
        return orders(of: count - 1).flatMap { begun in
            let named = Set(begun.map(\.process)).count
            return processes.prefix(named + 1).flatMap { process in
                [.claim(process), .renew(process), .complete(process), .crash(process), .expire(process)].map {
                    begun + [$0]
                }
            }
        }
    }

    static func random(count: Int, _ random: inout SeededNumbers) -> [LeaseStep] {
        (0..<count).map { _ in step(of: Array(processes), &random) }
    }

    private static func step(of processes: [Int], _ random: inout SeededNumbers) -> LeaseStep {
        let process = random.pick(processes)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<28: return .claim(process)
        case 28..<46: return .complete(process)
        case 46..<54: return .renew(process)
        case 54..<59: return .crash(process)
        case 59..<70: return .expire(process)
        case 70..<75: return .fallSilent(process)
        case 75..<80: return .rescue(process)
        case 80..<84: return .putBack(process)
        case 84..<87: return .handBack(process)
        case 87..<90: return .enqueue(process)
        case 90..<94:
            let most = random.chance(percent: 20) ? nil : Int.random(in: 1...3, using: &random)
            return .cap(process, random.pick([.all, .kind(.probe)]), runningMax: most)
        default:
            let others = processes.filter { $0 != process }
            guard !others.isEmpty else { return .complete(process) }
            let count = Int.random(in: 1...3, using: &random)
            return .completeSlowly(process, meanwhile: (0..<count).map { _ in step(of: others, &random) })
        }
    }
}

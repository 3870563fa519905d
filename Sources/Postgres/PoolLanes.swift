import Dispatch
import Foundation
import Synchronization

/// What the threads of a pool share.
final class PoolLanes: Sendable {
    typealias Work = @Sendable (Result<Connection, PostgresError>) -> Void

    struct Item: Sendable {
        let work: Work
        let deadline: Deadline
    }

    struct State {
        var line = Line()
        var turns: PoolTurns
        /// What idle threads were given, by their numbers.
        fileprivate var given: [Item?]
        var connected = 0
        var isSweeping = false
        var isClosing = false
    }

    let name: String
    let settings: ConnectionSettings
    let size: Int
    let state: Mutex<State>
    let ended = DispatchGroup()
    private let waitMillisecondsMax: Int
    private let queueMax: Int
    private let awake: [DispatchSemaphore]
    private let sweep = DispatchSemaphore(value: 0)

    init(name: String, settings: ConnectionSettings, turns: PoolTurns, waitMillisecondsMax: Int, queueMax: Int) {
        self.name = name
        self.settings = settings
        size = turns.size
        state = Mutex(State(turns: turns, given: Array(repeating: nil, count: turns.size)))
        awake = (0..<turns.size).map { _ in DispatchSemaphore(value: 0) }
        self.waitMillisecondsMax = waitMillisecondsMax
        self.queueMax = queueMax
    }

    func start() {
        for number in 0..<size {
            run("\(name)-\(number + 1)") { lanes in
                var lane = PoolLane(lanes: lanes, number: number)
                while let item = lanes.take(number) { lane.serve(item) }
                lane.disconnect()
                // The line may be empty before its head would have expired.
                lanes.sweep.signal()
            }
        }
        run("\(name)-line") { $0.sweepLine() }
    }

    private func run(_ threadName: String, _ body: @escaping @Sendable (PoolLanes) -> Void) {
        ended.enter()
        let thread = Thread { [self] in
            body(self)
            ended.leave()
        }
        thread.name = threadName
        thread.start()
    }

    func submit(_ work: @escaping Work) {
        let item = Item(work: work, deadline: Deadline(milliseconds: waitMillisecondsMax))
        let refusal = enqueue { state -> PostgresError? in
            guard !state.isClosing else {
                return PostgresError(kind: .poolClosed, message: "the pool \(name) is closed")
            }
            guard state.line.count < queueMax else { return exhausted("has \(queueMax) in line") }
            state.line.append(item)
            return nil
        }
        if let refusal { work(.failure(refusal)) }
    }

    /// Back to the head of the line, for another thread to take.
    func putBack(_ item: Item, from number: Int) {
        enqueue { state in
            state.turns.stop(number)
            state.line.prepend(item)
        }
    }

    private func enqueue<Value>(_ change: (inout State) -> Value) -> Value {
        let (value, woken, mustSweep) = state.withLock { state in
            let value = change(&state)
            let woken = state.giveHead()
            let mustSweep = !state.isSweeping && !state.line.isEmpty
            if mustSweep { state.isSweeping = true }
            return (value, woken, mustSweep)
        }
        if let woken { awake[woken].signal() }
        if mustSweep { sweep.signal() }
        return value
    }

    /// The next work of a thread that has none, or nil when the pool is closing and the line is empty.
    private func take(_ number: Int) -> Item? {
        let (item, isDone) = state.withLock { state -> (Item?, Bool) in
            state.turns.stop(number)
            guard !state.line.isEmpty else {
                if !state.isClosing { state.turns.rest(number) }
                return (nil, state.isClosing)
            }
            guard state.turns.mayStart() || state.isClosing else {
                state.turns.rest(number)
                return (nil, false)
            }
            state.turns.start(number)
            return (state.line.popFirst(), false)
        }
        if item != nil || isDone { return item }
        awake[number].wait()
        // Nothing was given to a thread that is woken because the pool closes.
        guard let given = state.withLock({ $0.given[number].take() }) else { return take(number) }
        return given
    }

    func beginClosing() {
        let idle = state.withLock { state -> [Int] in
            state.isClosing = true
            return state.turns.wakeAll()
        }
        for number in idle { awake[number].signal() }
        sweep.signal()
    }

    /// Looks after who waits while nobody takes work: refuses what has waited too long, and wakes another thread where those
    /// at work are not quick. Sleeps until somebody has to wait.
    private func sweepLine() {
        while true {
            sweep.wait()
            while let milliseconds = lookAfterLine() {
                _ = sweep.wait(timeout: .now() + .milliseconds(Int(milliseconds) + 1))
            }
            if state.withLock({ $0.isClosing && $0.line.isEmpty }) { return }
        }
    }

    /// Milliseconds until the next look, or nil when nobody waits.
    private func lookAfterLine() -> Int32? {
        let (expired, woken, next) = state.withLock { state -> ([Item], [Int], Deadline?) in
            var expired: [Item] = []
            var woken: [Int] = []
            while let head = state.line.first, head.deadline.hasPassed {
                _ = state.line.popFirst()
                expired.append(head)
            }
            while let number = state.giveHead() { woken.append(number) }
            if state.line.isEmpty { state.isSweeping = false }
            let next = [state.line.first?.deadline, state.turns.nextStart].compactMap(\.self).min()
            return (expired, woken, state.line.isEmpty ? nil : next)
        }
        for number in woken { awake[number].signal() }
        for item in expired { item.work(.failure(exhausted("had no connection for \(waitMillisecondsMax) ms"))) }
        return next?.millisecondsLeft
    }

    private func exhausted(_ why: String) -> PostgresError {
        PostgresError(kind: .poolExhausted, message: "the pool \(name) \(why)")
    }

    /// First in, first out, without moving the rest at each step.
    struct Line {
        private var items: [Item] = []
        private var head = 0

        var count: Int { items.count - head }
        var isEmpty: Bool { count == 0 }
        var first: Item? { isEmpty ? nil : items[head] }

        mutating func append(_ item: Item) { items.append(item) }
        mutating func prepend(_ item: Item) { items.insert(item, at: head) }

        mutating func popFirst() -> Item? {
            guard let item = first else { return nil }
            head += 1
            if head == items.count {
                items.removeAll(keepingCapacity: true)
                head = 0
            } else if head >= 64, head * 2 >= items.count {
                items.removeFirst(head)
                head = 0
            }
            return item
        }
    }
}

extension PoolLanes.State {
    /// The idle thread that has the head of the line now, if there are both and it may start.
    fileprivate mutating func giveHead() -> Int? {
        guard !line.isEmpty, let number = turns.startIdle() else { return nil }
        given[number] = line.popFirst()
        return number
    }
}

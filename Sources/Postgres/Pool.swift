import Dispatch
import Foundation
import Synchronization

/// A fixed number of threads, each with a connection that it makes, owns and replaces itself.
///
/// Work is a closure that runs on one of the threads; `Connection` never leaves it, and the compiler sees to that. Work that
/// finds no free thread waits in line, in order, for `waitMillisecondsMax` at most and is then refused with `poolExhausted`,
/// so that overload is refused at the door instead of being served too late. A thread that takes work and has no connection
/// tries to make one, which may take the settings' connect limit; while the server is away work fails with `connectFailed`.
package final class Pool: Sendable {
    private let lanes: PoolLanes

    package init(
        name: String,
        settings: ConnectionSettings,
        size: Int,
        waitMillisecondsMax: Int = 2_000,
        queueMax: Int = 512
    ) {
        lanes = PoolLanes(
            name: name,
            settings: settings,
            size: max(1, size),
            waitMillisecondsMax: waitMillisecondsMax,
            queueMax: queueMax
        )
        lanes.start()
    }

    deinit { lanes.beginClosing() }

    /// Runs the work once, with a connection that is idle and was alive a moment ago, or with the reason why there is none.
    ///
    /// A refusal may come on the calling thread. Work is never run twice. Afterwards an open transaction is rolled back.
    package func submit(_ work: @escaping @Sendable (Result<Connection, PostgresError>) -> Void) {
        lanes.submit(work)
    }

    package var size: Int { lanes.size }
    /// Threads that run work now.
    package var inUse: Int { lanes.state.withLock { $0.busy } }
    /// Work in line.
    package var waiting: Int { lanes.state.withLock { $0.line.count } }
    /// Threads that have a connection.
    package var connected: Int { lanes.state.withLock { $0.connected } }

    /// Refuses new work, finishes what is in line, ends the threads. Not to be called from work of this pool.
    package func close() {
        lanes.beginClosing()
        lanes.ended.wait()
    }
}

/// What the threads of a pool share.
final class PoolLanes: Sendable {
    typealias Work = @Sendable (Result<Connection, PostgresError>) -> Void

    struct Item: Sendable {
        let work: Work
        let deadline: Deadline
    }

    struct State {
        var line = Line()
        var busy = 0
        var free = 0
        var connected = 0
        var isSweeping = false
        var isClosing = false
    }

    let name: String
    let settings: ConnectionSettings
    let size: Int
    let state = Mutex(State())
    let ended = DispatchGroup()
    private let waitMillisecondsMax: Int
    private let queueMax: Int
    private let available = DispatchSemaphore(value: 0)
    private let sweep = DispatchSemaphore(value: 0)

    init(name: String, settings: ConnectionSettings, size: Int, waitMillisecondsMax: Int, queueMax: Int) {
        self.name = name
        self.settings = settings
        self.size = size
        self.waitMillisecondsMax = waitMillisecondsMax
        self.queueMax = queueMax
    }

    func start() {
        for number in 1...size {
            run("\(name)-\(number)") { lanes in
                var lane = PoolLane(lanes: lanes)
                while let item = lanes.take() { lane.serve(item) }
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
        let (refusal, mustSweep) = state.withLock { state -> (PostgresError?, Bool) in
            guard !state.isClosing else {
                return (PostgresError(kind: .poolClosed, message: "the pool \(name) is closed"), false)
            }
            guard state.line.count < queueMax else { return (exhausted("has \(queueMax) in line"), false) }
            state.line.append(item)
            let mustSweep = !state.isSweeping && state.line.count > state.free
            if mustSweep { state.isSweeping = true }
            return (nil, mustSweep)
        }
        if let refusal { return work(.failure(refusal)) }
        available.signal()
        if mustSweep { sweep.signal() }
    }

    /// Back to the head of the line, for another thread to take.
    func putBack(_ item: Item) {
        let mustSweep = state.withLock { state in
            state.line.prepend(item)
            state.busy -= 1
            defer { state.isSweeping = true }
            return !state.isSweeping
        }
        available.signal()
        if mustSweep { sweep.signal() }
    }

    /// The next work, or nil when the pool is closing and the line is empty.
    private func take() -> Item? {
        while true {
            state.withLock { $0.free += 1 }
            available.wait()
            let (item, isDone) = state.withLock { state -> (Item?, Bool) in
                state.free -= 1
                guard let item = state.line.popFirst() else { return (nil, state.isClosing) }
                state.busy += 1
                return (item, false)
            }
            if let item { return item }
            if isDone { return nil }
        }
    }

    func finished() { state.withLock { $0.busy -= 1 } }

    func beginClosing() {
        let isFirst = state.withLock { state in
            defer { state.isClosing = true }
            return !state.isClosing
        }
        guard isFirst else { return }
        for _ in 0..<size { available.signal() }
        sweep.signal()
    }

    /// Refuses what has waited too long, also while every thread is busy. Sleeps until somebody has to wait.
    private func sweepLine() {
        while true {
            sweep.wait()
            while let milliseconds = refuseExpired() {
                _ = sweep.wait(timeout: .now() + .milliseconds(Int(milliseconds) + 1))
            }
            if state.withLock({ $0.isClosing && $0.line.isEmpty }) { return }
        }
    }

    /// Milliseconds until the head of the line expires, or nil when nobody waits.
    private func refuseExpired() -> Int32? {
        let (expired, next) = state.withLock { state -> ([Item], Int32?) in
            var expired: [Item] = []
            while let head = state.line.first, head.deadline.hasPassed {
                _ = state.line.popFirst()
                expired.append(head)
            }
            if state.line.isEmpty { state.isSweeping = false }
            return (expired, state.line.first?.deadline.millisecondsLeft)
        }
        for item in expired { item.work(.failure(exhausted("had no connection for \(waitMillisecondsMax) ms"))) }
        return next
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

import BusinessTime
import Dispatch
package import Logging
package import Postgres
package import Switchyard

/// Knows when there is work: asks the queue for its next instant, sleeps until then, and opens the gate. Hints from other
/// processes (`NOTIFY`) cut the sleep short; without them the cap is what it costs.
package final class Gatekeeper: LaneWork {
    package static let channel = "switchyard_wake"
    /// Longest sleep while hints are heard, and while they are not.
    package static let sleepMillisecondsMax = 1_000
    package static let pollMillisecondsMax = 200
    /// While something is due the gate opens this often: lanes may be at it, or nobody here can do it (locked elsewhere,
    /// another binary's kind).
    package static let dueMilliseconds = 200

    private let queue: QueueSession
    private let gate: Gate
    private let hints: Hints?
    private let alarm: Alarm
    /// What was still to come at the last look.
    private var awaited: Instant?
    /// When due work is looked for again.
    private var nextLook = ContinuousClock.now

    /// `listen` nil is poll-only mode.
    package init(queue: QueueSession, gate: Gate, listen: ConnectionSettings?, log: Logger) {
        self.queue = queue
        self.gate = gate
        let alarm = Alarm()
        self.alarm = alarm
        do {
            hints = try listen.map { try Hints($0, alarm: alarm) }
        } catch {
            log.warning("no hints, polling only", metadata: ["cause": "\(error)"])
            hints = nil
        }
    }

    /// One look and one sleep.
    package func runOnce() throws -> Counts {
        alarm.sleep(milliseconds: try lookAround())
        if try hints?.drain() ?? false { gate.open() }
        return Counts()
    }

    /// Opens the gate for what has become due; answers for how many milliseconds nothing else will.
    package func lookAround() throws -> Int {
        var coming: QueueSession.Backlog
        if nextLook <= .now {
            coming = try queue.backlog()
            let isDue = coming.isDue
            if isDue {
                gate.open()
                coming = try queue.coming()
            }
            nextLook = .now + .milliseconds(isDue ? Gatekeeper.dueMilliseconds : sleepMillisecondsMax)
        } else {
            coming = try queue.coming()
        }
        if let awaited, awaited <= coming.now { gate.open() }
        awaited = coming.next
        let left = [nextLook - .now, coming.next.map { .microseconds($0.microseconds(since: coming.now)) }]
        let shortest = left.compactMap(\.self).min() ?? .zero
        return Int(max(.zero, shortest) / .milliseconds(1)) + 1
    }

    private var sleepMillisecondsMax: Int {
        hints == nil ? Gatekeeper.pollMillisecondsMax : Gatekeeper.sleepMillisecondsMax
    }
}

/// A sleep that a timer source ends, or anything that rings.
private final class Alarm: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let queue = DispatchQueue(label: "switchyard.worker.alarm")

    func ring() { semaphore.signal() }

    func sleep(milliseconds: Int) {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [semaphore] in semaphore.signal() }
        timer.schedule(deadline: .now() + .milliseconds(milliseconds), leeway: .milliseconds(1))
        timer.resume()
        semaphore.wait()
        timer.cancel()
    }

    /// Forgets what rang in the meantime.
    func clear() { while semaphore.wait(timeout: .now()) == .success {} }
}

/// The LISTEN connection with its read source.
private final class Hints {
    private let listener: Listener
    private let source: any DispatchSourceRead
    private let cancelled = DispatchSemaphore(value: 0)
    private let alarm: Alarm

    init(_ settings: ConnectionSettings, alarm: Alarm) throws {
        self.alarm = alarm
        listener = try Listener(settings, channel: Gatekeeper.channel)
        source = DispatchSource.makeReadSource(
            fileDescriptor: listener.socket,
            queue: DispatchQueue(label: "switchyard.worker.hints")
        )
        source.setEventHandler { alarm.ring() }
        source.setCancelHandler { [cancelled] in cancelled.signal() }
        source.resume()
    }

    /// The source lets go of the socket before the socket is closed.
    deinit {
        source.cancel()
        cancelled.wait()
        listener.close()
    }

    func drain() throws -> Bool {
        let count = try listener.drain()
        if count > 0 { WorkerMetrics.hintsHeard(count) }
        alarm.clear()
        return count > 0
    }
}

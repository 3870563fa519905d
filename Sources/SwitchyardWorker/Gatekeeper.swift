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
    /// While something is due that nobody here can do (locked elsewhere, another binary's kind), the gate opens this often.
    package static let sleepMillisecondsMin = 50

    private let queue: QueueSession
    private let gate: Gate
    private let hints: Hints?
    private let alarm: Alarm

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

    /// One probe and one sleep.
    package func runOnce() throws -> Counts {
        let backlog = try queue.nextInstant()
        if let next = backlog.next, next <= backlog.now { gate.open() }
        alarm.sleep(milliseconds: sleepMilliseconds(backlog))
        if try hints?.drain() ?? false { gate.open() }
        return Counts()
    }

    private func sleepMilliseconds(_ backlog: QueueSession.Backlog) -> Int {
        let most = hints == nil ? Gatekeeper.pollMillisecondsMax : Gatekeeper.sleepMillisecondsMax
        guard let next = backlog.next else { return most }
        let left = next.microseconds(since: backlog.now)
        guard left > 0 else { return Gatekeeper.sleepMillisecondsMin }
        return Int(min(left / 1_000 + 1, Int64(most)))
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

import BusinessTime
import Dispatch
import Foundation
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
    /// Where hints could not be had they are asked for again this often: a server that was a standby, or had no connection left,
    /// may give them now.
    package static let hintsEvery: Duration = .seconds(5)

    /// Where other processes are alive each waits up to so long, by its own chance, before it goes after what all were told of
    /// in the same moment; the quickest begins, and the rest find it at work (`spec/queue.md` rule 6).
    package static let jitterMicrosecondsMax: Int64 = 3_000

    private let queue: QueueSession
    private let gate: Gate
    private let listen: ConnectionSettings?
    private let hintsEvery: Duration
    private let alarm = Alarm()
    private let watermark: Watermark
    private let log: Logger
    private let now: @Sendable () -> ContinuousClock.Instant
    private let others: @Sendable () -> Int
    private let nap: @Sendable (Duration) -> Void
    private var hints: Hints?
    private var nextHints: ContinuousClock.Instant
    private var isDeaf = false
    /// What was still to come at the last look.
    private var awaited: Instant?
    /// When due work is looked for again.
    private var nextLook: ContinuousClock.Instant

    /// `listen` nil is poll-only mode; `others` tells how many other processes are alive; `nap` sleeps, and is replaced by tests.
    package init(
        queue: QueueSession,
        gate: Gate,
        watermark: Watermark = Watermark(),
        listen: ConnectionSettings?,
        hintsEvery: Duration = hintsEvery,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        others: @escaping @Sendable () -> Int = { 0 },
        nap: @escaping @Sendable (Duration) -> Void = sleep,
        log: Logger
    ) {
        self.queue = queue
        self.gate = gate
        self.watermark = watermark
        self.listen = listen
        self.hintsEvery = hintsEvery
        self.log = log
        self.now = now
        self.others = others
        self.nap = nap
        nextHints = now()
        nextLook = now()
    }

    /// One look and one sleep.
    package func runOnce() throws -> Counts {
        askForHints()
        alarm.sleep(milliseconds: try lookAround())
        if try hints?.drain() ?? false { openAmongOthers() }
        return Counts()
    }

    /// For what every process learns of in the same moment: a hint, an instant that all sleep until. Who is alone loses no time.
    private func openAmongOthers() {
        if others() > 0 { nap(Gatekeeper.jitter(chance: .random(in: .min ... .max))) }
        gate.open()
    }

    /// `chance` is any number; its low 16 bits count.
    package static func jitter(chance: UInt64) -> Duration {
        .microseconds(jitterMicrosecondsMax * Int64(chance & 0xffff) / 0xffff)
    }

    package static func sleep(_ duration: Duration) { Thread.sleep(forTimeInterval: duration / .seconds(1)) }

    /// Hints that could not be had, or were lost with their connection, are no failure: polling is the truth.
    private func askForHints() {
        guard hints == nil, let listen, nextHints <= now() else { return }
        nextHints = now() + hintsEvery
        do {
            hints = try Hints(listen, alarm: alarm)
            if isDeaf { log.notice("hints are heard again") }
            isDeaf = false
        } catch {
            if !isDeaf { log.warning("no hints, polling only", metadata: ["cause": "\(error)"]) }
            isDeaf = true
        }
    }

    /// Opens the gate for what has become due; answers for how many milliseconds nothing else will.
    package func lookAround() throws -> Int {
        var coming: QueueSession.Backlog
        if nextLook <= now() {
            coming = try look()
            let isDue = coming.isDue
            if isDue {
                gate.open()
                coming = try queue.coming()
            }
            nextLook = now() + .milliseconds(isDue ? Gatekeeper.dueMilliseconds : sleepMillisecondsMax)
        } else {
            coming = try queue.coming()
        }
        if let awaited, awaited <= coming.now { openAmongOthers() }
        awaited = coming.next
        let left = [nextLook - now(), coming.next.map { .microseconds($0.microseconds(since: coming.now)) }]
        let shortest = left.compactMap(\.self).min() ?? .zero
        return Int(max(.zero, shortest) / .milliseconds(1)) + 1
    }

    /// Behind the watermark as well when it is time. It is moved before the gate opens: who comes then finds what was found.
    private func look() throws -> QueueSession.Backlog {
        let reading = watermark.reading
        guard watermark.isLookDue else {
            let backlog = try queue.backlog(from: reading.floor)
            watermark.raise(backlog.floor, from: reading)
            return backlog
        }
        let backlog = try queue.backlog()
        watermark.looked(backlog.floor)
        return backlog
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

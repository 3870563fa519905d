import BusinessTime
import Dispatch
package import Foundation
package import Logging
package import Switchyard
import Synchronization

/// What the outside may know of a worker's health.
package final class Pulse: Sendable {
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    package init() {}

    func beat() { last.withLock { $0 = .now } }

    /// The lease was renewed recently enough to be live.
    package var isAlive: Bool {
        guard let last = last.withLock({ $0 }) else { return false }
        return last > .now - .seconds(QueueSession.expirySeconds)
    }
}

/// Once a second: renews this process's lease when it is time, looks for dead processes and frees what they held, and looks
/// how old the oldest due work is. A predicate that every process runs, not a job that could itself get stuck
/// (`spec/queue.md` rule 2).
package final class Heartbeat: LaneWork {
    package static let roundMilliseconds = 1_000
    /// Due work older than this is an alarm.
    package static let oldestDueSecondsMax: Int64 = 60
    /// What is held is looked through this often though nobody died: a deadline may be over, a lease row may be gone.
    static let sweepEverySeconds: Int64 = 15
    /// One alarm line in this time.
    static let alarmEverySeconds: Int64 = 60

    private let queue: QueueSession
    private let workerID: UUID
    private let pulse: Pulse
    private let gate: Gate
    private let log: Logger
    private var nextBeat = ContinuousClock.now
    private var nextSweep = ContinuousClock.now
    private var nextAlarm = ContinuousClock.now

    package init(queue: QueueSession, workerID: UUID, pulse: Pulse, gate: Gate, log: Logger) {
        self.queue = queue
        self.workerID = workerID
        self.pulse = pulse
        self.gate = gate
        self.log = log
    }

    package func runOnce() throws -> Counts {
        if nextBeat <= .now { try beat() }
        guard try nextSweep <= .now || queue.hasDeadProcess() else { return Counts() }
        let freed = try queue.rescue()
        nextSweep = freed == QueueSession.rescueMax ? .now : .now + .seconds(Heartbeat.sweepEverySeconds)
        if freed > 0 {
            WorkerMetrics.rescued(freed)
            log.notice("jobs of dead processes freed", metadata: ["jobs": "\(freed)"])
            gate.open()
        }
        return Counts(done: freed)
    }

    private func beat() throws {
        try queue.heartbeat(workerID)
        pulse.beat()
        nextBeat = .now + .seconds(QueueSession.heartbeatSeconds)
        let backlog = try queue.backlog()
        let unknown = try queue.unknownJobs()
        let overdue = (
            timer: backlog.overdueMicroseconds(backlog.timer), job: backlog.overdueMicroseconds(backlog.job)
        )
        WorkerMetrics.oldestDue("timer", microseconds: overdue.timer)
        WorkerMetrics.oldestDue("job", microseconds: overdue.job)
        WorkerMetrics.unknownJobs(unknown)
        let isLate = max(overdue.timer, overdue.job) > Heartbeat.oldestDueSecondsMax * Instant.microsecondsPerSecond
        guard isLate || unknown > 0, nextAlarm <= .now else { return }
        nextAlarm = .now + .seconds(Heartbeat.alarmEverySeconds)
        log.critical(
            "due work is left undone",
            metadata: [
                "oldest_timer_seconds": "\(overdue.timer / Instant.microsecondsPerSecond)",
                "oldest_job_seconds": "\(overdue.job / Instant.microsecondsPerSecond)",
                "jobs_of_unknown_kind": "\(unknown)",
            ]
        )
    }
}

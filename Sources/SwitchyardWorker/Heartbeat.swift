import Dispatch
package import Foundation
package import Logging
package import Switchyard
import Synchronization

/// What the last heartbeat told: the outside of a worker's health, the worker of others.
package final class Pulse: Sendable {
    private let last = Mutex<(at: ContinuousClock.Instant?, others: Int)>((nil, 0))

    package init() {}

    func beat(others: Int) { last.withLock { $0 = (.now, others) } }

    /// Other processes that were alive then.
    package var others: Int { last.withLock { $0.others } }

    /// The lease was renewed recently enough to be live.
    package var isAlive: Bool {
        guard let last = last.withLock({ $0.at }) else { return false }
        return last > .now - .seconds(QueueSession.expirySeconds)
    }
}

/// Once a second: renews this process's lease when it is time and has the queue looked at, frees what its own handlers hang on,
/// looks for dead processes and frees what they held. A predicate that every process runs, not a job that could itself get stuck
/// (`spec/queue.md` rule 2).
package final class Heartbeat: LaneWork {
    package static let roundMilliseconds = 1_000
    /// What is held is looked through this often though nobody died: a deadline may be over, a lease row may be gone.
    static let sweepEverySeconds: Int64 = 15

    private let queue: QueueSession
    private let workerID: UUID
    private let pulse: Pulse
    private let gate: Gate
    private let claimers: @Sendable () -> [Claimer]
    private let watch: QueueWatch
    private let log: Logger
    private var nextBeat = ContinuousClock.now
    private var nextSweep = ContinuousClock.now

    /// `claimers` are those of this process; `versions` as in `QueueSession.ClaimRequest`.
    package init(
        queue: QueueSession,
        workerID: UUID,
        versions: [JobKind: Int16] = [:],
        pulse: Pulse,
        gate: Gate,
        claimers: @escaping @Sendable () -> [Claimer],
        log: Logger
    ) {
        self.queue = queue
        watch = QueueWatch(queue: queue, versions: versions, log: log)
        self.workerID = workerID
        self.pulse = pulse
        self.gate = gate
        self.claimers = claimers
        self.log = log
    }

    package func runOnce() throws -> Counts {
        if nextBeat <= .now { try beat() }
        let freed = try freeOwn() + freeOthers()
        if freed > 0 {
            WorkerMetrics.rescued(freed)
            gate.open()
        }
        return Counts(done: freed)
    }

    /// What a handler of this process hangs on is free as soon as its deadline is over; the lane itself stays with it.
    private func freeOwn() throws -> Int {
        let claimers = claimers()
        for claimer in claimers { try claimer.tidy() }
        let overdue = claimers.flatMap { $0.overdue() }
        let freed = try queue.freeOverdue(overdue)
        for job in overdue where freed.contains(job.id) {
            log.error("handler hangs, its job is free for others", metadata: job.metadata())
        }
        return freed.count
    }

    private func freeOthers() throws -> Int {
        guard try nextSweep <= .now || queue.hasDeadProcess() else { return 0 }
        let freed = try queue.rescue()
        nextSweep = freed.count == QueueSession.rescueMax ? .now : .now + .seconds(Heartbeat.sweepEverySeconds)
        for job in freed { log.warning("job of another process is free", metadata: job.metadata) }
        return freed.count
    }

    private func beat() throws {
        pulse.beat(others: try queue.heartbeat(workerID))
        nextBeat = .now + .seconds(QueueSession.heartbeatSeconds)
        try watch.look()
    }
}

extension LostJob {
    /// As log lines name a job, and who had it.
    fileprivate var metadata: Logger.Metadata {
        var words: Logger.Metadata = [
            "job": "\(id.text)", "kind": "\(kind)", "tenant": "\(tenantID.text)", "subject": "\(subjectID.text)",
            "attempt": "\(attempt)", "cause": "\(cause.rawValue)", "holder": "\(workerID.text)",
        ]
        if let traceParent { words["traceparent"] = "\(traceParent.text)" }
        return words
    }
}

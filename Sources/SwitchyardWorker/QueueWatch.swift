package import BusinessTime
import Foundation
package import Logging
package import Switchyard

/// Tells of the queue, at each beat of every process: figures for whoever reads them, and alarms when due work is left undone,
/// when nobody here knows what to do with it, when an old snapshot keeps the dead rows, and when this machine's clock is wrong.
package final class QueueWatch {
    /// Due work older than this is an alarm.
    package static let oldestDueSecondsMax: Int64 = 60
    /// So is a snapshot (`spec/queue.md` rule 9).
    package static let snapshotSecondsMax = 60.0
    /// A machine's clock may differ so much from the database's. Nothing here goes by it, but log lines and certificates do.
    package static let clockOffSecondsMax: Int64 = 30
    /// One line of an alarm in this time.
    static let alarmEverySeconds: Int64 = 60
    /// Statistics of tables change slowly.
    static let bloatEverySeconds: Int64 = 15
    /// Kinds of newer binaries that are named; more than that are not told apart.
    static let unknownKindsMax = 50

    private enum Alarm: Hashable {
        case workUndone, unknownKinds, oldSnapshot, clockOff
    }

    private struct Foreign: Hashable {
        let kind: String
        let version: Int16
    }

    private let queue: QueueSession
    private let versions: [JobKind: Int16]
    private let snapshotSecondsMax: Double
    private let machineTime: () -> Instant
    private let log: Logger
    private var quietUntil: [Alarm: ContinuousClock.Instant] = [:]
    private var nextBloat = ContinuousClock.now
    /// Told before; told as none when they are gone.
    private var foreign: Set<Foreign> = []

    /// `versions` as in `QueueSession.ClaimRequest`.
    package init(
        queue: QueueSession,
        versions: [JobKind: Int16] = [:],
        snapshotSecondsMax: Double = snapshotSecondsMax,
        machineTime: @escaping () -> Instant = { Instant(date: Date()) },
        log: Logger
    ) {
        self.queue = queue
        self.versions = versions
        self.snapshotSecondsMax = snapshotSecondsMax
        self.machineTime = machineTime
        self.log = log
    }

    package func look() throws {
        let backlog = try queue.backlog()
        tell(backlog)
        tellClock(offMicroseconds: machineTime().microseconds(since: backlog.now))
        tell(try queue.head())
        guard nextBloat <= .now else { return }
        nextBloat = .now + .seconds(QueueWatch.bloatEverySeconds)
        tell(try queue.bloat())
    }

    private func tell(_ backlog: QueueSession.Backlog) {
        let timer = backlog.overdueMicroseconds(backlog.timer)
        let job = backlog.overdueMicroseconds(backlog.job)
        WorkerMetrics.oldestDue("timer", microseconds: timer)
        WorkerMetrics.oldestDue("job", microseconds: job)
        let second = Instant.microsecondsPerSecond
        guard max(timer, job) > QueueWatch.oldestDueSecondsMax * second else { return }
        raise(
            .workUndone,
            "due work is left undone",
            ["oldest_timer_seconds": "\(timer / second)", "oldest_job_seconds": "\(job / second)"]
        )
    }

    private func tellClock(offMicroseconds: Int64) {
        WorkerMetrics.clockOff(microseconds: offMicroseconds)
        let seconds = offMicroseconds / Instant.microsecondsPerSecond
        guard abs(seconds) > QueueWatch.clockOffSecondsMax else { return }
        raise(.clockOff, "this machine's clock is not the database's", ["seconds": "\(seconds)"])
    }

    private func tell(_ head: [QueueSession.HeadOfKind]) {
        for kind in JobKind.allCases {
            let parts = head.filter { $0.known(versions) == kind }
            WorkerMetrics.jobsAtHead(
                kind,
                ready: parts.reduce(0) { $0 + $1.ready },
                leased: parts.reduce(0) { $0 + $1.leased },
                oldestMicroseconds: parts.map(\.oldestMicroseconds).max() ?? 0
            )
        }
        let strange = head.filter { $0.ready > 0 && $0.known(versions) == nil }.prefix(QueueWatch.unknownKindsMax)
        let now = Set(strange.map { Foreign(kind: $0.kind, version: $0.version) })
        for gone in foreign.subtracting(now) { WorkerMetrics.unknownJobs(gone.kind, gone.version, 0) }
        for one in strange { WorkerMetrics.unknownJobs(one.kind, one.version, one.ready) }
        foreign = now
        guard !strange.isEmpty else { return }
        let names = strange.map { "\($0.kind) version \($0.version): \($0.ready)" }.joined(separator: ", ")
        raise(.unknownKinds, "jobs of unknown kinds are left alone", ["jobs": "\(names)"])
    }

    private func tell(_ bloat: QueueSession.Bloat) {
        for table in bloat.tables { WorkerMetrics.rows(of: table.name, live: table.live, dead: table.dead) }
        WorkerMetrics.oldestSnapshot(seconds: bloat.snapshotSeconds)
        guard bloat.snapshotSeconds > snapshotSecondsMax else { return }
        raise(
            .oldSnapshot,
            "an old snapshot keeps dead rows",
            ["seconds": "\(Int(bloat.snapshotSeconds))", "holder": "\(bloat.snapshotHolder ?? "")"]
        )
    }

    private func raise(_ alarm: Alarm, _ message: Logger.Message, _ metadata: Logger.Metadata) {
        guard quietUntil[alarm].map({ $0 <= .now }) ?? true else { return }
        quietUntil[alarm] = .now + .seconds(QueueWatch.alarmEverySeconds)
        log.critical(message, metadata: metadata)
    }
}

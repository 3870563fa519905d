import Dispatch
package import Foundation
import Logging
import Postgres
import Switchyard
import Synchronization

/// One worker process: lanes for timers, deliveries, database jobs and schedules, a gatekeeper that wakes them, a lane that
/// writes how jobs ended, and a heartbeat that keeps its lease. Starting connects nothing by itself: each lane comes up when the database does.
package final class Worker: Sendable {
    /// Work that takes its time: a handler up to its deadline and what is written before and after it, and what happens by the
    /// clock, which goes through all tenants.
    static let handlerPatienceSeconds = 180
    static let schedulePatienceSeconds = 3_600
    /// How long running handlers may take after the stop was asked for.
    package static let drainSecondsMax = 25

    /// Random at each start: a process that comes back is another one.
    package let id = UUID()
    private let settings: WorkerSettings
    private let pulse = Pulse()
    private let gate = Gate()
    /// The heartbeat goes on while the lanes drain.
    private let heartGate = Gate()
    private let completions = Completions()
    private let watermark = Watermark()
    private let watch = LaneWatch()
    private let lanes = DispatchGroup()
    private let completing = DispatchGroup()
    private let heart = DispatchGroup()
    private let claimers = Mutex<[Claimer]>([])

    package init(settings: WorkerSettings) {
        self.settings = settings
    }

    /// The lease was renewed lately, so the database is there and jobs are claimed, and no kind of lanes fails all the time: a
    /// full disk lets a lease be renewed and little else.
    package var isHealthy: Bool { pulse.isAlive && failingLanes.isEmpty }

    /// What `isHealthy` found, for people.
    package var checks: [String: String] {
        let failing = failingLanes
        return [
            "lease": pulse.isAlive ? "ok" : "not renewed",
            "lanes": failing.isEmpty ? "ok" : "failing: \(failing.joined(separator: " "))",
        ]
    }

    private var failingLanes: [String] { watch.failing() }

    /// Kinds of lanes that should move and do not.
    package var stuckLanes: [String] { watch.stuck() }

    package func start() {
        startHeart()
        startCompletions()
        startGatekeeper()
        for number in 0..<settings.lanes.timer { startTimerLane(number) }
        startJobLanes("deliver", .outside, count: settings.lanes.deliver, batch: settings.deliverBatch)
        startJobLanes("event", .subscriptions, count: settings.lanes.event, batch: settings.lanes.event * 2)
        startJobLanes("database", .database, count: settings.lanes.database, batch: settings.databaseBatch)
        if settings.lanes.deliver > 0 { startLinkLane() }
        if settings.lanes.hasScheduler { startScheduler() }
        settings.log.info("worker started", metadata: ["worker": "\(id.text)"])
    }

    /// Claims nothing more, hands back what was not begun, waits for what is running, writes how it ended, and gives up the
    /// lease. Answers whether everything ended in time; what did not is freed by the others, and its holder can write nothing.
    @discardableResult
    package func stop(withinSeconds: Int = drainSecondsMax) -> Bool {
        gate.close()
        for claimer in claimers.withLock({ $0 }) { handBack(claimer) }
        var isDone = lanes.wait(timeout: .now() + .seconds(withinSeconds)) == .success
        isDone = finishCompletions() && isDone
        heartGate.close()
        _ = heart.wait(timeout: .now() + .milliseconds(Heartbeat.roundMilliseconds * 2))
        do {
            try openQueue().removeLease(id)
        } catch {
            settings.log.warning("lease not removed", metadata: ["cause": "\(error)"])
        }
        settings.log.info("worker stopped", metadata: ["worker": "\(id.text)", "drained": "\(isDone)"])
        return isDone
    }

    private func handBack(_ claimer: Claimer) {
        do {
            let count = try claimer.drain()
            settings.log.info("jobs handed back", metadata: ["jobs": "\(count)"])
        } catch {
            settings.log.warning("jobs not handed back; their lease ends soon", metadata: ["cause": "\(error)"])
        }
    }

    /// The completion lane ends after the batch it is at; what was laid down since is written here.
    private func finishCompletions() -> Bool {
        completions.bell.close()
        completing.wait()
        do {
            let lane = CompletionLane(completions, queue: try openQueue(), gate: gate, log: settings.log)
            while completions.count > 0 { _ = try lane.flush() }
            return true
        } catch {
            settings.log.warning("ends of jobs not written; they run again", metadata: ["cause": "\(error)"])
            return false
        }
    }

    private func openQueue() throws -> QueueSession {
        try QueueSession.open(settings.dispatcher, deployment: settings.deployment)
    }

    private func startHeart() {
        Lane(
            "heartbeat",
            gate: heartGate,
            idle: .pause(milliseconds: Heartbeat.roundMilliseconds),
            watch: watch,
            log: settings.log
        ) {
            [self] in
            Heartbeat(
                queue: try openQueue(),
                workerID: id,
                versions: settings.payloadVersions,
                pulse: pulse,
                gate: gate,
                claimers: { [self] in claimers.withLock { $0 } },
                log: settings.log
            )
        }.start(in: heart)
    }

    private func startCompletions() {
        let idle = Lane.Idle.gate(milliseconds: Gatekeeper.sleepMillisecondsMax)
        Lane("completion", gate: completions.bell, idle: idle, watch: watch, log: settings.log) { [self] in
            CompletionLane(completions, queue: try openQueue(), gate: gate, log: settings.log)
        }.start(in: completing)
    }

    private func startGatekeeper() {
        Lane("gatekeeper", gate: gate, idle: .pause(milliseconds: 0), watch: watch, log: settings.log) { [self] in
            Gatekeeper(
                queue: try openQueue(),
                gate: gate,
                watermark: watermark,
                listen: settings.lanes.pollOnly ? nil : settings.dispatcher,
                others: { [pulse] in pulse.others },
                log: settings.log
            )
        }.start(in: lanes)
    }

    private func startTimerLane(_ number: Int) {
        Lane(
            "timer-\(number)",
            gate: gate,
            idle: .gate(milliseconds: settings.idleMilliseconds),
            watch: watch,
            patienceSeconds: Worker.handlerPatienceSeconds,
            log: settings.log
        ) {
            [self] in
            TimerLane(
                queue: try openQueue(),
                connection: try Connection(settings.worker),
                deployment: settings.deployment,
                casesMax: settings.timerBatch,
                log: settings.log
            )
        }.start(in: lanes)
    }

    private func startJobLanes(_ name: String, _ place: JobKind.Place, count: Int, batch: Int) {
        guard count > 0 else { return }
        let running = settings.running(ofLanes: count, at: place)
        let claimer = Claimer(
            kinds: JobKind.all(at: place),
            workerID: id,
            limits: Claimer.Limits(batch: batch, share: settings.share, running: running, kinds: settings.kindLimits),
            versions: settings.payloadVersions,
            watermark: watermark
        ) { [self] in
            let queue = try openQueue()
            // Without a live lease nothing can be claimed.
            try queue.heartbeat(id)
            return queue
        }
        claimers.withLock { $0.append(claimer) }
        for number in 0..<count {
            Lane(
                "\(name)-\(number)",
                gate: gate,
                idle: .gate(milliseconds: settings.idleMilliseconds),
                watch: watch,
                patienceSeconds: Worker.handlerPatienceSeconds,
                log: settings.log
            ) {
                [self] in
                let worker = settings.worker
                return try JobLane(
                    claimer: claimer,
                    completions: completions,
                    connect: { try Connection(worker) },
                    deployment: settings.deployment,
                    carrier: settings.carrier,
                    letterhead: settings.letterhead,
                    gate: gate,
                    log: settings.log
                )
            }.start(in: lanes)
        }
    }

    private func startLinkLane() {
        Lane(
            "links",
            gate: gate,
            idle: .pause(milliseconds: LinkLane.roundMilliseconds),
            watch: watch,
            patienceSeconds: Worker.handlerPatienceSeconds,
            log: settings.log
        ) {
            [self] in
            LinkLane(
                connection: try Connection(settings.worker),
                deployment: settings.deployment,
                carrier: settings.carrier,
                letterhead: settings.letterhead,
                log: settings.log
            )
        }.start(in: lanes)
    }

    private func startScheduler() {
        Lane(
            "scheduler",
            gate: gate,
            idle: .pause(milliseconds: Scheduler.roundMilliseconds),
            watch: watch,
            patienceSeconds: Worker.schedulePatienceSeconds,
            log: settings.log
        ) {
            [self] in
            let hands = ScheduleHands(
                queue: try openQueue(),
                connection: try Connection(settings.worker),
                deployment: settings.deployment,
                log: settings.log
            )
            let schedules = Schedule.all + Schedule.probes(settings.probeSchedules)
            return try Scheduler(hands: hands, workerID: id, schedules: schedules, log: settings.log)
        }.start(in: lanes)
    }
}

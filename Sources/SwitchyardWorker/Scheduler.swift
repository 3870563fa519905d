import BusinessTime
package import Foundation
package import Logging
import Switchyard

/// Fires schedules. There is no leader and no clock but the database's: every process looks, one moves a schedule on, and the
/// row of a fire is given to one (`spec/queue.md` rules 7 and 8). A schedule's fires run in their order, one at a time.
package final class Scheduler: LaneWork {
    package static let roundMilliseconds = 1_000
    /// Fires of one round; the lane looks about before it goes on.
    static let firesMax = 100
    /// A fire that waits for longer is an alarm, one line in this time.
    static let lateSecondsMax: Int64 = 300

    private let hands: ScheduleHands
    private let workerID: UUID
    private let schedules: [(schedule: Schedule, timing: CronTiming)]
    private let log: Logger
    private var nextAlarm = ContinuousClock.now

    /// Throws for a schedule that is no timing.
    package init(hands: ScheduleHands, workerID: UUID, schedules: [Schedule] = Schedule.all, log: Logger) throws {
        self.hands = hands
        self.workerID = workerID
        self.schedules = try schedules.map { ($0, try $0.timing()) }
        self.log = log
    }

    package func runOnce() throws -> Counts {
        var look = try hands.queue.schedules()
        if try decide(look.states, at: look.now) { look = try hands.queue.schedules() }
        tell(look.states, at: look.now)
        let states = Dictionary(uniqueKeysWithValues: look.states.map { ($0.name, $0) })
        var counts = Counts()
        for (schedule, _) in schedules {
            guard let state = states[schedule.name] else { continue }
            counts += try run(schedule, state.open, atMost: Scheduler.firesMax - counts.done)
        }
        return counts
    }

    /// Makes the fires that have come. Answers whether anything was decided, by this process or another.
    private func decide(_ states: [ScheduleState], at now: Instant) throws -> Bool {
        let known = Dictionary(uniqueKeysWithValues: states.map { ($0.name, $0) })
        var isDecided = false
        for (schedule, timing) in schedules {
            let state = known[schedule.name]
            let words = "\(timing), missed: \(schedule.catchUp)"
            let due = DueFires(timing, schedule.catchUp, since: state?.decidedUntil, at: now)
            guard !due.isEmpty || state?.timing != words else { continue }
            isDecided = true
            let isOurs = try hands.queue.decide(
                schedule.name,
                timing: words,
                from: state?.decidedUntil,
                // Where nothing has come it stays: another release may have something in between.
                until: due.isEmpty ? state?.decidedUntil ?? now : now,
                next: timing.next(after: now),
                fires: due.fires
            )
            guard isOurs, due.isPassedOver, state != nil else { continue }
            WorkerMetrics.fired(schedule, "missed")
            log.warning("fires were missed and are not made up", metadata: ["schedule": "\(schedule.name)"])
        }
        return isDecided
    }

    private func tell(_ states: [ScheduleState], at now: Instant) {
        var late: [String] = []
        for state in states {
            let lag = state.lagMicroseconds(at: now)
            WorkerMetrics.scheduleLag(state.name, microseconds: lag)
            if lag > Scheduler.lateSecondsMax * Instant.microsecondsPerSecond { late.append(state.name) }
        }
        guard !late.isEmpty, nextAlarm <= .now else { return }
        nextAlarm = .now + .seconds(Scheduler.lateSecondsMax)
        log.critical("schedules are late", metadata: ["schedules": "\(late.joined(separator: " "))"])
    }

    /// Fires that wait, from the oldest on, until one is not given to us or fails.
    private func run(_ schedule: Schedule, _ open: [Instant], atMost limit: Int) throws -> Counts {
        var open = open[...]
        if let kept = open.dropLast(schedule.catchUp.openMax - 1).last, kept != open.first {
            let passed = try hands.queue.passFires(schedule.name, before: kept)
            if passed > 0 {
                log.notice("fires passed", metadata: ["schedule": "\(schedule.name)", "fires": "\(passed)"])
            }
            open = open.drop { $0 < kept }
        }
        var counts = Counts()
        for fire in open.prefix(max(0, limit)) {
            guard let taken = try hands.queue.takeFire(schedule.name, at: fire, worker: workerID) else {
                counts.skipped += 1
                break
            }
            let ran = try run(schedule, taken)
            counts += ran
            if ran.done == 0 { break }
        }
        return counts
    }

    private func run(_ schedule: Schedule, _ fire: TakenFire) throws -> Counts {
        WorkerMetrics.scheduleBegun(lateMicroseconds: fire.startedAt.microseconds(since: fire.at))
        let words: Logger.Metadata = [
            "schedule": "\(schedule.name)", "fire": "\(fire.at.iso8601)", "take": "\(fire.take)",
        ]
        log.debug("schedule begins", metadata: words)
        do {
            let result = try schedule.work.run(hands)
            guard try hands.queue.finishFire(fire) else {
                WorkerMetrics.fired(schedule, "stale")
                log.notice("fire lost, its end is not written", metadata: words)
                return Counts(skipped: 1)
            }
            WorkerMetrics.fired(schedule, "done")
            let level: Logger.Level = result.values.contains { $0 != 0 } ? .info : .debug
            log.log(level: level, "schedule done", metadata: words.merging(["result": "\(result)"]) { $1 })
            return Counts(done: 1)
        } catch {
            WorkerMetrics.fired(schedule, "failed")
            log.error("schedule failed", metadata: words.merging(["cause": "\(error)"]) { $1 })
            try hands.queue.dropFire(fire)
            if isFailureOfStore(error) { throw error }
            return Counts(failed: 1)
        }
    }
}

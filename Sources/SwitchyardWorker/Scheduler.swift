import BusinessTime
package import Foundation
package import Logging
import Switchyard

/// Fires schedules. There is no leader: every process asks, and the row of a fire is given to one (`spec/queue.md` rule 8).
package final class Scheduler: LaneWork {
    package static let roundMilliseconds = 10_000

    private let hands: ScheduleHands
    private let workerID: UUID
    private let schedules: [Schedule]
    private let log: Logger
    /// Fires known to be finished, so that the table is not asked again.
    private var finished: [Schedule: Instant] = [:]

    package init(hands: ScheduleHands, workerID: UUID, schedules: [Schedule] = Schedule.allCases, log: Logger) {
        self.hands = hands
        self.workerID = workerID
        self.schedules = schedules
        self.log = log
    }

    package func runOnce() throws -> Counts {
        let now = try hands.queue.currentTime()
        var counts = Counts()
        for schedule in schedules {
            let fire = schedule.fire(before: now)
            guard finished[schedule] != fire else { continue }
            counts += try run(schedule, at: fire)
        }
        return counts
    }

    private func run(_ schedule: Schedule, at fire: Instant) throws -> Counts {
        if try hands.queue.isFinished(schedule.rawValue, at: fire) {
            finished[schedule] = fire
            return Counts()
        }
        guard try hands.queue.takeFire(schedule.rawValue, at: fire, worker: workerID) else { return Counts(skipped: 1) }
        do {
            let result = try schedule.run(hands)
            try hands.queue.finishFire(schedule.rawValue, at: fire, worker: workerID)
            finished[schedule] = fire
            WorkerMetrics.fired(schedule, "done")
            if result.values.contains(where: { $0 != 0 }) {
                log.info("schedule done", metadata: ["schedule": "\(schedule.rawValue)", "result": "\(result)"])
            }
            return Counts(done: 1)
        } catch {
            WorkerMetrics.fired(schedule, "failed")
            log.error("schedule failed", metadata: ["schedule": "\(schedule.rawValue)", "cause": "\(error)"])
            try hands.queue.dropFire(schedule.rawValue, at: fire, worker: workerID)
            if isFailureOfStore(error) { throw error }
            return Counts(failed: 1)
        }
    }
}

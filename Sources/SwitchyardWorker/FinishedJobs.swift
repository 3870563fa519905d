import BusinessTime
import Switchyard

/// Finished jobs are kept by the day, and dropped by the day.
enum FinishedJobs {
    static func run(_ hands: ScheduleHands) throws -> [String: Int] {
        let keptFrom = try hands.queue.currentTime().adding(seconds: -Retention.finishedJobSeconds)
        let turned = try hands.queue.turnFinishedJobs(keptFrom: keptFrom)
        return ["days_made": turned.made, "days_dropped": turned.dropped, "rows": turned.rows]
    }
}

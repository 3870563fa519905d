package import Switchyard

/// How much a worker process does at once, which is also how many connections it holds.
package struct WorkerLanes: Sendable {
    static let countMax = 64

    /// Zero of a kind leaves its work to other processes.
    package var timer = 2
    /// Lanes that wait for the outside world.
    package var deliver = 8
    /// Lanes that tell subscriptions of events, so that no receiver of those holds up an answer or a notice.
    package var event = 4
    /// Lanes for jobs with effects in the database only, so that no slow receiver holds them up.
    package var database = 1
    /// Fires schedules beside its lanes.
    package var hasScheduler = true
    /// No LISTEN: for connections through a pooler.
    package var pollOnly = false

    package init() {}

    /// From the process's environment; `deploy/env.sample` lists the names.
    package init(config: Config) throws {
        timer = try config.lanes("SWITCHYARD_TIMER_LANES", default: timer)
        deliver = try config.lanes("SWITCHYARD_DELIVER_LANES", default: deliver)
        event = try config.lanes("SWITCHYARD_EVENT_LANES", default: event)
        database = try config.lanes("SWITCHYARD_DATABASE_LANES", default: database)
        hasScheduler = try config.flag("SWITCHYARD_SCHEDULES", default: true)
        pollOnly = try config.flag("SWITCHYARD_POLL_ONLY", default: false)
    }

    /// What `Worker` opens and keeps: heartbeat, ends of jobs and gatekeeper with its LISTEN; two for a lane of timers; one for
    /// any other lane and one for each kind of them that claims; sign-in links; two for the schedules.
    package var connections: Int {
        let keepers = 3 + (pollOnly ? 0 : 1)
        let jobs = [deliver, event, database].filter { $0 > 0 }.reduce(0) { $0 + $1 + 1 }
        return keepers + 2 * timer + jobs + (deliver > 0 ? 1 : 0) + (hasScheduler ? 2 : 0)
    }
}

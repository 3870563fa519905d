package import Logging
package import Postgres
package import Switchyard

/// What a worker process is made of.
package struct WorkerSettings: Sendable {
    /// Role `switchyard_worker`: the tenants' rows.
    package var worker: ConnectionSettings
    /// Role `switchyard_dispatcher`: the queue.
    package var dispatcher: ConnectionSettings
    package var deployment: Deployment
    package var carrier: any Carrier
    package var letterhead: Letterhead
    package var log: Logger

    /// Zero of a kind leaves its work to other processes.
    package var timerLanes = 2
    /// Lanes that wait for the outside world.
    package var deliverLanes = 8
    /// Lanes for jobs with effects in the database only, so that no slow receiver holds them up.
    package var databaseLanes = 1
    /// Fires schedules beside its lanes.
    package var hasScheduler = true
    /// Cases of one transaction of a timer lane.
    package var timerBatch = DueCases.batchMax
    /// Jobs claimed at a time.
    package var deliverBatch = 16
    package var databaseBatch = 200
    /// Jobs of one tenant and kind in one claim, as long as others wait.
    package var share = 5
    /// No LISTEN: for connections through a pooler.
    package var pollOnly = false

    package init(
        worker: ConnectionSettings,
        dispatcher: ConnectionSettings,
        deployment: Deployment,
        carrier: any Carrier,
        letterhead: Letterhead,
        log: Logger
    ) {
        self.worker = worker
        self.dispatcher = dispatcher
        self.deployment = deployment
        self.carrier = carrier
        self.letterhead = letterhead
        self.log = log
    }

    /// A tenant whose receivers hang keeps a quarter of the lanes free for the others.
    var deliverRunning: Int { max(1, deliverLanes * 3 / 4) }

    var idleMilliseconds: Int { pollOnly ? Gatekeeper.pollMillisecondsMax : Gatekeeper.sleepMillisecondsMax }
}

extension JobKind {
    /// Which lanes run it.
    package enum Place: CaseIterable, Sendable {
        case outside
        case database
    }

    package var place: Place {
        switch self {
        case .deliver: .outside
        case .inviteSurvey, .remindSurvey, .followUpDue, .sweepClocks, .probe: .database
        }
    }

    package static func all(at place: Place) -> Set<JobKind> { Set(allCases.filter { $0.place == place }) }
}

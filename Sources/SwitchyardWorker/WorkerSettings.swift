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

    package var lanes = WorkerLanes()
    /// Schedules that do nothing, beside the others.
    package var probeSchedules = 0
    /// Probes are taken up to this payload version, as a newer binary would.
    package var probeVersion = JobKind.probe.payloadVersion
    /// Cases of one transaction of a timer lane.
    package var timerBatch = DueCases.batchMax
    /// Jobs claimed at a time.
    package var deliverBatch = 16
    package var databaseBatch = 200
    /// Jobs of one tenant and kind in one claim, as long as others wait.
    package var share = 5
    /// Jobs of a kind under way at once, where that is less than there are lanes for them.
    package var kindLimits: [JobKind: Int] = [:]

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
    func running(ofLanes count: Int, at place: JobKind.Place) -> Int {
        switch place {
        case .outside, .subscriptions: max(1, count * 3 / 4)
        case .database: count
        }
    }

    var payloadVersions: [JobKind: Int16] { [.probe: probeVersion] }

    var idleMilliseconds: Int { lanes.pollOnly ? Gatekeeper.pollMillisecondsMax : Gatekeeper.sleepMillisecondsMax }
}

extension JobKind {
    /// Which lanes run it.
    package enum Place: CaseIterable, Sendable {
        case outside
        case subscriptions
        case database
    }

    package var place: Place {
        switch self {
        case .deliver: .outside
        case .deliverEvent: .subscriptions
        case .inviteSurvey, .remindSurvey, .followUpDue, .sweepClocks, .bulkAct, .probe: .database
        }
    }

    package static func all(at place: Place) -> Set<JobKind> { Set(allCases.filter { $0.place == place }) }
}

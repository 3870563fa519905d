import Foundation
import Logging
import Postgres
import Switchyard
import SwitchyardWorker
import Synchronization
import TestSupport

/// Connections that outlive the processes that use them, one after the other, because opening one costs more than a life:
/// a death rolls back what was open, which is all that the server sees of a closed connection.
final class SimulatedWires {
    /// Whose connections they are now.
    final class Owner: Sendable {
        private let plan = Mutex<CrashPlan?>(nil)

        func hand(to plan: CrashPlan?) { self.plan.withLock { $0 = plan } }

        func pass(_ moment: FlushMoment) throws { try plan.withLock { $0 }?.pass(moment) }
    }

    let database: TestDatabase
    let apiOwner = Owner()
    let workerOwner = Owner()
    let api: Connection
    let worker: Connection
    let queue: Connection
    let claims: LentConnection

    init(_ database: TestDatabase) throws {
        func connection(_ role: TestRole, _ owner: Owner) throws -> Connection {
            var settings = database.settings(role)
            settings.atFlush = { try owner.pass($0) }
            return try Connection(settings)
        }
        self.database = database
        api = try connection(.api, apiOwner)
        worker = try connection(.worker, workerOwner)
        queue = try connection(.dispatcher, workerOwner)
        claims = try LentConnection(connection(.dispatcher, workerOwner))
    }

    /// For a closure that may be called anywhere.
    // @unchecked: one thread lives the lives of all processes, one after the other.
    struct LentConnection: @unchecked Sendable {
        let connection: Connection

        init(_ connection: Connection) { self.connection = connection }
    }
}

/// An API process: memory of its own, and an end.
final class SimulatedAPI {
    let plan = CrashPlan()
    let deployment: Deployment
    let connection: Connection

    init(_ wires: SimulatedWires, clock: TestClock) {
        deployment = wires.database.deployment(clock: clock)
        connection = wires.api
        wires.apiOwner.hand(to: plan)
    }
}

/// A worker process: the real lanes, run round by round. Its lease and its claims outlive it.
final class SimulatedWorker {
    private static let roundsMax = 100

    let plan = CrashPlan()
    private let id = UUID()
    private let queue: QueueSession
    private let timers: TimerLane
    private let jobs: JobLane
    private let completions = Completions()
    private let completion: CompletionLane
    private let gate = Gate()

    init(_ wires: SimulatedWires, clock: TestClock, carrier: any Carrier) throws {
        let deployment = wires.database.deployment(clock: clock)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        wires.workerOwner.hand(to: plan)
        let claims = wires.claims
        queue = try QueueSession.open(on: wires.queue, deployment: deployment)
        completion = CompletionLane(completions, queue: queue, gate: gate, log: log)
        timers = TimerLane(queue: queue, connection: wires.worker, deployment: deployment, log: log)
        jobs = try JobLane(
            claimer: Claimer(
                kinds: Set(JobKind.allCases),
                workerID: id,
                limits: Claimer.Limits(batch: 16, share: 16, running: 16)
            ) { try QueueSession.open(on: claims.connection, deployment: deployment) },
            completions: completions,
            connect: { wires.worker },
            deployment: deployment,
            carrier: carrier,
            letterhead: WorkerFixture.letterhead,
            gate: gate,
            log: log
        )
    }

    func takeDueSteps() throws { try runDry(timers) }

    /// Those of dead workers as well.
    func runJobs() throws {
        try queue.heartbeat(id)
        _ = try queue.rescue()
        gate.open()
        try runDry(jobs)
        _ = try completion.flush()
    }

    private func runDry(_ lane: any LaneWork) throws {
        for _ in 0..<Self.roundsMax where try lane.runOnce().isIdle { return }
        throw NeverIdle()
    }

    struct NeverIdle: Error {}
}

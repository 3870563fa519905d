import BusinessTime
import Foundation
import Logging
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport

/// A queue of its own with lanes that a test runs round by round.
struct WorkerFixture {
    static let letterhead = Letterhead(
        fromAddress: "support@desk.example",
        publicURL: "https://desk.example",
        messageDomain: "desk.example"
    )

    let queue: QueueFixture
    let gate = Gate()
    let completions = Completions()
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws { queue = try QueueFixture() }

    var clock: TestClock { queue.clock }

    func claimer(_ kinds: Set<JobKind> = Set(JobKind.allCases), running: Int = 8) -> Claimer {
        let queue = queue
        return Claimer(
            kinds: kinds,
            workerID: queue.workerID,
            limits: Claimer.Limits(batch: 16, share: 4, running: running)
        ) { try queue.queue() }
    }

    func jobLane(_ carrier: any Carrier, claimer: Claimer? = nil) throws -> JobLane {
        let settings = queue.database.settings(.worker)
        return try JobLane(
            claimer: claimer ?? self.claimer(),
            completions: completions,
            connect: { try Connection(settings) },
            deployment: queue.deployment,
            carrier: carrier,
            letterhead: WorkerFixture.letterhead,
            gate: gate,
            log: log
        )
    }

    func timerLane(casesMax: Int = DueCases.batchMax) throws -> TimerLane {
        TimerLane(
            queue: try queue.queue(),
            connection: try Connection(queue.database.settings(.worker)),
            deployment: queue.deployment,
            casesMax: casesMax,
            log: log
        )
    }

    /// Writes the endings that lanes have left.
    @discardableResult
    func complete() throws -> Counts {
        try CompletionLane(completions, queue: queue.queue(), log: log).flush()
    }

    /// Rounds until one finds nothing, and what they leave to the completions; bounded, so that a lane that never rests fails
    /// the test. The gate is opened first: somebody may have made work since the lanes found none.
    @discardableResult
    func runDry(_ lane: any LaneWork, roundsMax: Int = 200) throws -> Counts {
        gate.open()
        var sum = Counts()
        for _ in 0..<roundsMax {
            let counts = try lane.runOnce()
            sum += counts
            guard counts.isIdle else { continue }
            try complete()
            return sum
        }
        throw NeverIdle()
    }

    struct NeverIdle: Error {}

    /// A case with an agent's answer on its way by mail.
    func answered(
        _ tenant: TenantFixture,
        text: String = "Your withdrawal is on its way."
    ) throws -> (ticket: UUID, message: UUID) {
        let ticket = try tenant.openTicket { request in
            request.email = "ann@example.org"
            request.channel = "email"
            request.subject = "Withdrawal"
        }
        clock.advance(seconds: 60)
        let message = try tenant.transaction(as: tenant.agent().actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            let message = try file.reply(text)
            try file.save()
            return message
        }
        return (ticket, message)
    }
}

import BusinessTime
import Foundation
import Logging
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// A queue of its own with lanes that a test runs round by round.
struct WorkerFixture: Sendable {
    static let letterhead = Letterhead(
        fromAddress: "support@desk.example",
        publicURL: "https://desk.example",
        messageDomain: "desk.example"
    )

    let queue: QueueFixture
    let gate = Gate()
    let completions = Completions()
    let log: Logger

    init(log: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) throws {
        self.log = log
        queue = try QueueFixture()
    }

    var clock: TestClock { queue.clock }

    func claimer(
        _ kinds: Set<JobKind> = Set(JobKind.allCases),
        running: Int = 8,
        kindLimits: [JobKind: Int] = [:],
        watermark: Watermark = Watermark(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) -> Claimer {
        let queue = queue
        return Claimer(
            kinds: kinds,
            workerID: queue.workerID,
            limits: Claimer.Limits(batch: 16, share: 4, running: running, kinds: kindLimits),
            watermark: watermark,
            now: now
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
        try CompletionLane(completions, queue: queue.queue(), gate: gate, log: log).flush()
    }

    /// Rounds until one finds nothing and has left nothing to the completions; bounded, so that a lane that never rests fails
    /// the test. The gate is opened first: somebody may have made work since the lanes found none.
    @discardableResult
    func runDry(_ lane: any LaneWork, roundsMax: Int = 200) throws -> Counts {
        gate.open()
        var sum = Counts()
        for _ in 0..<roundsMax {
            let counts = try lane.runOnce()
            sum += counts
            guard counts.isIdle else { continue }
            // What has ended may let other work begin.
            guard try complete().isIdle else { continue }
            return sum
        }
        throw NeverIdle()
    }

    struct NeverIdle: Error {}

    /// Inline mode: a tenant whose transactions, where one has made jobs that are due, come back only when these have run, and
    /// whatever they made in turn: after the commit, on the caller's thread, and all tenants' as in any round. What is due later
    /// waits for the clock and the next such transaction, or for `runDry`.
    func inlineTenant(
        _ carrier: any Carrier,
        _ change: (inout TenantFixture.Options) -> Void = { _ in }
    ) throws -> TenantFixture {
        try queue.tenant { options in
            options.onWork = {
                do {
                    try runDry(jobLane(carrier))
                } catch {
                    Issue.record(error)
                }
            }
            change(&options)
        }
    }

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

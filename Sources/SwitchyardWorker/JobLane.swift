import BusinessTime
import Foundation
package import Logging
package import Postgres
package import Switchyard

/// Runs claimed jobs, one at a time. An outside effect is prepared in a transaction, sent outside any, and concluded in a
/// transaction (`spec/queue.md` rule 4); a job with effects in the database only ends in the transaction of its effect; one
/// that has nothing to write but its end is left to the completions.
package final class JobLane: LaneWork {
    /// Tries to write down what became of an effect, before the lease is left to expire.
    static let concludeAttemptsMax = 5
    static let concludePauseMilliseconds = 300
    /// A job of a tenant that cannot be entered waits this long.
    static let closedTenantSeconds: Int64 = 300

    private let claimer: Claimer
    private let completions: Completions
    private let connect: () throws -> Connection
    private let deployment: Deployment
    private let carrier: any Carrier
    private let letterhead: Letterhead
    private let gate: Gate
    private let log: Logger
    private var connection: Connection

    package init(
        claimer: Claimer,
        completions: Completions,
        connect: @escaping () throws -> Connection,
        deployment: Deployment,
        carrier: any Carrier,
        letterhead: Letterhead,
        gate: Gate,
        log: Logger
    ) throws {
        self.claimer = claimer
        self.completions = completions
        self.connect = connect
        self.deployment = deployment
        self.carrier = carrier
        self.letterhead = letterhead
        self.gate = gate
        self.log = log
        connection = try connect()
    }

    package func runOnce() throws -> Counts {
        completions.awaitRoom(unless: gate)
        guard let job = try claimer.next(openings: gate.openings) else { return Counts() }
        defer { claimer.finished(job) }
        do {
            guard let outcome = try run(job) else { return Counts(done: 1) }
            WorkerMetrics.jobsEnded(job.kind, outcome, 1)
            return Counts(done: 1, mayHaveMadeWork: job.kind.place == .database)
        } catch is StaleLease {
            log.notice("lease lost, nothing written", metadata: job.metadata())
            WorkerMetrics.jobsEnded(job.kind, "stale", 1)
            return Counts(skipped: 1)
        } catch {
            putOff(job, cause: error)
            return Counts(failed: 1)
        }
    }

    /// How it ended, unless that is told when its end is written.
    private func run(_ job: LeasedJob) throws -> String? {
        switch job.kind {
        case .deliver: try deliver(job)
        case .inviteSurvey: try transaction(job) { try InviteSurveyJob.run(job, in: $0) }.name
        case .sweepClocks: try transaction(job) { try ClockSweepJob.run(job, in: $0) }.name
        case .remindSurvey: try transaction(job) { try RemindSurveyJob.run(job, in: $0) }.name
        case .followUpDue: try transaction(job) { try FollowUpDueJob.run(job, in: $0) }.name
        case .probe: leave(job, .finish(outcome: Probe.outcome))
        }
    }

    private func leave(_ job: LeasedJob, _ fate: JobEnding.Fate) -> String? {
        completions.add(JobEnding(job, fate))
        return nil
    }

    private func deliver(_ job: LeasedJob) throws -> String? {
        switch try transaction(job, { try Delivery.prepare(job, letterhead: letterhead, in: $0) }) {
        case .send(let outbound):
            let outcome = carrier.send(outbound)
            return report(job, try conclude(job) { try Delivery.conclude(job, outcome, in: $0) })
        case .impossible(let obstacle):
            return report(job, try conclude(job) { try Delivery.conclude(job, obstacle: obstacle, in: $0) })
        case .settled: return leave(job, .finish(outcome: "settled"))
        case .stale: throw StaleLease()
        }
    }

    /// What happened outside is worth several tries to write down: else it happens again. The fence makes a second try of a
    /// conclusion whose COMMIT was cut off harmless.
    private func conclude<Value>(_ job: LeasedJob, _ body: (TenantTransaction) throws -> Value) throws -> Value {
        for attempt in 1... {
            do {
                return try transaction(job, body)
            } catch  where isFailureOfStore(error) && attempt < JobLane.concludeAttemptsMax {
                log.warning("conclusion is tried again", metadata: job.metadata(cause: error))
                gate.pause(milliseconds: JobLane.concludePauseMilliseconds)
            }
        }
        throw StaleLease()
    }

    private func report(_ job: LeasedJob, _ verdict: DeliveryVerdict?) -> String {
        guard let verdict else { return "settled" }
        if verdict.state != .accepted {
            log.warning(
                "delivery not accepted",
                metadata: job.metadata().merging([
                    "code": "\(verdict.code)", "state": "\(verdict.state.rawValue)", "final": "\(verdict.isConcluded)",
                ]) { $1 }
            )
        }
        return verdict.decision.name
    }

    /// Not the job's own outcome: the tenant is closed, the database is away, or a bug. It is tried again later; only what
    /// may be the job's own fault counts as an attempt.
    private func putOff(_ job: LeasedJob, cause: any Error) {
        log.error("job failed and is put off", metadata: job.metadata(cause: cause))
        completions.add(JobEnding(job, fate(of: job, after: cause)))
    }

    private func fate(of job: LeasedJob, after cause: any Error) -> JobEnding.Fate {
        let second = Instant.microsecondsPerSecond
        if (cause as? DomainError)?.code == .notFound {
            let wait = JobLane.closedTenantSeconds * second
            return .putBack(afterMicroseconds: wait, code: "tenant_closed", countsAttempt: false)
        }
        guard !isFailureOfStore(cause) else {
            return .putBack(afterMicroseconds: second, code: "store_unavailable", countsAttempt: false)
        }
        let wait = RetrySchedule.delivery.delayMicroseconds(attempt: job.attempt, wishSeconds: nil, chance: 0)
        return .putBack(afterMicroseconds: wait, code: "failed", countsAttempt: true)
    }

    private func transaction<Value>(_ job: LeasedJob, _ body: (TenantTransaction) throws -> Value) throws -> Value {
        if !connection.isUsable { connection = try connect() }
        return try TenantTransaction.run(
            tenant: job.tenantID,
            request: RequestContext(actor: .worker, requestID: UUID()),
            deployment: deployment,
            on: connection,
            body
        )
    }
}

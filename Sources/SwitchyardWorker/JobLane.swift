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
        // A round ends also where the database takes no ends: a lane that waits for it is not stuck.
        guard completions.awaitRoom() else { return Counts() }
        guard let job = try claimer.next(openings: gate.openings) else { return Counts() }
        defer { claimer.finished(job) }
        do {
            guard let outcome = try run(job) else { return Counts(done: 1) }
            WorkerMetrics.jobsEnded(job.kind, outcome, 1)
            return Counts(done: 1, mayHaveMadeWork: job.kind.place == .database || job.endLetsOthersBegin)
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
        case .deliver, .deliverEvent: try deliver(job)
        case .inviteSurvey: tell(job, try transaction(job) { try InviteSurveyJob.run(job, in: $0) })
        case .sweepClocks: tell(job, try transaction(job) { try ClockSweepJob.run(job, in: $0) })
        case .remindSurvey: tell(job, try transaction(job) { try RemindSurveyJob.run(job, in: $0) })
        case .followUpDue: tell(job, try transaction(job) { try FollowUpDueJob.run(job, in: $0) })
        case .bulkAct: tell(job, try actInBulk(job))
        case .probe: leave(job, .finish(outcome: Probe.outcome))
        }
    }

    /// One line where it failed, with what made it fail.
    private func tell(_ job: LeasedJob, _ decision: JobDecision) -> String {
        switch decision {
        case .finish, .snooze: break
        case .retry(_, let code): log.warning("job failed and is tried again", metadata: job.metadata(cause: code))
        case .bury(let reason): log.error("job is dead", metadata: job.metadata(cause: reason))
        }
        return decision.name
    }

    private func leave(_ job: LeasedJob, _ fate: JobEnding.Fate) -> String? {
        completions.add(JobEnding(job, fate))
        return nil
    }

    /// In the name of the person who asked for it, as far as they may now.
    private func actInBulk(_ job: LeasedJob) throws -> JobDecision {
        switch try transaction(job, { try BulkActJob.prepare(job, in: $0) }) {
        case .settled(let decision): return decision
        case .act(let request):
            do {
                return try transaction(job, as: request) { try BulkActJob.run(job, in: $0) }
            } catch let error as DomainError where [.notFound, .forbidden].contains(error.code) {
                return try transaction(job) { try BulkActJob.stop(job, in: $0) }
            }
        }
    }

    private func deliver(_ job: LeasedJob) throws -> String? {
        switch try transaction(job, { try Delivery.prepare(job, letterhead: letterhead, in: $0) }) {
        case .send(let outbound):
            let began = ContinuousClock.now
            let outcome = carrier.send(outbound)
            let took = Int((ContinuousClock.now - began) / .milliseconds(1))
            return report(
                job,
                try conclude(job) { try Delivery.conclude(job, outcome, tookMilliseconds: took, in: $0) }
            )
        case .impossible(let obstacle):
            return report(job, try conclude(job) { try Delivery.conclude(job, obstacle: obstacle, in: $0) })
        case .kept(let verdict): return report(job, verdict)
        case .waits(let decision): return decision.name
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
        if !verdict.state.isWell {
            log.warning(
                "delivery not accepted",
                metadata: job.metadata(cause: verdict.code).merging([
                    "state": "\(verdict.state.rawValue)", "final": "\(verdict.isConcluded)",
                ]) { $1 }
            )
        }
        return verdict.decision.name
    }

    /// Not the job's own outcome: the tenant is closed, the database is away, or a bug. It is tried again later; only what
    /// may be the job's own fault counts as an attempt.
    private func putOff(_ job: LeasedJob, cause: any Error) {
        log.error("job failed and is put off", metadata: job.metadata(cause: cause))
        completions.add(JobEnding(job, PutOff(cause).fate(attempt: job.attempt, chance: .random(in: .min ... .max))))
    }

    private func transaction<Value>(
        _ job: LeasedJob,
        as request: RequestContext? = nil,
        _ body: (TenantTransaction) throws -> Value
    ) throws -> Value {
        if !connection.isUsable { connection = try connect() }
        return try TenantTransaction.run(
            tenant: job.tenantID,
            request: request ?? RequestContext(actor: .worker, requestID: UUID(), traceParent: job.traceParent),
            deployment: deployment,
            on: connection,
            body
        )
    }
}

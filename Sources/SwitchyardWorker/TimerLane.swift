import BusinessTime
import Foundation
package import Logging
package import Postgres
package import Switchyard

/// Takes the steps of clocks whose alarm has rung: one tenant after the other in ring order, a bounded number of cases each,
/// so that a storm in one tenant never holds up another.
package final class TimerLane: LaneWork {
    /// A case that cannot be served rings again after this.
    package static let postponeSeconds: Int64 = 60
    /// A tenant that cannot be entered (suspended, closed) is left out for so long.
    static let refusedTenantSeconds: Int64 = 60
    static let refusedTenantsMax = 10_000
    /// Cases of one turn of the ring together, shared among its tenants: nobody waits long for their turn.
    static let turnCasesMax = 500
    /// A tenant's share in a turn is never smaller: a transaction has to be worth its while.
    static let shareCasesMin = 50

    private let queue: QueueSession
    private let connection: Connection
    private let deployment: Deployment
    private let casesMax: Int
    private let log: Logger
    private var cursor: UUID?
    private var refused: [UUID: ContinuousClock.Instant] = [:]

    package init(
        queue: QueueSession,
        connection: Connection,
        deployment: Deployment,
        casesMax: Int = DueCases.batchMax,
        log: Logger
    ) {
        self.queue = queue
        self.connection = connection
        self.deployment = deployment
        self.casesMax = min(max(casesMax, 1), DueCases.batchMax)
        self.log = log
    }

    package func runOnce() throws -> Counts {
        let turn = try queue.dueTenants(after: cursor)
        cursor = turn.cursor
        var counts = Counts()
        let share = max(TimerLane.shareCasesMin, TimerLane.turnCasesMax / max(turn.tenants.count, 1))
        for tenant in turn.tenants where !isRefused(tenant) {
            counts += try serve(tenant, casesMax: min(casesMax, share))
        }
        return counts
    }

    private func serve(_ tenant: UUID, casesMax: Int) throws -> Counts {
        do {
            return try serve(tenant, casesMax: casesMax, among: nil)
        } catch let error as DomainError where error.code == .notFound {
            if refused.count >= TimerLane.refusedTenantsMax { refused.removeAll() }
            refused[tenant] = .now + .seconds(TimerLane.refusedTenantSeconds)
            log.warning("tenant with due timers cannot be entered", metadata: ["tenant": "\(tenant.text)"])
            return Counts(skipped: 1)
        }
    }

    private func isRefused(_ tenant: UUID) -> Bool { refused[tenant].map { $0 > .now } ?? false }

    /// One transaction for all; when it fails, its two halves, down to the one case that fails alone.
    private func serve(_ tenant: UUID, casesMax: Int, among: [UUID]?) throws -> Counts {
        var locked: [UUID] = []
        do {
            return try attempt(tenant, casesMax: casesMax, among: among) { locked = $0 }
        } catch {
            if isFailureOfStore(error) || locked.isEmpty { throw error }
            guard locked.count > 1 else { return try postpone(locked[0], of: tenant, cause: error) }
            let middle = locked.count / 2
            var counts = try serve(tenant, casesMax: casesMax, among: Array(locked[..<middle]))
            counts += try serve(tenant, casesMax: casesMax, among: Array(locked[middle...]))
            return counts
        }
    }

    private func attempt(
        _ tenant: UUID,
        casesMax: Int,
        among: [UUID]?,
        locked: ([UUID]) -> Void
    ) throws -> Counts {
        let served = try transaction(tenant) { tx in
            let due = try DueCases.lock(limit: casesMax, among: among, in: tx)
            locked(due.map(\.ticketID))
            let served = try DueCases.serve(due, in: tx)
            for case (let ticket, .failure) in served.map({ ($0.due.ticketID, $0.taken) }) {
                try DueCases.postpone(ticket, seconds: TimerLane.postponeSeconds, in: tx)
            }
            return (cases: served, at: try tx.now)
        }
        var counts = Counts()
        var steps: [String: Int] = [:]
        for one in served.cases {
            switch one.taken {
            case .success(let taken):
                counts.done += 1
                counts.steps += taken.steps.count
                WorkerMetrics.standingAlarms(taken.standingAlarms)
                WorkerMetrics.nobodyFound(taken.nobodyFound)
                WorkerMetrics.timerServed(lateMicroseconds: served.at.microseconds(since: one.due.wakeAt))
                for step in taken.steps { steps[step, default: 0] += 1 }
            case .failure(let cause):
                counts.failed += 1
                tellPutOff(one.due.ticketID, of: tenant, cause: cause)
            }
        }
        for (step, count) in steps { WorkerMetrics.stepsTaken(step, count) }
        counts.mayHaveMadeWork = counts.steps > 0
        return counts
    }

    private func postpone(_ ticket: UUID, of tenant: UUID, cause: any Error) throws -> Counts {
        tellPutOff(ticket, of: tenant, cause: cause)
        try transaction(tenant) { try DueCases.postpone(ticket, seconds: TimerLane.postponeSeconds, in: $0) }
        return Counts(failed: 1)
    }

    private func tellPutOff(_ ticket: UUID, of tenant: UUID, cause: any Error) {
        log.error(
            "case cannot be served and is put off",
            metadata: ["tenant": "\(tenant.text)", "ticket": "\(ticket.text)", "cause": "\(cause)"]
        )
    }

    private func transaction<Value>(_ tenant: UUID, _ body: (TenantTransaction) throws -> Value) throws -> Value {
        try TenantTransaction.run(
            tenant: tenant,
            request: RequestContext(actor: .worker, requestID: UUID()),
            deployment: deployment,
            on: connection,
            body
        )
    }
}

/// The database or the way to it failed, not the work: nothing is learnt about a row.
func isFailureOfStore(_ error: any Error) -> Bool {
    guard let error = error as? PostgresError else { return false }
    return switch error.kind {
    case .connectionLost, .connectFailed, .timeout, .commitOutcomeUnknown, .poolExhausted, .poolClosed: true
    case .server, .decoding, .limit: error.isUnavailable
    }
}

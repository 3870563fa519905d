package import Foundation
import Logging
import Postgres
package import Switchyard
import Synchronization

/// The one claimer of a kind of lanes in a process: takes small batches from the queue and hands them out. A tenant that
/// keeps many lanes busy is not given more before others had theirs.
package final class Claimer: Sendable {
    /// A job that waited here longer than this goes back: its deadline began with the claim.
    static let waitSecondsMax: Int64 = 10
    /// Lanes that wake together after a claim found nothing do not all ask again.
    static let dryTime: Duration = .milliseconds(20)
    /// How long what is held back is remembered: a hold, and its end, is in force after so long.
    static let holdsTime: Duration = .seconds(1)

    package struct Limits: Sendable {
        /// Jobs claimed at a time and waiting here.
        package var batch: Int
        package var perTenant: Int
        /// Jobs of one tenant under way at once.
        package var runningPerTenant: Int

        package init(batch: Int, perTenant: Int, runningPerTenant: Int) {
            self.batch = batch
            self.perTenant = perTenant
            self.runningPerTenant = runningPerTenant
        }
    }

    private struct Waiting {
        let job: LeasedJob
        let since: ContinuousClock.Instant
    }

    private struct State {
        var queue: QueueSession?
        var waiting: [Waiting] = []
        var running: [UUID: Int] = [:]
        var cursor: UUID?
        /// Openings of the gate at the last claim that found nothing, and until when that is believed.
        var dry: (openings: Int, until: ContinuousClock.Instant)?
        var isClosed = false
        var holds = JobHolds()
        var holdsUntil = ContinuousClock.now
    }

    package let workerID: UUID
    private let kinds: Set<JobKind>
    private let limits: Limits
    private let open: @Sendable () throws -> QueueSession
    private let state = Mutex(State())

    package init(
        kinds: Set<JobKind>,
        workerID: UUID,
        limits: Limits,
        open: @escaping @Sendable () throws -> QueueSession
    ) {
        self.kinds = kinds
        self.workerID = workerID
        self.limits = limits
        self.open = open
    }

    /// The next job for a lane, or nil when there is none. `openings` of the gate tell whether another lane has just found
    /// the queue empty.
    package func next(openings: Int? = nil) throws -> LeasedJob? {
        try state.withLock { state in
            guard !state.isClosed else { return nil }
            if let job = try take(&state) { return job }
            if let dry = state.dry, dry.openings == openings, dry.until > .now { return nil }
            try claim(&state)
            let job = try take(&state)
            state.dry = job == nil ? openings.map { ($0, .now + Claimer.dryTime) } : nil
            return job
        }
    }

    /// Says that a job given out by `next` is no longer under way.
    package func finished(_ job: LeasedJob) {
        state.withLock { state in
            state.running[job.tenantID, default: 1] -= 1
            if state.running[job.tenantID, default: 0] <= 0 { state.running[job.tenantID] = nil }
            state.dry = nil
        }
    }

    /// See `QueueSession.putBack`.
    package func putBack(_ job: LeasedJob, afterSeconds: Int64, code: String, countsAttempt: Bool) throws {
        try state.withLock { state in
            try withQueue(&state) {
                try $0.putBack(job, afterSeconds: afterSeconds, code: code, countsAttempt: countsAttempt)
            }
        }
    }

    /// Gives nothing out any more and hands back what no lane has begun. Answers how many.
    @discardableResult
    package func drain() throws -> Int {
        try state.withLock { state in
            state.isClosed = true
            let jobs = state.waiting.map(\.job)
            guard !jobs.isEmpty else { return 0 }
            let count: Int = try withQueue(&state) { try $0.release(jobs) }
            state.waiting.removeAll()
            return count
        }
    }

    /// Passes over tenants with enough under way.
    private func take(_ state: inout State) throws -> LeasedJob? {
        try returnStale(&state)
        let index = state.waiting.firstIndex { (state.running[$0.job.tenantID] ?? 0) < limits.runningPerTenant }
        guard let index else { return nil }
        let job = state.waiting.remove(at: index).job
        state.running[job.tenantID, default: 0] += 1
        return job
    }

    private func returnStale(_ state: inout State) throws {
        let oldest = ContinuousClock.now - .seconds(Claimer.waitSecondsMax)
        let stale = state.waiting.filter { $0.since < oldest }.map(\.job)
        guard !stale.isEmpty else { return }
        state.waiting.removeAll { $0.since < oldest }
        _ = try withQueue(&state) { try $0.release(stale) }
    }

    private func claim(_ state: inout State) throws {
        let room = limits.batch - state.waiting.count
        guard room > 0 else { return }
        let waiting = Dictionary(grouping: state.waiting, by: \.job.tenantID)
        let busy = Set(state.running.filter { $0.value >= limits.runningPerTenant }.keys).union(waiting.keys)
        if state.holdsUntil <= .now {
            state.holds = try withQueue(&state) { try $0.holds() }
            state.holdsUntil = .now + Claimer.holdsTime
        }
        var request = QueueSession.ClaimRequest(
            kinds: kinds,
            workerID: workerID,
            perTenant: limits.perTenant,
            limit: room,
            busy: busy
        )
        request.holds = state.holds
        let after = state.cursor
        let claim = try withQueue(&state) { try $0.claim(request, after: after) }
        state.cursor = claim.cursor
        state.waiting += claim.jobs.map { Waiting(job: $0, since: .now) }
    }

    /// A session that failed is dropped; the next call opens another one.
    private func withQueue<Value>(_ state: inout State, _ body: (QueueSession) throws -> Value) throws -> Value {
        let queue = try state.queue ?? open()
        state.queue = queue
        do {
            return try body(queue)
        } catch {
            state.queue = nil
            throw error
        }
    }
}

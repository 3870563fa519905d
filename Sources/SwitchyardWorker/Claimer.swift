package import Foundation
import Logging
import Postgres
package import Switchyard
import Synchronization

/// The one claimer of a kind of lanes in a process: takes batches from the queue, keeps them here and hands them out one by
/// one. The lane that finds nothing here claims for all; meanwhile the others wait for it. A tenant that keeps many lanes busy
/// is not given more before others had theirs.
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
        /// Jobs of one stream in a claim, as long as others wait.
        package var share: Int
        /// Jobs of one stream under way at once.
        package var running: Int

        package init(batch: Int, share: Int, running: Int) {
            self.batch = batch
            self.share = share
            self.running = running
        }
    }

    private struct Waiting {
        let job: LeasedJob
        let since: ContinuousClock.Instant
    }

    private struct State {
        /// The next one last, where it is cheap to take.
        var waiting: [Waiting] = []
        var running: [JobStream: Int] = [:]
        /// Openings of the gate at the last claim that found nothing, and until when that is believed.
        var dry: (openings: Int, until: ContinuousClock.Instant)?
        var isClosed = false
    }

    /// The way to the queue. Whoever has it claims; it is never held together with `State`'s lock while the server works.
    private struct Line {
        var session: QueueSession?
        var place: QueueSession.RingPlace?
        var holds = JobHolds()
        var holdsUntil = ContinuousClock.now
    }

    package let workerID: UUID
    private let kinds: Set<JobKind>
    private let limits: Limits
    private let open: @Sendable () throws -> QueueSession
    private let state = Mutex(State())
    private let line = Mutex(Line())

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
        if let job = take() { return job }
        return try line.withLock { line in
            // Another lane may have claimed while this one waited.
            if let job = take() { return job }
            guard mayClaim(openings) else { return nil }
            try returnStale(&line)
            try claim(&line)
            let job = take()
            if job == nil { state.withLock { $0.dry = openings.map { ($0, .now + Claimer.dryTime) } } }
            return job
        }
    }

    /// Says that a job given out by `next` is no longer under way.
    package func finished(_ job: LeasedJob) {
        state.withLock { state in
            let left = state.running[job.stream, default: 1] - 1
            state.running[job.stream] = left > 0 ? left : nil
            // A stream at its limit may go on.
            if left == limits.running - 1 { state.dry = nil }
        }
    }

    /// Gives nothing out any more and hands back what no lane has begun. Answers how many.
    @discardableResult
    package func drain() throws -> Int {
        state.withLock { $0.isClosed = true }
        return try line.withLock { line in
            let jobs = state.withLock { $0.waiting.map(\.job) }
            guard !jobs.isEmpty else { return 0 }
            let count: Int = try withSession(&line) { try $0.release(jobs) }
            state.withLock { $0.waiting.removeAll() }
            return count
        }
    }

    /// Passes over streams with enough under way, and leaves what waited too long to be returned.
    private func take() -> LeasedJob? {
        state.withLock { state in
            guard !state.isClosed, let oldest = state.waiting.last, !isStale(oldest) else { return nil }
            let index = state.waiting.lastIndex { (state.running[$0.job.stream] ?? 0) < limits.running }
            guard let index else { return nil }
            let job = state.waiting.remove(at: index).job
            state.running[job.stream, default: 0] += 1
            return job
        }
    }

    private func mayClaim(_ openings: Int?) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            guard let dry = state.dry, dry.openings == openings else { return true }
            return dry.until <= .now
        }
    }

    private func isStale(_ waiting: Waiting) -> Bool { waiting.since < .now - .seconds(Claimer.waitSecondsMax) }

    private func returnStale(_ line: inout Line) throws {
        let stale = state.withLock { $0.waiting.filter(isStale).map(\.job) }
        guard !stale.isEmpty else { return }
        state.withLock { state in state.waiting.removeAll(where: isStale) }
        _ = try withSession(&line) { try $0.release(stale) }
    }

    private func claim(_ line: inout Line) throws {
        let (room, omitted) = state.withLock { state in
            let busy = state.running.filter { $0.value >= limits.running }.keys
            return (limits.batch - state.waiting.count, Set(busy).union(state.waiting.map(\.job.stream)))
        }
        guard room > 0 else { return }
        if line.holdsUntil <= .now {
            line.holds = try withSession(&line) { try $0.holds() }
            line.holdsUntil = .now + Claimer.holdsTime
        }
        var request = QueueSession.ClaimRequest(
            kinds: kinds,
            workerID: workerID,
            share: limits.share,
            limit: room,
            omitted: omitted
        )
        request.holds = line.holds
        let place = line.place
        let claim = try withSession(&line) { try $0.claim(request, after: place) }
        line.place = claim.place
        let jobs = claim.jobs.reversed().map { Waiting(job: $0, since: .now) }
        state.withLock { $0.waiting.insert(contentsOf: jobs, at: 0) }
    }

    /// A session that failed is dropped; the next call opens another one.
    private func withSession<Value>(_ line: inout Line, _ body: (QueueSession) throws -> Value) throws -> Value {
        let session = try line.session ?? open()
        line.session = session
        do {
            return try body(session)
        } catch {
            line.session = nil
            throw error
        }
    }
}

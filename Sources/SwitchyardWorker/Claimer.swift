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
    /// How long what is held back is remembered: a hold, and its end, is in force after so long, and so is the first cap. What
    /// waits here, and may not begin any more, goes back.
    package static let holdsTime: Duration = .seconds(1)

    package struct Limits: Sendable {
        /// Jobs claimed at a time and waiting here.
        package var batch: Int
        /// Jobs of one stream in a claim, as long as others wait.
        package var share: Int
        /// Jobs of one stream under way at once.
        package var running: Int
        /// Jobs of a kind under way at once; no other limit than the lanes for what is not here.
        package var kinds: [JobKind: Int]

        package init(batch: Int, share: Int, running: Int, kinds: [JobKind: Int] = [:]) {
            self.batch = batch
            self.share = share
            self.running = running
            self.kinds = kinds
        }
    }

    private struct Claimed {
        let job: LeasedJob
        let since: ContinuousClock.Instant

        var deadline: ContinuousClock.Instant { since + .seconds(job.kind.deadlineSeconds) }
    }

    private struct State {
        /// The next one last, where it is cheap to take.
        var waiting: [Claimed] = []
        /// Given out and not finished, by the job's id.
        var underWay: [UUID: Claimed] = [:]
        var running: [JobStream: Int] = [:]
        var runningKinds: [JobKind: Int] = [:]
        /// Openings of the gate at the last claim that found nothing, and until when that is believed.
        var dry: (openings: Int, until: ContinuousClock.Instant)?
        /// What is known of holds and caps until then.
        var steeredUntil: ContinuousClock.Instant?
        var isClosed = false
    }

    /// The way to the queue. Whoever has it claims; it is never held together with `State`'s lock while the server works.
    private struct Line {
        var session: QueueSession?
        var ring = Ring()
        var holds = JobHolds()
        var isCapped = false
    }

    package let workerID: UUID
    private let kinds: Set<JobKind>
    private let limits: Limits
    /// For waiting and asking only; what is due or over is the database's to say.
    private let now: @Sendable () -> ContinuousClock.Instant
    private let versions: [JobKind: Int16]
    private let watermark: Watermark
    private let open: @Sendable () throws -> QueueSession
    private let state = Mutex(State())
    private let line = Mutex(Line())

    /// `versions` as in `QueueSession.ClaimRequest`; `watermark` is that of the process.
    package init(
        kinds: Set<JobKind>,
        workerID: UUID,
        limits: Limits,
        versions: [JobKind: Int16] = [:],
        watermark: Watermark = Watermark(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        open: @escaping @Sendable () throws -> QueueSession
    ) {
        self.kinds = kinds
        self.workerID = workerID
        self.limits = limits
        self.now = now
        self.versions = versions
        self.watermark = watermark
        self.open = open
    }

    /// The next job for a lane, or nil when there is none. `openings` of the gate tell whether another lane has just found
    /// the queue empty.
    package func next(openings: Int? = nil) throws -> LeasedJob? {
        if !mustAskSteering, let job = take() { return job }
        return try line.withLock { line in
            try askSteering(&line)
            // Another lane may have claimed while this one waited.
            if let job = take() { return job }
            guard mayClaim(openings) else { return nil }
            try returnStale(&line)
            try claim(&line)
            let job = take()
            if job == nil { state.withLock { $0.dry = openings.map { ($0, now() + Claimer.dryTime) } } }
            return job
        }
    }

    /// Says that a job given out by `next` is no longer under way.
    package func finished(_ job: LeasedJob) {
        state.withLock { state in
            // A hung one was freed, and may have been given out again since.
            if state.underWay[job.id]?.job.lease == job.lease { state.underWay[job.id] = nil }
            let left = state.running[job.stream, default: 1] - 1
            state.running[job.stream] = left > 0 ? left : nil
            let leftOfKind = state.runningKinds[job.kind, default: 1] - 1
            state.runningKinds[job.kind] = leftOfKind > 0 ? leftOfKind : nil
            guard state.dry != nil else { return }
            // What was at its limit may go on; of a stream that has some waiting here no more are claimed.
            let isStreamFree = left == limits.running - 1 && !state.waiting.contains { $0.job.stream == job.stream }
            if isStreamFree || leftOfKind + 1 == limits.kinds[job.kind] || job.isCapped { state.dry = nil }
        }
    }

    /// Jobs that lanes have been at for longer than their kind may take. The database's clock decides whether they are; this
    /// one only says when it is worth asking.
    package func overdue() -> [LeasedJob] {
        let now = now()
        return state.withLock { $0.underWay.values.filter { $0.deadline < now }.map(\.job) }
    }

    /// Hands back what waited here too long, for when every lane hangs; one that claims does so by itself.
    package func tidy() throws {
        _ = try line.withLockIfAvailable { try returnStale(&$0) }
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
        let taken: Claimed? = state.withLock { state in
            guard !state.isClosed, let oldest = state.waiting.last, !isStale(oldest) else { return nil }
            let index = state.waiting.lastIndex {
                (state.running[$0.job.stream] ?? 0) < limits.running && !isBusy($0.job.kind, state)
            }
            guard let index else { return nil }
            let claimed = state.waiting.remove(at: index)
            state.underWay[claimed.job.id] = claimed
            state.running[claimed.job.stream, default: 0] += 1
            state.runningKinds[claimed.job.kind, default: 0] += 1
            return claimed
        }
        guard let taken else { return nil }
        let here = Int64((now() - taken.since) / .microseconds(1))
        WorkerMetrics.jobBegun(taken.job.kind, lateMicroseconds: taken.job.lateMicroseconds + here)
        return taken.job
    }

    private func isBusy(_ kind: JobKind, _ state: State) -> Bool {
        limits.kinds[kind].map { (state.runningKinds[kind] ?? 0) >= $0 } ?? false
    }

    private func mayClaim(_ openings: Int?) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            guard let dry = state.dry, dry.openings == openings else { return true }
            return dry.until <= now()
        }
    }

    private func isStale(_ claimed: Claimed) -> Bool { claimed.since < now() - .seconds(Claimer.waitSecondsMax) }

    private func returnStale(_ line: inout Line) throws { try handBack(&line, where: isStale) }

    private func handBack(_ line: inout Line, where isUnwanted: (Claimed) -> Bool) throws {
        let jobs = state.withLock { state in
            defer { state.waiting.removeAll(where: isUnwanted) }
            return state.waiting.filter(isUnwanted).map(\.job)
        }
        guard !jobs.isEmpty else { return }
        _ = try withSession(&line) { try $0.release(jobs) }
    }

    private var mustAskSteering: Bool {
        let now = now()
        return state.withLock { state in !state.isClosed && state.steeredUntil.map { $0 <= now } ?? true }
    }

    /// What is held, and whether there are caps. Hands back what waits here of a stream that is held, or of which too much is
    /// under way since its cap was lowered.
    private func askSteering(_ line: inout Line) throws {
        guard mustAskSteering else { return }
        (line.holds, line.isCapped) = try withSession(&line) { (try $0.holds(), try $0.hasCaps()) }
        let (holds, kinds) = (line.holds, kinds)
        let crowded = line.isCapped ? try withSession(&line) { try $0.crowded(kinds) } : []
        try handBack(&line) { holds.isHeld($0.job.stream) || crowded.contains($0.job.stream) }
        let until = now() + Claimer.holdsTime
        state.withLock { $0.steeredUntil = until }
    }

    private func claim(_ line: inout Line) throws {
        let (room, omitted, wanted) = state.withLock { state in
            let busy = state.running.filter { $0.value >= limits.running }.keys
            return (
                limits.batch - state.waiting.count,
                Set(busy).union(state.waiting.map(\.job.stream)),
                kinds.filter { !isBusy($0, state) }
            )
        }
        guard room > 0, !wanted.isEmpty else { return }
        let now = now()
        var request = QueueSession.ClaimRequest(
            kinds: wanted,
            workerID: workerID,
            share: limits.share,
            limit: room,
            omitted: omitted
        )
        request.holds = line.holds
        request.kindLimits = limits.kinds
        request.isCapped = line.isCapped
        request.versions = versions
        let reading = watermark.reading
        request.floor = reading.floor
        var ring = line.ring
        let began = ContinuousClock.now
        let claim = try withSession(&line) { [request] in try $0.claim(request, &ring, at: now) }
        WorkerMetrics.claimed(in: ContinuousClock.now - began)
        watermark.raise(claim.floor, from: reading)
        line.ring = ring
        let jobs = claim.jobs.reversed().map { Claimed(job: $0, since: now) }
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

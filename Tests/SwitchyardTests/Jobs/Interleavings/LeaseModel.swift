import BusinessTime
import Foundation
import Switchyard

/// What the queue owes its processes, in memory: whose a job is, which completions count, whose turn it is, and how much may be
/// under way.
struct LeaseModel {
    enum State: Hashable {
        /// Others of its order are before it.
        case blocked
        case ready
        case leased(by: UUID, until: Instant)
        case done
    }

    struct Job {
        let kind: JobKind
        /// In the order, from 1; nil where it has none.
        let place: Int?
        var state = State.ready
        var lease: Int64 = 0

        var isUnderWay: Bool {
            if case .leased = state { true } else { false }
        }
    }

    private(set) var jobs: [UUID: Job] = [:]
    /// How much may be under way.
    var caps: [JobScope: Int] = [:]
    private var leases: [UUID: Instant] = [:]

    /// One that has an order joins it at its end.
    mutating func add(_ id: UUID, _ kind: JobKind, isInOrder: Bool) {
        let last = jobs.values.compactMap(\.place).max() ?? 0
        jobs[id] = Job(kind: kind, place: isInOrder ? last + 1 : nil, state: isInOrder ? .blocked : .ready)
        advance()
    }

    func isAlive(_ worker: UUID, at now: Instant) -> Bool { leases[worker].map { $0 > now } ?? false }

    mutating func renew(_ worker: UUID, at now: Instant) {
        leases[worker] = now.adding(seconds: QueueSession.expirySeconds)
    }

    /// Frees what nobody alive has, and what is past its deadline.
    mutating func rescue(at now: Instant) {
        for (id, job) in jobs {
            guard case .leased(let worker, let deadline) = job.state else { continue }
            if !isAlive(worker, at: now) || deadline < now { jobs[id]?.state = .ready }
        }
    }

    /// What is wrong with a claim's answer.
    mutating func claim(_ claimed: [LeasedJob], limit: Int, by worker: UUID, at now: Instant) -> String? {
        let owed = isAlive(worker, at: now) ? min(limit, owed) : 0
        for one in claimed {
            guard let job = jobs[one.id] else { return "a job given that nobody made" }
            if let wrong = wrongTurn(of: job) { return wrong }
            guard job.state == .ready else { return "a job given that is not free" }
            guard one.lease == job.lease + 1, one.workerID == worker else { return "a lease that is not the next" }
            jobs[one.id]?.lease = one.lease
            let deadline = now.adding(seconds: job.kind.deadlineSeconds)
            jobs[one.id]?.state = .leased(by: worker, until: deadline)
            if let cap = cap(of: job.kind), running(under: cap) > caps[cap] ?? 0 {
                return "more than the cap under way"
            }
        }
        if claimed.count == owed { return nil }
        return claimed.count < owed ? "a job owed and not given" : "a job given and not owed"
    }

    /// What is ready, as far as caps have room for it.
    private var owed: Int {
        Dictionary(grouping: jobs.values.filter { $0.state == .ready }) { cap(of: $0.kind) }
            .map { cap, ready in
                cap.map { min(ready.count, max(0, (caps[$0] ?? 0) - running(under: $0))) } ?? ready.count
            }
            .reduce(0, +)
    }

    /// The one that counts for a kind.
    private func cap(of kind: JobKind) -> JobScope? {
        [.kind(kind), .all].first { caps[$0] != nil }
    }

    private func running(under scope: JobScope) -> Int {
        jobs.values.count { $0.isUnderWay && cap(of: $0.kind) == scope }
    }

    /// Nil where the job has no order, or where all before it are done and none of its order is under way.
    private func wrongTurn(of job: Job) -> String? {
        guard let place = job.place else { return nil }
        if inOrder.contains(where: \.job.isUnderWay) { return "two of one order under way" }
        return inOrder.contains { $0.place < place } ? "a job given before its turn" : nil
    }

    /// Whether this is the newest lease of its job, and in force.
    func isHeld(_ job: LeasedJob) -> Bool {
        guard let known = jobs[job.id], case .leased(let worker, _) = known.state else { return false }
        return worker == job.workerID && known.lease == job.lease
    }

    /// What is wrong with the answer to whoever says that a job is at its end, or to be done again.
    mutating func conclude(_ job: LeasedJob, isAccepted: Bool, isDone: Bool) -> String? {
        guard isAccepted == isHeld(job) else {
            return isAccepted ? "an end accepted of a lease that is not the newest" : "the newest lease refused"
        }
        guard isAccepted else { return nil }
        jobs[job.id]?.state = isDone ? .done : .ready
        advance()
        return nil
    }

    private var inOrder: [(id: UUID, place: Int, job: Job)] {
        jobs.compactMap { id, job in job.state == .done ? nil : job.place.map { (id, $0, job) } }
    }

    /// The first of the order may begin.
    private mutating func advance() {
        guard let first = inOrder.min(by: { $0.place < $1.place }), first.job.state == .blocked else { return }
        jobs[first.id]?.state = .ready
    }
}

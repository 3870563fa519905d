import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport

/// Three processes on connections of their own, the shipped statements, one database: it does steps and compares every answer
/// with the model. Jobs of one run that are left over wait out of sight until all runs are over.
final class LeaseWorld {
    struct Violation: Error, CustomStringConvertible {
        let what: String
        let steps: [LeaseStep]

        var description: String { "\(what), after \(steps)" }
    }

    private struct Process {
        let queue: QueueSession
        let connection: Connection
        var id = UUID()
        var hands: [LeasedJob] = []
    }

    private static let secondsBetweenRuns: Int64 = 3_600

    private let fixture: QueueFixture
    private let tenant: TenantFixture
    private let ticket: UUID
    private let admin: Connection
    private var processes: [Process]
    private var model = LeaseModel()
    private var scene = LeaseScene.free
    private var orderingKey = UUID()
    private(set) var runs = 0
    private var made = 0

    /// `rewriting` changes the statements of the processes, `dropping` takes a constraint out of their database.
    init(rewriting: (@Sendable (String) -> String)? = nil, dropping: SQL? = nil) throws {
        let fixture = try QueueFixture()
        self.fixture = fixture
        tenant = try fixture.tenant { $0.hasDesks = false }
        ticket = try tenant.openTicket()
        admin = try Connection(fixture.database.settings(.admin))
        _ = try admin.execute("DELETE FROM switchyard.job")
        if let dropping { _ = try admin.execute("DROP INDEX \(dropping)") }
        processes = try LeaseStep.processes.map { _ in
            var (dispatcher, worker) = (fixture.database.settings(.dispatcher), fixture.database.settings(.worker))
            dispatcher.rewriting = rewriting
            worker.rewriting = rewriting
            return Process(
                queue: try QueueSession.open(on: Connection(dispatcher), deployment: fixture.deployment),
                connection: try Connection(worker)
            )
        }
    }

    private var now: Instant { fixture.clock.now }

    /// A run of its own: new jobs, new processes.
    func run(_ steps: [LeaseStep], in scene: LeaseScene = .free) throws {
        self.scene = scene
        try begin()
        for (index, step) in steps.enumerated() {
            do {
                try take(step)
            } catch let violation as Violation {
                throw Violation(what: violation.what, steps: Array(steps[...index]))
            }
        }
        try compare(after: steps)
    }

    private func begin() throws {
        runs += 1
        fixture.clock.advance(seconds: LeaseWorld.secondsBetweenRuns)
        orderingKey = UUID()
        model = LeaseModel()
        var batch = Batch()
        batch.add(
            "hide",
            """
            UPDATE switchyard.job SET run_at = '9000-01-01', not_before = NULL, ordering_key = NULL, place = NULL,
                worker_id = NULL, deadline_at = NULL WHERE run_at < '9000-01-01' OR run_at IS NULL
            """
        )
        batch.add("forget", "DELETE FROM switchyard.worker_lease")
        batch.add("uncap", "DELETE FROM switchyard.job_slot")
        for job in scene.jobs {
            let id = UUID.v7(at: now)
            model.add(id, job.kind, isInOrder: job.isInOrder)
            let key = job.isInOrder ? orderingKey : nil
            let (place, waits) = (model.jobs[id]?.place, model.jobs[id]?.state == .blocked)
            batch.add(
                "job",
                """
                INSERT INTO switchyard.job (tenant_id, id, kind, payload_version, subject_id, priority, run_at, not_before,
                    ordering_key, place, created_at)
                VALUES (\(tenant.tenantID), \(id), \(job.kind.rawValue), 1, \(id), 5, \(waits ? nil : now),
                    \(waits ? now : nil), \(key), \(place.map(Int64.init)), \(now))
                """
            )
        }
        _ = try admin.run(batch)
        made += scene.jobs.count
        for process in processes.indices { try start(process) }
        if let runningMax = scene.runningMax { try cap(.all, runningMax) }
    }

    private func cap(_ scope: JobScope, _ runningMax: Int?) throws {
        guard scene.runningMax != nil, runningMax != nil || model.caps[scope] != nil else { return }
        try tenant.transaction(as: Actor(kind: .operatorAdmin)) { tx in
            if let runningMax {
                _ = try JobCap.set(scope, runningMax: runningMax, in: tx)
            } else {
                try JobCap.end(scope, in: tx)
            }
        }
        model.caps[scope] = runningMax
    }

    private func enqueue(_ process: Int) throws {
        try transact(process) { try Probe.enqueue(1, inOrderOf: scene.hasOrder ? orderingKey : nil, in: $0) }
        // Ids begin with the instant at which they were made.
        let newest = try admin.query(
            """
            SELECT id FROM switchyard.job WHERE tenant_id = \(tenant.tenantID) ORDER BY id DESC LIMIT \(model.jobs.count + 1)
            """
        )
        let new = try newest.map { try $0.column(0, as: UUID.self) }.filter { model.jobs[$0] == nil }
        guard let id = new.first else { throw Violation(what: "no job made", steps: []) }
        model.add(id, .probe, isInOrder: scene.hasOrder)
        made += 1
    }

    private func start(_ process: Int) throws {
        processes[process].id = UUID()
        processes[process].hands = []
        try renew(process)
    }

    private func renew(_ process: Int) throws {
        try processes[process].queue.heartbeat(processes[process].id)
        model.renew(processes[process].id, at: now)
    }

    private func take(_ step: LeaseStep) throws {
        switch step {
        case .claim(let process): try claim(process)
        case .renew(let process): try renew(process)
        case .crash(let process): try start(process)
        case .expire(let process):
            try fallSilent(process)
            try rescue((process + 1) % processes.count)
        case .fallSilent(let process): try fallSilent(process)
        case .rescue(let process): try rescue(process)
        case .complete(let process): try end(process, .finish(outcome: "done"))
        case .putBack(let process):
            try end(process, .putBack(afterMicroseconds: 0, code: "failed", countsAttempt: true))
        case .handBack(let process): try handBack(process)
        case .enqueue(let process): try enqueue(process)
        case .cap(_, let scope, let runningMax): try cap(scope, runningMax)
        case .completeSlowly(let process, let meanwhile):
            guard let job = takeUp(process) else { return }
            try finishInTransaction(job, by: process) { for step in meanwhile { try take(step) } }
        }
    }

    private func claim(_ process: Int) throws {
        let id = processes[process].id
        var request = QueueSession.ClaimRequest(kinds: Set(JobKind.allCases), workerID: id, limit: scene.limit)
        request.isCapped = scene.runningMax != nil
        let claimed = try processes[process].queue.claim(request).jobs
        try check(model.claim(claimed, limit: scene.limit, by: id, at: now))
        processes[process].hands += claimed
    }

    private func fallSilent(_ process: Int) throws {
        fixture.clock.advance(seconds: QueueSession.expirySeconds)
        for other in processes.indices where other != process { try renew(other) }
    }

    private func rescue(_ process: Int) throws {
        _ = try processes[process].queue.rescue()
        model.rescue(at: now)
    }

    private func takeUp(_ process: Int) -> LeasedJob? {
        processes[process].hands.isEmpty ? nil : processes[process].hands.removeFirst()
    }

    private func end(_ process: Int, _ fate: JobEnding.Fate) throws {
        guard let job = takeUp(process) else { return }
        var isDone = false
        if case .finish = fate { isDone = true }
        if isDone, job.kind != .probe { return try finishInTransaction(job, by: process) {} }
        let concluded = try processes[process].queue.conclude([JobEnding(job, fate)])
        try check(model.conclude(job, isAccepted: concluded == [job.id], isDone: isDone))
    }

    private func handBack(_ process: Int) throws {
        guard let job = takeUp(process) else { return }
        let count = try processes[process].queue.release([job])
        try check(model.conclude(job, isAccepted: count == 1, isDone: false))
    }

    /// The effect, whatever others do, and the end: all of it or nothing.
    private func finishInTransaction(_ job: LeasedJob, by process: Int, _ meanwhile: () throws -> Void) throws {
        var isAccepted = true
        do {
            try transact(process) { tx in
                tx.write(
                    "effect",
                    """
                    INSERT INTO switchyard.ticket_ref (tenant_id, kind, value, ticket_id)
                    VALUES (\(tx.tenantID), 'effect', \("\(job.id.text) \(job.lease)"), \(ticket))
                    """
                )
                _ = try tx.holds(job)
                try meanwhile()
                try tx.conclude(job, .finish(outcome: "done"))
            }
        } catch is StaleLease {
            isAccepted = false
        }
        try check(model.conclude(job, isAccepted: isAccepted, isDone: true))
    }

    private func transact<Value>(_ process: Int, _ body: (TenantTransaction) throws -> Value) throws -> Value {
        try TenantTransaction.run(
            tenant: tenant.tenantID,
            request: tenant.request(as: .worker),
            deployment: fixture.deployment,
            on: processes[process].connection,
            body
        )
    }

    private func check(_ wrong: String?) throws {
        if let wrong { throw Violation(what: wrong, steps: []) }
    }
}

extension LeaseWorld {
    /// The rows are as the model has them.
    private func compare(after steps: [LeaseStep]) throws {
        let rows = try admin.query(
            "SELECT id, lease, worker_id, run_at IS NULL FROM switchyard.job WHERE id = ANY (\(Array(model.jobs.keys)))"
        )
        var open = model.jobs.filter { $0.value.state != .done }
        for row in rows {
            var cursor = row.cursor()
            let id: UUID = try cursor.next()
            let lease: Int64 = try cursor.next()
            let worker: UUID? = try cursor.next()
            guard let job = open.removeValue(forKey: id) else {
                throw Violation(what: "a done job is open", steps: steps)
            }
            var holder: UUID?
            if case .leased(let by, _) = job.state { holder = by }
            guard job.lease == lease, worker == holder else { throw Violation(what: "another's lease", steps: steps) }
            let isBlocked: Bool = try cursor.next()
            guard isBlocked == (job.state == .blocked) else {
                throw Violation(what: isBlocked ? "a job waits for nobody" : "a job begins too early", steps: steps)
            }
        }
        guard open.isEmpty else { throw Violation(what: "a job is lost", steps: steps) }
    }

    /// Everything that any run left is done by one process more; then each job was done once, with one effect.
    func finishAll() throws {
        _ = try admin.execute("UPDATE switchyard.job SET run_at = \(now) WHERE run_at IS NOT NULL")
        fixture.clock.advance(seconds: LeaseWorld.secondsBetweenRuns)
        let (queue, last) = (processes[0].queue, UUID())
        try queue.heartbeat(last)
        while try !queue.rescue().isEmpty {}
        let request = QueueSession.ClaimRequest(
            kinds: Set(JobKind.allCases),
            workerID: last,
            limit: QueueSession.claimMax
        )
        while true {
            let jobs = try queue.claim(request).jobs
            guard !jobs.isEmpty else { break }
            _ = try queue.conclude(jobs.map { JobEnding($0, .finish(outcome: "last")) })
        }
        let found = [
            "jobs": try fixture.count("switchyard.job"),
            "done": try fixture.count("switchyard.job_done"),
            "done once": try fixture.count("(SELECT DISTINCT id FROM switchyard.job_done) d"),
            "effects without an end": try fixture.count(
                """
                switchyard.ticket_ref r WHERE NOT EXISTS (SELECT FROM switchyard.job_done d
                    WHERE d.id::text = split_part(r.value, ' ', 1) AND d.outcome = 'done')
                """
            ),
            "ends without their effect": try fixture.count(
                """
                switchyard.job_done d WHERE d.kind = \(JobKind.inviteSurvey.rawValue) AND d.outcome = 'done'
                    AND NOT EXISTS (SELECT FROM switchyard.ticket_ref r WHERE split_part(r.value, ' ', 1) = d.id::text)
                """
            ),
            "effects twice": try fixture.count(
                "(SELECT FROM switchyard.ticket_ref GROUP BY split_part(value, ' ', 1) HAVING count(*) > 1) twice"
            ),
        ]
        let owed = found.mapValues { _ in 0 }.merging(["done": made, "done once": made]) { $1 }
        guard found == owed else { throw Violation(what: "\(found), owed \(owed)", steps: []) }
    }
}

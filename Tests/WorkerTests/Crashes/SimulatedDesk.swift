import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import TestTools

/// One tenant whose processes die. People and the exchange try again, under the same key, until they are answered; another
/// worker takes over from a dead one.
final class SimulatedDesk {
    /// Longer than a dead worker's lease lasts: then what it held is free.
    private static let leaseSeconds = QueueSession.expirySeconds + 5
    /// From the last act until the customer is asked how it went, and from there until he is reminded.
    private static let lastRoundsSeconds: [Int64] = [3_600, 3 * 86_400]
    private static let attemptsMax = 10

    /// Few steps a clock, so that a life costs little.
    private static let policy: JSON = [
        "targets": [
            "first_reply": 3600, "next_reply": ["default": 5400, "P1": 1800],
            "resolution": ["default": 28800, "P1": 10800],
        ],
        "warn": [50], "repeat": ["max": 0],
    ]

    let tenant: TenantFixture
    let carrier = RecordingCarrier()
    private(set) var crashes = CrashCount()
    private let wires: SimulatedWires
    private let clock: TestClock
    private var api: SimulatedAPI
    private var worker: SimulatedWorker
    private var ticket: UUID?
    /// Where processes die; nil lets them all live.
    private var random: SeededNumbers?

    init(_ wires: SimulatedWires, clock: TestClock, crashing seed: UInt64?) throws {
        self.wires = wires
        self.clock = clock
        random = seed.map { SeededNumbers(seed: ~$0) }
        wires.apiOwner.hand(to: nil)
        tenant = try TenantFixture.make(in: wires.database, on: wires.api) { options in
            options.clock = clock
            options.policy = Self.policy
            options.survey = ["delay_seconds": 1800, "quiet_hours": false]
        }
        api = SimulatedAPI(wires, clock: clock)
        worker = try SimulatedWorker(wires, clock: clock, carrier: carrier)
    }

    func live(_ script: DeskScript) throws {
        try act("receive", key: "0") { [tenant] api in
            var request = CustomerRequest()
            request.customerID = "ada"
            request.email = "ada@example.org"
            request.channel = TicketChannel.email.rawValue
            let parsed = try IntakeRequest(request.json)
            return try Self.transaction(tenant, as: tenant.intake.actor, on: api) { tx in
                try Intake.receive(parsed, key: Self.key("0"), in: tx)
            }
        }
        for (index, entry) in script.entries.enumerated() {
            clock.advance(seconds: entry.afterSeconds)
            try act(entry.act.name, key: "\(index + 1)") { [tenant, ticket] api in
                guard let ticket else { throw DomainError.notFound }
                return try Self.perform(entry.act, on: ticket, key: Self.key("\(index + 1)"), of: tenant, api)
            }
        }
        for seconds in Self.lastRoundsSeconds {
            clock.advance(seconds: seconds)
            try round()
        }
    }

    /// One act of somebody outside, and the worker's round after it.
    private func act(_ name: String, key: String, _ body: (SimulatedAPI) throws -> Answer?) throws {
        try surviving(name, flushesMax: 5, plan: { self.api.plan }) {
            let answer = try body(self.api)
            if self.ticket == nil { self.ticket = try answer?.body.uuid("id") }
        } restart: {
            self.api = SimulatedAPI(self.wires, clock: self.clock)
        }
        clock.advance(seconds: Self.leaseSeconds)
        try round()
    }

    /// All that is due is done, and before anything else happens also what a worker that died on it held.
    private func round() throws {
        let worker = worker
        try surviving("worker", flushesMax: 30, plan: { self.worker.plan }) {
            try self.worker.takeDueSteps()
            try self.worker.runJobs()
        } restart: {
            self.worker = try SimulatedWorker(self.wires, clock: self.clock, carrier: self.carrier)
        }
        clock.advance(seconds: Self.leaseSeconds)
        if worker !== self.worker { try self.worker.runJobs() }
    }

    /// Does it until it is done: the first time with a process that may die on the way.
    private func surviving(
        _ name: String,
        flushesMax: Int,
        plan: () -> CrashPlan,
        _ body: () throws -> Void,
        restart: () throws -> Void
    ) throws {
        plan().arm(random?.point(flushesMax: flushesMax))
        for _ in 0..<Self.attemptsMax {
            do {
                try body()
                return plan().arm(nil)
            } catch is ProcessEnded {
                crashes.count(name, atCommit: plan().isDeadAtCommit)
                try restart()
            }
        }
        throw ProcessEnded()
    }
}

extension SimulatedDesk {
    private static func key(_ name: String) -> IdempotencyKey { IdempotencyKey(key: name, request: []) }

    private static func transaction(
        _ tenant: TenantFixture,
        as actor: Actor,
        on api: SimulatedAPI,
        _ body: (TenantTransaction) throws -> Answer
    ) throws -> Answer {
        try TenantTransaction.run(
            tenant: tenant.tenantID,
            request: tenant.request(as: actor),
            deployment: api.deployment,
            on: api.connection,
            body
        )
    }

    /// As the API does it: under the case's lock, once for its key. Nil for an act that the case's state refuses.
    private static func perform(
        _ act: DeskScript.Act,
        on ticket: UUID,
        key: IdempotencyKey,
        of tenant: TenantFixture,
        _ api: SimulatedAPI
    ) throws -> Answer? {
        if act == .message {
            let message = try IntakeMessage(["text": "Any news?"])
            return try transaction(tenant, as: tenant.intake.actor, on: api) { tx in
                try Intake.message(message, on: ticket, key: key, in: tx)
            }
        }
        do {
            return try transaction(tenant, as: act.actor(of: tenant), on: api) { tx in
                try tx.once(key) {
                    var file = try CaseFile.open(ticket, in: tx)
                    try act.change(&file, agent: tenant.agent(4).personID)
                    try file.save()
                    return Answer(status: 200, body: [:])
                }
            }
        } catch let error as DomainError where error.code == .conflict {
            return nil
        }
    }
}

extension DeskScript.Act {
    /// Somebody who serves whatever level the case reached. Time given late takes a supervisor (P4).
    fileprivate func actor(of tenant: TenantFixture) -> Actor {
        if case .setPriority = self { return tenant.lead(4).actor }
        return tenant.agent(4).actor
    }

    fileprivate func change(_ file: inout CaseFile, agent: UUID) throws {
        switch self {
        case .message: return
        case .reply(let status): _ = try file.reply("It is on its way.", status: status)
        case .note: _ = try file.note("Asked the treasury.")
        case .setStatus(let status): try file.setStatus(status)
        case .setPriority(let priority): try file.setPriority(priority, reason: "As agreed with the client.")
        case .assign: try file.assign(to: agent)
        case .resolve: try file.resolve()
        case .reopen: try file.reopen()
        }
    }
}

extension SeededNumbers {
    fileprivate mutating func point(flushesMax: Int) -> CrashPlan.Point {
        CrashPlan.Point(
            flush: Int.random(in: 0..<flushesMax, using: &self),
            side: chance(percent: 50) ? .before : .after
        )
    }
}

/// Where processes ended, over all seeds.
struct CrashCount: CustomStringConvertible {
    private(set) var crashes: [String: Int] = [:]
    private(set) var atCommit: [String: Int] = [:]

    mutating func count(_ name: String, atCommit isAtCommit: Bool) {
        crashes[name, default: 0] += 1
        if isAtCommit { atCommit[name, default: 0] += 1 }
    }

    static func + (left: CrashCount, right: CrashCount) -> CrashCount {
        var sum = left
        sum.crashes.merge(right.crashes, uniquingKeysWith: +)
        sum.atCommit.merge(right.atCommit, uniquingKeysWith: +)
        return sum
    }

    var total: Int { crashes.values.reduce(0, +) }

    var description: String {
        crashes.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value) (\(atCommit[$0.key, default: 0]) at COMMIT)" }.joined(separator: ", ")
    }
}

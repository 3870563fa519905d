import BusinessTime
import Foundation
import TestTools
import Testing

@testable import Switchyard

/// Where a clock's time went: the parts add up, and every cause can be told from the log.
struct LateTimeTests {
    private static let cases: UInt64 = 400

    /// A log as acts write it, with its clocks.
    private struct Log {
        var events: [CaseEvent] = []
        private let person = UUID()

        mutating func add(
            _ time: String,
            _ kind: EventKind,
            _ body: JSON = [:],
            recorded: String? = nil,
            by actor: Actor.Kind = .agent
        ) throws {
            let at = try ClockStory.at(time)
            add(at, kind, body, recordedAt: try recorded.map(ClockStory.at) ?? at, by: actor)
        }

        mutating func add(
            _ at: Instant,
            _ kind: EventKind,
            _ body: JSON,
            recordedAt: Instant,
            by actor: Actor.Kind
        ) {
            events.append(
                CaseEvent(
                    sequence: events.count + 1,
                    kind: kind,
                    occurredAt: at,
                    recordedAt: recordedAt,
                    actorKind: actor,
                    actorID: nil,
                    body: body
                )
            )
        }

        mutating func assign(_ time: String, _ isAssigned: Bool = true) throws {
            try add(time, .assigned, ["person_id": isAssigned ? person.json : .null])
        }

        func clocks(_ policy: SLAPolicy, _ calendar: OpenTime, asOf: Instant) throws -> CaseClocks {
            let facts = try events.flatMap { try $0.facts(ticket: "A") }
            return try ClockMachine.fold(facts, policy: policy, calendar: calendar, asOf: asOf)
        }
    }

    private func parts(
        _ log: Log,
        _ metric: SLAMetric = .agentWork,
        until: String,
        calendar: OpenTime = .always,
        knownAt: String? = nil
    ) throws -> [String] {
        let asOf = try ClockStory.at(until)
        let clocks = try log.clocks(SLAPolicy(targetSeconds: [metric: 3600]), calendar, asOf: asOf)
        let cycle = try #require(clocks.cycles.last)
        let time = LateTime(
            cycle,
            desk: DeskState.history(log.events),
            knownAt: try knownAt.map(ClockStory.at) ?? cycle.startAt,
            asOf: asOf,
            calendar: calendar
        )
        return time.parts.map { part in
            let level = part.level.map { " L\($0)" } ?? ""
            let minutes = part.microseconds / 60_000_000
            return "\(part.cause.name)\(level) \(minutes) \(part.countedMicroseconds / 60_000_000)"
        }.sorted()
    }

    private static let opened: JSON = ["message_id": "m", "level": 1]

    @Test func everyMinuteHasOneCause() throws {
        var log = Log()
        try log.add("09:00", .opened, Self.opened, recorded: "09:05", by: .intake)
        try log.assign("09:30")
        try log.add("09:50", .noted, ["message_id": "n"])
        try log.add("10:00", .statusChanged, ["from": "open", "to": "waiting_client"])
        try log.add("10:40", .statusChanged, ["from": "waiting_client", "to": "open"])
        try log.add("11:00", .escalated, ["from": 1, "to": 2], by: .worker)
        try log.add("11:30", .nobodyToNotify, ["level": 3], by: .worker)
        try log.assign("11:45")
        #expect(
            try parts(log, until: "12:00", knownAt: "09:05")
                == [
                    "inHand L1 30 30".replacing("inHand", with: "in_hand"), "nobody_on_duty L2 15 15",
                    "not_yet_known 5 5", "unassigned L1 25 25", "unassigned L2 30 30", "untouched L1 20 20",
                    "untouched L2 15 15", "waiting_client L1 40 0",
                ].map { $0.replacing("waiting_client", with: "parked") }.sorted()
        )
    }

    @Test func anOfferThatWaitsIsACauseOfItsOwnUntilSomebodyActs() throws {
        var log = Log()
        try log.add("09:00", .opened, Self.opened, by: .intake)
        try log.assign("09:00")
        try log.add("09:10", .handoverProposed, ["from": 1, "to": 2])
        try log.add("09:40", .handoverExpired, ["handover": 3, "cause": "time"], by: .worker)
        try log.add("10:00", .handoverProposed, ["from": 1, "to": 2])
        try log.add("10:20", .handoverAccepted, ["handover": 5, "to": 2, "person_id": UUID().json])
        try log.add("10:30", .noted, ["message_id": "n"])
        try log.add("10:50", .handoverReturned, ["handover": 5, "note": "x", "from": 2, "to": 1])
        #expect(
            try parts(log, until: "11:00")
                == [
                    "in_hand L1 20 20", "in_hand L2 20 20", "offer_not_accepted L1 50 50", "unassigned L1 10 10",
                    "untouched L1 10 10", "untouched L2 10 10",
                ].sorted()
        )
    }

    @Test func aLateStepIsOurOwnLagUnlessSomebodyWasAtWork() throws {
        var log = Log()
        try log.add("09:00", .opened, Self.opened, by: .intake)
        try log.assign("10:30")
        try log.add("10:40", .noted, ["message_id": "n"])
        let asOf = try ClockStory.at("11:00")
        let clocks = try log.clocks(SLAPolicy(targetSeconds: [.agentWork: 3600]), .always, asOf: asOf)
        let cycle = try #require(clocks.cycles.first)
        let time = LateTime(
            cycle,
            desk: DeskState.history(log.events),
            knownAt: cycle.startAt,
            lags: [try ClockStory.at("10:00")..<ClockStory.at("10:50")],
            asOf: asOf,
            calendar: .always
        )
        let told = time.parts.map {
            "\($0.cause.name) \($0.microseconds / 60_000_000) \($0.lateMicroseconds / 60_000_000)"
        }
        #expect(told.sorted() == ["in_hand 20 20", "system_lag 40 40", "unassigned 60 0"])
    }

    @Test func closedHoursHideEverythingElse() throws {
        var log = Log()
        try log.add("16:00", .opened, Self.opened, by: .intake)
        #expect(
            try parts(log, until: "03 10:00", calendar: ClockStory.officeHours())
                == ["closed L1 960 0", "unassigned L1 120 120"]
        )
    }

    @Test func aResolvedStretchAndACustomersWaitCountForNobody() throws {
        var log = Log()
        try log.add("09:00", .opened, Self.opened, by: .intake)
        try log.assign("09:00")
        try log.add("09:10", .replied, ["message_id": "r", "status": "waiting_customer"])
        try log.add("09:30", .customerMessage, ["message_id": "c"], by: .intake)
        try log.add("09:40", .resolved, ["answered": false])
        try log.add("10:40", .reopened, [:], by: .intake)
        #expect(
            try parts(log, until: "11:00")
                == ["in_hand L1 30 30", "parked L1 20 0", "resolved L1 60 0", "untouched L1 10 10"]
        )
    }

    @Test func whatWasBeforeTheCaseWasElsewhere() throws {
        var log = Log()
        try log.add("10:00", .opened, ["message_id": "m", "level": 1, "split_from": "x"], recorded: "10:30")
        #expect(try parts(log, until: "11:00") == ["elsewhere 30 30", "unassigned L1 30 30"])
    }

    @Test func thePartsAddUpToTheWholeAndWhatCountsToTheClock() throws {
        let calendars = [OpenTime.always, try ClockStory.officeHours()]
        for seed in 1...Self.cases {
            var random = SeededNumbers(seed: seed)
            let log = try Self.randomLog(&random)
            let calendar = calendars[Int(seed % 2)]
            let asOf = try ClockStory.at("09 00:00")
            let policy = SLAPolicy(
                targetSeconds: Dictionary(uniqueKeysWithValues: SLAMetric.allCases.map { ($0, 40_000) })
            )
            for cycle in try log.clocks(policy, calendar, asOf: asOf).cycles {
                let knownAt = cycle.startAt.adding(seconds: Int64.random(in: 0...9000, using: &random))
                let lag = cycle.startAt.adding(seconds: Int64.random(in: 0...90_000, using: &random))
                let time = LateTime(
                    cycle,
                    desk: DeskState.history(log.events),
                    knownAt: knownAt,
                    lags: [lag..<lag.adding(seconds: Int64.random(in: 1...9000, using: &random))],
                    asOf: asOf,
                    calendar: calendar
                )
                let whole = time.whole.upperBound.microseconds(since: time.whole.lowerBound)
                let late = time.late.map { $0.upperBound.microseconds(since: $0.lowerBound) } ?? 0
                #expect((cycle.breachedAt != nil) == (time.late != nil))
                #expect(time.parts.reduce(0) { $0 + $1.lateMicroseconds } == late, "seed \(seed)")
                #expect(time.parts.reduce(0) { $0 + $1.microseconds } == whole, "seed \(seed)")
                #expect(
                    time.parts.reduce(0) { $0 + $1.countedMicroseconds } == cycle.elapsedMicroseconds,
                    "seed \(seed) \(cycle)"
                )
                #expect(time.parts.allSatisfy { $0.microseconds > 0 && $0.countedMicroseconds <= $0.microseconds })
                let keys = time.parts.map { "\($0.cause) \($0.level ?? -1)" }
                #expect(Set(keys).count == keys.count)
            }
        }
    }

    private static func randomLog(_ random: inout SeededNumbers) throws -> Log {
        var log = Log()
        try log.add("09:00", .opened, opened, recorded: "09:07", by: .intake)
        let bodies: [(EventKind, JSON, Actor.Kind)] = [
            (.customerMessage, ["message_id": "c"], .intake), (.replied, ["message_id": "r"], .agent),
            (.replied, ["message_id": "r", "status": "waiting_customer"], .agent),
            (.statusChanged, ["to": "waiting_third_party"], .agent), (.statusChanged, ["to": "open"], .agent),
            (.assigned, ["person_id": UUID().json], .agent), (.assigned, ["person_id": .null], .agent),
            (.escalated, ["from": 1, "to": 2], .worker), (.nobodyToNotify, ["level": 2], .worker),
            (.noted, ["message_id": "n"], .agent), (.resolved, ["answered": true], .agent), (.reopened, [:], .agent),
            (.notified, [:], .worker), (.handoverProposed, ["to": 2], .agent), (.handoverAccepted, ["to": 2], .agent),
            (.handoverReturned, [:], .agent), (.handoverReturned, ["to": 1], .agent), (.handoverExpired, [:], .worker),
        ]
        let start = try ClockStory.at("09:00")
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            let (kind, body, actor) = bodies[Int.random(in: 0..<bodies.count, using: &random)]
            let at = start.adding(seconds: Int64.random(in: 0...500_000, using: &random))
            let late = Int64.random(in: 0...3, using: &random) * 1000
            log.add(at, kind, body, recordedAt: at.adding(seconds: late), by: actor)
        }
        return log
    }
}

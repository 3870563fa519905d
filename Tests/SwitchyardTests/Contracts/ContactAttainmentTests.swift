import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Contacts in a contract: a chat counts in the month in which the customer arrived (`spec/sla.md X2`).
@Suite(.needsDatabase) struct ContactAttainmentTests {
    private static let target: JSON = ["name": "Chats", "metric": "answer", "percent_bp": 8_000]

    private func desk(
        _ now: String = "2026-05-31T23:59:50Z",
        targets: [JSON] = [target],
        policy: JSON = ["targets": ["answer": 20, "resolution": 86_400]]
    ) throws -> ContractDesk {
        try ContractDesk(now, targets: targets) { $0.policy = policy }
    }

    @discardableResult
    private func chat(_ desk: ContractDesk, answeredAfter seconds: Int64? = nil) throws -> UUID {
        try desk.open(answeredAfter: seconds) { $0.channel = "chat" }
    }

    @Test func `X2: a contact belongs to the month of its arrival, not of its verdict`() throws {
        let desk = try desk()
        try chat(desk, answeredAfter: 5)  // met in May
        try chat(desk, answeredAfter: 15)  // met in June
        try chat(desk, answeredAfter: 60)  // missed at 00:00:10 of June
        try chat(desk)
        try desk.open()  // not on a live channel
        try desk.moveTo("2026-06-01T00:00:00Z")
        try chat(desk, answeredAfter: 5)
        #expect(try (desk.line("2026-05").raw, desk.line("2026-05").counts.running) == (.init(2, 1), 1))
        try desk.moveTo("2026-06-02T00:00:00Z")
        #expect(try desk.line("2026-05").raw == .init(2, 2))
        #expect(try desk.line("2026-06").raw == .init(1, 0))
    }

    @Test func `every contact of a figure is listed with its arrival`() throws {
        let desk = try desk()
        let ticket = try chat(desk, answeredAfter: 60)
        try desk.moveTo("2026-06-02T00:00:00Z")
        try desk.rollUp()
        let month = try #require(CivilMonth(iso8601: "2026-05"))
        let clocks = try desk.tenant.transaction(as: desk.tenant.tenantAdmin.actor) {
            try AttainmentClock.page(of: "Chats", in: month, after: nil, limit: 10, in: $0)
        }
        #expect(clocks.map(\.ticketID) == [ticket])
        #expect(clocks.first?.json["arrived_at"] == "2026-05-31T23:59:50Z")
        #expect(clocks.first?.json["final_at"] == "2026-06-01T00:00:10Z")
    }

    @Test func `a threshold of the contract's own is judged by arrival as well`() throws {
        let own: JSON = ["name": "Own", "metric": "answer", "percent_bp": 8_000, "within_seconds": 10]
        let desk = try desk(targets: [own])
        try chat(desk, answeredAfter: 15)
        try chat(desk, answeredAfter: 10)
        try desk.moveTo("2026-06-02T00:00:00Z")
        #expect(try desk.line("2026-05").raw == .init(1, 1))
    }

    @Test func `K3: a contact that was resolved unanswered is a figure of the month of its arrival`() throws {
        let desk = try desk()
        let ticket = try chat(desk)
        desk.clock.advance(seconds: 15)
        try desk.act(ticket) { try $0.resolve() }
        let may = try desk.report("2026-05")
        #expect((may.lines[0].raw, may.unanswered) == (.none, [.answer: 1]))
        #expect(try desk.report("2026-06").unanswered == [:])
    }

    @Test func `X6: too few contacts are carried from the month of their arrival`() throws {
        let small: JSON = ["name": "Chats", "metric": "answer", "percent_bp": 8_000, "minimum_volume": 2]
        let desk = try desk(targets: [small])
        try chat(desk, answeredAfter: 60)
        try desk.moveTo("2026-06-10T00:00:00Z")
        try chat(desk, answeredAfter: 5)
        #expect(try desk.line("2026-05").verdict == .tooSmall)
        let june = try desk.line("2026-06")
        #expect((june.carried?.from.description, june.raw) == ("2026-05", .init(1, 1)))
    }

    @Test func `X4: an outage that begins behind the month excuses the contact that waited into it`() throws {
        let desk = try desk()
        try chat(desk, answeredAfter: 60)
        try desk.moveTo("2026-06-02T00:00:00Z")
        try desk.decide(desk.proposeOutage("2026-06-01T00:00:00Z", "2026-06-01T00:00:05Z"), approved: true)
        let may = try desk.line("2026-05")
        #expect((may.raw, may.adjusted) == (.init(0, 1), .none))
    }

    @Test func `X4: volume over forecast leaves out who arrived in the interval`() throws {
        let desk = try desk("2026-05-04T10:00:00Z")
        for _ in 0..<2 { try chat(desk, answeredAfter: 60) }
        try desk.moveTo("2026-05-04T10:30:00Z")
        try chat(desk, answeredAfter: 60)
        try desk.moveTo("2026-05-05T00:00:00Z")
        let exclusion = try desk.propose([
            "kind": "volume_over_forecast", "from": "2026-05-04T10:00:00Z", "until": "2026-05-04T10:30:00Z",
            "reason": "Twice the forecast", "forecast": 1, "tolerance_bp": 0,
        ])
        try desk.decide(exclusion, approved: true)
        let may = try desk.line("2026-05")
        #expect((may.raw, may.adjusted) == (.init(0, 3), .init(0, 1)))
    }

    @Test func `X2: a merge that moves the start leaves the contact in the month of its arrival`() throws {
        let desk = try desk()
        let first = try desk.tenant.openTicket { ($0.channel, $0.customerID, $0.thread) = ("chat", "ada", "first") }
        try desk.moveTo("2026-06-01T00:00:00Z")
        let second = try desk.tenant.openTicket { ($0.channel, $0.customerID, $0.thread) = ("chat", "ada", "second") }
        desk.clock.advance(seconds: 5)
        try desk.tenant.transaction(as: desk.tenant.agent().actor) { tx in
            let pair = try CaseFile.openPair(first, second, in: tx)
            var source = try #require(pair.first)
            var target = try #require(pair.second)
            try source.merge(into: &target, reason: nil)
            try source.save()
            try target.save()
        }
        desk.clock.advance(seconds: 5)
        try desk.reply(second)
        let stored = try desk.act(second) { $0.cycles.filter { $0.metric == "answer" } }
        #expect(stored.map(\.startAt.iso8601) == ["2026-05-31T23:59:50Z"])
        #expect(stored.map { $0.arrivedAt?.iso8601 } == ["2026-06-01T00:00:00Z"])
        #expect(try desk.line("2026-05").raw == .none)
        #expect(try desk.line("2026-06").raw == .init(1, 0))
        #expect(
            try desk.tenant.transaction(as: .worker) { try ClockReplay.run(second, in: $0).isIdentical }
        )
    }
}

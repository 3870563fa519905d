import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// What is left out of a contract's figures, and who says so (`spec/sla.md X4`).
@Suite(.needsDatabase) struct ExclusionTests {
    @Test func `only what the client approved adjusts, and the raw figure stays beside it`() throws {
        let desk = try ContractDesk()
        try desk.open(answeredAfter: 60)
        try desk.open(answeredAfter: 7_200)
        try desk.moveTo("2026-05-05T00:00:00Z")
        let outage = try desk.proposeOutage("2026-05-04T10:30:00Z", "2026-05-04T11:30:00Z")
        let proposed = try desk.line("2026-05")
        #expect((proposed.raw, proposed.adjusted, proposed.verdict) == (.init(1, 1), .init(1, 1), .missed))
        #expect(
            proposed.counts.excluded == [.init(exclusionID: outage.id, isApproved: false, counts: .init(0, 1))]
        )
        try desk.decide(outage, approved: true)
        let report = try desk.report("2026-05")
        let approved = report.lines[0]
        #expect((approved.raw, approved.adjusted, approved.verdict) == (.init(1, 1), .init(1, 0), .reached))
        #expect((approved.raw.share.percent, approved.adjusted.share.percent) == ("50.00", "100.00"))
        #expect(report.exclusions.map(\.id) == [outage.id])
        #expect(report.exclusions[0].acts.map(\.state) == [.proposed, .approved])
        try desk.withdraw(outage)
        #expect(try desk.line("2026-05").adjusted == .init(1, 1))
    }

    @Test func `what the client declined is listed and adjusts nothing`() throws {
        let desk = try ContractDesk()
        try desk.open(answeredAfter: 7_200)
        try desk.moveTo("2026-05-05T00:00:00Z")
        let outage = try desk.proposeOutage("2026-05-04T10:30:00Z", "2026-05-04T11:30:00Z")
        try desk.decide(outage, approved: false)
        let report = try desk.report("2026-05")
        #expect((report.lines[0].adjusted, report.lines[0].counts.excluded) == (.init(0, 1), []))
        #expect(report.exclusions.map(\.state) == [.declined])
        #expect(throws: DomainError(.conflict, "already_declined")) { try desk.decide(outage, approved: true) }
        #expect(throws: DomainError(.conflict, "already_declined")) { try desk.withdraw(outage) }
    }

    struct Window: Sendable, CustomTestStringConvertible {
        let name: String
        let from: String
        let until: String
        let isExcluded: Bool
        var testDescription: String { name }
    }

    /// Office hours 09:00 to 17:00; asked on Monday 16:30, answered on Tuesday 12:00, so missed on Tuesday at 09:30.
    @Test(arguments: [
        Window(name: "while it ran", from: "2026-05-04T16:45:00Z", until: "2026-05-04T16:50:00Z", isExcluded: true),
        Window(name: "at night", from: "2026-05-04T17:00:00Z", until: "2026-05-05T09:00:00Z", isExcluded: false),
        Window(name: "up to its start", from: "2026-05-04T09:00:00Z", until: "2026-05-04T16:30:00Z", isExcluded: false),
        Window(name: "just into it", from: "2026-05-04T09:00:00Z", until: "2026-05-04T16:30:01Z", isExcluded: true),
        Window(
            name: "just before the breach",
            from: "2026-05-05T09:29:59Z",
            until: "2026-05-05T11:00:00Z",
            isExcluded: true
        ),
        Window(
            name: "from the breach on",
            from: "2026-05-05T09:30:00Z",
            until: "2026-05-05T11:00:00Z",
            isExcluded: false
        ),
    ])
    func `an outage excuses a clock that ran open time in it before its verdict`(_ window: Window) throws {
        let desk = try ContractDesk("2026-05-04T16:30:00Z") {
            $0.calendar = [
                "tz": "UTC", "weekly": ["mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]],
            ]
        }
        try desk.open(answeredAfter: 19 * 3600 + 1800)
        try desk.moveTo("2026-05-06T00:00:00Z")
        try desk.decide(desk.proposeOutage(window.from, window.until), approved: true)
        let line = try desk.line("2026-05")
        #expect(line.raw == .init(0, 1))
        #expect(line.adjusted == (window.isExcluded ? .none : .init(0, 1)))
    }

    @Test func `a clock that still ran when its fact was made is excused up to its breach`() throws {
        let desk = try ContractDesk()
        try desk.open()
        try desk.rollUp()
        try desk.moveTo("2026-05-05T00:00:00Z")
        try desk.decide(desk.proposeOutage("2026-05-04T10:50:00Z", "2026-05-04T10:55:00Z"), approved: true)
        let line = try #require(try desk.report("2026-05", rollingUp: false).lines.first)
        #expect((line.raw, line.adjusted) == (.init(0, 1), .none))
    }

    @Test func `a window is about its clocks and its population`() throws {
        let resolution: JSON = ["name": "Resolution", "metric": "resolution", "percent_bp": 5000]
        let desk = try ContractDesk(targets: [ContractDesk.firstReply, resolution]) {
            $0.policy = ["targets": ["first_reply": 3600, "resolution": 7200]]
        }
        try desk.open { $0.channel = "chat" }
        try desk.open { $0.channel = "email" }
        try desk.moveTo("2026-05-05T00:00:00Z")
        let outage = try desk.proposeOutage(
            "2026-05-04T10:00:00Z",
            "2026-05-04T10:30:00Z",
            ["metrics": ["first_reply"], "population": ["channels": ["chat"]]]
        )
        try desk.decide(outage, approved: true)
        let lines = try desk.report("2026-05").lines
        #expect(lines.map(\.raw) == [.init(0, 2), .init(0, 2)])
        #expect(lines.map(\.adjusted) == [.init(0, 1), .init(0, 2)])
    }

    @Test func `a clock that several exclusions touch is counted once, under an approved one`() throws {
        let desk = try ContractDesk()
        let ticket = try desk.open(answeredAfter: 7_200)
        try desk.moveTo("2026-05-05T00:00:00Z")
        let first = try desk.proposeOutage("2026-05-04T10:00:00Z", "2026-05-04T10:20:00Z")
        let second = try desk.proposeOutage("2026-05-04T10:30:00Z", "2026-05-04T10:40:00Z")
        let flag = try desk.act(ticket) { try $0.proposeExclusion(.spam, reason: "An advertisement") }
        func parts() throws -> [UUID] { try desk.line("2026-05").counts.excluded.map(\.exclusionID) }
        #expect(try parts() == [flag.id])
        try desk.decide(second, approved: true)
        #expect(try parts() == [second.id])
        try desk.decide(first, approved: true)
        #expect(try parts() == [first.id])
        try desk.decide(flag, approved: true)
        #expect(try parts() == [flag.id])
        #expect(try desk.line("2026-05").raw == .init(0, 1))
    }

    @Test func `a flagged case counts until the client approves, and its log tells`() throws {
        let desk = try ContractDesk()
        let ticket = try desk.open(answeredAfter: 7_200)
        desk.clock.advance(seconds: 7_200)
        let flag = try desk.act(ticket) { try $0.proposeExclusion(.testTicket, reason: "Our own test") }
        #expect(throws: DomainError(.conflict, "case_flagged")) {
            try desk.act(ticket) { try $0.proposeExclusion(.spam, reason: "No, spam") }
        }
        #expect(try desk.line("2026-05").adjusted == .init(0, 1))
        try desk.decide(flag, approved: true)
        let report = try desk.report("2026-05")
        #expect((report.lines[0].adjusted, report.exclusions.map(\.ticketID)) == (.none, [ticket]))
        try desk.withdraw(flag)
        let again = try desk.act(ticket) { try $0.proposeExclusion(.spam, reason: "Spam after all") }
        #expect(again.state == .proposed)
        let states = try desk.tenant.transaction(as: .worker) { tx in
            try CaseEvent.page(of: ticket, after: 0, limit: 100, in: tx)
                .filter { $0.kind == .exclusionChanged }.map { try $0.body.string("state") }
        }
        #expect(states == ["proposed", "approved", "withdrawn", "proposed"])
    }

    @Test func `an interval over its forecast takes out the clocks that began in it`() throws {
        let desk = try ContractDesk()
        for _ in 0..<6 { try desk.open(answeredAfter: 7_200) }
        try desk.moveTo("2026-05-04T11:00:00Z")
        try desk.open(answeredAfter: 7_200)
        try desk.moveTo("2026-05-05T00:00:00Z")
        func propose(_ forecast: Int64, _ tolerance: Int64) throws -> Exclusion {
            try desk.propose([
                "kind": "volume_over_forecast", "from": "2026-05-04T10:00:00Z", "until": "2026-05-04T11:00:00Z",
                "reason": "Crash", "forecast": forecast.json, "tolerance_bp": tolerance.json,
            ])
        }
        let error = #expect(throws: DomainError.self) { try propose(5, 2000) }
        #expect(error?.fields == [FieldError("/forecast", .outOfRange, ["volume": "6"])])
        let crash = try propose(5, 1999)
        #expect(crash.volume == .init(forecast: 5, toleranceBasisPoints: 1999, actual: 6))
        try desk.decide(crash, approved: true)
        let line = try desk.line("2026-05")
        #expect((line.raw, line.adjusted) == (.init(0, 7), .init(0, 1)))
    }

    @Test func `X6: whether a month has enough is asked after the exclusions`() throws {
        let desk = try ContractDesk(targets: [
            ["name": "t", "metric": "first_reply", "percent_bp": 5000, "minimum_volume": 2]
        ])
        try desk.open(answeredAfter: 60)
        try desk.moveTo("2026-05-20T10:00:00Z")
        try desk.open(answeredAfter: 7_200)
        try desk.moveTo("2026-06-02T10:00:00Z")
        try desk.open(answeredAfter: 60)
        #expect(try desk.line("2026-06").carried == nil)
        try desk.decide(desk.proposeOutage("2026-05-20T10:00:00Z", "2026-05-20T10:30:00Z"), approved: true)
        let may = try desk.line("2026-05")
        #expect((may.raw, may.adjusted, may.verdict) == (.init(1, 1), .init(1, 0), .tooSmall))
        let june = try desk.line("2026-06")
        #expect((june.raw, june.adjusted, june.verdict) == (.init(2, 1), .init(2, 0), .reached))
    }
}

import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct AttainmentReportTests {
    @Test func `X2: a clock belongs to the month of its verdict, not of its opening or its answer`() throws {
        let desk = try ContractDesk("2026-05-31T23:30:00Z")
        try desk.open(answeredAfter: 1_200)  // met, still in May
        try desk.open(answeredAfter: 2_400)  // met, in June
        try desk.moveTo("2026-05-31T22:30:00Z")
        try desk.open(answeredAfter: 90_000)  // missed at 23:30, answered in June
        try desk.open()  // missed at 23:30, never answered
        try desk.moveTo("2026-06-02T12:00:00Z")
        #expect(try desk.line("2026-05").raw == VerdictCounts(1, 2))
        #expect(try desk.line("2026-06").raw == VerdictCounts(1, 0))
        #expect(try desk.line("2026-04").raw == .none)
    }

    @Test func `G8: months are those of the tenant's zone`() throws {
        let desk = try ContractDesk("2026-05-31T14:30:00Z") { $0.zone = "Asia/Tokyo" }
        try desk.open(answeredAfter: 60)
        try desk.moveTo("2026-05-31T15:30:00Z")
        try desk.open(answeredAfter: 60)
        let june = try desk.report("2026-06")
        #expect((june.zone, june.lines[0].raw, june.isOver) == ("Asia/Tokyo", VerdictCounts(1, 0), false))
        let may = try desk.report("2026-05")
        #expect((may.lines[0].raw, may.isOver) == (VerdictCounts(1, 0), true))
    }

    @Test func `S4: a breach that nobody noticed is missed once it is past, and running before`() throws {
        let desk = try ContractDesk()
        try desk.open()
        #expect(try (desk.line("2026-05").raw, desk.line("2026-05").counts.running) == (.none, 1))
        desk.clock.advance(seconds: 3_600)
        #expect(try desk.line("2026-05").raw == .none)
        desk.clock.advance(seconds: 1)
        let late = try desk.report("2026-05", rollingUp: false).lines[0]
        #expect((late.raw, late.counts.running) == (VerdictCounts(0, 1), 0))
    }

    @Test func `a threshold of the contract's own is counted in open seconds, whatever the policy's target`() throws {
        let within = { (name: String, seconds: JSON) -> JSON in
            ["name": name.json, "metric": "first_reply", "percent_bp": 5000, "within_seconds": seconds]
        }
        let desk = try ContractDesk(targets: [within("600", 600), within("7200", 7200), within("policy", .null)]) {
            $0.calendar = ["tz": "UTC", "weekly": ["mon": [["09:00", "10:05"], ["11:00", "18:00"]]]]
        }
        // 10:00 on a Monday: five minutes, a break, and on.
        for seconds in [600, 60 * 60 + 300, 60 * 60 + 301, 3 * 3600] as [Int64] {
            try desk.open(answeredAfter: seconds)
        }
        try desk.moveTo("2026-05-05T00:00:00Z")
        let lines = try desk.report("2026-05").lines
        #expect(lines.map(\.raw) == [VerdictCounts(2, 2), VerdictCounts(3, 1), VerdictCounts(3, 1)])
        #expect(lines.map(\.verdict) == [.reached, .reached, .reached])
    }

    @Test func `X3: what is shown is rounded down, what is judged are integers`() throws {
        let desk = try ContractDesk(targets: [
            ["name": "66.66", "metric": "first_reply", "percent_bp": 6666],
            ["name": "66.67", "metric": "first_reply", "percent_bp": 6667],
        ])
        try desk.open(answeredAfter: 60)
        try desk.open(answeredAfter: 60)
        try desk.open(answeredAfter: 4_000)
        try desk.moveTo("2026-05-05T00:00:00Z")
        let lines = try desk.report("2026-05").lines
        #expect(lines.map(\.raw.share.percent) == ["66.66", "66.66"])
        #expect(lines.map(\.verdict) == [.reached, .missed])
    }

    struct Named: Sendable, CustomTestStringConvertible {
        let population: JSON
        let met: Int64
        var testDescription: String { population.serialized() }
    }

    @Test(arguments: [
        Named(population: [:], met: 4),
        Named(population: ["channels": ["chat"]], met: 1),
        Named(population: ["channels": ["chat", "email"]], met: 2),
        Named(population: ["languages": ["zh"]], met: 2),
        Named(population: ["languages": ["zh-Hant"]], met: 1),
        Named(population: ["tiers": ["vip"]], met: 1),
        Named(population: ["categories": ["fraud"]], met: 1),
        Named(population: ["priorities": ["P1"]], met: 1),
        Named(population: ["tiers": ["vip"], "channels": ["chat"]], met: 0),
        Named(population: ["tiers": []], met: 4),
    ])
    func `X1: a promise is about its population alone`(_ sample: Named) throws {
        let target: JSON = [
            "name": "t", "metric": "first_reply", "percent_bp": 1, "population": sample.population,
        ]
        let desk = try ContractDesk(targets: [target]) {
            $0.rules = [
                "rules": [["when": ["any_word": ["stolen"]], "then": ["category": "fraud", "priority": "P1"]]]
            ]
        }
        try desk.open(answeredAfter: 60) { $0.channel = "chat" }
        try desk.open(answeredAfter: 60) { ($0.channel, $0.language) = ("email", "zh") }
        try desk.open(answeredAfter: 60) { ($0.tier, $0.language) = ("vip", "zh-Hant") }
        try desk.open(answeredAfter: 60) { $0.text = "My coins were stolen." }
        #expect(try desk.line("2026-05").raw == VerdictCounts(sample.met, 0))
    }

    @Test func `a case that is downgraded after it was late stays where it was late`() throws {
        let urgent: JSON = [
            "name": "urgent", "metric": "first_reply", "percent_bp": 9500, "population": ["priorities": ["P1"]],
        ]
        let desk = try ContractDesk(targets: [urgent]) {
            $0.rules = ["rules": [["when": [:], "then": ["priority": "P1"]]]]
        }
        let late = try desk.open()
        let inTime = try desk.open()
        try desk.act(inTime) { try $0.setPriority(.low) }
        desk.clock.advance(seconds: 3_601)
        try desk.act(late, as: desk.tenant.lead().actor) { try $0.setPriority(.low, reason: "Solved by itself") }
        #expect(try desk.line("2026-05").raw == VerdictCounts(0, 1))
    }

    @Test func `K1: an answer that never arrived takes its month's verdict with it`() throws {
        let desk = try ContractDesk("2026-05-31T10:00:00Z")
        let ticket = try desk.open()
        desk.clock.advance(seconds: 60)
        let message = try desk.reply(ticket)
        #expect(try desk.line("2026-05").raw == VerdictCounts(1, 0))
        try desk.moveTo("2026-06-03T00:00:00Z")
        try desk.act(ticket, as: .worker) {
            try $0.record(.replyFailed, ["message_id": message.json, "code": "smtp_550"])
        }
        #expect(try desk.line("2026-05").raw == VerdictCounts(0, 1))
        #expect(try desk.line("2026-06").raw == .none)
    }

    @Test(arguments: [(false, VerdictCounts.none), (true, VerdictCounts(met: 0, missed: 1))])
    func `K3: resolved without a reply is a figure of its own, and missed where the contract says so`(
        _ countsAsMissed: Bool,
        _ counts: VerdictCounts
    ) throws {
        let desk = try ContractDesk {
            $0.policy = ["targets": ["first_reply": 3600], "unanswered_counts_as_missed": countsAsMissed.json]
        }
        let ticket = try desk.open()
        desk.clock.advance(seconds: 60)
        try desk.act(ticket) { try $0.resolve() }
        let report = try desk.report("2026-05")
        #expect(report.lines[0].raw == counts)
        #expect(report.unanswered == [.firstReply: 1])
    }

    @Test func `imported cases with answers older than the question are counted apart`() throws {
        let desk = try ContractDesk()
        let ticket = try desk.open()
        try desk.tenant.asAdmin { admin in
            _ = try admin.execute(
                """
                INSERT INTO switchyard.message (tenant_id, id, ticket_id, direction, author_kind, language, precedes,
                    secrets_removed, occurred_at, recorded_at, body, tokens)
                VALUES (\(desk.tenant.tenantID), \(UUID()), \(ticket), 'out', 'person', 'en', true, 0,
                    \(desk.clock.now), \(desk.clock.now), '', '')
                """
            )
        }
        desk.clock.advance(seconds: 7_200)
        let line = try desk.line("2026-05")
        #expect((line.raw, line.counts.unmeasured) == (.none, 1))
    }

    @Test func `every figure can be taken apart into its clocks, page by page`() throws {
        let desk = try ContractDesk()
        var tickets: [UUID] = []
        for seconds in [60, 120, 7_200] as [Int64] { tickets.append(try desk.open(answeredAfter: seconds)) }
        desk.clock.advance(seconds: 3_599)
        try desk.open()
        desk.clock.advance(seconds: 10_000)
        try desk.rollUp()
        let page = { (cursor: (at: Instant, id: UUID)?) throws -> [AttainmentClock] in
            try desk.tenant.transaction(as: desk.tenant.tenantAdmin.actor) { tx in
                let month = try #require(CivilMonth(iso8601: "2026-05"))
                return try AttainmentClock.page(of: "First reply", in: month, after: cursor, limit: 2, in: tx)
            }
        }
        let first = try page(nil)
        #expect(first.map(\.ticketID) == tickets)
        #expect(first.map(\.outcome) == ["met", "met", "missed"])
        let rest = try page((first[1].finalAt, first[1].ticketID))
        #expect(rest.map(\.outcome) == ["missed", "missed"])
        #expect(rest[0].ticketID == tickets[2])
        #expect(throws: DomainError.notFound) {
            try desk.tenant.transaction(as: desk.tenant.tenantAdmin.actor) { tx in
                _ = try AttainmentClock.page(of: "Other", in: .beginning, after: nil, limit: 2, in: tx)
            }
        }
    }

    @Test func `G6: JSON and CSV say the same, and a name is no formula`() throws {
        let desk = try ContractDesk(targets: [
            ["name": "=1+1", "metric": "first_reply", "percent_bp": 9500, "minimum_volume": 2, "weight": 40]
        ])
        try desk.open(answeredAfter: 60)
        let report = try desk.report("2026-05")
        let lines = AttainmentReport.csv([report]).split(separator: "\r\n")
        #expect(lines.count == 2)
        let cells = Dictionary(
            uniqueKeysWithValues: zip(
                AttainmentReport.columns,
                lines[1].split(separator: ",", omittingEmptySubsequences: false)
            )
        )
        #expect(cells["target"] == "'=1+1")
        #expect(cells["raw_share_percent"] == "100.00")
        #expect(cells["verdict"] == "n_too_small")
        #expect(cells["population"] == "{}")
        let line = try #require(report.json["targets"]?[0])
        #expect(line["name"] == "=1+1")
        #expect(line["raw"]?["share_percent"] == "100.00")
        #expect(line["verdict"] == "n_too_small")
        #expect(report.json["month"] == "2026-05")
    }

    @Test func `a month that lies ahead is refused, one without terms says so`() throws {
        let desk = try ContractDesk(targets: [])
        #expect(throws: AttainmentReport.notBegun) { try desk.report("2026-06") }
        let report = try desk.report("2026-05")
        #expect((report.terms, report.lines) == (nil, []))
    }

    @Test func `another tenant's clocks are not in it`() throws {
        let mine = try ContractDesk()
        let theirs = try ContractDesk()
        try theirs.open(answeredAfter: 60)
        #expect(try mine.line("2026-05").raw == .none)
        #expect(try theirs.line("2026-05").raw == VerdictCounts(1, 0))
    }
}

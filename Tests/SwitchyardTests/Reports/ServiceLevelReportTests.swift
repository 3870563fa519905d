import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct ServiceLevelReportTests {
    private static let may = (from: "2026-05-01", to: "2026-06-01")

    private static func instant(_ text: String) throws -> Instant { try Instant(iso8601: text) }

    private static func date(_ text: String) throws -> BusinessTime.CivilDate {
        guard let date = BusinessTime.CivilDate(iso8601: text) else { throw DomainError.notFound }
        return date
    }

    private static func report(
        _ tenant: TenantFixture,
        from: String = may.from,
        to: String = may.to
    ) throws -> ServiceLevelReport {
        while try !tenant.transaction(as: .worker, { try RollUp.runOnce(in: $0) }).isDone {}
        return try tenant.transaction(as: tenant.tenantAdmin.actor) { tx in
            try ServiceLevelReport.make(from: date(from), to: date(to), in: tx)
        }
    }

    private static func fixture(_ zone: String = "UTC") throws -> (TenantFixture, TestClock) {
        let clock = TestClock(try instant("2026-05-04T10:00:00Z"))
        let tenant = try TenantFixture.make { options in
            options.zone = zone
            options.clock = clock
        }
        return (tenant, clock)
    }

    private static func reply(_ ticket: UUID, _ tenant: TenantFixture) throws {
        try tenant.transaction(as: tenant.agent().actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            _ = try file.reply("We look into it.")
            try file.save()
        }
    }

    @Test func `answered, missed and pending cases are all in the count`() throws {
        let (tenant, clock) = try Self.fixture()
        let quick = try tenant.openTicket()
        let slow = try tenant.openTicket()
        _ = try tenant.openTicket()
        clock.advance(seconds: 600)
        try Self.reply(quick, tenant)
        let early = try Self.report(tenant)
        #expect((early.cases, early.answered, early.unanswered) == (3, 1, 2))
        #expect((early.firstReply.met, early.firstReply.missed, early.firstReply.pending) == (1, 0, 2))

        clock.advance(seconds: 4_000)
        try Self.reply(slow, tenant)
        let late = try Self.report(tenant)
        #expect((late.cases, late.answered, late.unanswered) == (3, 2, 1))
        #expect((late.firstReply.met, late.firstReply.missed, late.firstReply.pending) == (1, 2, 0))
        #expect((late.firstReply.p50Seconds, late.firstReply.p90Seconds) == (600, 4_600))
        #expect(late.firstReply.share.percent == "33.33")
        #expect((late.resolution.fulfilled, late.resolution.p50Seconds) == (0, nil))
    }

    @Test func `S4: a breach nobody noticed yet counts as missed`() throws {
        let (tenant, clock) = try Self.fixture()
        _ = try tenant.openTicket()
        #expect(try Self.report(tenant).firstReply.pending == 1)
        clock.advance(seconds: 3_601)
        let report = try Self.report(tenant)
        #expect((report.firstReply.pending, report.firstReply.missed) == (0, 1))
    }

    @Test func `G8: days are those of the tenant's zone`() throws {
        let (tenant, clock) = try Self.fixture("Asia/Tokyo")
        clock.set(try Self.instant("2026-05-31T15:30:00Z"))
        _ = try tenant.openTicket()
        #expect(try Self.report(tenant).cases == 0)
        let june = try Self.report(tenant, from: "2026-06-01", to: "2026-06-02")
        #expect((june.cases, june.zone) == (1, "Asia/Tokyo"))
    }

    @Test func `a tenant that moves to another zone gets its days cut anew`() throws {
        let (tenant, clock) = try Self.fixture("Asia/Tokyo")
        clock.set(try Self.instant("2026-05-31T15:30:00Z"))
        _ = try tenant.openTicket()
        #expect(try Self.report(tenant).cases == 0)
        try tenant.directory { tx in
            _ = try tx.execute(
                """
                UPDATE directory.tenant SET zone = 'UTC', settings_revision = settings_revision + 1
                WHERE id = \(tenant.tenantID)
                """
            )
        }
        let report = try Self.report(tenant)
        #expect((report.cases, report.zone) == (1, "UTC"))
    }

    @Test func `from is in, to is out`() throws {
        let (tenant, clock) = try Self.fixture()
        for day in ["2026-05-01T00:00:00Z", "2026-05-31T23:59:59Z", "2026-06-01T00:00:00Z", "2026-04-30T23:59:59Z"] {
            clock.set(try Self.instant(day))
            _ = try tenant.openTicket()
        }
        #expect(try Self.report(tenant).cases == 2)
    }

    @Test func `the roll-up finds each change once and a second run changes nothing`() throws {
        let (tenant, clock) = try Self.fixture()
        let ticket = try tenant.openTicket()
        let run = { try tenant.transaction(as: .worker) { try RollUp.runOnce(in: $0) } }
        #expect(try run() == RollUp.Counts(days: 1, isDone: true))
        #expect(try run() == RollUp.Counts(days: 0, isDone: true))
        clock.advance(seconds: 86_400)
        try Self.reply(ticket, tenant)
        #expect(try run() == RollUp.Counts(days: 1, isDone: true))
        #expect(try run() == RollUp.Counts(days: 0, isDone: true))
    }

    @Test func `escalations are counted by the level they reach`() throws {
        let (tenant, clock) = try Self.fixture()
        let ticket = try tenant.openTicket()
        clock.advance(seconds: 3_601 + 1_800)
        try tenant.transaction(as: .worker) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            _ = try file.takeDueSteps()
            try file.save()
        }
        #expect(try Self.report(tenant).escalations == [1, 1, 0])
    }

    @Test func `G6: JSON and CSV say the same`() throws {
        let (tenant, clock) = try Self.fixture()
        let ticket = try tenant.openTicket()
        clock.advance(seconds: 60)
        try Self.reply(ticket, tenant)
        let report = try Self.report(tenant)
        let lines = ServiceLevelReport.csv([report]).split(separator: "\r\n")
        #expect(lines.count == 2)
        let cells = Dictionary(
            uniqueKeysWithValues: zip(
                ServiceLevelReport.columns,
                lines[1].split(separator: ",", omittingEmptySubsequences: false)
            )
        )
        #expect(cells["cases"] == "1")
        #expect(cells["first_reply_p90_seconds"] == "60")
        #expect(cells["first_reply_share_percent"] == "100.00")
        #expect(cells["zone"] == "UTC")
        #expect(cells["csat_percent"] == "")
        #expect(report.json["cases"] == 1)
        #expect(report.json["metrics"]?[0]?["p90_seconds"] == 60)
        #expect(report.json["zone"] == "UTC")
    }

    @Test(arguments: [("2026-05-02", "2026-05-02"), ("2026-05-02", "2026-05-01"), ("1900-01-01", "2026-05-01")])
    func `a period without days, or of too many, is refused`(_ from: String, _ to: String) throws {
        let (tenant, _) = try Self.fixture()
        #expect(throws: DomainError.self) { try Self.report(tenant, from: from, to: to) }
    }

    @Test func `another tenant's cases are not in it`() throws {
        let (tenant, _) = try Self.fixture()
        let (other, _) = try Self.fixture()
        _ = try other.openTicket()
        #expect(try Self.report(tenant).cases == 0)
        #expect(try Self.report(other).cases == 1)
    }
}

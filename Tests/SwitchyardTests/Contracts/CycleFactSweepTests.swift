import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Facts follow what they are made from: other thresholds, other calendars.
@Suite(.needsDatabase) struct CycleFactSweepTests {
    private static func target(_ name: String = "t", within: Int64? = nil) -> JSON {
        ["name": name.json, "metric": "first_reply", "percent_bp": 9000, "within_seconds": within?.json]
    }

    @Test func `a new threshold makes the facts of old cases, a run at a time, and the report says so`() throws {
        let desk = try ContractDesk(targets: [Self.target(within: 600)])
        try desk.open(answeredAfter: 60)
        try desk.open(answeredAfter: 900)
        #expect(try desk.line("2026-05").raw == VerdictCounts(1, 1))
        try desk.publish([Self.target(within: 30)], from: "2026-05")
        let before = try desk.report("2026-05", rollingUp: false)
        #expect((before.isComplete, before.lines[0].raw) == (false, .none))
        let after = try desk.report("2026-05")
        #expect((after.isComplete, after.lines[0].raw) == (true, VerdictCounts(0, 2)))
    }

    @Test func `a roll-up that is repeated changes no fact`() throws {
        let desk = try ContractDesk(targets: [Self.target(within: 600)])
        try desk.open(answeredAfter: 60)
        let facts = { () throws -> String in
            try desk.rollUp()
            return try desk.tenant.asAdmin { admin in
                try #require(
                    admin.query(
                        """
                        SELECT sum(hashtextextended(f::text, 0))::text FROM switchyard.fact_cycle f
                        WHERE f.tenant_id = \(desk.tenant.tenantID)
                        """
                    ).first
                ).column(0)
            }
        }
        let first = try facts()
        try desk.tenant.asAdmin { admin in
            _ = try admin.execute(
                "UPDATE switchyard.fact_cycle_sweep SET thresholds = 'other' WHERE tenant_id = \(desk.tenant.tenantID)"
            )
        }
        #expect(try facts() == first)
    }

    @Test func `a calendar that is published moves the breach of a clock that runs, under every threshold`() throws {
        let desk = try ContractDesk(targets: [Self.target(within: 7_200)]) {
            $0.policy = ["targets": ["first_reply": 3600]]
        }
        let ticket = try desk.open()
        try desk.moveTo("2026-05-04T11:30:00Z")
        try desk.act(ticket, as: .worker) { try $0.takeDueSteps() }
        #expect(try desk.report("2026-05").lines[0].counts.running == 1)
        // The policy's hour is over, so the case itself does not change. The contract's second hour ends a day later.
        let version = try desk.tenant.publish(.calendar, ["tz": "UTC", "weekly": ["tue": [["09:00", "17:00"]]]])
        #expect(try desk.tenant.sweep(version) == .later(version.publishedAt.adding(seconds: ClockSweep.settleSeconds)))
        try desk.moveTo("2026-05-04T18:00:00Z")
        #expect(try desk.report("2026-05", rollingUp: false).lines[0].raw == .init(0, 1))
        let line = try desk.line("2026-05")
        #expect((line.raw, line.counts.running) == (.none, 1))
        try desk.moveTo("2026-05-05T09:30:00Z")
        #expect(try desk.line("2026-05").raw == .none)
        try desk.moveTo("2026-05-05T09:30:01Z")
        #expect(try desk.line("2026-05").raw == .init(0, 1))
    }
}

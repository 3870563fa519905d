import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// How a sweep walks: every case once, nobody waited for, nothing lost (`ClockSweep`).
@Suite(.needsDatabase) struct ClockSweepTests {
    private let clock = TestClock(ClockedCase.start)
    private let fixture: TenantFixture

    init() throws {
        let clock = clock
        fixture = try TenantFixture.make {
            $0.clock = clock
            $0.hasDesks = false
            $0.calendar = Calendars.always
        }
    }

    private var settlesAt: Instant { ClockedCase.at(ClockSweep.settleSeconds) }

    private func dueTimes() throws -> Set<Instant?> {
        try fixture.asAdmin { connection in
            Set(
                try connection.query(
                    "SELECT due_at FROM switchyard.sla_cycle WHERE tenant_id = \(fixture.tenantID) AND metric = 'first_reply'"
                ).map { try $0.column(0, as: Instant?.self) }
            )
        }
    }

    @Test(arguments: [1, 3, 7]) func everyCaseIsPassedOnceWhateverTheBatch(_ limit: Int) throws {
        for _ in 0..<7 { _ = try fixture.openTicket() }
        let version = try fixture.publish(.calendar, Calendars.daily("12:00", "20:00"))
        #expect(try fixture.sweep(version, limit: limit) == .later(settlesAt))
        #expect(try dueTimes() == [ClockedCase.at(4 * 3600)])
        #expect(try fixture.swept(version) == .init(seen: 7, moved: 7, failed: 0, passedOver: 0))
        clock.set(settlesAt)
        #expect(try fixture.sweep(version, limit: limit) == .finished)
        #expect(try fixture.swept(version) == .init(seen: 7, moved: 7, failed: 0, passedOver: 0))
        #expect(try fixture.sweep(version) == .finished)
    }

    @Test func aCaseThatSomebodyHoldsIsPassedOverAndServedLater() throws {
        let held = try fixture.openTicket()
        for _ in 0..<2 { _ = try fixture.openTicket() }
        let version = try fixture.publish(.calendar, Calendars.daily("12:00", "20:00"))
        try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            _ = try CaseFile.open(held, in: tx)
            let waits = try fixture.sweep(version)
            #expect(waits == .later(clock.now.adding(seconds: ClockSweep.passedOverSeconds)))
            #expect(try fixture.swept(version) == .init(seen: 3, moved: 2, failed: 0, passedOver: 1))
        }
        #expect(try fixture.sweep(version) == .later(settlesAt))
        #expect(try dueTimes() == [ClockedCase.at(4 * 3600)])
    }

    /// Its transaction began before the publication and ended after the sweep had passed: the second look finds it.
    @Test func aCaseOfATransactionThatDidNotKnowIsFoundAfterwards() throws {
        let request = try IntakeRequest(CustomerRequest().json)
        let version = try fixture.transaction(as: fixture.intake.actor) { tx in
            _ = try tx.settings()
            let version = try fixture.publish(.calendar, Calendars.daily("12:00", "20:00"))
            #expect(try fixture.sweep(version) == .later(settlesAt))
            _ = try Intake.receive(request, key: nil, in: tx)
            return version
        }
        #expect(try dueTimes() == [ClockedCase.at(3600)])
        clock.set(settlesAt)
        #expect(try fixture.sweep(version) == .finished)
        #expect(try dueTimes() == [ClockedCase.at(4 * 3600)])
    }

    @Test func aNewerVersionOfTheLineEndsTheOlderSweep() throws {
        _ = try fixture.openTicket()
        let first = try fixture.publish(.calendar, Calendars.daily("12:00", "20:00"))
        let second = try fixture.publish(.calendar, Calendars.daily("14:00", "20:00"))
        #expect(try fixture.sweep(first) == .finished)
        #expect(try fixture.sweep(second) == .later(settlesAt))
        #expect(try dueTimes() == [ClockedCase.at(6 * 3600)])
    }

    @Test func aCaseWhoseLogCannotBeReadHarmsNoOther() throws {
        let bad = try fixture.openTicket()
        _ = try fixture.openTicket()
        try fixture.asAdmin { admin in
            _ = try admin.execute("UPDATE switchyard.event SET body = '\\x00' WHERE ticket_id = \(bad)")
        }
        let version = try fixture.publish(.calendar, Calendars.daily("12:00", "20:00"))
        try fixture.sweep(version)
        #expect(try fixture.swept(version) == .init(seen: 2, moved: 1, failed: 1, passedOver: 0))
    }

    @Test func aMovedCaseReadsAnewAndItsFactIsStale() throws {
        let id = try fixture.openTicket()
        let before = try fixture.transaction(as: .worker) { try Ticket.find(id, in: $0).revision }
        let version = try fixture.publish(.calendar, Calendars.daily("12:00", "20:00"))
        try fixture.sweep(version)
        let after = try fixture.transaction(as: .worker) { try Ticket.find(id, in: $0).revision }
        #expect(after == before + 1)
        let stale: Int = try fixture.asAdmin { connection in
            try #require(
                connection.query(
                    "SELECT count(*) FROM switchyard.fact_stale WHERE ticket_id = \(id) AND case_revision = \(after)"
                ).first
            ).column(0)
        }
        #expect(stale == 1)
        // The same hours once more move nothing.
        let same = try fixture.publish(.calendar, Calendars.daily("12:00", "20:00"))
        try fixture.sweep(same)
        #expect(try fixture.swept(same)?.moved == 0)
    }

    @Test func aResolvedCaseIsLeftAlone() throws {
        let id = try fixture.openTicket()
        try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            var file = try CaseFile.open(id, in: tx)
            try file.resolve()
            try file.save()
        }
        clock.advance(seconds: 1)
        let version = try fixture.publish(.calendar, Calendars.daily("12:00", "20:00"))
        try fixture.sweep(version)
        #expect(try fixture.swept(version)?.seen == 0)
    }

    @Test func whatTheSweepWritesIsWhatTheCaseItselfWouldDerive() throws {
        let ids = try (0..<4).map { _ in try fixture.openTicket() }
        clock.advance(seconds: 3700)
        let version = try fixture.publish(.calendar, Calendars.daily("12:00", "20:00"))
        try fixture.sweep(version)
        for id in ids {
            try fixture.transaction(as: .worker) { tx in
                let file = try CaseFile.open(id, in: tx)
                guard case .none = try file.difference(from: file.clocks()) else {
                    Issue.record("the rows differ from the fold")
                    return
                }
            }
        }
    }
}

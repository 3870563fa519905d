import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// One row per customer of an exchange, brought up to date by what requests say, never emptied by what they leave out.
@Suite(.needsDatabase) struct CustomerTests {
    private func customer(_ fixture: TenantFixture, of ticket: UUID) throws -> Customer {
        try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            try Customer.find(Ticket.find(ticket, in: tx).customerID, in: tx)
        }
    }

    @Test func whatIsSaidIsMergedAndWhatIsNotSaidIsKept() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let first = try fixture.openTicket {
            $0.customerID = "c"
            $0.name = "Ada"
            $0.tier = "vip"
            $0.customerLanguage = "fr"
        }
        let second = try fixture.openTicket {
            $0.customerID = "c"
            $0.email = "ada@example.com"
            $0.customerZone = "Europe/Paris"
        }
        let merged = try customer(fixture, of: second)
        #expect(merged.id == (try customer(fixture, of: first).id))
        #expect(merged.profile == Customer.Profile(externalID: "c", name: "Ada", email: "ada@example.com"))
        #expect([merged.language, merged.zone, merged.tier] == ["fr", "Europe/Paris", "vip"])
        _ = try fixture.openTicket {
            $0.customerID = "c"
            $0.name = "Ada L."
        }
        #expect(try customer(fixture, of: first).profile.name == "Ada L.")
    }

    @Test func aCustomerIsWrittenOnlyWhenSomethingChanged() throws {
        let clock = TestClock(Instant(microseconds: 1_748_854_800_000_000))
        let fixture = try TenantFixture.make {
            $0.hasDesks = false
            $0.clock = clock
        }
        func updatedAt() throws -> Instant {
            try fixture.asAdmin { connection in
                try #require(
                    connection.query("SELECT updated_at FROM switchyard.customer WHERE tenant_id = \(fixture.tenantID)")
                        .first
                ).column(0)
            }
        }
        func open(_ name: String?) throws {
            _ = try fixture.openTicket {
                $0.customerID = "c"
                $0.name = name
            }
        }
        try open("Ada")
        clock.advance(seconds: 60)
        try open(nil)
        try open("Ada")
        #expect(try updatedAt() == clock.now.adding(seconds: -60))
        try open("Eve")
        #expect(try updatedAt() == clock.now)
    }

    @Test func theSameIDInTwoTenantsIsTwoCustomers() throws {
        let one = try TenantFixture.make { $0.hasDesks = false }
        let two = try TenantFixture.make { $0.hasDesks = false }
        let first = try one.openTicket { $0.customerID = "c" }
        let second = try two.openTicket { $0.customerID = "c" }
        #expect(try customer(one, of: first).id != customer(two, of: second).id)
        let hashes: [Bytea] = try one.asAdmin { connection in
            try connection.query(
                "SELECT external_hash FROM switchyard.customer WHERE tenant_id IN (\(one.tenantID), \(two.tenantID))"
            ).map { try $0.column(0) }
        }
        #expect(hashes.count == 2)
        #expect(hashes[0] != hashes[1])
    }
}

import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

@Suite(.needsDatabase) struct TimerLaneTests {
    let fixture: WorkerFixture

    init() throws { fixture = try WorkerFixture() }

    private func steps() throws -> [String] {
        let text = try fixture.queue.text(
            "SELECT coalesce(string_agg(step || ' ' || level_before || '-' || level_after, ',' ORDER BY taken_at, step), '') FROM switchyard.sla_step WHERE metric = 'first_reply'"
        )
        return (text ?? "").split(separator: ",").map(String.init)
    }

    @Test func warningsAndTheBreachAreTakenInTheirTurnAndToldOnce() throws {
        let tenant = try fixture.queue.tenant()
        _ = try tenant.openTicket(text: "SECRET-CUSTOMER-WORD")
        let lane = try fixture.timerLane()
        #expect(try lane.runOnce() == Counts())
        fixture.clock.advance(seconds: 1_800)
        #expect(try lane.runOnce().steps == 1)
        #expect(try lane.runOnce() == Counts())
        fixture.clock.advance(seconds: 1_801)
        #expect(try lane.runOnce().steps == 3)
        #expect(try steps() == ["warn_50 1-1", "breach 1-2", "warn_75 1-1", "warn_90 1-1"])
        let carrier = RecordingCarrier()
        _ = try fixture.queue.queue()
        try fixture.runDry(fixture.jobLane(carrier))
        #expect(Set(carrier.mails.map(\.toAddress)).contains(tenant.agent(2).email))
        for mail in carrier.mails {
            #expect(!mail.text.contains("SECRET-CUSTOMER-WORD") && !mail.subject.contains("SECRET-CUSTOMER-WORD"))
            #expect(mail.text.contains("first_reply") && mail.text.contains("Test Exchange"))
        }
    }

    @Test func noticesGoToTheExchangeWithTheirRecipients() throws {
        let tenant = try fixture.queue.tenant()
        _ = try tenant.transaction(as: tenant.tenantAdmin.actor) { tx in
            try Endpoint.set(.notice, url: "https://nova.example/sla", in: tx)
        }
        let ticket = try tenant.openTicket()
        fixture.clock.advance(seconds: 1_800)
        _ = try fixture.timerLane().runOnce()
        let carrier = RecordingCarrier()
        try fixture.runDry(fixture.jobLane(carrier))
        let body = try JSONParser.parse(try #require(carrier.webhooks.first).body)
        #expect(body["type"] == "ticket.sla")
        #expect(body["data"]?["ticket"]?["id"] == ticket.json)
        #expect(body["data"]?["step"] == "warn_50")
        #expect(body["data"]?["recipients"] == [tenant.agent(1).personID.json])
    }

    @Test func twoLanesTakeEachStepOnce() async throws {
        let tenant = try fixture.queue.tenant()
        for _ in 0..<30 { _ = try tenant.openTicket() }
        fixture.clock.advance(seconds: 3_700)
        let fixture = fixture
        async let first = run(fixture)
        async let second = run(fixture)
        let steps = try await first + second
        #expect(steps == 30 * 4)
        #expect(try fixture.queue.count("switchyard.sla_step") == 30 * 4)
        #expect(try fixture.queue.count("switchyard.event WHERE kind = 'sla_breached'") == 30)
    }

    @concurrent private func run(_ fixture: WorkerFixture) async throws -> Int {
        try fixture.runDry(fixture.timerLane(casesMax: 7)).steps
    }

    @Test func aDeskWithoutAnybodyGoesUpAtOnce() throws {
        let tenant = try fixture.queue.tenant()
        _ = try tenant.directory { tx in
            for person in [tenant.agent(2), tenant.lead(2)] { try AccessGrant.end(person.grantID, in: tx) }
        }
        let ticket = try tenant.openTicket()
        fixture.clock.advance(seconds: 3_601)
        try fixture.runDry(fixture.timerLane())
        let level = try tenant.transaction(as: .worker) { try Ticket.find(ticket, in: $0).level }
        #expect(level == 3)
        #expect(try fixture.queue.count("switchyard.event WHERE kind = 'nobody_to_notify'") >= 1)
        #expect(
            try fixture.queue.count(
                "switchyard.delivery WHERE kind = 'notice_mail' AND person_id = \(tenant.agent(3).personID)"
            ) >= 1
        )
    }

    @Test(arguments: [0, 3, 6])
    func aCaseThatCannotBeServedDoesNotBlockItsNeighbours(poison: Int) throws {
        let tenant = try fixture.queue.tenant()
        let tickets = try (0..<7).map { _ in try tenant.openTicket() }
        let bad = tickets[poison]
        try tenant.asAdmin { admin in
            _ = try admin.execute("UPDATE switchyard.event SET body = '\\x00' WHERE ticket_id = \(bad)")
        }
        fixture.clock.advance(seconds: 1_800)
        let counts = try fixture.timerLane().runOnce()
        #expect(counts == Counts(done: 6, failed: 1, steps: 6, mayHaveMadeWork: true))
        let wake = fixture.clock.now.adding(seconds: TimerLane.postponeSeconds)
        #expect(try fixture.queue.count("switchyard.sla_timer WHERE ticket_id = \(bad) AND wake_at = \(wake)") == 1)
    }

    /// The database refuses its rows when all are written at once, so the batch is halved down to the one that is to blame.
    @Test(arguments: [0, 3, 6])
    func aCaseThatTheDatabaseRefusesIsFoundAndPutOff(poison: Int) throws {
        let tenant = try fixture.queue.tenant()
        let tickets = try (0..<7).map { _ in try tenant.openTicket() }
        let bad = tickets[poison]
        try tenant.asAdmin { admin in
            _ = try admin.execute(
                """
                INSERT INTO switchyard.fact_stale (tenant_id, ticket_id, case_revision)
                SELECT tenant_id, id, revision + 1 FROM switchyard.ticket WHERE id = \(bad)
                """
            )
        }
        fixture.clock.advance(seconds: 1_800)
        let counts = try fixture.timerLane().runOnce()
        #expect(counts == Counts(done: 6, failed: 1, steps: 6, mayHaveMadeWork: true))
        #expect(try fixture.queue.count("switchyard.sla_step WHERE ticket_id <> \(bad)") == 6)
        #expect(try fixture.queue.count("switchyard.sla_step WHERE ticket_id = \(bad)") == 0)
        let wake = fixture.clock.now.adding(seconds: TimerLane.postponeSeconds)
        #expect(try fixture.queue.count("switchyard.sla_timer WHERE ticket_id = \(bad) AND wake_at = \(wake)") == 1)
    }

    @Test func manyTenantsShareATurn() throws {
        let tenants = try (0..<3).map { _ in try fixture.queue.tenant() }
        for _ in 0..<4 { _ = try tenants[0].openTicket() }
        for tenant in tenants.dropFirst() { _ = try tenant.openTicket() }
        fixture.clock.advance(seconds: 1_800)
        let lane = try fixture.timerLane(casesMax: 2)
        #expect(try lane.runOnce().done == 4)
        #expect(try lane.runOnce().done == 2)
        #expect(try lane.runOnce() == Counts())
    }

    @Test func aSuspendedTenantIsLeftOut() throws {
        let other = try fixture.queue.tenant()
        let tenant = try fixture.queue.tenant()
        _ = try tenant.openTicket()
        _ = try other.openTicket()
        try tenant.asAdmin { admin in
            _ = try admin.execute("UPDATE directory.tenant SET status = 'suspended' WHERE id = \(tenant.tenantID)")
        }
        fixture.clock.advance(seconds: 1_800)
        let lane = try fixture.timerLane()
        #expect(try lane.runOnce() == Counts(done: 1, skipped: 1, steps: 1, mayHaveMadeWork: true))
        #expect(try lane.runOnce() == Counts())
    }
}

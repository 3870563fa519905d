import BusinessTime
import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

@testable import SwitchyardWorker

/// Who hears of an alarm that is no case's.
@Suite(.needsDatabase) struct AlarmDeliveryTests {
    let fixture: WorkerFixture

    init() throws { fixture = try WorkerFixture() }

    private func hands() throws -> ScheduleHands {
        ScheduleHands(
            queue: try fixture.queue.queue(),
            connection: try Connection(fixture.queue.database.settings(.worker)),
            deployment: fixture.queue.deployment,
            log: fixture.log
        )
    }

    private func review() throws -> [String: Int] { try ReviewAlarms.run(hands(), SilentSources.review) }

    /// A tenant whose only source will have been silent for an hour.
    private func tenant(sandbox: Bool = false, hasDesks: Bool = false) throws -> TenantFixture {
        let tenant = try fixture.queue.tenant {
            $0.name = "Nova"
            $0.hasDesks = hasDesks
            $0.sandbox = sandbox
        }
        try tenant.directory { tx in
            _ = try Source.add(name: "Core", silentAfterMinutes: 60, tenant: tenant.tenantID, in: tx)
        }
        return tenant
    }

    private func email(_ credential: TenantFixture.Credential, of tenant: TenantFixture) throws -> String {
        let id = try #require(credential.actor.personID)
        return try tenant.directory { try PersonRecord.find(id, in: $0).profile.email }
    }

    @Test func theClientsAdministratorsAndTheFirmsManagerAreToldOnce() throws {
        let tenant = try tenant(hasDesks: true)
        let told = try [Role.tenantAdmin, .tenantAdmin, .operationsManager].map {
            try email(tenant.person($0), of: tenant)
        }
        _ = try tenant.person(.viewer)
        fixture.clock.advance(seconds: 3600)
        #expect(try review() == ["raised": 1, "ended": 0, "failed": 0])
        #expect(try review() == ["raised": 0, "ended": 0, "failed": 0])
        let carrier = RecordingCarrier()
        try fixture.runDry(fixture.jobLane(carrier))
        #expect(carrier.mails.map(\.toAddress).sorted() == told.sorted())
        let mail = try #require(carrier.mails.first)
        #expect(mail.subject == "Nova: nothing has come from Core since 2026-03-02 10:00 UTC")
        #expect(mail.text.contains("after 60 minutes") && mail.text.contains("None was ever accepted"))
        #expect(!mail.text.contains("{"))
        #expect(try fixture.queue.count("switchyard.delivery WHERE state = 'accepted' AND kind = 'alarm_mail'") == 3)
    }

    @Test func whereNobodyOfTheClientSignsInTheirContactIsTold() throws {
        let tenant = try tenant(hasDesks: true)
        try tenant.transaction(as: tenant.tenantAdmin.actor) { tx in
            try ClientContact.set(.escalation, ["name": "Desk", "email": "desk@nova.example"], in: tx)
        }
        fixture.clock.advance(seconds: 3600)
        #expect(try review()["raised"] == 1)
        let carrier = RecordingCarrier()
        try fixture.runDry(fixture.jobLane(carrier))
        // And a lead of the firm, who stands in for the manager.
        let addresses = Set(carrier.mails.map(\.toAddress))
        #expect(addresses.count == 2 && addresses.contains("desk@nova.example"))
        #expect(addresses.isSubset(of: Set(["desk@nova.example"] + tenant.leads.map(\.email))))
    }

    @Test func theClientsSystemsAreToldWhereTheyAreToldOfNotices() throws {
        let tenant = try tenant()
        _ = try tenant.transaction(as: tenant.tenantAdmin.actor) { tx in
            try Endpoint.set(.notice, url: "https://nova.example/notices", in: tx)
        }
        fixture.clock.advance(seconds: 3600)
        #expect(try review()["raised"] == 1)
        let carrier = RecordingCarrier()
        try fixture.runDry(fixture.jobLane(carrier))
        let webhook = try #require(carrier.webhooks.first)
        let body = try JSONParser.parse(webhook.body)
        #expect(body["type"] == "tenant.alarm" && body["data"]?["alarm"]?["kind"] == "source_silent")
        #expect(body["data"]?["alarm"]?["details"]?["source"] == "Core")
    }

    @Test func whoeverLeftMeanwhileIsNotTold() throws {
        let tenant = try tenant()
        let admin = try tenant.person(.tenantAdmin)
        fixture.clock.advance(seconds: 3600)
        _ = try review()
        let person = try #require(admin.actor.personID)
        try tenant.directory { try Person.leave(person, in: $0) }
        let carrier = RecordingCarrier()
        try fixture.runDry(fixture.jobLane(carrier))
        #expect(carrier.sent.isEmpty)
        #expect(try fixture.queue.text("SELECT code FROM switchyard.delivery") == "person_without_access")
    }

    @Test func aSandboxAndASuspendedTenantTellNobodyAndHoldUpNobody() throws {
        let sandbox = try tenant(sandbox: true)
        let suspended = try tenant()
        let live = try tenant()
        for one in [sandbox, suspended, live] { _ = try one.person(.tenantAdmin) }
        try suspended.asAdmin {
            _ = try $0.execute("UPDATE directory.tenant SET status = 'suspended' WHERE id = \(suspended.tenantID)")
        }
        fixture.clock.advance(seconds: 3600)
        #expect(try review() == ["raised": 2, "ended": 0, "failed": 0])
        let carrier = RecordingCarrier()
        try fixture.runDry(fixture.jobLane(carrier))
        #expect(carrier.mails.count == 1)
        #expect(try fixture.queue.count("switchyard.delivery WHERE state = 'sandbox'") == 1)
    }
}

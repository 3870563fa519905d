import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// Nothing of a sandbox leaves the house.
@Suite(.needsDatabase) struct SandboxTests {
    let fixture: WorkerFixture
    let sandbox: TenantFixture

    init() throws {
        fixture = try WorkerFixture()
        sandbox = try fixture.queue.tenant { $0.sandbox = true }
    }

    private func delivery() throws -> String? {
        try fixture.queue.text("SELECT state || ' ' || attempts || ' ' || code FROM switchyard.delivery")
    }

    /// Makes the one delivery that is on its way one of another kind.
    private func turn(into kind: DeliveryKind) throws {
        let isEvent = kind == .eventWebhook
        let subscription = try isEvent ? subscribe() : nil
        try sandbox.asAdmin {
            _ = try $0.execute(
                """
                UPDATE switchyard.delivery SET kind = \(kind.rawValue), subscription_id = \(subscription),
                    event_type = \(isEvent ? WebhookEvent.ticketOpened.rawValue : nil),
                    ticket_id = CASE WHEN \(kind.isOfOneCase == false) THEN NULL ELSE ticket_id END
                """
            )
        }
    }

    private func subscribe() throws -> UUID {
        try sandbox.transaction(as: sandbox.tenantAdmin.actor) { tx in
            let wish = SubscriptionWish(url: "https://nova.example/hook", types: [.ticketOpened])
            return try Subscription.add(wish, in: tx).id
        }
    }

    @Test(arguments: DeliveryKind.allCases) func noDeliveryOfAnyKindReachesACarrier(_ kind: DeliveryKind) throws {
        _ = try fixture.answered(sandbox)
        try turn(into: kind)
        let carrier = RecordingCarrier()
        #expect(try fixture.runDry(fixture.jobLane(carrier)).done == 1)
        #expect(carrier.sent.isEmpty)
        #expect(try delivery() == "sandbox 1 sandbox")
        #expect(try fixture.queue.count("switchyard.job_done WHERE outcome = 'sandbox'") == 1)
        #expect(try fixture.queue.count("switchyard.job") == 0)
        #expect(try fixture.queue.count("switchyard.job_dead") == 0)
    }

    @Test func theClocksGoOnAsThoughTheAnswerHadArrivedAndNobodySaysThatItDid() throws {
        _ = try fixture.answered(sandbox)
        try fixture.runDry(fixture.jobLane(RecordingCarrier()))
        let firstReply = "SELECT state FROM switchyard.sla_cycle WHERE metric = 'first_reply'" as SQL
        #expect(try fixture.queue.text(firstReply) == "fulfilled")
        #expect(try fixture.queue.count("switchyard.event WHERE kind IN ('delivered', 'reply_failed')") == 0)
    }

    @Test func anEventIsKeptAndItsLogSaysSo() throws {
        let subscription = try subscribe()
        _ = try sandbox.openTicket()
        let carrier = RecordingCarrier()
        try fixture.runDry(fixture.jobLane(carrier))
        #expect(carrier.sent.isEmpty)
        let log = try sandbox.transaction(as: sandbox.tenantAdmin.actor) { tx in
            try DeliveryLog.page(of: subscription, state: .sandbox, before: nil, limit: 10, in: tx)
        }
        #expect(log.map(\.code) == ["sandbox"])
    }

    @Test func theTenantBesideItIsServed() throws {
        let live = try fixture.queue.tenant()
        _ = try fixture.answered(sandbox)
        _ = try fixture.answered(live)
        let carrier = RecordingCarrier()
        #expect(try fixture.runDry(fixture.jobLane(carrier)).done == 2)
        #expect(carrier.mails.count == 1)
        let accepted = try fixture.queue.text(
            "SELECT tenant_id::text FROM switchyard.delivery WHERE state = 'accepted'"
        )
        #expect(accepted == live.tenantID.text)
    }

    @Test(arguments: [TestRole.api, .worker]) func nobodyMakesALiveTenantOfASandbox(
        _ role: TestRole
    ) throws {
        let refusal = #expect(throws: PostgresError.self) {
            try sandbox.database.withConnection(role) { connection in
                _ = try connection.execute("UPDATE directory.tenant SET sandbox = false WHERE id = \(sandbox.tenantID)")
            }
        }
        #expect(refusal?.sqlState == "42501")
    }
}

import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

@Suite(.needsDatabase) struct DeliveryFlowTests {
    let fixture: WorkerFixture
    let tenant: TenantFixture

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant { $0.name = "Nova" }
    }

    private func state() throws -> String? {
        try fixture.queue.text("SELECT state || ' ' || attempts || ' ' || coalesce(code, '-') FROM switchyard.delivery")
    }

    private func firstReply() throws -> String? {
        try fixture.queue.text("SELECT state FROM switchyard.sla_cycle WHERE metric = 'first_reply'")
    }

    @Test func anAnswerReachesTheCustomerAndTheCaseKnows() throws {
        let (ticket, _) = try fixture.answered(tenant)
        let carrier = RecordingCarrier(.accepted(reference: "queued 7"))
        #expect(try fixture.runDry(fixture.jobLane(carrier)).done == 1)
        let mail = try #require(carrier.mails.first)
        let reference = try tenant.transaction(as: .worker) { try Ticket.find(ticket, in: $0).reference.text }
        #expect(mail.toAddress == "ann@example.org")
        #expect(mail.subject == "[\(reference)] Withdrawal")
        #expect(mail.text.hasPrefix("Your withdrawal is on its way."))
        #expect(mail.fromName == "Nova")
        #expect(mail.messageID.hasSuffix("@desk.example"))
        #expect(try state() == "accepted 1 accepted")
        #expect(try fixture.queue.count("switchyard.event WHERE kind = 'delivered'") == 1)
        #expect(try fixture.queue.count("switchyard.job_done WHERE outcome = 'accepted'") == 1)
        #expect(try fixture.queue.count("switchyard.job") == 0)
        #expect(try firstReply() == "fulfilled")
    }

    @Test func everyAttemptCarriesTheSameId() throws {
        _ = try fixture.answered(tenant)
        let carrier = RecordingCarrier(
            .retry(code: "smtp_451", afterSeconds: nil),
            .unknown(code: "timed_out"),
            .accepted(reference: nil)
        )
        let lane = try fixture.jobLane(carrier)
        for seconds in [Int64(0), 10, 20] {
            fixture.clock.advance(seconds: seconds)
            _ = try fixture.queue.queue()
            try fixture.runDry(lane)
        }
        #expect(carrier.mails.count == 3)
        #expect(Set(carrier.mails.map(\.messageID)).count == 1)
        #expect(try state() == "accepted 3 accepted")
    }

    @Test func aFinalRefusalUndoesTheReply() throws {
        _ = try fixture.answered(tenant)
        #expect(try firstReply() == "fulfilled")
        fixture.clock.advance(seconds: 60)
        try fixture.runDry(fixture.jobLane(RecordingCarrier(.rejected(code: "smtp_550"))))
        #expect(try state() == "rejected 1 smtp_550")
        #expect(try firstReply() == "running")
        #expect(try fixture.queue.count("switchyard.event WHERE kind = 'reply_failed'") == 1)
        #expect(try fixture.queue.count("switchyard.job_dead WHERE reason = 'smtp_550'") == 1)
        #expect(try fixture.queue.count("switchyard.sla_timer") == 1)
    }

    @Test func aFinalRefusalAfterAMergeIsToldToTheCaseThatGoesOn() throws {
        let (ticket, _) = try fixture.answered(tenant)
        let other = try tenant.openTicket()
        try tenant.transaction(as: tenant.agent().actor) { tx in
            let pair = try CaseFile.openPair(ticket, other, in: tx)
            guard var file = pair.first, var survivor = pair.second else { throw DomainError.notFound }
            try file.merge(into: &survivor, reason: "One matter")
            try file.save()
            try survivor.save()
        }
        try fixture.runDry(fixture.jobLane(RecordingCarrier(.rejected(code: "smtp_550"))))
        #expect(try fixture.queue.count("switchyard.event WHERE kind = 'reply_failed'") == 2)
        let start = try fixture.queue.text(
            """
            SELECT state || ' ' || (start_at = '2026-03-02T10:00Z') FROM switchyard.sla_cycle
            WHERE metric = 'first_reply' AND state = 'running'
            """
        )
        #expect(start == "running true")
    }

    @Test func anAnswerThatMayHaveArrivedIsNotUndone() throws {
        _ = try fixture.answered(tenant)
        let lane = try fixture.jobLane(RecordingCarrier(.unknown(code: "timed_out")))
        for _ in 0..<JobKind.deliver.attemptsMax {
            try fixture.runDry(lane)
            fixture.clock.advance(seconds: 3_600)
            _ = try fixture.queue.queue()
        }
        #expect(try state() == "unknown 12 timed_out")
        #expect(try firstReply() == "fulfilled")
        #expect(try fixture.queue.count("switchyard.job_dead") == 1)
        #expect(try fixture.queue.count("switchyard.event WHERE kind = 'reply_failed'") == 0)
    }

    @Test func anExchangeGetsAnswersByItsWebhook() throws {
        let secret = try tenant.transaction(as: tenant.tenantAdmin.actor) { tx in
            try Endpoint.set(.reply, url: "https://nova.example/hook", in: tx)
        }
        let ticket = try tenant.openTicket { request in
            request.customerID = "cust-77"
            request.thread = "thread-9"
        }
        try tenant.transaction(as: tenant.agent().actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            _ = try file.reply("Done.")
            try file.save()
        }
        let carrier = RecordingCarrier()
        try fixture.runDry(fixture.jobLane(carrier))
        let webhook = try #require(carrier.webhooks.first)
        #expect(webhook.url == "https://nova.example/hook")
        #expect(webhook.secrets == [secret])
        let body = try JSONParser.parse(webhook.body)
        #expect(body["type"] == "ticket.replied")
        let data = try #require(body["data"])
        #expect(data["ticket"]?["id"] == ticket.json)
        #expect(data["ticket"]?["thread"] == "thread-9")
        #expect(data["customer"]?["id"] == "cust-77")
        #expect(data["message"]?["text"] == "Done.")
        let id = try fixture.queue.text("SELECT id::text FROM switchyard.delivery")
        #expect(webhook.id == id)
    }

    @Test func whatCannotBeReadIsDeadWithItsReason() throws {
        _ = try fixture.answered(tenant)
        try tenant.asAdmin { _ = try $0.execute("UPDATE switchyard.delivery SET body = '\\x01'") }
        let carrier = RecordingCarrier()
        try fixture.runDry(fixture.jobLane(carrier))
        #expect(carrier.sent.isEmpty)
        #expect(try fixture.queue.count("switchyard.job_dead WHERE reason = 'unreadable'") == 1)
        #expect(try state() == "rejected 1 unreadable")
        #expect(try firstReply() == "running")
    }

    @Test func aJobWhoseCaseIsGoneEnds() throws {
        try fixture.queue.insertJobs(1, tenant: tenant.tenantID)
        #expect(try fixture.runDry(fixture.jobLane(RecordingCarrier())).done == 1)
        #expect(try fixture.queue.count("switchyard.job_done WHERE outcome = 'settled'") == 1)
    }

    @Test func theJobOfASuspendedTenantWaitsUncounted() throws {
        _ = try fixture.answered(tenant)
        try tenant.asAdmin { _ = try $0.execute("UPDATE directory.tenant SET status = 'suspended'") }
        let counts = try fixture.runDry(fixture.jobLane(RecordingCarrier()))
        #expect(counts.failed == 1)
        #expect(
            try fixture.queue.count(
                "switchyard.job WHERE attempt = 0 AND worker_id IS NULL AND last_code = 'tenant_closed'"
            ) == 1
        )
    }
}

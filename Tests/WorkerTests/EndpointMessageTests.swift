import BusinessTime
import Foundation
import Switchyard
import TestSupport
import Testing

@testable import SwitchyardWorker

/// What a client's endpoints are really sent, against what the OpenAPI document says of it; `RecordingCarrier` compares them.
@Suite(.needsDatabase) struct EndpointMessageTests {
    let fixture: WorkerFixture
    let tenant: TenantFixture

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant()
        try tenant.transaction(as: tenant.tenantAdmin.actor) { tx in
            for purpose in Endpoint.Purpose.allCases {
                _ = try Endpoint.set(purpose, url: "https://nova.example/\(purpose.rawValue)", in: tx)
            }
        }
    }

    private func sent() throws -> [WebhookMessage] {
        let carrier = RecordingCarrier()
        _ = try fixture.queue.queue()
        try fixture.runDry(fixture.jobLane(carrier))
        return carrier.webhooks
    }

    /// With and without what may be left out.
    private func bring(_ message: EndpointMessage) throws {
        switch message {
        case .replied:
            for thread in ["thread-9", nil] {
                let ticket = try tenant.openTicket { $0.thread = thread }
                try tenant.transaction(as: tenant.agent().actor) { tx in
                    var file = try CaseFile.open(ticket, in: tx)
                    _ = try file.reply("Done.")
                    try file.save()
                }
            }
        case .ladderStep:
            _ = try tenant.openTicket()
            fixture.clock.advance(seconds: 3_700)
            _ = try fixture.timerLane().runOnce()
        case .alarm:
            try tenant.directory { tx in
                _ = try Source.add(name: "Core", silentAfterMinutes: 60, tenant: tenant.tenantID, in: tx)
            }
            fixture.clock.advance(seconds: 3_600)
            let found = try tenant.transaction(as: .worker) { try SilentSources.review(in: $0) }
            #expect(found.raised == 1)
        }
    }

    @Test(arguments: EndpointMessage.allCases)
    func whatIsSentIsWhatIsPublished(message: EndpointMessage) throws {
        try bring(message)
        let sent = try sent()
        #expect(!sent.isEmpty)
        for webhook in sent {
            let body = try JSONParser.parse(webhook.body)
            #expect(body["type"] == .string(message.rawValue))
            #expect(webhook.url == "https://nova.example/\(message.purpose.rawValue)")
            // A member that nobody declared would be seen.
            guard case .object(var more)? = body["data"] else { throw FieldError("/data", .wrongType) }
            more["more"] = 1
            let told: JSON = ["type": body["type"], "timestamp": body["timestamp"], "data": .object(more)]
            #expect(message.envelope.validate(told) == [FieldError("/data/more", .unknownField)])
        }
    }
}

import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// A case that was answered and resolved over the API, and whose customer was asked how it went.
struct AskedCustomer: Sendable {
    let api: API
    let clock: TestClock
    let ticket: UUID
    /// Of the survey's link.
    let token: String

    /// In a tenant of its own, or one more in `api`.
    static func make(in api: API? = nil, clock: TestClock? = nil) async throws -> AskedCustomer {
        let clock = try clock ?? TestClock(Instant(iso8601: "2026-05-04T12:00:00Z"))
        let api =
            try api
            ?? API.make { options in
                options.clock = clock
                options.survey = ["delay_seconds": 60]
            }
        var request = CustomerRequest()
        request.email = "ada@example.com"
        let ticket = try await api.open(request)
        let agent = api.fixture.agent().credential
        _ = await api.send("POST", "\(api.ticket(ticket))/replies", as: agent, body: ["text": "It is on its way."])
        let resolved = await api.send("PUT", "\(api.ticket(ticket))/resolution", as: agent, body: [:])
        #expect(resolved.status == 200)
        clock.advance(seconds: 60)
        let token = try api.fixture.transaction(as: .worker) { tx in
            guard case .sent(let delivery) = try SurveyInvitation.decide(ticket: ticket, in: tx) else { return "" }
            let rows = try tx.query(
                "SELECT body FROM switchyard.delivery WHERE tenant_id = \(tx.tenantID) AND id = \(delivery)"
            )
            let sealed: Bytea = try #require(try rows.first?.column(0))
            return try JSONParser.parse(tx.vault().open(sealed, as: .deliveryBody, row: delivery)).string("token")
        }
        return AskedCustomer(api: api, clock: clock, ticket: ticket, token: token)
    }

    func answer(_ score: Int) async {
        let reply = await api.send(
            "POST",
            "/s/\(api.fixture.slug)/\(token)",
            headers: ["content-type": "application/x-www-form-urlencoded"],
            bytes: Array("score=\(score)".utf8)
        )
        #expect(reply.status == 200)
    }
}

import BusinessTime
import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport

/// A POST that succeeds, made for one route: what it needs is there, in a tenant of its own.
struct PreparedPost {
    let route: Route
    let api: API
    var credential: TenantFixture.Credential
    var sample: RouteSample
    var body: JSON?
    var table: String?

    /// - Throws: what the API refused on the way there.
    init(_ route: Route) async throws {
        let clock = TestClock(Instant(microseconds: 1_748_854_800_000_000))
        let isLate = route.path.hasSuffix("/acknowledgements")
        let api = try API.make { if isLate { $0.clock = clock } }
        self.api = api
        self.route = route
        credential = Self.credential(route, api.fixture)
        sample = RouteSample(tenant: api.fixture.tenantID.text, personID: api.fixture.agent().personID)
        var request = CustomerRequest()
        request.customerID = "again"
        request.email = "again@example.test"
        let ticket = try await api.open(request)
        sample.ids = ["ticket": ticket.text, "person": api.fixture.agent().personID.text]
        clock.advance(seconds: 4000)
        try await furnish(ticket, request)
        if body == nil { body = sample.body(route) }
    }

    private static func credential(_ route: Route, _ fixture: TenantFixture) -> TenantFixture.Credential {
        switch route.permission {
        case .openTicket, .addMessage: fixture.intake
        case .answerTickets: fixture.agent().credential
        case .proposeExclusions, .actInBulk: fixture.lead().credential
        case .configureTenant: fixture.tenantAdmin
        default: fixture.operatorAdmin
        }
    }

    private mutating func furnish(_ ticket: UUID, _ request: CustomerRequest) async throws {
        let fixture = api.fixture
        switch route.path.split(separator: "/").last {
        case "acknowledgements": credential = fixture.agent(4).credential
        case "merge": body = ["into": try await api.open(request).json]
        case "split":
            let path = "\(api.ticket(ticket))/messages"
            let message = await api.send("POST", path, as: fixture.intake, body: ["text": "And another thing"])
            body = ["message_ids": [try message.json.uuid("message_id").json]]
        case "retry", "discard":
            let path = "\(api.ticket(ticket))/replies"
            _ = await api.send("POST", path, as: fixture.agent().credential, body: ["text": "On it."])
            let jobs = await api.send("GET", "\(api.tenant)/jobs", as: credential, query: "kind=deliver")
            sample.ids["job"] = jobs.itemIDs.first
        case "overrides":
            let rota = Routes.all.first { $0.method == "PUT" && $0.path.hasSuffix("/rota") }
            if let rota { _ = await api.send(rota, sample, as: credential.key) }
            sample.personID = fixture.lead().personID
        case "secrets" where route.path.contains("{subscription}"), "tests", "replays": try await subscribe()
        case "secrets":
            let source = await api.send("POST", "\(api.tenant)/sources", as: credential, body: ["name": "s"])
            sample.ids["source"] = try source.json.string("id")
        case "next":
            credential = fixture.agent().credential
            _ = await api.send("PUT", "/v1/presence", as: credential, body: ["state": "available"])
        case "grants":
            body = [
                "person_id": fixture.agent().personID.json, "tenant_id": fixture.tenantID.json, "role": "agent",
                "level": "L2",
            ]
        case "apply": body = ["sources": [["name": "again"]]]
        case "table": table = "email,name\r\n\(UUID().text)@again.example,Again"
        default: break
        }
    }

    private mutating func subscribe() async throws {
        let path = "\(api.tenant)/subscriptions"
        let wish: JSON = ["url": "https://nova.example/hook", "types": ["ticket.opened"]]
        let id = try await api.send("POST", path, as: credential, body: wish).json.string("id")
        sample.ids["subscription"] = id
        sample.ids["delivery"] = try await api.send("POST", "\(path)/\(id)/tests", as: credential, body: [:]).json
            .string("delivery_id")
    }

    /// The same bytes each time, but for what is added behind them.
    func send(key: String, behind: String = "") async -> Reply {
        await api.send(
            route.method,
            sample.path(route),
            as: credential,
            headers: ["idempotency-key": key, "content-type": table == nil ? "application/json" : "text/csv"],
            bytes: (table.map { Array($0.utf8) } ?? body?.bytes ?? []) + Array(behind.utf8)
        )
    }
}

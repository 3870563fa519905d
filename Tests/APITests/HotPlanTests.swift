import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Every statement that the API sends on its busiest paths finds its rows by an index that begins with the tenant.
@Suite(.needsDatabase) struct HotPlanTests {
    @Test func theBusyPathsLookNowhereButInTheTenantsOwnRows() async throws {
        let database = try TestDatabase.fresh()
        let pool = Pool(name: "hot-plans", settings: database.settings(.api), size: 1, waitMillisecondsMax: 60_000)
        defer { pool.close() }
        let api = API(fixture: try TenantFixture.make(in: database), pool: pool)
        try await work(api)
        let statements = try await api.server.database.onConnection { try PlanAudit.statements(on: $0) }
        let audit = try database.withConnection(.admin) { try PlanAudit(statements, on: $0) }
        #expect(audit.faults == [])
        #expect(audit.audited > 30 && audit.looks > 30, "\(audit.audited) statements, \(audit.looks) looks")
        print(
            "hot plans of the API: \(audit.audited) statements, \(audit.looks) looks at walled tables, each by its tenant's index"
        )
    }

    /// A request taken in, read, listed, queued, handed out, answered and resolved.
    private func work(_ api: API) async throws {
        let agent = api.fixture.agent().credential
        var request = CustomerRequest()
        (request.email, request.thread) = ("ann@example.org", "thread")
        let ticket = try await api.open(request)
        _ = try await api.open()
        let path = api.ticket(ticket)
        var replies = [
            await api.send("POST", "\(path)/messages", as: api.fixture.intake, body: ["text": "And another thing"]),
            await api.send("PUT", "/v1/presence", as: agent, body: ["state": "available"]),
        ]
        for (place, query) in [
            (path, ""), ("\(path)/messages", ""), ("\(path)/events", ""), ("\(path)/clocks", ""), ("/v1/queue", ""),
            ("\(api.tenant)/tickets", "limit=50"), ("\(api.tenant)/tickets", "status=open,new&level=L1"),
        ] {
            replies.append(await api.send("GET", place, as: agent, query: query))
        }
        replies.append(await api.send("POST", "/v1/queue/next", as: agent, body: [:]))
        replies.append(await api.send("POST", "\(path)/replies", as: agent, body: ["text": "On its way."]))
        replies.append(await api.send("PUT", "\(path)/resolution", as: agent, body: [:]))
        #expect(replies.map(\.status).allSatisfy { $0 < 300 }, "\(replies.map(\.text))")
    }
}

import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// The shape of what goes wrong, whoever is to blame.
@Suite(.needsDatabase) struct ProblemTests {
    @Test func aProblemHasTypeTitleAndStatusAndTheRequestIDOnlyInItsHeader() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let replies = [
            await api.send("GET", "/v1/nothing", as: agent), await api.send("GET", api.ticket(UUID()), as: agent),
            await api.send("GET", "\(api.tenant)/tickets"), await api.send("PATCH", "\(api.tenant)/tickets", as: agent),
            await api.send("PUT", "\(api.tenant)/policy", as: api.fixture.intake, body: [:]),
            await api.send("POST", "\(api.ticket(UUID()))/replies", as: agent, body: [:]),
        ]
        #expect(replies.map(\.status) == [404, 404, 401, 405, 403, 422])
        for reply in replies {
            #expect(reply.header("content-type") == "application/problem+json")
            #expect(try reply.json.string("type").hasPrefix("/errors/"))
            #expect(try reply.json.string("title").isEmpty == false)
            #expect(try reply.json.integer("status") == Int64(reply.status))
            let id = try #require(reply.header("x-request-id"))
            #expect(UUID(uuidString: id) != nil)
            #expect(!reply.text.contains(id))
        }
        #expect(Set(replies.compactMap { $0.header("x-request-id") }).count == replies.count)
        #expect(replies[3].header("allow") == "GET, POST")
    }

    /// Whatever is absent answers these bytes: no route, no tenant, no case, no address, an id that is none.
    @Test(arguments: [
        "/", "/v1", "/v2/tenants", "/v1/tenants/%ff/tickets", "/v1/tenants/%00/tickets", "/v1/tenants/nobody/tickets",
        "/v1/tenants/00000000-0000-0000-0000-000000000000/tickets", "/v1/tenants/self/tickets/42",
        "/v1/tenants/self/tickets/%00",
        "/v1/tenants/self/tickets",
    ])
    func whatIsAbsentIsTheConstant404(_ path: String) async throws {
        let api = try API.make()
        let reply = await api.send("GET", path, as: api.fixture.agent().credential)
        #expect(reply.status == 404)
        #expect(reply.body == Problem.notFound.body)
        #expect(reply.text == #"{"type":"/errors/not_found","title":"Not found","status":404}"#)
    }

    @Test func aStoreThatIsAwayIs503WithAWaitAndSaysNothingElse() async throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        var dead = try ConnectionSettings("postgresql://nobody@localhost/none?sslmode=disable")
        dead.host = "/nonexistent/switchyard"
        let pool = Pool(name: "dead", settings: dead, size: 1)
        defer { pool.close() }
        let api = API(fixture: fixture, pool: pool)
        for reply in [
            await api.send("GET", "\(api.tenant)/tickets", as: fixture.tenantAdmin),
            await api.send("POST", "/v1/hooks/somewhere", body: CustomerRequest().json),
        ] {
            #expect(reply.status == 503)
            #expect(reply.problem == "unavailable")
            #expect(reply.header("retry-after") == "2")
            #expect(!reply.text.contains("tmp"))
        }
        #expect(await api.send("GET", "/openapi.json").status == 200)
    }

    @Test(arguments: ["busy", "request_under_way", "already_asking"]) func whatIsOverInAMomentSaysWhenToComeAgain(
        reason: String
    ) {
        let reply = Problem.of(DomainError(.conflict, reason))
        #expect((reply.status, reply.problem) == (409, reason))
        #expect(reply.header("retry-after") == "2")
        #expect(Problem.of(DomainError(.conflict, "case_closed")).header("retry-after") == nil)
    }

    @Test func aPathThatIsWrittenOutAllowsItsOwnMethodsAlone() async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send("DELETE", "/v1/people/table/", as: api.fixture.operatorAdmin)
        #expect(reply.status == 404)
        let refused = await api.send("PATCH", "/v1/people/table", as: api.fixture.operatorAdmin)
        #expect((refused.status, refused.header("allow")) == (405, "POST"))
    }

    @Test func aRouteIsFoundByItsSegmentsOnly() async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send("GET", "//v1//tenants/", as: api.fixture.tenantAdmin)
        #expect(reply.status == 200)
    }
}

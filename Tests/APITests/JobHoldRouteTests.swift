import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Holds over HTTP. In a database of its own: what is held of all tenants is told and set.
@Suite(.needsDatabase) struct JobHoldRouteTests {
    let pool: Pool
    let api: API

    init() throws {
        let queue = try QueueFixture()
        pool = Pool(name: "job-holds", settings: queue.database.settings(.api), size: 1)
        api = API(fixture: try queue.tenant(), pool: pool)
    }

    private var admin: TenantFixture.Credential { api.fixture.operatorAdmin }

    private func hold(_ path: String, _ body: JSON = ["reason": "Mail is down"]) async -> Reply {
        await api.send("PUT", "\(path)/deliver", as: admin, body: body)
    }

    private func items(_ path: String) async throws -> [JSON] {
        try await api.send("GET", path, as: admin).json.array("items")
    }

    @Test(arguments: [true, false]) func aHoldIsSetOnceSeenWithItsReasonAndEndsOnce(ofAll: Bool) async throws {
        defer { pool.close() }
        let path = ofAll ? "/v1/job-holds" : "\(api.tenant)/job-holds"
        let first = await hold(path)
        #expect(first.status == 200, "\(first.text)")
        #expect(try first.json["tenant_id"] == (ofAll ? .null : api.fixture.tenantID.json))
        #expect(try first.json["kind"] == "deliver")
        #expect(try first.json["reason"] == "Mail is down")
        #expect(try first.json["actor_kind"] == "operator_admin")
        #expect(await hold(path, ["reason": "Another"]).text == first.text)
        #expect(try await items(path) == [first.json])
        #expect(try await items("/v1/job-holds") == [first.json])
        #expect(await api.send("DELETE", "\(path)/deliver", as: admin).status == 204)
        #expect(await api.send("DELETE", "\(path)/deliver", as: admin).status == 404)
        #expect(try await items(path) == [])
    }

    @Test(arguments: ["/v1/job-holds", "/v1/tenants/self/job-holds"])
    func whatCannotBeHeldIsRefused(path: String) async throws {
        defer { pool.close() }
        let path = path.replacing("/v1/tenants/self", with: api.tenant)
        #expect(await hold(path, [:]).faults == ["/reason required"])
        #expect(await hold(path, ["reason": ""]).status == 422)
        let long = String(repeating: "x", count: JobHold.reasonCharactersMax + 1)
        #expect(await hold(path, ["reason": .string(long)]).status == 422)
        #expect(await hold(path, ["reason": "Mail is down", "until": "noon"]).faults == ["/until unknown_field"])
        let unknown = await api.send("PUT", "\(path)/nothing", as: admin, body: ["reason": "Mail is down"])
        #expect(unknown.status == 404)
        #expect(await api.send("DELETE", "\(path)/nothing", as: admin).status == 404)
        #expect(try await items(path) == [])
    }

    @Test func pagesFollowEachOther() async throws {
        defer { pool.close() }
        for path in ["/v1/job-holds", "\(api.tenant)/job-holds"] {
            for kind in ["all", "probe"] {
                let reply = await api.send("PUT", "\(path)/\(kind)", as: admin, body: ["reason": "Moving"])
                #expect(reply.status == 200, "\(reply.text)")
            }
        }
        var seen: [JSON] = []
        var query = "limit=1"
        for _ in 0..<10 {
            let page = try await api.send("GET", "/v1/job-holds", as: admin, query: query).json
            seen += try page.array("items")
            guard let next = try page.optionalString("next_cursor") else { break }
            query = "limit=1&cursor=\(next)"
        }
        #expect(seen.map { $0["kind"] } == ["all", "probe", "all", "probe"])
        let own = api.fixture.tenantID.json
        #expect(seen.map { $0["tenant_id"] } == [.null, .null, own, own])
    }

    @Test(arguments: ["cursor=", "cursor=deliver", "cursor=x_deliver", "cursor=_", "limit=0", "limit=101"])
    func aBadParameterIsNamed(query: String) async {
        defer { pool.close() }
        let name = query.prefix { $0 != "=" }
        let reply = await api.send("GET", "/v1/job-holds", as: admin, query: query)
        #expect(reply.faults == ["?\(name) bad_format"])
    }

    /// Nor do they learn which kinds there are, or are held.
    @Test func nobodyElseHoldsOrLooks() async throws {
        defer { pool.close() }
        let manager = try api.fixture.person(.operationsManager)
        for credential in [api.fixture.tenantAdmin, api.fixture.agent().credential, manager] {
            for kind in ["deliver", "nothing"] {
                let path = "/v1/job-holds/\(kind)"
                let held = await api.send("PUT", path, as: credential, body: ["reason": "Mail is down"])
                #expect(held.problem == "permission_missing")
                #expect(await api.send("DELETE", path, as: credential).problem == "permission_missing")
            }
            #expect(await api.send("GET", "/v1/job-holds", as: credential).problem == "permission_missing")
        }
        let ofFirm = try api.fixture.person(.operationsManager, overFirm: true)
        let held = await api.send("PUT", "/v1/job-holds/deliver", as: ofFirm, body: ["reason": "Mail is down"])
        #expect(held.status == 200, "\(held.text)")
        #expect(try held.json["actor_kind"] == "agent")
        #expect(try held.json["actor_id"] == ofFirm.actor.id.json)
    }
}

import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// The queue over HTTP: for the operator, and for nobody else.
@Suite(.needsDatabase) struct JobRouteTests {
    let api: API

    init() throws { api = try API.make() }

    private var admin: TenantFixture.Credential { api.fixture.operatorAdmin }
    private var path: String { "\(api.tenant)/jobs" }

    /// A case with an answer to send, and the id of the job that sends it.
    private func answered() async throws -> (ticket: UUID, job: UUID) {
        var request = CustomerRequest()
        request.email = "customer@example.test"
        let ticket = try await api.open(request)
        let reply = await api.send(
            "POST",
            "\(api.ticket(ticket))/replies",
            as: api.fixture.agent().credential,
            body: ["text": "It is on its way."]
        )
        #expect(reply.status == 201, "\(reply.text)")
        let items = try await api.send("GET", path, as: admin, query: "kind=deliver").json.array("items")
        let job = try #require(try items.first?.optionalUUID("id"))
        return (ticket, job)
    }

    @Test func theOperatorSeesAJobAndGivesItUpAndTheCaseIsTold() async throws {
        let (ticket, job) = try await answered()
        let read = await api.send("GET", "\(path)/\(job.text)", as: admin)
        #expect(try read.json["state"] == "ready")
        let discarded = await api.send("POST", "\(path)/\(job.text)/discard", as: admin, body: [:])
        #expect(discarded.status == 200, "\(discarded.text)")
        let dead = try await api.send("GET", path, as: admin, query: "state=dead").json.array("items")
        #expect(dead.map { $0["word"] } == ["discarded"])
        let events = try await api.send("GET", "\(api.ticket(ticket))/events", as: api.fixture.agent().credential).json
            .array("items")
        #expect(events.contains { $0["kind"] == "reply_failed" })
        let again = await api.send("POST", "\(path)/\(job.text)/retry", as: admin, body: [:])
        #expect(again.status == 409)
        #expect(again.problem == "reply_failed")
    }

    /// A malformed `traceparent` is as good as none.
    @Test(arguments: [
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true),
        ("00-4bf92f3577b34da6-00f067aa0ba902b7-01", false),
    ])
    func theJobsOfATracedRequestHaveItsTrace(header: String, isTaken: Bool) async throws {
        var request = CustomerRequest()
        request.email = "customer@example.test"
        let ticket = try await api.open(request)
        let reply = await api.send(
            "POST",
            "\(api.ticket(ticket))/replies",
            as: api.fixture.agent().credential,
            body: ["text": "It is on its way."],
            headers: ["traceparent": header]
        )
        #expect(reply.status == 201, "\(reply.text)")
        let traces = try api.fixture.asAdmin { admin in
            try admin.query("SELECT traceparent FROM switchyard.job WHERE tenant_id = \(api.fixture.tenantID)")
                .map { try $0.column(0, as: String?.self) }
        }
        #expect(traces == [isTaken ? header : nil])
    }

    @Test func aRetryIsDoneOnceForItsKey() async throws {
        let (_, job) = try await answered()
        let headers = ["idempotency-key": "again"]
        let first = await api.send("POST", "\(path)/\(job.text)/retry", as: admin, body: [:], headers: headers)
        let second = await api.send("POST", "\(path)/\(job.text)/retry", as: admin, body: [:], headers: headers)
        #expect(first.status == 200)
        #expect(second.status == 200)
        #expect(first.text == second.text)
    }

    @Test func aCapIsSetChangedAndRemoved() async throws {
        let cap = "\(api.tenant)/job-caps/all"
        let set = await api.send("PUT", cap, as: admin, body: ["running_max": 2])
        #expect(set.status == 200, "\(set.text)")
        _ = await api.send("PUT", cap, as: admin, body: ["running_max": 3])
        let items = try await api.send("GET", "\(api.tenant)/job-caps", as: admin).json.array("items")
        let told: JSON = [
            "tenant_id": api.fixture.tenantID.json, "kind": "all", "running_max": 3, "running": 0,
        ]
        #expect(items == [told])
        #expect(await api.send("DELETE", cap, as: admin).status == 204)
        #expect(await api.send("DELETE", cap, as: admin).status == 404)
        let unknown = await api.send("PUT", "\(api.tenant)/job-caps/nothing", as: admin, body: ["running_max": 2])
        #expect(unknown.status == 404)
    }

    @Test(arguments: [0, 101, -1]) func aCapOutOfRangeIsRefusedByItsField(runningMax: Int) async {
        let body: JSON = ["running_max": .integer(runningMax)]
        let reply = await api.send("PUT", "\(api.tenant)/job-caps/deliver", as: admin, body: body)
        #expect(reply.status == 422)
        #expect(reply.faults == ["/running_max out_of_range"])
    }

    @Test func pagesFollowEachOtherAndTheTallyAddsUp() async throws {
        for _ in 0..<3 { _ = try await answered() }
        var seen: [JSON] = []
        var query = "limit=1"
        for _ in 0..<10 {
            let page = try await api.send("GET", path, as: admin, query: query).json
            seen += try page.array("items").compactMap { $0["id"] }
            guard let next = try page.optionalString("next_cursor") else { break }
            query = "limit=1&cursor=\(next)"
        }
        #expect(Set(seen).count == seen.count)
        let tallies = try await api.send("GET", "\(path)/top", as: admin).json.array("items")
        let counted = try tallies.map { try $0.integer("ready") + $0.integer("waiting") }.reduce(0, +)
        #expect(Int64(seen.count) == counted)
    }

    /// In a database of its own: the queue of all tenants is told.
    @Test func theTopOfAllTenantsIsForWhoeverLeadsTheFirm() async throws {
        let queue = try QueueFixture()
        let pool = Pool(name: "jobs-top", settings: queue.database.settings(.api), size: 1)
        defer { pool.close() }
        let (one, other) = (try queue.tenant(), try queue.tenant { $0.hasDesks = false })
        try queue.insertJobs(2, tenant: one.tenantID)
        try queue.insertJobs(3, tenant: other.tenantID, kind: "from_the_future")
        let api = API(fixture: one, pool: pool)
        let items = try await api.send("GET", "/v1/jobs/top", as: one.operatorAdmin).json.array("items")
        #expect(items.map { $0["kind"] } == ["from_the_future", "deliver"])
        #expect(items.map { $0["ready"] } == [3, 2])
        #expect(items.map { $0["tenant_id"] } == [other.tenantID.json, one.tenantID.json])
        let first = await api.send("GET", "/v1/jobs/top", as: one.operatorAdmin, query: "limit=1")
        #expect(try first.json.array("items").count == 1)
        let none = await api.send("GET", "/v1/jobs/top", as: one.operatorAdmin, query: "limit=0")
        #expect(none.faults == ["?limit bad_format"])
        let own = try await api.send("GET", "\(api.tenant)/jobs/top", as: one.operatorAdmin).json.array("items")
        #expect(own.map { $0["kind"] } == ["deliver"])
        for credential in [one.tenantAdmin, one.agent().credential, one.lead().credential] {
            #expect(await api.send("GET", "/v1/jobs/top", as: credential).problem == "permission_missing")
        }
    }

    /// In a database of its own, as above.
    @Test func theCapsOfAllTenantsAreToldPageByPage() async throws {
        let queue = try QueueFixture()
        let pool = Pool(name: "jobs-caps", settings: queue.database.settings(.api), size: 1)
        defer { pool.close() }
        let tenants = [try queue.tenant(), try queue.tenant()].sorted { $0.tenantID.text < $1.tenantID.text }
        let api = API(fixture: tenants[0], pool: pool)
        for (number, tenant) in tenants.enumerated() {
            for kind in ["all", "deliver"] {
                let path = "/v1/tenants/\(tenant.tenantID.text)/job-caps/\(kind)"
                let set = await api.send(
                    "PUT",
                    path,
                    as: tenants[0].operatorAdmin,
                    body: ["running_max": .integer(number + 1)]
                )
                #expect(set.status == 200, "\(set.text)")
            }
        }
        var seen: [JSON] = []
        var query = "limit=3"
        for _ in 0..<10 {
            let page = try await api.send("GET", "/v1/job-caps", as: tenants[0].operatorAdmin, query: query).json
            seen += try page.array("items")
            guard let next = try page.optionalString("next_cursor") else { break }
            query = "limit=3&cursor=\(next)"
        }
        #expect(seen.map { $0["tenant_id"] } == [0, 0, 1, 1].map { tenants[$0].tenantID.json })
        #expect(seen.map { $0["kind"] } == ["all", "deliver", "all", "deliver"])
        #expect(seen.map { $0["running_max"] } == [1, 1, 2, 2])
        let bad = await api.send("GET", "/v1/job-caps", as: tenants[0].operatorAdmin, query: "cursor=x")
        #expect(bad.faults == ["?cursor bad_format"])
        for credential in [tenants[0].tenantAdmin, tenants[0].agent().credential] {
            #expect(await api.send("GET", "/v1/job-caps", as: credential).problem == "permission_missing")
        }
    }

    @Test(arguments: ["state=gone", "cursor=1", "limit=0", "limit=101"]) func aBadParameterIsNamed(query: String) async
    {
        let name = query.prefix { $0 != "=" }
        #expect(await api.send("GET", path, as: admin, query: query).faults == ["?\(name) bad_format"])
    }

    @Test func nobodyElseMayLook() async {
        for credential in [api.fixture.agent().credential, api.fixture.lead().credential, api.fixture.tenantAdmin] {
            #expect(await api.send("GET", path, as: credential).status == 403)
        }
    }
}

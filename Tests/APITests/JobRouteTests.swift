import Foundation
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

    @Test func aRetryIsDoneOnceForItsKey() async throws {
        let (_, job) = try await answered()
        let headers = ["idempotency-key": "again"]
        let first = await api.send("POST", "\(path)/\(job.text)/retry", as: admin, body: [:], headers: headers)
        let second = await api.send("POST", "\(path)/\(job.text)/retry", as: admin, body: [:], headers: headers)
        #expect(first.status == 200)
        #expect(second.status == 200)
        #expect(first.text == second.text)
    }

    @Test func aHoldIsSetOnceAndEndsOnce() async throws {
        let hold = "\(api.tenant)/job-holds/deliver"
        let first = await api.send("PUT", hold, as: admin)
        #expect(first.status == 200, "\(first.text)")
        #expect(await api.send("PUT", hold, as: admin).text == first.text)
        let items = try await api.send("GET", "\(api.tenant)/job-holds", as: admin).json.array("items")
        #expect(items.map { $0["kind"] } == ["deliver"])
        #expect(await api.send("DELETE", hold, as: admin).status == 204)
        #expect(await api.send("DELETE", hold, as: admin).status == 404)
        #expect(await api.send("PUT", "\(api.tenant)/job-holds/nothing", as: admin).status == 404)
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

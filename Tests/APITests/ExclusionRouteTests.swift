import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Exclusions over HTTP: proposed, decided, withdrawn, listed.
@Suite(.needsDatabase) struct ExclusionRouteTests {
    private static let halt: JSON = [
        "kind": "chain_halt", "from": "2026-01-05T00:00:00Z", "until": "2026-01-05T06:00:00Z",
        "reason": "The chain stood still",
    ]

    @Test func `a proposal waits for the client, once for its key`() async throws {
        let api = try API.make()
        let path = "\(api.tenant)/exclusions"
        let lead = api.fixture.lead().credential
        let headers = ["idempotency-key": "halt"]
        let first = await api.send("POST", path, as: lead, body: Self.halt, headers: headers)
        #expect(first.status == 201, "\(first.text)")
        let again = await api.send("POST", path, as: lead, body: Self.halt, headers: headers)
        #expect(again.body == first.body)
        let id = try first.json.string("id")
        let declined = await api.send(
            "PUT",
            "\(path)/\(id)/decision",
            as: api.fixture.tenantAdmin,
            body: ["approved": false, "note": "Not on our chain"]
        )
        #expect(declined.status == 200, "\(declined.text)")
        #expect(try declined.json["acts"]?[1]?["note"] == "Not on our chain")
        let late = await api.send("PUT", "\(path)/\(id)/withdrawal", as: lead, body: [:])
        #expect((late.status, late.problem) == (409, "already_declined"))
        let read = await api.send("GET", "\(path)/\(id)", as: api.fixture.agent().credential)
        #expect(try read.json["state"] == "declined")
    }

    @Test func `the list goes page by page, newest first, by state`() async throws {
        let api = try API.make()
        let path = "\(api.tenant)/exclusions"
        let lead = api.fixture.lead().credential
        var ids: [String] = []
        for _ in 0..<3 { ids.append(try await api.send("POST", path, as: lead, body: Self.halt).json.string("id")) }
        _ = await api.send("PUT", "\(path)/\(ids[0])/withdrawal", as: lead, body: ["note": "By mistake"])
        let first = await api.send("GET", path, as: api.fixture.tenantAdmin, query: "limit=2")
        #expect(first.itemIDs == [ids[2], ids[1]])
        let cursor = try first.json.string("next_cursor")
        let rest = await api.send("GET", path, as: api.fixture.tenantAdmin, query: "limit=2&cursor=\(cursor)")
        #expect(rest.itemIDs == [ids[0]])
        #expect(try rest.json["next_cursor"] == .null)
        let open = await api.send("GET", path, as: api.fixture.tenantAdmin, query: "state=proposed")
        #expect(open.itemIDs == [ids[2], ids[1]])
        #expect(await api.send("GET", path, as: api.fixture.tenantAdmin, query: "state=gone").status == 422)
    }

    @Test func `a case is flagged under its revision`() async throws {
        let api = try API.make()
        let ticket = try await api.open()
        let path = "\(api.ticket(ticket))/exclusions"
        let agent = api.fixture.agent().credential
        let body: JSON = ["kind": "spam", "reason": "An advertisement"]
        let stale = await api.send("POST", path, as: agent, body: body, headers: ["if-match": "\"99\""])
        #expect(stale.status == 412)
        let flagged = await api.send("POST", path, as: agent, body: body)
        #expect(flagged.status == 201, "\(flagged.text)")
        #expect(try flagged.json["exclusion"]?["state"] == "proposed")
        #expect(flagged.header("etag") != nil)
        let twice = await api.send("POST", path, as: agent, body: body)
        #expect((twice.status, twice.problem) == (409, "case_flagged"))
        let outage = await api.send("POST", path, as: agent, body: ["kind": "chain_halt", "reason": "x"])
        #expect(outage.faults == ["/kind not_in_list"])
    }

    @Test func `a person's role decides`() async throws {
        let api = try API.make()
        let path = "\(api.tenant)/exclusions"
        let refused = await api.send("POST", path, as: api.fixture.agent().credential, body: Self.halt)
        #expect((refused.status, refused.problem) == (403, "permission_missing"))
        let id = try await api.send("POST", path, as: api.fixture.lead().credential, body: Self.halt).json.string("id")
        let own = await api.send(
            "PUT",
            "\(path)/\(id)/decision",
            as: api.fixture.lead().credential,
            body: ["approved": true]
        )
        #expect((own.status, own.problem) == (403, "permission_missing"))
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let fault: String
        let body: JSON
        var testDescription: String { fault }
    }

    @Test(arguments: [
        Refused(
            fault: "/kind not_in_list",
            body: ["kind": "spam", "from": "2026-01-05T00:00:00Z", "until": "2026-01-05T06:00:00Z", "reason": "x"]
        ),
        Refused(
            fault: "/reason required",
            body: ["kind": "chain_halt", "from": "2026-01-05T00:00:00Z", "until": "2026-01-05T06:00:00Z"]
        ),
        Refused(
            fault: "/from bad_format",
            body: ["kind": "chain_halt", "from": "yesterday", "until": "2026-01-05T06:00:00Z", "reason": "x"]
        ),
        Refused(
            fault: "/until out_of_range",
            body: [
                "kind": "chain_halt", "from": "2026-01-05T06:00:00Z", "until": "2026-01-05T06:00:00Z", "reason": "x",
            ]
        ),
        Refused(
            fault: "/until out_of_range",
            body: [
                "kind": "chain_halt", "from": "2999-01-05T00:00:00Z", "until": "2999-01-05T06:00:00Z", "reason": "x",
            ]
        ),
    ])
    func `what cannot be is refused with its place`(_ test: Refused) async throws {
        let api = try API.make()
        let reply = await api.send(
            "POST",
            "\(api.tenant)/exclusions",
            as: api.fixture.lead().credential,
            body: test.body
        )
        #expect(reply.status == 422, "\(reply.text)")
        #expect(reply.faults == [test.fault])
    }
}

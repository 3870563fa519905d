import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Restatements over HTTP: proposed, decided, listed, and seen in the report.
@Suite(.needsDatabase) struct RestatementRouteTests {
    private static let january: JSON = [
        "policy_version": 1, "from": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z",
        "reason": "The contract was amended",
    ]

    @Test func `a proposal waits for the client, once for its key, and is a revision when approved`() async throws {
        let api = try API.make()
        let path = "\(api.tenant)/restatements"
        let lead = api.fixture.lead().credential
        let headers = ["idempotency-key": "amended"]
        let first = await api.send("POST", path, as: lead, body: Self.january, headers: headers)
        #expect(first.status == 201, "\(first.text)")
        #expect(await api.send("POST", path, as: lead, body: Self.january, headers: headers).body == first.body)
        let id = try first.json.string("id")
        let approved = await api.send(
            "PUT",
            "\(path)/\(id)/decision",
            as: api.fixture.tenantAdmin,
            body: ["approved": true, "note": "Amendment 3"]
        )
        #expect(approved.status == 200, "\(approved.text)")
        #expect(try (approved.json["revision"], approved.json["acts"]?[1]?["note"]) == (1, "Amendment 3"))
        let late = await api.send("PUT", "\(path)/\(id)/withdrawal", as: lead, body: [:])
        #expect((late.status, late.problem) == (409, "already_approved"))
        let report = await api.send("GET", "\(api.tenant)/reports/attainment", as: lead, query: "month=2026-01")
        #expect(try (report.json["revision"], report.json["restatements"]?[0]?["id"]) == (1, id.json))
        let asMeasured = await api.send(
            "GET",
            "\(api.tenant)/reports/attainment",
            as: lead,
            query: "month=2026-01&revision=0"
        )
        #expect(try (asMeasured.json["revision"], asMeasured.json["restatements"]) == (0, []))
    }

    @Test(arguments: [("2", "?revision out_of_range"), ("-1", "?revision out_of_range")])
    func `a revision that is not there is refused`(_ revision: String, _ fault: String) async throws {
        let api = try API.make()
        let reply = await api.send(
            "GET",
            "\(api.tenant)/reports/attainment",
            as: api.fixture.lead().credential,
            query: "month=2026-01&revision=\(revision)"
        )
        #expect((reply.status, reply.faults) == (422, [fault]))
    }

    @Test func `the list goes page by page, newest first, by state`() async throws {
        let api = try API.make()
        let path = "\(api.tenant)/restatements"
        let lead = api.fixture.lead().credential
        var ids: [String] = []
        for _ in 0..<3 { ids.append(try await api.send("POST", path, as: lead, body: Self.january).json.string("id")) }
        _ = await api.send("PUT", "\(path)/\(ids[0])/withdrawal", as: lead, body: [:])
        let first = await api.send("GET", path, as: api.fixture.tenantAdmin, query: "limit=2")
        #expect(first.itemIDs == [ids[2], ids[1]])
        let cursor = try first.json.string("next_cursor")
        let rest = await api.send("GET", path, as: api.fixture.tenantAdmin, query: "limit=2&cursor=\(cursor)")
        #expect(rest.itemIDs == [ids[0]])
        let open = await api.send("GET", path, as: api.fixture.tenantAdmin, query: "state=proposed")
        #expect(open.itemIDs == [ids[2], ids[1]])
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let fault: String
        let change: [String: JSON]
        var testDescription: String { fault }
    }

    @Test(arguments: [
        Refused(fault: "/policy_version out_of_range", change: ["policy_version": 0]),
        Refused(fault: "/policy_version unknown", change: ["policy_version": 9]),
        Refused(fault: "/from bad_format", change: ["from": "January"]),
        Refused(fault: "/until out_of_range", change: ["until": "2026-01-01T00:00:00Z"]),
        Refused(fault: "/until out_of_range", change: ["until": "2027-01-03T00:00:00Z"]),
        Refused(fault: "/reason required", change: ["reason": .null]),
    ])
    func `what cannot be is refused with its place`(_ refused: Refused) async throws {
        let api = try API.make()
        guard case .object(var body) = Self.january else { return }
        for (name, value) in refused.change { body[name] = value == .null ? nil : value }
        let reply = await api.send(
            "POST",
            "\(api.tenant)/restatements",
            as: api.fixture.lead().credential,
            body: .object(body)
        )
        #expect((reply.status, reply.faults) == (422, [refused.fault]), "\(reply.text)")
    }
}

import BusinessTime
import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Late relaxations and corrections over HTTP.
@Suite(.needsDatabase) struct CorrectionRouteTests {
    private static let policy: JSON = [
        "targets": ["first_reply": ["default": 3600, "P4": 14_400], "resolution": 86_400]
    ]
    private static let start = Instant(microseconds: 1_748_854_800_000_000)

    private func late() async throws -> (api: API, path: String) {
        let clock = TestClock(Self.start)
        let api = try API.make {
            $0.clock = clock
            $0.policy = Self.policy
        }
        let ticket = try await api.open()
        clock.advance(seconds: 4000)
        return (api, api.ticket(ticket))
    }

    @Test func `time given late takes a supervisor and a reason, and is reported`() async throws {
        let (api, path) = try await late()
        let lead = api.fixture.lead().credential
        let refused = await api.send(
            "PUT",
            "\(path)/priority",
            as: api.fixture.agent().credential,
            body: ["priority": "P4", "reason": "x"]
        )
        #expect((refused.status, refused.problem) == (403, "late_relaxation"))
        let silent = await api.send("PUT", "\(path)/priority", as: lead, body: ["priority": "P4"])
        #expect((silent.status, silent.faults) == (422, ["/reason required"]))
        let done = await api.send(
            "PUT",
            "\(path)/priority",
            as: lead,
            body: ["priority": "P4", "reason": "Not urgent there"]
        )
        #expect(done.status == 200, "\(done.text)")
        let report = "\(api.tenant)/reports/late-relaxations"
        let found = await api.send("GET", report, as: api.fixture.tenantAdmin, query: "month=2025-06")
        let items = try found.json.array("items")
        #expect(try items.map { try $0.string("metric") } == ["first_reply"])
        #expect(try items[0].string("reason") == "Not urgent there")
        #expect(try items[0].string("breached_at") == Self.start.adding(seconds: 3600).iso8601)
        #expect(try items[0].uuid("actor_id") == api.fixture.lead().personID)
        let before = await api.send("GET", report, as: api.fixture.tenantAdmin, query: "month=2025-05")
        #expect(try before.json.array("items").isEmpty)
        for query in ["", "month=2025-13", "month=2025-06&limit=0", "month=2025-06&cursor=x"] {
            #expect(await api.send("GET", report, as: api.fixture.tenantAdmin, query: query).status == 422, "\(query)")
        }
    }

    @Test func `a correction is proposed once and decided by another`() async throws {
        let (api, path) = try await late()
        let agent = api.fixture.agent().credential
        let lead = api.fixture.lead().credential
        let body: JSON = ["priority": "P4", "reason": "Read wrongly"]
        let headers = ["idempotency-key": "wrong"]
        let first = await api.send("POST", "\(path)/corrections", as: agent, body: body, headers: headers)
        #expect(first.status == 201, "\(first.text)")
        let again = await api.send("POST", "\(path)/corrections", as: agent, body: body, headers: headers)
        #expect(again.body == first.body)
        let second = await api.send("POST", "\(path)/corrections", as: lead, body: body)
        #expect((second.status, second.problem) == (409, "correction_proposed"))
        let id = try first.json.object("correction").string("id")
        let decision = "\(path)/corrections/\(id)/decision"
        let own = await api.send("PUT", decision, as: agent, body: ["approved": true])
        #expect((own.status, own.problem) == (403, "supervisor_required"))
        let stale = await api.send("PUT", decision, as: lead, body: ["approved": true], headers: ["if-match": "\"1\""])
        #expect((stale.status, stale.problem) == (412, "revision_changed"))
        let approved = await api.send("PUT", decision, as: lead, body: ["approved": true, "note": "Agreed"])
        #expect(approved.status == 200, "\(approved.text)")
        #expect(try approved.json.string("priority") == "P4")
        #expect(try approved.json.object("correction").string("state") == "approved")
        let clocks = try await api.send("GET", "\(path)/clocks", as: agent).json.array("items")
        #expect(clocks.first?["breached_at"] == .null)
        let twice = await api.send("PUT", decision, as: lead, body: ["approved": false])
        #expect((twice.status, twice.problem) == (409, "already_approved"))
        let list = "\(api.tenant)/corrections"
        let items = try await api.send("GET", list, as: api.fixture.tenantAdmin, query: "state=approved").json
        #expect(try items.array("items").map { try $0.string("id") } == [id])
        #expect(await api.send("GET", list, as: agent, query: "state=proposed").itemIDs.isEmpty)
        #expect(await api.send("GET", list, as: agent, query: "state=maybe").status == 422)
    }

    @Test func `the list of corrections goes page by page, newest first`() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        var ids: [String] = []
        for _ in 0..<3 {
            let path = "\(api.ticket(try await api.open()))/corrections"
            let made = await api.send("POST", path, as: agent, body: ["priority": "P2", "reason": "Wrong"])
            ids.append(try made.json.object("correction").string("id"))
        }
        let list = "\(api.tenant)/corrections"
        let first = await api.send("GET", list, as: agent, query: "limit=2")
        #expect(first.itemIDs == [ids[2], ids[1]])
        let cursor = try first.json.string("next_cursor")
        let rest = await api.send("GET", list, as: agent, query: "limit=2&cursor=\(cursor)")
        #expect(rest.itemIDs == [ids[0]])
        #expect(try rest.json["next_cursor"] == .null)
    }

    @Test(
        arguments: [
            (["priority": "P9", "reason": "x"], "/priority not_in_list"), (["priority": "P2"], "/reason required"),
            (["priority": "P2", "reason": ""], "/reason too_short"), (["reason": "x"], "/priority required"),
        ] as [(JSON, String)]
    )
    func `a proposal that cannot be is refused at its field`(_ body: JSON, _ fault: String) async throws {
        let api = try API.make()
        let path = "\(api.ticket(try await api.open()))/corrections"
        let reply = await api.send("POST", path, as: api.fixture.agent().credential, body: body)
        #expect((reply.status, reply.faults) == (422, [fault]))
    }

    @Test func `a case that is not open is not corrected, and an unknown one is not found`() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let path = api.ticket(try await api.open())
        let body: JSON = ["priority": "P2", "reason": "Wrong"]
        _ = await api.send("PUT", "\(path)/resolution", as: agent, body: [:])
        let closed = await api.send("POST", "\(path)/corrections", as: agent, body: body)
        #expect((closed.status, closed.problem) == (409, "case_not_open"))
        #expect(await api.send("POST", "\(api.ticket(UUID()))/corrections", as: agent, body: body).status == 404)
        let nobody = "\(path)/corrections/\(UUID().text)/decision"
        let lead = api.fixture.lead().credential
        #expect(await api.send("PUT", nobody, as: lead, body: ["approved": true]).status == 404)
    }
}

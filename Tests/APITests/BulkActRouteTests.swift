import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

@Suite(.needsDatabase) struct BulkActRouteTests {
    private static let filter: JSON = ["status": ["new"]]
    private static let urgent: JSON = ["priority": ["priority": "P1", "reason": "The chain has halted"]]

    private let api: API
    private let path: String

    init() throws {
        api = try API.make()
        path = "\(api.tenant)/bulk-acts"
    }

    private var lead: TenantFixture.Member { api.fixture.lead() }

    private func started(_ act: JSON = urgent, _ filter: JSON = filter) async throws -> JSON {
        let reply = await api.send("POST", path, as: lead.credential, body: ["filter": filter, "act": act])
        #expect(reply.status == 201, "\(reply.text)")
        return try reply.json
    }

    private func open(_ count: Int) async throws {
        for _ in 0..<count { _ = try await api.open() }
    }

    /// What its job does.
    private func run(_ act: String) throws {
        let id = try #require(UUID(text: act))
        _ = try api.fixture.transaction(as: lead.actor) { try BulkAct.runOnce(id, in: $0) }
    }

    @Test func aPreviewCountsAndWritesNothing() async throws {
        try await open(BulkAct.previewMax + 1)
        let path = "\(api.tenant)/bulk-act-previews"
        let reply = try await api.send("POST", path, as: lead.credential, body: ["filter": BulkActRouteTests.filter])
            .json
        #expect(reply["count"] == (BulkAct.previewMax + 1).json && reply["too_many"] == false)
        let listed = await api.send("GET", "\(api.tenant)/tickets", as: lead.credential, query: "limit=20").itemIDs
        #expect(try reply.strings("ticket_ids") == listed)
        let none: JSON = ["filter": ["priority": ["P4"], "level": ["L3"]]]
        #expect(try await api.send("POST", path, as: lead.credential, body: none).json["count"] == 0)
        #expect(await api.send("GET", self.path, as: lead.credential).itemIDs.isEmpty)
    }

    @Test func anActIsStartedOnceForItsKeyAndTellsHowFarItIs() async throws {
        try await open(2)
        let order: JSON = ["filter": BulkActRouteTests.filter, "act": BulkActRouteTests.urgent, "expected_count": 2]
        let headers = ["idempotency-key": "urgent"]
        let first = await api.send("POST", path, as: lead.credential, body: order, headers: headers)
        let again = await api.send("POST", path, as: lead.credential, body: order, headers: headers)
        #expect(first.status == 201 && first.body == again.body)
        let id = try first.json.string("id")
        #expect(await api.send("GET", path, as: lead.credential).itemIDs == [id])
        let one = "\(path)/\(id)"
        let before = await api.send("GET", one, as: lead.credential)
        #expect(try before.json["results"]?["pending"] == 2 && before.json["state"] == "running")
        #expect(before.header("etag") == "\"1\"")
        try run(id)
        let after = await api.send("GET", one, as: lead.credential)
        #expect(try after.json["results"]?["done"] == 2 && after.json["state"] == "finished")
        #expect(after.header("etag") == "\"2\"")
        let acts = try api.fixture.asAdmin {
            try $0.query(
                "SELECT kind, detail FROM directory.act WHERE subject_id = \(UUID(text: id)) AND actor_id = \(lead.personID)"
            ).map { "\(try $0.column(0, as: String.self)) \(try $0.column(1, as: String.self))" }
        }
        #expect(acts == ["bulk_act_started 2"])
    }

    @Test func whoeverCountedOtherCasesStartsNothing() async throws {
        try await open(1)
        let order: JSON = ["filter": BulkActRouteTests.filter, "act": BulkActRouteTests.urgent, "expected_count": 2]
        let reply = await api.send("POST", path, as: lead.credential, body: order)
        #expect((reply.status, reply.problem) == (409, "selection_changed"))
        #expect(await api.send("GET", path, as: lead.credential).itemIDs.isEmpty)
    }

    private static let refused: [(JSON, String)] = [
        (["act": urgent], "/filter required"),
        (["filter": [:], "act": urgent], "/filter required"),
        (["filter": ["status": []], "act": urgent], "/filter/status too_short"),
        (["filter": ["status": ["lost"]], "act": urgent], "/filter/status/0 not_in_list"),
        (["filter": ["q": "words"], "act": urgent], "/filter/q unknown_field"),
        (["filter": filter], "/act required"),
        (["filter": filter, "act": [:]], "/act required"),
        (["filter": filter, "act": ["note": ["text": "One"], "assignment": ["person_id": .null]]], "/act too_many"),
        (["filter": filter, "act": ["priority": ["priority": "P1"]]], "/act/priority/reason required"),
        (["filter": filter, "act": ["note": ["text": ""]]], "/act/note/text too_short"),
        (
            ["filter": filter, "act": ["assignment": ["person_id": "0198c0de-0000-7000-8000-000000000000"]]],
            "/act/assignment/person_id unknown"
        ),
    ]

    @Test(arguments: refused)
    func whatCannotBeDoneToAnyCaseIsRefusedWithItsPlace(order: JSON, fault: String) async throws {
        let reply = await api.send("POST", path, as: lead.credential, body: order)
        #expect(reply.status == 422)
        #expect(reply.faults == [fault])
    }

    @Test func resultsArePagedAndFiltered() async throws {
        try await open(3)
        let id = try await started().string("id")
        try run(id)
        let cases = "\(path)/\(id)/cases"
        var seen: [JSON] = []
        var query = "limit=2&state=done"
        for _ in 0..<2 {
            let page = try await api.send("GET", cases, as: lead.credential, query: query).json
            seen += try page.array("items")
            if let next = try page.optionalString("next_cursor") { query = "limit=2&state=done&cursor=\(next)" }
        }
        #expect(seen.map { $0["position"] } == [1, 2, 3])
        #expect(
            try await api.send("GET", cases, as: lead.credential, query: "state=refused").json.array("items").isEmpty
        )
        for wrong in ["state=lost", "cursor=x", "cursor=99999999999", "limit=0"] {
            #expect(await api.send("GET", cases, as: lead.credential, query: wrong).status == 422, "\(wrong)")
        }
    }

    @Test func anActOverNothingIsRefused() async throws {
        let reply = await api.send(
            "POST",
            path,
            as: lead.credential,
            body: ["filter": BulkActRouteTests.filter, "act": BulkActRouteTests.urgent]
        )
        #expect((reply.status, reply.problem) == (409, "nothing_selected"))
    }

    @Test func actsArePagedNewestFirst() async throws {
        try await open(1)
        var ids: [String] = []
        for _ in 0..<3 {
            let id = try await started().string("id")
            try run(id)
            ids.append(id)
        }
        let first = await api.send("GET", path, as: lead.credential, query: "limit=2")
        #expect(first.itemIDs == [ids[2], ids[1]])
        let cursor = try first.json.string("next_cursor")
        #expect(await api.send("GET", path, as: lead.credential, query: "limit=2&cursor=\(cursor)").itemIDs == [ids[0]])
    }

    @Test func anActIsCancelledWhileItRunsAndUndoneWhenItIsOver() async throws {
        try await open(1)
        let one = "\(path)/\(try await started().string("id"))"
        let reason: JSON = ["reason": "A mistake"]
        let early = await api.send("PUT", "\(one)/undoing", as: lead.credential, body: reason)
        #expect((early.status, early.problem) == (409, "bulk_act_running"))
        let stale = ["if-match": "\"7\""]
        let unseen = await api.send("PUT", "\(one)/cancellation", as: lead.credential, body: [:], headers: stale)
        #expect((unseen.status, unseen.problem) == (412, "revision_changed"))
        let cancelled = await api.send("PUT", "\(one)/cancellation", as: lead.credential, body: [:])
        #expect(try cancelled.json["stopped"] == "by_hand" && cancelled.json["results"]?["cancelled"] == 1)
        let unread = await api.send("PUT", "\(one)/undoing", as: lead.credential, body: reason, headers: stale)
        #expect((unread.status, unread.problem) == (412, "revision_changed"))
        let undone = await api.send("PUT", "\(one)/undoing", as: lead.credential, body: reason)
        #expect(try undone.json["state"] == "undoing" && undone.json["undone_by"] == lead.personID.json)
        let late = await api.send("PUT", "\(one)/cancellation", as: lead.credential, body: [:])
        #expect((late.status, late.problem) == (409, "bulk_act_over"))
    }

    @Test func notesAreNotUndone() async throws {
        try await open(1)
        let act = try await started(["note": ["text": "We know of this."]])
        #expect(act["undoable"] == false)
        let id = try act.string("id")
        try run(id)
        let reply = await api.send("PUT", "\(path)/\(id)/undoing", as: lead.credential, body: ["reason": "No"])
        #expect((reply.status, reply.problem) == (409, "bulk_act_stays"))
    }
}

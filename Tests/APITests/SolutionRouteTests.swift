import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

@Suite(.needsDatabase) struct SolutionRouteTests {
    @Test func aSolutionIsWrittenImprovedAndFound() async throws {
        let api = try API.make { $0.policy = ["targets": ["first_reply": 600], "level": "L4"] }
        let ticket = api.ticket(try await api.open())
        let path = "\(ticket)/solution"
        let named = api.fixture.agent(4).credential
        let body: JSON = ["text": "The custodian froze the address", "category": "withdrawal"]
        let refused = await api.send("PUT", path, as: api.fixture.agent(3).credential, body: body)
        #expect((refused.status, refused.problem) == (403, "level_not_granted"))
        let etag = try #require(await api.send("GET", ticket, as: named).header("etag"))
        let first = await api.send("PUT", path, as: named, body: body, headers: ["if-match": etag])
        #expect(first.status == 200, "\(first.text)")
        #expect(try first.json["solution_version"] == 1)
        let stale = await api.send("PUT", path, as: named, body: body, headers: ["if-match": etag])
        #expect((stale.status, stale.problem) == (412, "revision_changed"))
        _ = await api.send("PUT", path, as: named, body: ["text": "The custodian asks for form 7"])

        let agent = api.fixture.agent().credential
        let newest = try await api.send("GET", path, as: agent, query: "limit=1").json
        #expect(try newest.array("items").map { $0["version"] } == [2])
        let cursor = try newest.string("next_cursor")
        let rest = try await api.send("GET", path, as: agent, query: "limit=1&cursor=\(cursor)").json
        #expect(try rest.array("items").map { $0["text"] } == ["The custodian froze the address"])
        #expect(rest["next_cursor"] == .null)
        let query = "category=withdrawal,wallet&level=L4&q=custodian%20form"
        let found = try await api.send("GET", "\(api.tenant)/solutions", as: agent, query: query).json.array("items")
        #expect(found.map { $0["text"] } == ["The custodian asks for form 7"])
        #expect(found.first?["level"] == "L4" && found.first?["category"] == "withdrawal")
    }

    @Test func solutionsArePagedNewestFirst() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        var written: [String] = []
        for number in 1...3 {
            let id = try await api.open(CustomerRequest(text: "Case \(number)"))
            let body: JSON = ["text": .string("Resync \(number)"), "category": "wallet"]
            _ = await api.send("PUT", "\(api.ticket(id))/solution", as: agent, body: body)
            written.append(id.text)
        }
        for query in ["limit=1", "limit=1&category=wallet", "limit=1&q=resync"] {
            var seen: [String] = []
            var cursor: String?
            repeat {
                let asked = query + (cursor.map { "&cursor=\($0)" } ?? "")
                let page = try await api.send("GET", "\(api.tenant)/solutions", as: agent, query: asked).json
                seen += try page.array("items").map { try $0.string("ticket_id") }
                cursor = try page.optionalString("next_cursor")
            } while cursor != nil && seen.count < 10
            #expect(seen == written.reversed(), "\(query)")
        }
    }

    private static let faulty: [(JSON, String)] = [
        ([:], "/text required"),
        (["text": ""], "/text too_short"),
        (["text": .string(String(repeating: "x", count: Solution.textBytesMax + 1))], "/text too_long"),
        (["text": "x", "category": "magic"], "/category not_in_list"),
        (["text": "x", "title": "y"], "/title unknown_field"),
    ]

    @Test(arguments: faulty) func aSolutionThatCannotBeFoundIsRefused(body: JSON, fault: String) async throws {
        let api = try API.make()
        let path = "\(api.ticket(try await api.open()))/solution"
        #expect(await api.send("PUT", path, as: api.fixture.agent().credential, body: body).faults == [fault])
    }

    @Test(arguments: ["category=magic", "level=L9", "cursor=x", "limit=0"])
    func aQuestionThatMakesNoSenseIsRefused(query: String) async throws {
        let api = try API.make()
        let reply = await api.send(
            "GET",
            "\(api.tenant)/solutions",
            as: api.fixture.agent().credential,
            query: query
        )
        #expect(reply.status == 422)
    }
}

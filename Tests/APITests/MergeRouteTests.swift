import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Merge and split over HTTP.
@Suite(.needsDatabase) struct MergeRouteTests {
    private func open(_ api: API, customer: String, text: String = "Help") async throws -> UUID {
        var request = CustomerRequest(text: text)
        request.customerID = customer
        return try await api.open(request)
    }

    @Test func aMergedCaseShowsWhereItWentAndTakesNoActs() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let first = try await open(api, customer: "c")
        let second = try await open(api, customer: "c")
        let headers = ["idempotency-key": "merge-1", "if-match": "\"1\""]
        let path = "\(api.ticket(first))/merge"
        let body: JSON = ["into": second.json]
        let merged = await api.send("POST", path, as: agent, body: body, headers: headers)
        #expect(merged.status == 200)
        #expect(try merged.json["merged_into"] == second.json)
        #expect(try merged.json["status"] == "closed")
        #expect(await api.send("POST", path, as: agent, body: body, headers: headers).body == merged.body)

        let survivor = try await api.send("GET", api.ticket(second), as: agent).json
        #expect(survivor["merged_from"] == [first.json])
        #expect(survivor["merged_into"] == nil)
        for (method, act, body): (String, String, JSON) in [
            ("POST", "replies", ["text": "Hello"]), ("POST", "notes", ["text": "Hello"]),
            ("PUT", "priority", ["priority": "P1"]), ("PUT", "resolution", [:]),
            ("PUT", "assignment", ["person_id": .null]), ("POST", "merge", ["into": second.json]),
            ("POST", "split", ["message_ids": [UUID().json]]),
        ] {
            let reply = await api.send(method, "\(api.ticket(first))/\(act)", as: agent, body: body)
            #expect(reply.status == 409 && reply.problem == "case_merged", "\(act)")
        }
        #expect(await api.send("DELETE", "\(api.ticket(first))/resolution", as: agent).problem == "case_merged")
        let log = try await api.send("GET", "\(api.ticket(second))/events", as: agent).json.array("items")
        #expect(try log.map { try $0.string("kind") } == ["opened", "absorbed"])
    }

    @Test func aCaseOfAnotherTenantIsAsUnknownAsOneThatNeverWas() async throws {
        let api = try API.make()
        let other = try API.make()
        let agent = api.fixture.agent().credential
        let path = "\(api.ticket(try await open(api, customer: "c")))/merge"
        let foreign = try await open(other, customer: "c")
        let theirs = await api.send("POST", path, as: agent, body: ["into": foreign.json, "reason": "Same person"])
        let nobody = await api.send("POST", path, as: agent, body: ["into": UUID().json, "reason": "Same person"])
        #expect(theirs.status == 422 && theirs.faults == ["/into unknown"])
        #expect(theirs.body == nobody.body)
        // The path decides first, whatever the order of the ids.
        for _ in 0..<4 {
            let reply = await api.send("POST", "\(api.ticket(UUID()))/merge", as: agent, body: ["into": UUID().json])
            #expect(reply.body == Problem.notFound.body)
        }
    }

    @Test func aMergeIsRefusedWithTheFieldThatIsWrong() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let first = try await open(api, customer: "c")
        let second = try await open(api, customer: "d")
        let path = "\(api.ticket(first))/merge"
        let faults: [(JSON, [String])] = [
            ([:], ["/into required"]), (["into": "x"], ["/into bad_format"]),
            (["into": first.json], ["/into same_case"]), (["into": second.json], ["/reason required"]),
            (["into": second.json, "reason": ""], ["/reason too_short"]),
        ]
        for (body, fault) in faults {
            let reply = await api.send("POST", path, as: agent, body: body)
            #expect(reply.status == 422 && reply.faults == fault, "\(reply.text)")
        }
        let stale = await api.send(
            "POST",
            path,
            as: agent,
            body: ["into": second.json, "reason": "r"],
            headers: ["if-match": "\"7\""]
        )
        #expect(stale.status == 412)
        let merged = await api.send("POST", path, as: agent, body: ["into": second.json, "reason": "Two accounts"])
        #expect(merged.status == 200)
    }

    @Test func twoMergesAgainstEachOtherEndWithOne() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let first = try await open(api, customer: "c")
        let second = try await open(api, customer: "c")
        async let there = api.send("POST", "\(api.ticket(first))/merge", as: agent, body: ["into": second.json])
        async let back = api.send("POST", "\(api.ticket(second))/merge", as: agent, body: ["into": first.json])
        let replies = await [there, back]
        #expect(replies.map(\.status).sorted() == [200, 409])
        #expect(["case_merged", "merge_target_not_open"].contains(replies.first { $0.status == 409 }?.problem))
    }

    @Test func aSplitAnswersTheNewCase() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let ticket = try await open(api, customer: "c")
        let said = try await api.send(
            "POST",
            "\(api.ticket(ticket))/messages",
            as: api.fixture.intake,
            body: ["text": "And my card is lost."]
        ).json
        let body: JSON = ["message_ids": [try said.string("message_id").json], "subject": "Lost card"]
        let headers = ["idempotency-key": "split-1"]
        let path = "\(api.ticket(ticket))/split"
        let fresh = await api.send("POST", path, as: agent, body: body, headers: headers)
        #expect(fresh.status == 201)
        #expect(try fresh.json["split_from"] == ticket.json)
        #expect(try fresh.json["subject"] == "Lost card")
        #expect(await api.send("POST", path, as: agent, body: body, headers: headers).body == fresh.body)
        let messages = await api.send("GET", "\(api.ticket(try fresh.json.uuid("id")))/messages", as: agent)
        #expect(try messages.json.array("items").map { try $0.string("text") } == ["And my card is lost."])
        #expect(await api.send("POST", path, as: agent, body: ["message_ids": []]).faults == ["/message_ids too_short"])
        let unknown = await api.send("POST", path, as: agent, body: ["message_ids": [UUID().json]])
        #expect(unknown.faults == ["/message_ids/0 unknown"])
    }
}

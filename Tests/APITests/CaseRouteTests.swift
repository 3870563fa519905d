import BusinessTime
import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// A case over HTTP, from the customer's request to its resolution.
@Suite(.needsDatabase) struct CaseRouteTests {
    @Test func aRequestBecomesACaseThatShowsWhatWasSent() async throws {
        let api = try API.make()
        var request = CustomerRequest(text: "Where is my deposit?")
        request.name = "Ada"
        request.email = "ada@example.com"
        request.subject = "Deposit"
        request.tier = "vip"
        request.language = "de"
        request.channel = "chat"
        request.attributes = ["asset": "BTC", "amount": "0.50", "tx_hash": "ABCdef", "order_id": "O-1"]
        let opened = await api.send("POST", "\(api.tenant)/tickets", as: api.fixture.intake, body: request.json)
        #expect(opened.status == 201)
        #expect(try opened.json.bool("new_case"))
        let read = await api.send("GET", api.ticket(try opened.json.uuid("id")), as: api.fixture.agent().credential)
        #expect(read.status == 200)
        #expect(read.header("etag") == "\"1\"")
        let body = try read.json
        #expect(try body["reference"] == opened.json["reference"])
        #expect(
            try ["subject", "tier", "language", "channel", "status", "level", "priority", "category"].map(body.string)
                == [
                    "Deposit", "vip", "de", "chat", "new", "L1", "P3", "general",
                ]
        )
        #expect(body["customer"]?["name"] == "Ada")
        #expect(body["customer"]?["email"] == "ada@example.com")
        #expect(body["attributes"] == request.attributes)
        #expect(body["team_id"] == api.fixture.teams[1]?.json)
        let clocks = try body.array("clocks").map { try "\($0.string("metric")) \($0.string("state"))" }
        #expect(clocks == ["first_reply running", "resolution running"])
    }

    @Test func theWholeLifeOfACaseIsInItsMessagesAndItsLog() async throws {
        let api = try API.make()
        let agent = api.fixture.agent()
        let ticket = try await api.open()
        let path = api.ticket(ticket)
        let acts: [(String, String, JSON, Int)] = [
            ("PUT", "assignment", ["person_id": agent.personID.json], 200),
            ("PUT", "priority", ["priority": "P2"], 200),
            ("POST", "notes", ["text": "Looks like a slow bank."], 201),
            ("POST", "replies", ["text": "Which bank?", "status": "waiting_customer"], 201),
            ("POST", "messages", ["text": "First Bank."], 201),
            ("PUT", "status", ["status": "waiting_third_party"], 200),
            ("POST", "replies", ["text": "It arrived."], 201),
            ("PUT", "resolution", [:], 200),
        ]
        for (method, act, body, status) in acts {
            let reply = await api.send(method, "\(path)/\(act)", as: agent.credential, body: body)
            #expect(reply.status == status, "\(act): \(reply.text)")
        }
        #expect(await api.send("DELETE", "\(path)/resolution", as: agent.credential).status == 200)

        let messages = await api.send("GET", "\(path)/messages", as: agent.credential)
        #expect(
            try messages.json.array("items").map { try $0.string("direction") } == ["in", "note", "out", "in", "out"]
        )
        let events = await api.send("GET", "\(path)/events", as: agent.credential)
        #expect(
            try events.json.array("items").map { try $0.string("kind") } == [
                "opened", "assigned", "priority_changed", "noted", "replied", "customer_message", "status_changed",
                "replied",
                "resolved", "reopened",
            ]
        )
        let body = try await api.send("GET", path, as: agent.credential).json
        #expect(body["status"] == "open")
        #expect(body["resolved_at"] == .null)
        #expect(body["assignee_id"] == agent.personID.json)
        #expect(body["revision"] == 10)
    }

    @Test func aReplyThatAsksForASeedPhraseIsStopped() async throws {
        let api = try API.make()
        let path = api.ticket(try await api.open())
        let agent = api.fixture.agent().credential
        let reply = await api.send(
            "POST",
            "\(path)/replies",
            as: agent,
            body: ["text": "Please send us your seed phrase."]
        )
        #expect(reply.status == 422)
        #expect(reply.faults == ["/text asks_for_secret"])
        #expect(try await api.send("GET", "\(path)/messages", as: agent).json.array("items").count == 1)
    }

    @Test func waitingForTheCustomerNeedsAnAnswerSinceTheyWrote() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let path = api.ticket(try await api.open())
        func wait() async -> Reply {
            await api.send("PUT", "\(path)/status", as: agent, body: ["status": "waiting_customer"])
        }
        #expect(await wait().problem == "customer_not_answered")
        _ = await api.send("POST", "\(path)/notes", as: agent, body: ["text": "no answer"])
        #expect(await wait().status == 409)
        _ = await api.send("POST", "\(path)/replies", as: agent, body: ["text": "answer"])
        #expect(await wait().status == 200)
        _ = await api.send("POST", "\(path)/messages", as: agent, body: ["text": "again"])
        #expect(try await api.send("GET", path, as: agent).json.string("status") == "open")
        #expect(await wait().status == 409)
    }

    @Test func whatAResolvedCaseAllowsIsNarrow() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let path = api.ticket(try await api.open())
        #expect(await api.send("DELETE", "\(path)/resolution", as: agent).problem == "case_open")
        #expect(await api.send("PUT", "\(path)/resolution", as: agent, body: [:]).status == 200)
        #expect(await api.send("PUT", "\(path)/resolution", as: agent, body: [:]).problem == "case_not_open")
        #expect(await api.send("PUT", "\(path)/status", as: agent, body: ["status": "open"]).problem == "case_not_open")
        let waiting = await api.send(
            "POST",
            "\(path)/replies",
            as: agent,
            body: ["text": "One more", "status": "waiting_customer"]
        )
        #expect(waiting.problem == "case_not_open")
        #expect(await api.send("POST", "\(path)/replies", as: agent, body: ["text": "One more thing"]).status == 201)
        #expect(try await api.send("GET", path, as: agent).json.string("status") == "resolved")
    }

    @Test(arguments: ["new", "resolved", "closed", "asleep"]) func onlyWhatAPersonMaySetIsTaken(
        _ status: String
    ) async throws {
        let api = try API.make()
        let path = api.ticket(try await api.open())
        let reply = await api.send(
            "PUT",
            "\(path)/status",
            as: api.fixture.agent().credential,
            body: ["status": .string(status)]
        )
        #expect(reply.faults == ["/status not_in_list"])
    }

    @Test func aCaseIsGivenOnlyToPeopleWithAGrantHere() async throws {
        let api = try API.make()
        let other = try TenantFixture.make()
        let agent = api.fixture.agent().credential
        let path = "\(api.ticket(try await api.open()))/assignment"
        for person in [other.agent().personID, UUID()] {
            let reply = await api.send("PUT", path, as: agent, body: ["person_id": person.json])
            #expect(reply.faults == ["/person_id unknown"])
        }
        #expect(
            await api.send("PUT", path, as: agent, body: ["person_id": api.fixture.lead(2).personID.json]).status == 200
        )
        let back = await api.send("PUT", path, as: agent, body: ["person_id": .null])
        #expect(try back.json["assignee_id"] == .null)
    }
}

/// If-Match: a change from a stale view is refused, and nothing happens.
@Suite(.needsDatabase) struct RevisionTests {
    @Test func aStaleRevisionIs412AndTheRightOneOrAStarIsTaken() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let path = api.ticket(try await api.open())
        func note(_ match: String) async -> Reply {
            await api.send("POST", "\(path)/notes", as: agent, body: ["text": "n"], headers: ["if-match": match])
        }
        let first = await note("\"1\"")
        #expect(first.status == 201)
        #expect(first.header("etag") == "\"2\"")
        for stale in ["\"1\"", "\"3\"", "2", "nonsense", "\"\"", "W/\"1\""] {
            let reply = await note(stale)
            #expect(reply.status == 412, "\(stale)")
            #expect(reply.problem == "revision_changed")
        }
        #expect(await note("*").header("etag") == "\"3\"")
        #expect(await api.send("GET", path, as: agent).header("etag") == "\"3\"")
        let events = await api.send("GET", "\(path)/events", as: agent)
        #expect(try events.json.array("items").count == 3)
    }

    @Test func ofTenWhoSawTheSameRevisionOneWrites() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let path = "\(api.ticket(try await api.open()))/notes"
        let statuses = await withTaskGroup(of: Int.self) { group in
            for number in 0..<10 {
                group.addTask {
                    await api.send(
                        "POST",
                        path,
                        as: agent,
                        body: ["text": .string("n\(number)")],
                        headers: ["if-match": "\"1\""]
                    ).status
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [201] + Array(repeating: 412, count: 9))
    }
}

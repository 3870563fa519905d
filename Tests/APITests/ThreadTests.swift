import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Customers who write again: on the thread, on the case, inside the reopen window and after it.
@Suite(.needsDatabase) struct ThreadTests {
    private static let start = Instant(microseconds: 1_748_854_800_000_000)

    private func hand(_ api: API, _ customer: String, _ text: String, thread: String = "chat") async -> Reply {
        var request = CustomerRequest(text: text)
        request.customerID = customer
        request.thread = thread
        return await api.send("POST", "\(api.tenant)/tickets", as: api.fixture.intake, body: request.json)
    }

    @Test func aFollowUpLandsOnTheCaseOfItsThread() async throws {
        let api = try API.make()
        let first = try await hand(api, "c", "one").json
        let second = try await hand(api, "c", "two").json
        let other = try await hand(api, "c", "three", thread: "mail").json
        #expect(second["id"] == first["id"])
        #expect(second["new_case"] == false)
        #expect(other["new_case"] == true)
        let messages = await api.send(
            "GET",
            "\(api.ticket(try first.uuid("id")))/messages",
            as: api.fixture.agent().credential
        )
        #expect(try messages.json.array("items").map { try $0.string("text") } == ["one", "two"])
    }

    @Test func aThreadOfAnotherCustomerIsRefusedAndNothingIsStored() async throws {
        let api = try API.make()
        _ = await hand(api, "c", "one")
        let reply = await hand(api, "stranger", "let me in")
        #expect(reply.status == 422)
        #expect(reply.faults == ["/thread taken"])
        let count: Int = try api.fixture.asAdmin { connection in
            try #require(
                connection.query("SELECT count(*) FROM switchyard.customer WHERE tenant_id = \(api.fixture.tenantID)")
                    .first
            ).column(0)
        }
        #expect(count == 1)
    }

    @Test func aMessageInsideTheWindowReopensAndAfterItFollowsUpInANewCase() async throws {
        let clock = TestClock(Self.start)
        let api = try API.make { $0.clock = clock }
        let agent = api.fixture.agent().credential
        let ticket = try await hand(api, "c", "one").json.uuid("id")
        _ = await api.send("PUT", "\(api.ticket(ticket))/resolution", as: agent, body: [:])

        clock.advance(seconds: 7 * 86_400)
        let inside = try await hand(api, "c", "still broken").json
        #expect(inside["id"] == ticket.json)
        #expect(inside["status"] == "open")

        _ = await api.send("PUT", "\(api.ticket(ticket))/resolution", as: agent, body: [:])
        clock.advance(seconds: 7 * 86_400 + 1)
        #expect(await api.send("DELETE", "\(api.ticket(ticket))/resolution", as: agent).problem == "reopen_window_over")
        let after = try await hand(api, "c", "broken again").json
        let next = try after.uuid("id")
        #expect(next != ticket)
        #expect(after["new_case"] == true)
        let body = try await api.send("GET", api.ticket(next), as: agent).json
        #expect(body["follow_up_of"] == ticket.json)
        #expect(try body.array("clocks").count == 2)
        // The thread continues on the new case.
        #expect(try await hand(api, "c", "hello?").json.uuid("id") == next)
    }

    @Test func aMessageOnANamedCaseFollowsTheSameRules() async throws {
        let clock = TestClock(Self.start)
        let api = try API.make { $0.clock = clock }
        let agent = api.fixture.agent().credential
        let ticket = try await api.open()
        _ = await api.send("PUT", "\(api.ticket(ticket))/resolution", as: agent, body: [:])
        clock.advance(seconds: 60)
        let inside = await api.send(
            "POST",
            "\(api.ticket(ticket))/messages",
            as: api.fixture.intake,
            body: ["text": "no"]
        )
        #expect(try inside.json["id"] == ticket.json)
        #expect(try inside.json["status"] == "open")
        _ = await api.send("PUT", "\(api.ticket(ticket))/resolution", as: agent, body: [:])
        clock.advance(seconds: 8 * 86_400)
        let after = await api.send(
            "POST",
            "\(api.ticket(ticket))/messages",
            as: api.fixture.intake,
            body: ["text": "no!"]
        )
        #expect(after.status == 201)
        #expect(try after.json["id"] != ticket.json)
    }

    @Test func identifiersOfAFollowUpFindItsCase() async throws {
        let api = try API.make()
        let ticket = try await hand(api, "c", "one").json.uuid("id")
        for _ in 0..<2 {
            var request = CustomerRequest(text: "here is the hash")
            request.customerID = "c"
            request.thread = "chat"
            request.attributes = ["tx_hash": "0xFEED01"]
            let reply = await api.send("POST", "\(api.tenant)/tickets", as: api.fixture.intake, body: request.json)
            #expect(reply.status == 201)
        }
        let found = await api.send(
            "GET",
            "\(api.tenant)/tickets",
            as: api.fixture.agent().credential,
            query: "reference=0xfeed01"
        )
        #expect(found.itemIDs == [ticket.text])
    }

    @Test func whatCameLateCountsFromWhenItWasWritten() async throws {
        let clock = TestClock(Self.start)
        let api = try API.make { $0.clock = clock }
        var request = CustomerRequest()
        request.occurredAt = Self.start.adding(seconds: -1800).iso8601
        let ticket = try await api.open(request)
        let body = try await api.send("GET", api.ticket(ticket), as: api.fixture.agent().credential).json
        #expect(try body.string("occurred_at") == Self.start.adding(seconds: -1800).iso8601)
        let due = try body.array("clocks").map { try $0.string("due_at") }
        #expect(due == [Self.start.adding(seconds: 1800).iso8601, Self.start.adding(seconds: 84_600).iso8601])
    }
}

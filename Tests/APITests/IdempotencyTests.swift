import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// The same key is the same act: the first answer comes back byte for byte, whatever happened since.
@Suite(.needsDatabase) struct IdempotencyTests {
    private func count(_ table: String, _ api: API) throws -> Int {
        try api.fixture.asAdmin { connection in
            // A table's name from this file.
            let rows = try connection.query(
                "SELECT count(*) FROM switchyard.\(unsafeSQL: table) WHERE tenant_id = \(api.fixture.tenantID)"
            )
            return try #require(rows.first).column(0)
        }
    }

    @Test func theSameRequestAgainAnswersTheFirstAnswer() async throws {
        let api = try API.make()
        let request = CustomerRequest()
        let headers = ["idempotency-key": "order-4711"]
        let first = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            as: api.fixture.intake,
            body: request.json,
            headers: headers
        )
        let ticket = try first.json.uuid("id")
        _ = await api.send(
            "POST",
            "\(api.ticket(ticket))/replies",
            as: api.fixture.agent().credential,
            body: ["text": "On it."]
        )
        let again = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            as: api.fixture.intake,
            body: request.json,
            headers: headers
        )
        #expect(first.status == 201)
        #expect(again.status == 201)
        #expect(again.body == first.body)
        #expect(try count("ticket", api) == 1)
    }

    @Test func anotherBodyPathOrMethodUnderTheKeyIsRefused() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let headers = ["idempotency-key": "k"]
        let ticket = try await api.open()
        let path = "\(api.ticket(ticket))/notes"
        #expect(await api.send("POST", path, as: agent, body: ["text": "one"], headers: headers).status == 201)
        for reply in [
            await api.send("POST", path, as: agent, body: ["text": "two"], headers: headers),
            await api.send("POST", "\(api.ticket(ticket))/replies", as: agent, body: ["text": "one"], headers: headers),
            await api.send("PUT", "\(api.ticket(ticket))/resolution", as: agent, body: [:], headers: headers),
        ] {
            #expect(reply.status == 422)
            #expect(reply.problem == "idempotency_key_reused")
        }
        #expect(try count("message", api) == 2)
    }

    @Test func aSlugAnIdAndSelfNameTheSameAct() async throws {
        let api = try API.make { $0.hasDesks = false }
        let body = CustomerRequest().json
        let names = [api.fixture.tenantID.text, api.fixture.slug, "self", api.fixture.tenantID.uuidString]
        var answers: Set<[UInt8]> = []
        for name in names {
            let reply = await api.send(
                "POST",
                "/v1/tenants/\(name)/tickets",
                as: api.fixture.intake,
                body: body,
                headers: ["idempotency-key": "many-names"]
            )
            #expect(reply.status == 201, "\(name)")
            answers.insert(reply.body)
        }
        #expect(answers.count == 1)
        #expect(try count("ticket", api) == 1)
        for (index, name) in names.enumerated() {
            let issued = await api.send(
                "POST",
                "/v1/tenants/\(name)/keys",
                as: api.fixture.tenantAdmin,
                body: ["kind": "intake", "name": "once"],
                headers: ["idempotency-key": "many-names"]
            )
            #expect(issued.status == (index == 0 ? 201 : 409), "\(name) \(issued.text)")
        }
        let keys = try await api.send("GET", "\(api.tenant)/keys", as: api.fixture.tenantAdmin).json.array("items")
        #expect(keys.filter { $0["name"] == "once" }.count == 1)
    }

    @Test func anotherCaseUnderTheKeyIsRefused() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        var statuses: [Int] = []
        for _ in 0..<2 {
            let path = "\(api.ticket(try await api.open()))/notes"
            let headers = ["idempotency-key": "n"]
            statuses.append(await api.send("POST", path, as: agent, body: ["text": "one"], headers: headers).status)
        }
        #expect(statuses == [201, 422])
    }

    @Test func fiftyAtOnceMakeOneCaseAndFiftyEqualAnswers() async throws {
        let api = try API.make()
        var request = CustomerRequest()
        request.thread = "chat-1"
        let body = request.json
        let replies = await withTaskGroup(of: Reply.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    await api.send(
                        "POST",
                        "\(api.tenant)/tickets",
                        as: api.fixture.intake,
                        body: body,
                        headers: ["idempotency-key": "fifty"]
                    )
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.map(\.status) == Array(repeating: 201, count: 50))
        #expect(Set(replies.map(\.body)).count == 1)
        #expect(try count("ticket", api) == 1)
        #expect(try count("message", api) == 1)
        #expect(try count("customer", api) == 1)
    }

    @Test func fiftyRequestsOfOneNewCustomerOnOneNewThreadAreOneCase() async throws {
        let api = try API.make()
        var request = CustomerRequest()
        request.thread = "chat-2"
        let body = request.json
        let statuses = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    await api.send("POST", "\(api.tenant)/tickets", as: api.fixture.intake, body: body).status
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.allSatisfy { $0 == 201 })
        #expect(try count("ticket", api) == 1)
        #expect(try count("message", api) == 20)
    }

    @Test func theSameKeyInTwoTenantsIsTwoActs() async throws {
        let one = try API.make { $0.hasDesks = false }
        let two = try API.make { $0.hasDesks = false }
        let body = CustomerRequest().json
        let headers = ["idempotency-key": "shared"]
        let first = await one.send(
            "POST",
            "/v1/tenants/self/tickets",
            as: one.fixture.intake,
            body: body,
            headers: headers
        )
        let second = await two.send(
            "POST",
            "/v1/tenants/self/tickets",
            as: two.fixture.intake,
            body: body,
            headers: headers
        )
        #expect(first.status == 201)
        #expect(second.status == 201)
        #expect(try first.json.uuid("id") != second.json.uuid("id"))
    }

    @Test func anActThatFailedIsNotRemembered() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let path = "\(api.ticket(try await api.open()))/status"
        let headers = ["idempotency-key": "later"]
        let body: JSON = ["status": "waiting_customer"]
        #expect(await api.send("PUT", path, as: agent, body: body, headers: headers).status == 409)
        let reply = path.replacingOccurrences(of: "/status", with: "/replies")
        #expect(await api.send("POST", reply, as: agent, body: ["text": "Which address?"]).status == 201)
        #expect(await api.send("PUT", path, as: agent, body: body, headers: headers).status == 200)
    }

    @Test(arguments: ["", " ", "a b", "ключ", String(repeating: "k", count: 256)])
    func aKeyThatIsNoneIsRefused(_ key: String) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            as: api.fixture.intake,
            body: CustomerRequest().json,
            headers: ["idempotency-key": key]
        )
        #expect(reply.faults == ["?Idempotency-Key bad_format"])
    }

    @Test func administratorsWritesHappenOncePerKeyToo() async throws {
        let api = try API.make { $0.hasDesks = false }
        let headers = ["idempotency-key": "new-key"]
        let body: JSON = ["kind": "intake", "name": "once"]
        let first = await api.send(
            "POST",
            "\(api.tenant)/keys",
            as: api.fixture.tenantAdmin,
            body: body,
            headers: headers
        )
        let again = await api.send(
            "POST",
            "\(api.tenant)/keys",
            as: api.fixture.tenantAdmin,
            body: body,
            headers: headers
        )
        #expect(first.status == 201)
        #expect(again.problem == "secret_shown_once")
        let listed = await api.send("GET", "\(api.tenant)/keys", as: api.fixture.tenantAdmin)
        #expect(try listed.json.array("items").filter { $0["name"] == "once" }.count == 1)
    }
}

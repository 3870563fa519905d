import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// The most urgent free case that suits goes to whoever asks, and to nobody else.
@Suite(.needsDatabase) struct NextCaseTests {
    private func id(_ reply: Reply) -> String? { try? reply.json["case"]?.string("id") }

    @Test func whoAsksIsGivenTheMostUrgentOfAllTheirClients() async throws {
        let clients = try TwoClients()
        _ = try await clients.slow.open()
        let quick = try await clients.quick.open()
        await clients.sitDown()
        let reply = await clients.next()
        #expect(id(reply) == quick.text)
        let given = try #require(try reply.json["case"])
        #expect(given["assignee_id"] == .string(clients.agent.personID.text))
        #expect(given["status"] == "open")
        #expect(given["tenant"]?["slug"] == .string(clients.quick.fixture.slug))
        let events = await clients.quick.send(
            "GET",
            "\(clients.quick.ticket(quick))/events",
            as: clients.agent.credential
        )
        #expect(events.text.contains("next_case"))
    }

    @Test func nobodyIsGivenAnythingWhoIsNotThere() async throws {
        let clients = try TwoClients()
        _ = try await clients.quick.open()
        #expect(await clients.next().problem == "not_available")
        for state in ["busy", "away"] {
            _ = await clients.slow.send(
                "PUT",
                "/v1/presence",
                as: clients.agent.credential,
                body: ["state": .string(state)]
            )
            #expect(await clients.next().problem == "not_available")
        }
        await clients.sitDown()
        #expect(id(await clients.next()) != nil)
    }

    @Test func whoHasEnoughInHandIsGivenNoMore() async throws {
        let clients = try TwoClients()
        for _ in 1...3 { _ = try await clients.quick.open() }
        await clients.sitDown(capacity: 2 * TicketChannel.email.weight)
        #expect(id(await clients.next()) != nil)
        let second = try #require(id(await clients.next()).flatMap(UUID.init(uuidString:)))
        let third = await clients.next()
        #expect(third.status == 200)
        #expect(try third.json["reason"] == "enough_in_hand")
        _ = await clients.quick.send(
            "POST",
            "\(clients.quick.ticket(second))/replies",
            as: clients.agent.credential,
            body: ["text": "Which address?", "status": "waiting_customer"]
        )
        #expect(id(await clients.next()) != nil, "what waits for the customer weighs nothing")
    }

    @Test func aHeavyCaseIsLeftToWhoHasRoomForIt() async throws {
        let clients = try TwoClients()
        var call = CustomerRequest()
        call.channel = "phone"
        let heavy = try await clients.quick.open(call)
        let light = try await clients.slow.open()
        await clients.sitDown(capacity: 50)
        #expect(id(await clients.next()) == light.text)
        await clients.sitDown(capacity: 200)
        #expect(id(await clients.next()) == heavy.text)
    }

    @Test func theSameQuestionAgainIsTheSameCase() async throws {
        let clients = try TwoClients()
        for _ in 1...2 { _ = try await clients.quick.open() }
        await clients.sitDown()
        let first = await clients.next(key: "ask-1")
        let again = await clients.next(key: "ask-1")
        #expect(id(first) != nil && id(first) == id(again))
        #expect(await clients.queue("assignee=me").itemIDs.count == 1)
        let other = await clients.next(["channels": ["chat"]], key: "ask-1")
        #expect((other.status, other.problem) == (422, "idempotency_key_reused"))
        #expect(id(await clients.next(key: "ask-2")) != id(first))
    }

    @Test func aWishNarrowsAndNothingFreeIsSaid() async throws {
        let clients = try TwoClients()
        _ = try await clients.quick.open()
        let own = try await clients.slow.open()
        await clients.sitDown()
        #expect(id(await clients.next(["tenants": [.string(clients.slow.fixture.slug)]])) == own.text)
        let none = await clients.next(["levels": ["L3"]])
        #expect(none.status == 200)
        #expect(try none.json["reason"] == "nothing_free")
    }

    @Test func aLevelAboveTheGrantIsNotHandedOut() async throws {
        let clients = try TwoClients()
        let upper: JSON = ["targets": ["first_reply": 60], "level": "L2"]
        let published = await clients.quick.send(
            "PUT",
            "\(clients.quick.tenant)/policy",
            as: clients.quick.fixture.tenantAdmin,
            body: upper
        )
        #expect(published.status < 300, "\(published.text)")
        _ = try await clients.quick.open()
        let own = try await clients.slow.open()
        await clients.sitDown()
        #expect(id(await clients.next()) == own.text)
    }

    @Test(
        arguments: [
            (["levels": ["L9"]], "/levels/0 not_in_list"), (["channels": ["fax"]], "/channels/0 not_in_list"),
            (["team_id": "x"], "/team_id bad_format"), (["more": 1], "/more unknown_field"),
        ] as [(JSON, String)]
    )
    func aWishThatIsNoneIsRefused(body: JSON, fault: String) async throws {
        let clients = try TwoClients()
        #expect(await clients.next(body).faults == [fault])
    }

    @Test(arguments: [0, 1_001]) func aCapacityHasItsLimits(capacity: Int) async throws {
        let clients = try TwoClients()
        let reply = await clients.slow.send(
            "PUT",
            "/v1/presence",
            as: clients.agent.credential,
            body: ["state": "available", "capacity": capacity.json]
        )
        #expect(reply.faults == ["/capacity out_of_range"])
    }

    @Test func aKeyThatIsNobodysHasNoDesk() async throws {
        let api = try API.make()
        let reply = await api.send("GET", "/v1/presence", as: api.fixture.tenantAdmin)
        #expect((reply.status, reply.problem) == (403, "permission_missing"))
    }

    /// As many ask at once as there are cases: each gets one, and the most urgent are gone first.
    @Test func ofManyWhoAskAtOnceEachIsGivenAnother() async throws {
        let api = try API.make { $0.policy = ["targets": ["first_reply": 3600]] }
        let (asking, waiting) = (16, 20)
        var cases: [String] = []
        for _ in 1...waiting { cases.append(try await api.open().text) }
        let people = try (1...asking).map { _ in try api.fixture.person(.agent) }
        for person in people {
            _ = await api.send("PUT", "/v1/presence", as: person, body: ["state": "available"])
        }
        let given = await withTaskGroup(of: Reply.self) { group in
            for person in people {
                group.addTask { await api.send("POST", "/v1/queue/next", as: person, body: [:]) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let ids = given.compactMap(id)
        #expect(ids.count == asking)
        #expect(Set(ids) == Set(cases.prefix(asking)))
    }
}

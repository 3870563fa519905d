import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// The rota over HTTP, from Monday 2025-06-02T09:00Z on.
@Suite(.needsDatabase) struct RotaRouteTests {
    let api: API
    let clock = TestClock(Instant(microseconds: 1_748_854_800_000_000))

    init() throws {
        let hand = clock
        api = try API.make { $0.clock = hand }
    }

    private var admin: TenantFixture.Credential { api.fixture.operatorAdmin }
    private var path: String { "\(api.tenant)/rota" }

    private func layer(_ people: [UUID], hours: JSON? = nil, name: String = "week") -> JSON {
        [
            "name": .string(name), "people": .array(people.map(\.json)), "starts_on": "2025-06-02", "handoff": "00:00",
            "every_days": 7, "hours": hours,
        ]
    }

    private func rota(_ layers: [String: JSON], _ more: JSONObject = [:]) -> JSON {
        var body = more
        body["tz"] = "UTC"
        body["posts"] = .object(
            JSONObject(
                layers.sorted { $0.key < $1.key }.map {
                    (key: $0.key, value: JSON.object(["layers": .array([$0.value])]))
                }
            )
        )
        return .object(body)
    }

    private func publish(_ body: JSON) async -> Reply { await api.send("PUT", path, as: admin, body: body) }

    private func onDuty(_ at: String? = nil) async throws -> [String] {
        let query = at.map { "at=\($0)" } ?? ""
        let reply = await api.send("GET", "\(path)/on-duty", as: api.fixture.agent().credential, query: query)
        return try reply.json.array("posts").map { post in
            "\(try post.string("post")) \(try post.string("state")) \(try post.optionalString("name") ?? "-")"
        }
    }

    @Test func aRotaIsPublishedReadBackAndTellsWhoIsOnDuty() async throws {
        #expect(await api.send("GET", path, as: admin).status == 404)
        let f = api.fixture
        let first = await publish(
            rota(["L2": layer([f.agent(2).personID, f.lead(2).personID]), "supervisor": layer([f.lead(3).personID])])
        )
        #expect(first.status == 200, "\(first.text)")
        #expect(try first.json["version"] == 1)
        #expect(try await onDuty() == ["L2 on_duty Agent L2", "supervisor on_duty Lead L3"])
        #expect(try await onDuty("2025-06-09T00:00:00Z") == ["L2 on_duty Lead L2", "supervisor on_duty Lead L3"])
        let next = await publish(
            rota(["L3": layer([f.agent(3).personID])], ["effective_from": "2025-06-03T00:00:00Z"])
        )
        #expect(try next.json["version"] == 2)
        let read = try await api.send("GET", path, as: f.tenantAdmin).json
        #expect(read["in_force"]?["version"] == 1)
        #expect(try read.array("coming").map { $0["version"] } == [2])
        #expect(try await onDuty("2025-06-03T00:00:00Z") == ["L3 on_duty Agent L3"])
        let acts = try f.asAdmin { connection in
            try connection.query(
                "SELECT count(*) FROM directory.act WHERE kind = 'rota_published' AND tenant_id = \(f.tenantID)"
            ).first?.column(0, as: Int.self)
        }
        #expect(acts == 2)
    }

    @Test func aGapNeedsConsentAndIsThenStated() async throws {
        let body = rota(["L2": layer([api.fixture.agent(2).personID], hours: ["mon": [["09:00", "17:00"]]])])
        let refused = await publish(body)
        #expect(refused.status == 422)
        #expect(refused.faults.first == "/posts/L2 not_covered")
        let error = try #require(try refused.json.array("errors").first)
        #expect(error["from"] == "2025-06-02T17:00:00Z")
        #expect(error["until"] == "2025-06-09T09:00:00Z")
        let preview = await api.send("POST", "\(path)/preview", as: admin, body: body)
        #expect(try preview.json["publishable"] == false)
        #expect(try preview.json["gaps"]?["count"] == 13)
        #expect(await api.send("GET", path, as: admin).status == 404)
        guard case .object(var confirmed) = body else { return }
        confirmed["confirm_gaps"] = true
        #expect(try await publish(.object(confirmed)).json["gaps"]?["count"] == 13)
        #expect(try await onDuty("2025-06-02T17:00:00Z") == ["L2 gap -"])
        #expect(try await api.send("GET", path, as: admin).json["gaps"]?["count"] == 13)
    }

    @Test func onePersonCannotHaveTwoPostsAtOnce() async throws {
        let f = api.fixture
        let refused = await publish(rota(["L2": layer([f.agent(3).personID]), "L3": layer([f.agent(3).personID])]))
        #expect(refused.faults == ["/posts/L2 double_booked"])
        #expect(try refused.json.array("errors").first?["other"] == "L3")
        let apart = rota([
            "L2": layer([f.agent(3).personID, f.agent(2).personID]),
            "L3": layer([f.agent(4).personID, f.agent(3).personID]),
        ])
        #expect(await publish(apart).status == 200)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let pointer: String
        let change: @Sendable (inout JSONObject, TenantFixture) -> Void
        var testDescription: String { pointer }
    }

    private static func layers(_ post: String, _ layer: JSON) -> JSON {
        .object(JSONObject([(key: post, value: JSON.object(["layers": .array([layer])]))]))
    }

    static let refused: [Refused] = [
        Refused(pointer: "/tz bad_format") { body, _ in body["tz"] = "Mars/Olympus" },
        Refused(pointer: "/tz bad_format") { body, _ in body["tz"] = "EST" },
        Refused(pointer: "/posts/L9 unknown_field") { body, f in
            body["posts"] = layers("L9", sample([f.agent(4).personID]))
        },
        Refused(pointer: "/posts/L2/layers too_short") { body, _ in body["posts"] = ["L2": ["layers": []]] },
        Refused(pointer: "/posts/L2/layers/0/people too_short") { body, _ in body["posts"] = layers("L2", sample([])) },
        Refused(pointer: "/posts/L2/layers/0/handoff bad_format") { body, f in
            body["posts"] = layers("L2", sample([f.agent(2).personID], handoff: "25:00"))
        },
        Refused(pointer: "/posts/L2/layers/0/hours/mon/0/1 bad_format") { body, f in
            body["posts"] = layers("L2", sample([f.agent(2).personID], hours: ["mon": [["09:00", "24:01"]]]))
        },
        Refused(pointer: "/posts/L2/layers/0/people/1 unknown") { body, f in
            body["posts"] = layers("L2", sample([f.agent(2).personID, UUID()]))
        },
        Refused(pointer: "/posts/L3/layers/0/people/0 not_entitled") { body, f in
            body["posts"] = layers("L3", sample([f.agent(2).personID]))
        },
        Refused(pointer: "/posts/supervisor/layers/0/people/0 not_entitled") { body, f in
            body["posts"] = layers("supervisor", sample([f.agent(4).personID]))
        },
        Refused(pointer: "/effective_from out_of_range") { body, _ in body["effective_from"] = "2025-06-02T08:59:59Z" },
    ]

    private static func sample(_ people: [UUID], handoff: String = "00:00", hours: JSON? = nil) -> JSON {
        [
            "name": "x", "people": .array(people.map(\.json)), "starts_on": "2025-06-02", "handoff": .string(handoff),
            "hours": hours,
        ]
    }

    @Test(arguments: refused) func whatCannotBePlannedIsRefusedWithItsPlace(_ test: Refused) async throws {
        guard case .object(var body) = rota(["L2": layer([api.fixture.agent(2).personID])]) else { return }
        test.change(&body, api.fixture)
        let reply = await publish(.object(body))
        #expect(reply.status == 422)
        #expect(reply.faults == [test.pointer])
    }

    private func override(_ wishes: [(String, UUID, String, String)], key: String? = nil) async -> Reply {
        let body: JSON = [
            "overrides": .array(
                wishes.map { post, person, from, until in
                    [
                        "post": .string(post), "person_id": person.json, "from": .string("2025-06-\(from):00Z"),
                        "until": .string("2025-06-\(until):00Z"),
                    ]
                }
            )
        ]
        let headers = key.map { ["idempotency-key": $0] } ?? [:]
        return await api.send(
            "POST",
            "\(path)/overrides",
            as: api.fixture.lead().credential,
            body: body,
            headers: headers
        )
    }

    @Test func twoPeopleSwapInOneRequestAndCannotInTwo() async throws {
        let f = api.fixture
        let (second, third) = (f.agent(3).personID, f.agent(4).personID)
        #expect(await publish(rota(["L2": layer([second]), "L3": layer([third])])).status == 200)
        let alone = await override([("L2", third, "03T10:00", "03T12:00")])
        #expect(alone.faults == ["/overrides/0/person_id double_booked"])
        let swap = [("L2", third, "03T10:00", "03T12:00"), ("L3", second, "03T10:00", "03T12:00")]
        let done = await override(swap, key: "swap")
        #expect(done.status == 201, "\(done.text)")
        #expect(await override(swap, key: "swap").body == done.body)
        #expect(await override(swap).faults == ["/overrides/0/from taken"])
        #expect(try await onDuty("2025-06-03T10:00:00Z") == ["L2 on_duty Agent L4", "L3 on_duty Agent L3"])
        #expect(try await onDuty("2025-06-03T12:00:00Z") == ["L2 on_duty Agent L3", "L3 on_duty Agent L4"])
    }

    @Test func anOverrideIsTakenBackFromNowOn() async throws {
        let f = api.fixture
        #expect(await publish(rota(["L2": layer([f.agent(2).personID])])).status == 200)
        let made = try await override([("L2", f.lead(2).personID, "02T10:00", "02T18:00")]).json
        let id = try made.array("overrides")[0].string("id")
        clock.advance(seconds: 2 * 3600)
        #expect(try await onDuty() == ["L2 on_duty Lead L2"])
        #expect(await api.send("DELETE", "\(path)/overrides/\(id)", as: admin).status == 204)
        #expect(try await onDuty() == ["L2 on_duty Agent L2"])
        #expect(try await onDuty("2025-06-02T10:30:00Z") == ["L2 on_duty Lead L2"])
        #expect(await api.send("DELETE", "\(path)/overrides/\(id)", as: admin).status == 404)
    }

    @Test func anOverrideThatCannotBeIsRefusedWithItsPlace() async throws {
        let f = api.fixture
        let agent = f.agent(2).personID
        #expect(await publish(rota(["L2": layer([agent])])).status == 200)
        for (wish, fault) in [
            (("L2", f.lead(2).personID, "02T08:00", "02T10:00"), "/overrides/0/from out_of_range"),
            (("L2", f.lead(2).personID, "03T10:00", "03T10:00"), "/overrides/0/until out_of_range"),
            (("L3", f.lead(3).personID, "03T10:00", "03T12:00"), "/overrides/0/post unknown"),
            (("L2", f.lead(1).personID, "03T10:00", "03T12:00"), "/overrides/0/person_id not_entitled"),
            (("L2", UUID(), "03T10:00", "03T12:00"), "/overrides/0/person_id unknown"),
        ] {
            #expect(await override([wish]).faults == [fault])
        }
    }

    @Test func onlyThoseWhoLeadPlan() async throws {
        let body = rota(["L2": layer([api.fixture.agent(2).personID])])
        let agent = await api.send("PUT", path, as: api.fixture.agent(4).credential, body: body)
        #expect(agent.status == 403)
        #expect(agent.problem == "permission_missing")
        #expect(await api.send("PUT", path, as: api.fixture.tenantAdmin, body: body).problem == "permission_missing")
        #expect(await api.send("PUT", path, as: api.fixture.lead().credential, body: body).status == 200)
    }

    @Test func aGrantThatEndedIsTold() async throws {
        let f = api.fixture
        #expect(await publish(rota(["L2": layer([f.agent(2).personID])])).status == 200)
        try f.directory { try AccessGrant.end(f.agent(2).grantID, in: $0) }
        clock.advance(seconds: 1)
        #expect(try await onDuty() == ["L2 grant_missing -"])
    }

    @Test func twoWhoPublishAtOnceBothHaveTheirVersion() async throws {
        let body = rota(["L2": layer([api.fixture.agent(2).personID])])
        let versions = try await withThrowingTaskGroup(of: JSON?.self) { group in
            for _ in 0..<4 { group.addTask { try await publish(body).json["version"] } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(versions.compactMap { $0?.serialized() }) == ["1", "2", "3", "4"])
    }
}

import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// What of two tenants looks the same and is not, and who sees which; ids are attacked in `ForeignIDTests`.
@Suite(.needsDatabase) struct WallTests {
    /// Echoed ids are the caller's own words, not knowledge.
    private func same(_ left: Reply, _ right: Reply, _ what: String) {
        #expect(left.status == right.status, "\(what)")
        #expect(left.body == right.body, "\(what)")
        #expect(left.headers.map(\.name) == right.headers.map(\.name), "\(what)")
    }

    @Test func threadsCustomersAndKeysOfTwoTenantsNeverMeet() async throws {
        let mine = try API.make()
        let theirs = try API.make()
        var request = CustomerRequest(text: "mine")
        request.customerID = "shared"
        request.thread = "shared"
        let headers = ["idempotency-key": "shared"]
        let first = await theirs.send(
            "POST",
            "\(theirs.tenant)/tickets",
            as: theirs.fixture.intake,
            body: request.json,
            headers: headers
        )
        request.text = "another body"
        let second = await mine.send(
            "POST",
            "\(mine.tenant)/tickets",
            as: mine.fixture.intake,
            body: request.json,
            headers: headers
        )
        #expect(second.status == 201)
        #expect(try second.json.bool("new_case"))
        #expect(try second.json.uuid("id") != first.json.uuid("id"))
    }

    @Test func anotherTenantsSurveyLinkIsNoLink() async throws {
        let asked = try await AskedCustomer.make()
        let (theirs, token) = (asked.api, asked.token)
        let mine = try API.make { $0.clock = asked.clock }
        let unknown = String(token.reversed())
        let form = Array("score=4".utf8)
        let type = ["content-type": "application/x-www-form-urlencoded"]
        for name in [mine.fixture.slug, mine.fixture.tenantID.text, "nobody-here", "self"] {
            let shown = await mine.send("GET", "/s/\(name)/\(token)", query: "score=5")
            same(shown, await mine.send("GET", "/s/\(name)/\(unknown)", query: "score=5"), "GET \(name)")
            let sent = await mine.send("POST", "/s/\(name)/\(token)", headers: type, bytes: form)
            same(sent, await mine.send("POST", "/s/\(name)/\(unknown)", headers: type, bytes: form), "POST \(name)")
            same(shown, sent, name)
            #expect(shown.status == 404)
        }
        #expect(await mine.send("GET", "/s/\(theirs.fixture.slug)/\(token)").status == 200)
        #expect(await mine.send("POST", "/s/\(theirs.fixture.slug)/\(token)", headers: type, bytes: form).status == 200)
    }

    @Test func anOperatorsAgentSeesTheTenantsOfTheGrantsOnly() async throws {
        let mine = try API.make()
        let theirs = try API.make()
        let agent = mine.fixture.agent()
        func seen() async throws -> [String] { await mine.send("GET", "/v1/tenants", as: agent.credential).itemIDs }
        #expect(try await seen() == [mine.fixture.tenantID.text])
        let granted = await mine.send(
            "POST",
            "/v1/grants",
            as: mine.fixture.operatorAdmin,
            body: [
                "person_id": agent.personID.json, "tenant_id": theirs.fixture.tenantID.json, "role": "agent",
                "level": "L1",
            ]
        )
        #expect(granted.status == 201)
        #expect(try await Set(seen()) == [mine.fixture.tenantID.text, theirs.fixture.tenantID.text])
        #expect(await mine.send("GET", "\(theirs.tenant)/tickets", as: agent.credential).status == 200)
        #expect(
            await mine.send("GET", "/v1/tenants", as: mine.fixture.tenantAdmin).itemIDs == [mine.fixture.tenantID.text]
        )
    }
}

/// What is withdrawn counts at the next request, also for credentials that were just used.
@Suite(.needsDatabase) struct WithdrawalTests {
    @Test func aGrantThatEndsHidesTheTenantAtOnce() async throws {
        let api = try API.make()
        let agent = api.fixture.agent()
        #expect(await api.send("GET", "\(api.tenant)/tickets", as: agent.credential).status == 200)
        let ended = await api.send("DELETE", "/v1/grants/\(agent.grantID.text)", as: api.fixture.operatorAdmin)
        #expect(ended.status == 204)
        #expect(ended.body.isEmpty)
        let reply = await api.send("GET", "\(api.tenant)/tickets", as: agent.credential)
        #expect(reply.status == 404)
        #expect(reply.body == Problem.notFound.body)
        #expect(
            await api.send("DELETE", "/v1/grants/\(agent.grantID.text)", as: api.fixture.operatorAdmin).status == 404
        )
    }

    @Test func aRevokedKeyIsNotAcceptedAnyMore() async throws {
        let api = try API.make { $0.hasDesks = false }
        let id = try #require(api.fixture.intake.actor.credentialID)
        let path = "\(api.tenant)/tickets"
        #expect(await api.send("POST", path, as: api.fixture.intake, body: CustomerRequest().json).status == 201)
        #expect(await api.send("DELETE", "\(api.tenant)/keys/\(id.text)", as: api.fixture.tenantAdmin).status == 204)
        #expect(await api.send("POST", path, as: api.fixture.intake, body: CustomerRequest().json).status == 401)
    }

    @Test func aPersonWhoLeftIsOutEverywhere() async throws {
        let api = try API.make()
        let agent = api.fixture.agent()
        #expect(await api.send("GET", "\(api.tenant)/tickets", as: agent.credential).status == 200)
        #expect(
            await api.send("DELETE", "/v1/people/\(agent.personID.text)", as: api.fixture.operatorAdmin).status == 204
        )
        #expect(await api.send("GET", "\(api.tenant)/tickets", as: agent.credential).status == 401)
        #expect(await api.send("GET", "/v1/tenants", as: agent.credential).status == 401)
        let assigned = await api.send(
            "PUT",
            "\(api.ticket(try await api.open()))/assignment",
            as: api.fixture.lead().credential,
            body: ["person_id": agent.personID.json]
        )
        #expect(assigned.faults == ["/person_id unknown"])
    }

    @Test func aGrantThatHasNotBegunOpensNothing() async throws {
        let api = try API.make()
        let other = try API.make()
        let agent = api.fixture.agent()
        for (from, until) in [
            ("2100-01-01T00:00:00Z", "2101-01-01T00:00:00Z"), ("2001-01-01T00:00:00Z", "2002-01-01T00:00:00Z"),
        ] {
            let granted = await api.send(
                "POST",
                "/v1/grants",
                as: api.fixture.operatorAdmin,
                body: [
                    "person_id": agent.personID.json, "tenant_id": other.fixture.tenantID.json, "role": "lead",
                    "level": "L4",
                    "valid_from": .string(from), "valid_until": .string(until),
                ]
            )
            #expect(granted.status == 201)
            #expect(await api.send("GET", "\(other.tenant)/tickets", as: agent.credential).status == 404)
        }
    }
}

import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Rules with direct routes over HTTP.
@Suite(.needsDatabase) struct DirectRouteRouteTests {
    @Test func aRouteIsPublishedAndFollowed() async throws {
        let api = try API.make()
        let admin = api.fixture.tenantAdmin
        let contact: JSON = ["name": "Sam", "email": "sec@client.example"]
        let route: JSON = ["level": "L3", "tell": ["security"]]
        let rules: JSON = ["rules": [["when": ["any_word": ["stolen"]], "then": ["route": route]]]]
        let early = await api.send("PUT", "\(api.tenant)/rules", as: admin, body: rules)
        #expect(early.faults == ["/rules/0/then/route/tell/0 unknown"])
        _ = await api.send("PUT", "\(api.tenant)/contacts/security", as: admin, body: contact)
        #expect(await api.send("PUT", "\(api.tenant)/rules", as: admin, body: rules).status == 200)
        let id = try await api.open(CustomerRequest(text: "Stolen!"))
        let agent = api.fixture.agent().credential
        #expect(try await api.send("GET", api.ticket(id), as: agent).json["level"] == "L3")
        let log = try await api.send("GET", "\(api.ticket(id))/events", as: agent).json.array("items")
        let entry = try #require(log.first { $0["kind"] == "routed" })
        #expect(entry["details"]?["to"] == 3 && entry["details"]?["rules_version"] == 1)
    }

    private static let faulty: [(JSON, String)] = [
        (["level": "L0"], "/rules/0/then/route/level not_in_list"),
        (["level": "L9"], "/rules/0/then/route/level not_in_list"),
        (["team_id": "00000000-0000-4000-8000-000000000000"], "/rules/0/then/route/level required"),
        (["level": "L2", "team_id": "fraud"], "/rules/0/then/route/team_id bad_format"),
        (["level": "L2", "tell": ["police"]], "/rules/0/then/route/tell/0 not_in_list"),
        (
            ["level": "L2", "team_id": "00000000-0000-4000-8000-000000000000"],
            "/rules/0/then/route/team_id unknown"
        ),
    ]

    @Test(arguments: faulty) func aRouteThatLeadsNowhereIsRefused(route: JSON, fault: String) async throws {
        let api = try API.make()
        let rules: JSON = ["rules": [["when": [:], "then": ["route": route]]]]
        let reply = await api.send("PUT", "\(api.tenant)/rules", as: api.fixture.tenantAdmin, body: rules)
        #expect(reply.faults == [fault])
    }

    @Test func aLevelWithoutADeskIsUnknown() async throws {
        let api = try API.make { $0.hasDesks = false }
        let rules: JSON = ["rules": [["when": [:], "then": ["route": ["level": "L2"]]]]]
        let reply = await api.send("PUT", "\(api.tenant)/rules", as: api.fixture.tenantAdmin, body: rules)
        #expect(reply.faults == ["/rules/0/then/route/level unknown"])
    }

    /// A team of another tenant's people serves nobody here: its id is as unknown as one that never was.
    @Test func anotherTenantsTeamIsUnknown() async throws {
        let api = try API.make()
        let theirs = try TenantFixture.make()
        let team = try #require(theirs.teams[2])
        let rules: JSON = ["rules": [["when": [:], "then": ["route": ["level": "L2", "team_id": team.json]]]]]
        let reply = await api.send("PUT", "\(api.tenant)/rules", as: api.fixture.tenantAdmin, body: rules)
        #expect(reply.faults == ["/rules/0/then/route/team_id unknown"])
    }
}

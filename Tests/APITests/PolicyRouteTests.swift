import BusinessTime
import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// A tenant's policies over HTTP.
@Suite(.needsDatabase) struct PolicyRouteTests {
    private static let policies: JSON = [
        "policies": [
            ["name": "vip", "when": ["tiers": ["vip"], "levels": ["L1"]], "targets": ["first_reply": 600]],
            ["name": "rest", "targets": ["first_reply": ["default": 3600, "P1": 900]], "calendar": "default"],
        ]
    ]

    private static func with(_ members: JSON) -> JSON {
        guard case .object(var body) = policies, case .object(let more) = members else { return policies }
        for member in more.members { body[member.key] = member.value }
        return .object(body)
    }

    @Test func policiesArePublishedInOrderWithTheirDateAndWhatTheyApplyTo() async throws {
        let api = try API.make { $0.hasDesks = false }
        let admin = api.fixture.tenantAdmin
        let path = "\(api.tenant)/policy"
        let later = Instant(date: Date()).adding(seconds: 86_400).iso8601
        let body = Self.with(["effective_from": .string(later), "apply": "running"])
        let published = await api.send("PUT", path, as: admin, body: body)
        #expect(published.status == 200, "\(published.text)")
        #expect(try published.json["warnings"] == [])
        let latest = try await api.send("GET", path, as: admin).json
        #expect(latest["version"] == 2)
        #expect(latest["apply"] == "running")
        #expect(latest["effective_from"] == .string(later))
        #expect(latest["document"] == Self.policies)
    }

    @Test func whatIsHardlyMeantIsPublishedWithAWarning() async throws {
        let api = try API.make { $0.hasDesks = false }
        let body: JSON = [
            "policies": [
                ["name": "chat", "when": ["channels": ["chat"]], "targets": ["first_reply": 60]],
                ["name": "vip", "when": ["channels": ["chat"], "tiers": ["vip"]], "targets": ["first_reply": 30]],
            ]
        ]
        let published = await api.send("PUT", "\(api.tenant)/policy", as: api.fixture.tenantAdmin, body: body)
        #expect(
            try published.json["warnings"] == [
                ["code": "unreachable", "pointer": "/policies/1", "by": "chat"],
                ["code": "no_catch_all", "pointer": "/policies"],
            ]
        )
    }

    @Test(
        arguments: [
            (["apply": "everything"], "/apply not_in_list"),
            (["effective_from": "tomorrow at noon"], "/effective_from bad_format"),
            (["effective_from": "2001-01-01T00:00:00Z"], "/effective_from out_of_range"),
            (["targets": ["first_reply": 60]], "/targets unknown_field"),
            (["confirm_never_open": true], "/confirm_never_open unknown_field"),
        ] as [(JSON, String)]
    )
    func aBadWordBesideThePoliciesIsRefused(_ members: JSON, _ fault: String) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send(
            "PUT",
            "\(api.tenant)/policy",
            as: api.fixture.tenantAdmin,
            body: Self.with(members)
        )
        #expect(reply.status == 422)
        #expect(reply.faults == [fault])
    }

    @Test func casesForWhichNoPolicyIsAreListed() async throws {
        let api = try API.make {
            $0.policy = [
                "policies": [["name": "chat", "when": ["channels": ["chat"]], "targets": ["first_reply": 60]]]
            ]
        }
        let agent = api.fixture.agent().credential
        _ = try api.fixture.openTicket { $0.channel = "chat" }
        let bare = try api.fixture.openTicket {
            $0.channel = "email"
            $0.text = "Where is my withdrawal"
        }
        func found(_ query: String) async -> [String] {
            await api.send("GET", "\(api.tenant)/tickets", as: agent, query: query).itemIDs
        }
        #expect(await found("limit=10").count == 2)
        #expect(await found("without_policy=true") == [bare.text])
        #expect(await found("without_policy=true&q=withdrawal") == [bare.text])
        #expect(await found("without_policy=true&q=deposit") == [])
        let refused = await api.send("GET", "\(api.tenant)/tickets", as: agent, query: "without_policy=no")
        #expect((refused.status, refused.faults) == (422, ["?without_policy bad_format"]))
    }

    @Test func aCaseShowsItsPolicyAndAClockWhatItIsUnder() async throws {
        let api = try API.make { $0.policy = Self.policies }
        let agent = api.fixture.agent().credential
        let clocked = try await api.send("GET", api.ticket(try await api.open()), as: agent).json
        #expect(clocked["policy"] == "rest")
        #expect(try clocked.array("clocks").map { $0["policy"] } == [["version": 1, "name": "rest"]])
        let without = try API.make {
            $0.policy = [
                "policies": [["name": "vip", "when": ["tiers": ["vip"]], "targets": ["first_reply": 600]]]
            ]
        }
        let path = without.ticket(try await without.open())
        let bare = try await without.send("GET", path, as: without.fixture.agent().credential).json
        #expect(bare["policy"] == .null)
        #expect(bare["clocks"] == [])
    }
}

import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Webhooks out as a part of the document that sets up a tenant.
@Suite(.needsDatabase) struct SetupSubscriptionRouteTests {
    private func apply(_ api: API, _ subscriptions: [JSON]) async -> Reply {
        let path = "\(api.tenant)/setup/apply"
        return await api.send(
            "POST",
            path,
            as: api.fixture.tenantAdmin,
            body: ["subscriptions": .array(subscriptions)]
        )
    }

    private func stored(_ api: API, told event: String) async throws -> JSON? {
        let path = "\(api.tenant)/subscriptions"
        let all = try await api.send("GET", path, as: api.fixture.tenantAdmin).json.array("items")
        return all.first { $0["types"]?[0] == .string(event) }
    }

    @Test func severalWithOneURLAreToldApartAndKeepTheirSecrets() async throws {
        let api = try API.make { $0.hasDesks = false }
        let first: JSON = ["url": "https://a.example/", "types": ["ticket.opened"]]
        let made = await apply(api, [["url": "https://a.example/", "types": ["ticket.resolved"]], first])
        #expect(made.status == 200, "\(made.text)")
        let secrets = try made.json.array("secrets")
        #expect(try Set(secrets.map { try $0.string("pointer") }) == ["/subscriptions/0", "/subscriptions/1"])
        #expect(try Set(secrets.map { try $0.string("secret") }).count == 2)
        let before = try (await stored(api, told: "ticket.opened"), await stored(api, told: "ticket.resolved"))

        let off: JSON = [
            "url": "https://a.example/", "types": ["ticket.resolved", "sla.warned"], "description": "Second",
            "enabled": false,
        ]
        let changed = await apply(api, [off, first])
        #expect(try changed.json.object("counts").integer("change") == 1, "\(changed.text)")
        #expect(try changed.json.object("counts").integer("unchanged") == 1)
        #expect(try changed.json.array("secrets").isEmpty)
        #expect(try await stored(api, told: "ticket.opened") == before.0)
        let after = try await stored(api, told: "ticket.resolved")
        #expect(after?["id"] == before.1?["id"] && after?["description"] == "Second")

        let exported = try await api.send("GET", "\(api.tenant)/setup", as: api.fixture.tenantAdmin).json
        #expect(exported["subscriptions"] == [first, off])
        let again = await apply(api, [first, off])
        #expect(try again.json.object("counts").integer("unchanged") == 2, "\(again.text)")
    }

    @Test func whoMayNotManageWebhooksNeitherSeesNorSetsThem() async throws {
        let api = try API.make { $0.hasDesks = false }
        #expect(await apply(api, [["url": "https://a.example/", "types": ["ticket.opened"]]]).status == 200)
        let issued = await api.send(
            "POST",
            "\(api.tenant)/keys",
            as: api.fixture.tenantAdmin,
            body: ["kind": "tenant_admin", "name": "set-up", "scopes": ["tenant:configure"]]
        )
        let headers = ["authorization": "Bearer \(try issued.json.string("key"))"]
        let seen = await api.send("GET", "\(api.tenant)/setup", headers: headers)
        #expect(try seen.status == 200 && seen.json["subscriptions"] == nil)
        let wish: JSON = ["subscriptions": [["url": "https://mine.example/", "types": ["ticket.opened"]]]]
        let refused = await api.send("POST", "\(api.tenant)/setup/apply", body: wish, headers: headers)
        #expect((refused.status, refused.problem) == (403, "permission_missing"))
        #expect(refused.faults == ["/subscriptions/0 not_permitted"])
    }
}

import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

@Suite(.needsDatabase) struct SubscriptionRouteTests {
    private let api: API
    private let path: String

    init() throws {
        api = try API.make { $0.hasDesks = false }
        path = "\(api.tenant)/subscriptions"
    }

    private var admin: TenantFixture.Credential { api.fixture.tenantAdmin }

    private static let wish: JSON = [
        "url": "https://nova.example/hook?key=inside", "types": ["ticket.resolved", "ticket.opened"],
        "description": "Ledger",
    ]

    private func added(_ wish: JSON = wish) async throws -> JSON {
        let reply = await api.send("POST", path, as: admin, body: wish)
        #expect(reply.status == 201, "\(reply.text)")
        return try reply.json
    }

    @Test func aSubscriptionIsMadeReadChangedAndRemoved() async throws {
        let made = try await added()
        let secret = try #require(WebhookSecret(text: made.string("secret")))
        #expect(secret.bytes.count >= WebhookSecret.bytesMin)
        let one = "\(path)/\(try made.string("id"))"
        let read = await api.send("GET", one, as: admin)
        #expect(read.header("etag") == "\"1\"")
        #expect(!read.text.contains("whsec_"))
        #expect(try read.json["types"] == ["ticket.opened", "ticket.resolved"])
        #expect(try read.json["enabled"] == true && read.json["disabled_reason"] == .null)
        let off: JSON = ["url": "https://nova.example/other", "types": ["sla.breached"], "enabled": false]
        let changed = await api.send("PUT", one, as: admin, body: off, headers: ["if-match": "\"1\""])
        #expect(changed.status == 200 && changed.header("etag") == "\"2\"")
        #expect(try changed.json["disabled_reason"] == "by_hand" && changed.json["description"] == .null)
        #expect(await api.send("GET", path, as: admin).itemIDs == [try made.string("id")])
        #expect(await api.send("DELETE", one, as: admin).status == 204)
        #expect(await api.send("GET", one, as: admin).body == Problem.notFound.body)
        #expect(await api.send("GET", path, as: admin).itemIDs.isEmpty)
    }

    @Test func whoeverSawAnotherRevisionChangesNothing() async throws {
        let one = "\(path)/\(try await added().string("id"))"
        let body: JSON = ["url": "https://nova.example/", "types": ["ticket.opened"], "enabled": true]
        for (method, stale) in [("PUT", "\"2\""), ("DELETE", "\"7\""), ("DELETE", "W/\"1\"")] {
            let reply = await api.send(method, one, as: admin, body: body, headers: ["if-match": stale])
            #expect((reply.status, reply.problem) == (412, "revision_changed"), "\(method)")
        }
        #expect(await api.send("GET", one, as: admin).header("etag") == "\"1\"")
    }

    private static let refused: [(JSON, String)] = [
        (["types": ["ticket.opened"]], "/url required"),
        (["url": "ftp://nova.example/", "types": ["ticket.opened"]], "/url bad_format"),
        (["url": "https://user:word@nova.example/", "types": ["ticket.opened"]], "/url bad_format"),
        (["url": "https://nova.example/", "types": []], "/types too_short"),
        (["url": "https://nova.example/", "types": ["ticket.exploded"]], "/types/0 not_in_list"),
        (["url": "https://nova.example/", "types": ["webhook.test"]], "/types/0 not_in_list"),
        (["url": "https://nova.example/", "types": ["ticket.opened"], "secret": "mine"], "/secret unknown_field"),
    ]

    @Test(arguments: refused)
    func whatCannotBeSubscribedIsRefusedWithItsPlace(body: JSON, fault: String) async throws {
        let reply = await api.send("POST", path, as: admin, body: body)
        #expect(reply.status == 422)
        #expect(reply.faults == [fault])
    }

    @Test func anExchangeHasSoManySubscriptionsAndNoMore() async throws {
        var last = ""
        for _ in 0..<Subscription.countMax { last = try await added().string("id") }
        let reply = await api.send("POST", path, as: admin, body: SubscriptionRouteTests.wish)
        #expect((reply.status, reply.problem) == (409, "too_many_subscriptions"))
        #expect(await api.send("DELETE", "\(path)/\(last)", as: admin).status == 204)
        _ = try await added()
    }

    @Test func aSecretIsRotatedWithAnOverlap() async throws {
        let made = try await added()
        let secrets = "\(path)/\(try made.string("id"))/secrets"
        let rotated = try await api.send("POST", secrets, as: admin, body: ["overlap_seconds": 600]).json
        #expect(try rotated.string("secret") != made.string("secret"))
        let ends = try rotated.array("secrets").map { $0["ends_at"] != .null }
        #expect(ends == [false, true])
        let atOnce = try await api.send("POST", secrets, as: admin, body: ["overlap_seconds": 0]).json
        #expect(try atOnce.array("secrets").count == 1)
        let tooLong = await api.send("POST", secrets, as: admin, body: ["overlap_seconds": 604_801])
        #expect(tooLong.faults == ["/overlap_seconds out_of_range"])
    }

    @Test func aKeyMayBeForWebhooksAlone() async throws {
        let issued = await api.send(
            "POST",
            "\(api.tenant)/keys",
            as: admin,
            body: ["kind": "tenant_admin", "name": "hooks", "scopes": ["webhooks:manage"]]
        )
        let key = ["authorization": "Bearer \(try issued.json.string("key"))"]
        #expect(await api.send("GET", path, headers: key).status == 200)
        #expect(await api.send("GET", "\(api.tenant)/tickets", headers: key).status == 403)
    }

    @Test func theLogIsPagedFilteredAndReplayed() async throws {
        let id = try await added().string("id")
        for _ in 0..<3 { _ = try await api.open() }
        let log = "\(path)/\(id)/deliveries"
        var (seen, cursor): ([String], String?) = ([], nil)
        repeat {
            let query = "limit=2" + (cursor.map { "&cursor=\($0)" } ?? "")
            let page = await api.send("GET", log, as: admin, query: query)
            seen += page.itemIDs
            cursor = try page.json.optionalString("next_cursor")
        } while cursor != nil
        #expect(seen.count == 3 && Set(seen).count == 3)
        #expect(await api.send("GET", log, as: admin, query: "state=pending").itemIDs == seen)
        #expect(await api.send("GET", log, as: admin, query: "state=accepted").itemIDs.isEmpty)
        #expect(await api.send("GET", log, as: admin, query: "state=lost").faults == ["?state bad_format"])
        let one = try await api.send("GET", "\(log)/\(seen[0])", as: admin).json
        #expect(one["type"] == "ticket.opened" && one["attempts"] == [])
        #expect(one["next_attempt_at"] != .null)
        #expect(await api.send("POST", "\(log)/\(seen[0])/replays", as: admin, body: [:]).status == 202)
        #expect(await api.send("GET", "\(log)/\(UUID().text)", as: admin).body == Problem.notFound.body)
        let since: JSON = ["since": "2020-01-01T00:00:00Z"]
        let replayed = await api.send("POST", "\(path)/\(id)/replays", as: admin, body: since)
        #expect(try replayed.json == ["deliveries": 0, "may_have_more": false])
    }

    /// A delivery is of one subscription and found under no other.
    @Test func anotherSubscriptionsDeliveryIsNoDelivery() async throws {
        let (one, other) = (try await added().string("id"), try await added().string("id"))
        let tests = await api.send("POST", "\(path)/\(one)/tests", as: admin, body: [:])
        #expect(tests.status == 202)
        let delivery = try tests.json.string("delivery_id")
        #expect(await api.send("GET", "\(path)/\(one)/deliveries/\(delivery)", as: admin).status == 200)
        #expect(await api.send("GET", "\(path)/\(other)/deliveries/\(delivery)", as: admin).status == 404)
        let replay = await api.send("POST", "\(path)/\(other)/deliveries/\(delivery)/replays", as: admin, body: [:])
        #expect(replay.status == 404)
    }

    @Test func nothingIsReplayedToASubscriptionThatIsOff() async throws {
        let id = try await added().string("id")
        _ = try await api.open()
        let delivery = try #require(await api.send("GET", "\(path)/\(id)/deliveries", as: admin).itemIDs.first)
        let off: JSON = ["url": "https://nova.example/", "types": ["ticket.opened"], "enabled": false]
        #expect(await api.send("PUT", "\(path)/\(id)", as: admin, body: off).status == 200)
        let replays: [(String, JSON)] = [
            ("\(path)/\(id)/deliveries/\(delivery)/replays", [:]),
            ("\(path)/\(id)/replays", ["since": "2020-01-01T00:00:00Z"]),
        ]
        for (path, body) in replays {
            let reply = await api.send("POST", path, as: admin, body: body)
            #expect((reply.status, reply.problem) == (409, "subscription_disabled"))
        }
    }

    @Test func theURLAndTheSecretsAreSealedAndGoWithTheSubscription() async throws {
        let made = try await added()
        let one = "\(path)/\(try made.string("id"))"
        #expect(await api.send("DELETE", one, as: admin).status == 204)
        let (bytes, acts): (Bytea, [String]) = try api.fixture.asAdmin { admin in
            let row = try admin.query(
                "SELECT sealed FROM switchyard.subscription WHERE tenant_id = \(api.fixture.tenantID)"
            ).first
            let acts = try admin.query(
                """
                SELECT kind FROM directory.act WHERE tenant_id = \(api.fixture.tenantID) AND kind LIKE 'subscription%'
                ORDER BY recorded_at, id
                """
            )
            return (try #require(row).column(0), try acts.map { try $0.column(0) })
        }
        #expect(!String(decoding: bytes.bytes, as: UTF8.self).contains("nova.example"))
        let document = try api.fixture.transaction(as: admin.actor) { tx in
            try JSONParser.parse(tx.vault().open(bytes, as: .subscription, row: made.uuid("id")))
        }
        #expect(document == ["url": "", "keys": []])
        #expect(acts == ["subscription_added", "subscription_removed"])
    }
}

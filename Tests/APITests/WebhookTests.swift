import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Requests handed in as signed webhooks.
@Suite(.needsDatabase) struct WebhookTests {
    private let body = CustomerRequest(text: "Signed hello").json.bytes

    @Test func aSignedRequestBecomesACase() async throws {
        let api = try API.make()
        let hook = try await SignedWebhook(api)
        let reply = await hook.send(body)
        #expect(reply.status == 202)
        let events = await api.send(
            "GET",
            "\(api.ticket(try reply.json.uuid("id")))/events",
            as: api.fixture.agent().credential
        )
        let opened = try #require(try events.json.array("items").first)
        #expect(opened["actor_kind"] == "source")
        #expect(opened["actor_id"] == hook.source.json)
        #expect(try await hook.rejections().isEmpty)
    }

    @Test func aReplayAnswersTheFirstAnswerAndAnotherBodyUnderItsIDIsRefused() async throws {
        let hook = try await SignedWebhook(API.make())
        let first = await hook.send(body)
        let again = await hook.send(body)
        #expect(again.status == 202)
        #expect(again.body == first.body)
        let other = await hook.send(CustomerRequest(text: "Other").json.bytes)
        #expect(other.status == 422)
        #expect(other.problem == "idempotency_key_reused")
    }

    @Test func theSameIDFromTwoSourcesIsTwoRequests() async throws {
        let api = try API.make()
        var one = try await SignedWebhook(api, name: "One")
        var two = try await SignedWebhook(api, name: "Two")
        one.id = "same"
        two.id = "same"
        let first = try await one.send(body).json
        let second = try await two.send(body).json
        #expect(first["id"] != second["id"])
    }

    @Test func bothSecretsSignDuringARotationAndTheOldestStops() async throws {
        var hook = try await SignedWebhook(API.make())
        let first = hook.secret
        let second = try await hook.rotated()
        for (number, secret) in [first, second].enumerated() {
            hook.secret = secret
            hook.id = "rotation-\(number)"
            #expect(await hook.send(body).status == 202)
        }
        hook.secret = try await hook.rotated()
        hook.id = "rotation-3"
        #expect(await hook.send(body).status == 202)
        hook.secret = first
        hook.id = "rotation-4"
        #expect(await hook.send(body).problem == "signature_wrong")
    }

    @Test func aSourceThatWasDisabledIsNoAddressFromTheNextRequestOn() async throws {
        let api = try API.make()
        var hook = try await SignedWebhook(api)
        #expect(await hook.send(body).status == 202)
        try TestDatabase.shared().withConnection(.admin) { connection in
            _ = try connection.execute("UPDATE directory.source SET status = 'disabled' WHERE id = \(hook.source)")
        }
        hook.id = "after"
        #expect(await hook.send(body).status == 404)
    }

    @Test func whatIsRefusedIsRecordedWithItsReasonAndNeverItsBody() async throws {
        let api = try API.make()
        var hook = try await SignedWebhook(api)
        #expect(await hook.send(body) { $0[StandardWebhook.signatureHeader] = nil }.problem == "signature_missing")
        #expect(await hook.send(body) { $0[StandardWebhook.signatureHeader] = "v1" }.problem == "signature_malformed")
        #expect(await hook.send(body) { $0[StandardWebhook.idHeader] = "other" }.problem == "signature_wrong")
        hook.saidSeconds = SignedWebhook.nowSeconds - 3600
        let late = await hook.send(body)
        #expect(late.status == 401)
        #expect(late.problem == "timestamp_outside_tolerance")

        let rejections = try await hook.rejections()
        #expect(
            try rejections.map { try $0.string("reason") } == [
                "timestamp_outside_tolerance", "signature_wrong", "signature_malformed", "signature_missing",
            ]
        )
        let skew = try #require(rejections.first).integer("clock_skew_seconds")
        #expect((-3900 ... -3600).contains(skew))
        #expect(try rejections.allSatisfy { try $0.string("body_sha256").count == 64 })
        let cases = await api.send("GET", "\(api.tenant)/tickets", as: api.fixture.agent().credential)
        #expect(cases.itemIDs.isEmpty)
    }

    /// The clock stands still, so only the id keeps them apart.
    @Test func rejectionsOfOneMicrosecondAreAllOnSomePage() async throws {
        let api = try API.make { $0.clock = TestClock(Instant(microseconds: 1_748_854_800_000_000)) }
        let hook = try await SignedWebhook(api)
        var hashes: Set<String> = []
        for number in 0..<5 {
            _ = await hook.send(Array("\(number)".utf8)) { $0[StandardWebhook.signatureHeader] = nil }
        }
        let path = "\(api.tenant)/sources/\(hook.source.text)/rejections"
        var cursor: String?
        var pages: [Int] = []
        repeat {
            let query = "limit=2" + (cursor.map { "&cursor=\($0)" } ?? "")
            let page = try await api.send("GET", path, as: api.fixture.tenantAdmin, query: query).json
            for item in try page.array("items") { hashes.insert(try item.string("body_sha256")) }
            pages.append(try page.array("items").count)
            cursor = try page.optionalString("next_cursor")
        } while cursor != nil && pages.count < 10
        #expect(hashes.count == 5)
        #expect(pages == [2, 2, 1])
    }

    @Test(arguments: ["nowhere", "%00", "self", String(repeating: "a", count: 65)])
    func anUnknownAddressIsTheConstant404(_ address: String) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send(
            "POST",
            "/v1/hooks/\(address)",
            headers: ["content-type": "application/json"],
            bytes: body
        )
        #expect(reply.status == 404)
        #expect(reply.body == Problem.notFound.body)
    }

    @Test func aSignedBodyIsCheckedLikeAnyOther() async throws {
        var hook = try await SignedWebhook(API.make())
        #expect(await hook.send(Array("{".utf8)).status == 400)
        #expect(await hook.send(JSON.object(["text": "x"]).bytes).faults == ["/customer required"])
        #expect(await hook.send(body) { $0["content-type"] = "text/plain" }.status == 415)
        hook.id = "fresh"
        #expect(await hook.send(body).status == 202)
    }
}

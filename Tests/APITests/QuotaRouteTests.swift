import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// The firm sets what a client may use; both read what it has used.
@Suite(.needsDatabase) struct QuotaRouteTests {
    private let clock = TestClock(QueueFixture.start)
    private let api: API
    private let path: String
    private static let none: JSON = ["intake": .null, "mail": .null, "storage": .null]

    init() throws {
        api = try API.make { [clock] in
            $0.hasDesks = false
            $0.clock = clock
        }
        path = "\(api.tenant)/quotas"
    }

    private func set(_ body: JSON, ifMatch: String? = nil) async -> Reply {
        let headers = ifMatch.map { ["if-match": $0] } ?? [:]
        return await api.send("PUT", path, as: api.fixture.operatorAdmin, body: body, headers: headers)
    }

    private func review() throws {
        clock.advance(seconds: 61)
        _ = try api.fixture.transaction(as: .worker) { try QuotaReview.run(in: $0) }
    }

    @Test func bothReadWhatIsUsedAndTheFirmAloneSets() async throws {
        _ = try await api.open()
        try review()
        let limits: JSON = ["intake": ["limit": 4], "mail": ["limit": 10, "is_hard": true], "storage": .null]
        let before = await api.send("GET", path, as: api.fixture.operatorAdmin)
        #expect(before.header("etag") == "\"0\"")
        #expect(try before.json["intake"]?["limit"] == .null)
        let changed = await set(limits, ifMatch: "\"0\"")
        #expect(changed.status == 200, "\(changed.text)")
        let read = await api.send("GET", path, as: api.fixture.tenantAdmin)
        #expect(read.header("etag") == "\"1\"")
        let body = try read.json
        #expect(try changed.json == body)
        #expect(body["intake"] == ["used": 1, "limit": 4, "is_hard": false, "share_bp": 2500])
        #expect(body["mail"] == ["used": 0, "limit": 10, "is_hard": true, "share_bp": 0])
        #expect(body["storage"]?["share_bp"] == .null)
        #expect(body["day"] == ["from": "2026-03-02T00:00:00Z", "until": "2026-03-03T00:00:00Z"])

        let refused = await api.send("PUT", path, as: api.fixture.tenantAdmin, body: limits)
        #expect((refused.status, refused.problem) == (403, "permission_missing"))
        let stale = await set(Self.none, ifMatch: "\"0\"")
        #expect((stale.status, stale.problem) == (412, "revision_changed"))
        #expect(try await api.send("GET", path, as: api.fixture.tenantAdmin).json == body)
        let acts = try api.fixture.asAdmin { connection in
            try connection.query(
                "SELECT kind FROM directory.act WHERE tenant_id = \(api.fixture.tenantID) AND kind = 'quotas_set'"
            ).count
        }
        #expect(acts == 1)
    }

    @Test func anothersQuotasAreNobodysElse() async throws {
        let other = try API.make { $0.hasDesks = false }
        #expect(await other.send("GET", path, as: other.fixture.tenantAdmin).status == 404)
        let lead = try api.fixture.person(.lead)
        #expect(await api.send("GET", path, as: lead).status == 403)
        #expect(await api.send("PUT", path, as: lead, body: Self.none).status == 403)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let body: JSON
        let fault: String
        var testDescription: String { fault }
    }

    @Test(arguments: [
        Refused(body: ["intake": .null, "mail": .null], fault: "/storage required"),
        Refused(body: ["intake": ["limit": 0], "mail": .null, "storage": .null], fault: "/intake/limit out_of_range"),
        Refused(body: ["intake": [:], "mail": .null, "storage": .null], fault: "/intake/limit required"),
        Refused(
            body: ["intake": .null, "mail": .null, "storage": ["limit": 1, "is_hard": true]],
            fault: "/storage/is_hard unknown_field"
        ),
    ]) func whatCannotBeIsRefusedWithItsPlace(_ refused: Refused) async throws {
        let reply = await set(refused.body)
        #expect((reply.status, reply.faults) == (422, [refused.fault]), "\(reply.text)")
    }

    @Test func aClosedIntakeSaysUntilWhen() async throws {
        let limits: JSON = ["intake": ["limit": 1, "is_hard": true], "mail": .null, "storage": .null]
        #expect(await set(limits).status == 200)
        _ = try await api.open()
        let hook = try await SignedWebhook(api)
        try review()
        #expect(
            try await api.send("GET", path, as: api.fixture.tenantAdmin).json["intake_closed_until"]
                == "2026-03-03T00:00:00Z"
        )
        let reply = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            as: api.fixture.intake,
            body: CustomerRequest().json
        )
        #expect((reply.status, reply.problem) == (429, "quota_reached"))
        #expect(reply.header("retry-after") == "\(14 * 3600 - 61)")
        var signed = hook
        signed.saidSeconds = clock.now.microseconds / 1_000_000
        let webhook = await signed.send(CustomerRequest().json.bytes)
        #expect((webhook.status, webhook.problem) == (429, "quota_reached"))
        #expect(await set(Self.none).status == 200)
        #expect(await signed.send(CustomerRequest().json.bytes).status == 202)
    }
}

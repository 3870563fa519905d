import BusinessTime
import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Who was told of what, over HTTP. Half of an hour's target tells the agent of level 1.
@Suite(.needsDatabase) struct NoticeRouteTests {
    private static let start = Instant(microseconds: 1_748_854_800_000_000)

    private let clock = TestClock(NoticeRouteTests.start)
    private let api: API

    init() throws {
        let hand = clock
        api = try API.make {
            $0.clock = hand
            $0.policy = ["targets": ["first_reply": 3600], "warn": [50]]
        }
    }

    private func serve(afterSeconds seconds: Int64) throws {
        clock.set(NoticeRouteTests.start.adding(seconds: seconds))
        try api.fixture.transaction(as: .worker) { tx in
            _ = try DueCases.serve(DueCases.lock(limit: 100, in: tx), in: tx)
        }
    }

    @Test func aNoticeIsReadWithItsDelivery() async throws {
        let ticket = try await api.open()
        try serve(afterSeconds: 1800)
        let path = "\(api.ticket(ticket))/notices"
        let items = try await api.send("GET", path, as: api.fixture.agent().credential).json.array("items")
        #expect(items.map { $0["step"] } == ["warn_50"])
        #expect(items.first?["recipient"] == .string(api.fixture.agent().personID.text))
        #expect(items.first?["level"] == "L1")
        #expect(items.first?["breach_retracted_at"] == .null)
        #expect(items.first?["delivery"]?["kind"] == "notice_mail")
        #expect(items.first?["delivery"]?["state"] == "pending")
        #expect(items.first?["delivery"]?["id"] == items.first?["id"])
    }

    @Test func aDigestListsItsCasesPageByPage() async throws {
        let tickets = [try await api.open(), try await api.open(), try await api.open()]
        try serve(afterSeconds: 1800 + 901)
        let agent = api.fixture.agent().credential
        let notices = await api.send("GET", "\(api.ticket(tickets[0]))/notices", as: agent)
        let delivery = try notices.json.array("items").first?["delivery"]
        #expect(delivery?["kind"] == "digest_mail")
        let path = "\(api.tenant)/digests/\(try #require(delivery).string("id"))"
        let first = try await api.send("GET", path, as: agent, query: "limit=2").json
        let next = try first.string("next_cursor")
        let rest = try await api.send("GET", path, as: agent, query: "limit=2&cursor=\(next)").json
        let listed = try (first.array("items") + rest.array("items")).map { try $0.uuid("ticket_id") }
        #expect(listed.map(\.text) == tickets.map(\.text).sorted())
        #expect(rest["next_cursor"] == .null && first["closed_at"] == .null)
        #expect(await api.send("GET", path, as: agent, query: "cursor=x").status == 422)
    }

    @Test func anotherTenantsDigestIsNotFound() async throws {
        let ticket = try await api.open()
        try serve(afterSeconds: 1800 + 901)
        let notices = await api.send("GET", "\(api.ticket(ticket))/notices", as: api.fixture.agent().credential)
        let digest = try notices.json.array("items").first?["delivery"]?.string("id") ?? ""
        let other = try API.make()
        let agent = other.fixture.agent().credential
        for path in ["\(other.tenant)/digests/\(digest)", "\(other.ticket(ticket))/notices"] {
            #expect(await other.send("GET", path, as: agent).body == Problem.notFound.body)
        }
    }
}

import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// What stands and what is over of a tenant's alarms.
@Suite(.needsDatabase) struct AlarmRouteTests {
    private static let silentMinutes: Int64 = 60

    private let clock = TestClock(QueueFixture.start)
    private let api: API
    private let path: String

    init() throws {
        api = try API.make { [clock] in
            $0.hasDesks = false
            $0.clock = clock
        }
        path = "\(api.tenant)/alarms"
    }

    /// Sources that have never been heard, each missed some time after the one before.
    private func silentSources(_ count: Int) throws -> [UUID] {
        try (0..<count).map { _ in
            let source = try api.fixture.directory { tx in
                try Source.add(
                    name: "Source \(UUID().text)",
                    silentAfterMinutes: Self.silentMinutes,
                    tenant: api.fixture.tenantID,
                    in: tx
                )
            }
            clock.advance(seconds: (Self.silentMinutes + 1) * 60)
            try review()
            return source.id
        }
    }

    private func review() throws {
        _ = try api.fixture.transaction(as: .worker) { try SilentSources.review(in: $0) }
    }

    private func subjects(_ query: String = "") async throws -> [JSON?] {
        let reply = await api.send("GET", path, as: api.fixture.tenantAdmin, query: query)
        #expect(reply.status == 200, "\(reply.text)")
        return try reply.json.array("items").map { $0["subject"] }
    }

    @Test func whatStandsAndWhatIsOverIsListedNewestFirst() async throws {
        let sources = try silentSources(2)
        // Nobody waits for it any more.
        let changed = await api.send(
            "PUT",
            "\(api.tenant)/sources/\(sources[0].text)",
            as: api.fixture.tenantAdmin,
            body: ["name": "Source 0"]
        )
        #expect(changed.status == 200, "\(changed.text)")
        let ended = clock.now
        try review()
        #expect(try await subjects() == [sources[1].json, sources[0].json])
        #expect(try await subjects("state=open") == [sources[1].json])
        #expect(try await subjects("state=ended") == [sources[0].json])
        let items = try await api.send("GET", path, as: api.fixture.tenantAdmin).json.array("items")
        #expect(items.allSatisfy { $0["kind"] == "source_silent" })
        #expect(items.map { $0["ended_at"] } == [.null, .string(ended.iso8601)])
        #expect(items[0]["raised_at"] == .string(ended.iso8601) && items[0]["since"] != items[0]["raised_at"])
    }

    @Test func pagesFollowEachOtherWhateverIsRaisedMeanwhile() async throws {
        let sources = try silentSources(3)
        var seen: [JSON?] = []
        var query = "limit=2"
        for page in 0..<2 {
            let reply = try await api.send("GET", path, as: api.fixture.tenantAdmin, query: query).json
            seen += try reply.array("items").map { $0["subject"] }
            let next = try reply.optionalString("next_cursor")
            #expect((next == nil) == (page == 1))
            query = "limit=2&cursor=\(next ?? "")"
            if page == 0 { _ = try silentSources(1) }
        }
        #expect(seen == sources.reversed().map(\.json))
        for wrong in ["state=lost", "cursor=x", "limit=0", "limit=101"] {
            #expect(await api.send("GET", path, as: api.fixture.tenantAdmin, query: wrong).status == 422, "\(wrong)")
        }
    }

    @Test func anotherClientsAlarmsAreNotThere() async throws {
        _ = try silentSources(1)
        let other = try API.make { $0.hasDesks = false }
        let reply = await other.send("GET", "\(other.tenant)/alarms", as: other.fixture.tenantAdmin)
        #expect(reply.itemIDs.isEmpty)
        #expect(await other.send("GET", path, as: other.fixture.tenantAdmin).status == 404)
    }
}

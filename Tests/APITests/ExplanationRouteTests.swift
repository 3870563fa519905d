import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Clocks and their explanation over HTTP.
@Suite(.needsDatabase) struct ExplanationRouteTests {
    private static let start = Instant(microseconds: 1_748_854_800_000_000)

    @Test func theClocksAreShownAsTheyAreNow() async throws {
        let clock = TestClock(Self.start)
        let api = try API.make { $0.clock = clock }
        let ticket = try await api.open()
        clock.advance(seconds: 600)
        let body = try await api.send("GET", "\(api.ticket(ticket))/clocks", as: api.fixture.tenantAdmin).json
        #expect(try body.string("as_of") == Self.start.adding(seconds: 600).iso8601)
        let items = try body.array("items")
        #expect(try items.map { try $0.string("metric") } == ["first_reply", "resolution"])
        #expect(try items.map { try $0.integer("elapsed_seconds") } == [600, 600])
    }

    @Test func anExplanationHasDataAndSentencesInTheLanguageAskedFor() async throws {
        let clock = TestClock(Self.start)
        let api = try API.make { $0.clock = clock }
        let agent = api.fixture.agent().credential
        let ticket = try await api.open()
        clock.advance(seconds: 600)
        _ = await api.send("PUT", "\(api.ticket(ticket))/status", as: agent, body: ["status": "waiting_client"])
        clock.advance(seconds: 600)
        let path = "\(api.ticket(ticket))/clocks/first_reply/explanation"
        let body = try await api.send("GET", path, as: agent).json
        #expect(try body.string("due_at") == Self.start.adding(seconds: 3600).iso8601)
        #expect(try body.object("policy").integer("target_seconds") == 3600)
        let changes = try body.array("changes")
        #expect(try changes.map { try $0.string("what") } == ["started"])
        #expect(try changes[0].object("cause").string("kind") == "opened")
        let late = try body.object("late")
        let parts = try late.array("parts").map { try "\($0.string("cause")) \($0.integer("microseconds"))" }
        #expect(parts == ["parked 600000000", "unassigned 600000000"])
        #expect(try late.integer("whole_microseconds") == 1_200_000_000)
        #expect(try body.strings("sentences").contains("Open round the clock."))
        let chinese = await api.send("GET", path, as: agent, query: "language=zh-CN")
        #expect(try chinese.json.strings("sentences").contains("全天候营业。"))
    }

    @Test func aReplayComparesAndChangesNothing() async throws {
        let api = try API.make()
        let ticket = try await api.open()
        let path = "\(api.ticket(ticket))/clocks/replay"
        let good = try await api.send("GET", path, as: api.fixture.tenantAdmin).json
        #expect(good["identical"] == true)
        for _ in 0..<2 {
            _ = try api.fixture.asAdmin { connection in
                try connection.execute("UPDATE switchyard.sla_cycle SET target_seconds = 7 WHERE ticket_id = \(ticket)")
            }
            let bad = try await api.send("GET", path, as: api.fixture.tenantAdmin).json
            #expect(bad["identical"] == false)
            #expect(
                try bad.array("differences").map { try $0.string("field") } == ["target_seconds", "target_seconds"]
            )
        }
        #expect(await api.send("GET", "\(api.ticket(UUID()))/clocks/replay", as: api.fixture.tenantAdmin).status == 404)
    }

    @Test func whatThereIsNotIsNotFound() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let ticket = api.ticket(try await api.open())
        for path in [
            "\(ticket)/clocks/never/explanation", "\(ticket)/clocks/next_reply/explanation",
            "\(api.ticket(UUID()))/clocks", "\(api.ticket(UUID()))/clocks/first_reply/explanation",
        ] {
            #expect(await api.send("GET", path, as: agent).body == Problem.notFound.body, "\(path)")
        }
        let unknown = await api.send("GET", "\(ticket)/clocks/first_reply/explanation", as: agent, query: "cycle=9")
        #expect(unknown.body == Problem.notFound.body)
    }
}

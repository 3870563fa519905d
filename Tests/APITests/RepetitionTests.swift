import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// What becomes of a POST that is sent again: made from the routes, so a new one is covered once it can be prepared.
@Suite(.needsDatabase) struct RepetitionTests {
    private static func paths(_ repetition: Route.Repetition) -> [String] {
        Routes.all.filter { $0.repetition == repetition }.map(\.path)
    }

    private func post(_ path: String) throws -> Route {
        try #require(Routes.all.first { $0.method == "POST" && $0.path == path })
    }

    @Test(arguments: paths(.answered)) func theSameRequestUnderAKeyAnswersTheFirstAnswer(path: String) async throws {
        let prepared = try await PreparedPost(post(path))
        let first = await prepared.send(key: "once")
        #expect(first.status == prepared.route.success, "\(first.text)")
        let again = await prepared.send(key: "once")
        #expect(again.status == first.status)
        #expect(again.text == first.text)
        let other = await prepared.send(key: "once", behind: " ")
        #expect((other.status, other.problem) == (422, "idempotency_key_reused"))
    }

    @Test(arguments: paths(.answeredWithoutSecret)) func aSecretIsShownOnceAndWhatWasMadeIsTold(
        path: String
    ) async throws {
        let prepared = try await PreparedPost(post(path))
        let first = await prepared.send(key: "once")
        #expect(first.status == prepared.route.success, "\(first.text)")
        let shown = try first.json
        let own = try shown.optionalString("secret") ?? shown.optionalString("key")
        let secret = try own ?? shown.array("secrets")[0].string("secret")
        let again = await prepared.send(key: "once")
        #expect((again.status, again.problem) == (409, "secret_shown_once"))
        #expect(!again.text.contains(secret))
        let done = try again.json.object("done")
        #expect(done["id"] == shown["id"] && (done["id"] ?? done["tag"]) != nil)
        #expect(done["secret"] == nil && done["key"] == nil)
        let other = await prepared.send(key: "once", behind: " ")
        #expect((other.status, other.problem) == (422, "idempotency_key_reused"))
    }

    @Test func whatIsDemandedOfEachPostIsSaidOfIt() {
        let open: Set<Route.Repetition> = [.token, .anew]
        for route in Routes.all {
            #expect((route.repetition != nil) == (route.method == "POST"), "\(route.method) \(route.path)")
            guard let repetition = route.repetition else { continue }
            // Where nobody is known nothing is kept, and wherever somebody is, something is said.
            #expect(open.contains(repetition) == (route.access == .open), "\(route.path)")
            #expect((repetition == .webhookID) == (route.access == .signed), "\(route.path)")
        }
    }

    @Test func aTableUnderAKeyIsNotItsRehearsal() async throws {
        let api = try API.make { $0.hasDesks = false }
        let table = Array("email,name\r\n\(UUID().text)@again.example,Again".utf8)
        let headers = ["idempotency-key": "table", "content-type": "text/csv"]
        for (query, isApplied) in [("dry_run=true", false), ("", true), ("dry_run=true", false)] {
            let reply = await api.send(
                "POST",
                "/v1/people/table",
                as: api.fixture.operatorAdmin,
                query: query,
                headers: headers,
                bytes: table
            )
            #expect(try reply.json["applied"] == .bool(isApplied), "\(reply.text)")
        }
    }
}

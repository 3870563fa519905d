import BusinessTime
import Foundation
import Logging
import Switchyard
import TestSupport
import Testing

@testable import SwitchyardAPI

/// A route that will go says so in the document and in every answer.
@Suite(.needsDatabase) struct DeprecationTests {
    /// 2026-01-01T00:00:00Z, and 180 days on.
    private static let mark = Deprecation(since: Instant(microseconds: 1_767_225_600_000_000))
    private static let old = Route("GET", "/v1/old", .open, "Old", deprecated: mark) { _ in .json(["old": true]) }
    private static let refused = Route("PUT", "/v1/old", .session, "Old", deprecated: mark) { _ in .empty }
    private static let young = Route("GET", "/v1/young", .open, "Young") { _ in .json([:]) }

    @Test func everyAnswerOfAMarkedRouteNamesItsEnd() async throws {
        let api = try API.make { $0.hasDesks = false }
        let server = Server(
            database: api.server.database,
            logger: Logger(label: "deprecation"),
            routes: [Self.old, Self.refused, Self.young]
        )
        for (method, path, status) in [("GET", "/v1/old", 200), ("PUT", "/v1/old", 401)] {
            let reply = await server.respond(to: IncomingRequest(method: method, path: path))
            #expect(reply.status == status)
            #expect(reply.header("deprecation") == "@1767225600")
            #expect(reply.header("sunset") == "Tue, 30 Jun 2026 00:00:00 GMT")
            #expect(reply.header("link") == "</versions>; rel=\"deprecation\"")
        }
        let other = await server.respond(to: IncomingRequest(method: "GET", path: "/v1/young"))
        #expect(other.status == 200 && other.header("deprecation") == nil && other.header("sunset") == nil)
    }

    @Test func theDocumentMarksItAndNoOther() throws {
        let paths = try OpenAPIDocument.document([Self.old, Self.young]).object("paths")
        #expect(paths["/v1/old"]?["get"]?["deprecated"] == true)
        #expect(paths["/v1/old"]?["get"]?["x-sunset"] == .string(Self.mark.sunset.iso8601))
        #expect(paths["/v1/young"]?["get"]?["deprecated"] == nil)
    }

    @Test func theRulesAreAPageAndPartOfTheDocument() async throws {
        let api = try API.make { $0.hasDesks = false }
        let page = await api.send("GET", ContractRules.address)
        let about = try OpenAPIDocument.json.object("info").string("description")
        #expect(page.status == 200)
        for rule in ContractRules.all { #expect(page.text.contains(rule) && about.contains(rule)) }
    }
}

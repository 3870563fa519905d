import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Sources as their tenant's administrator sees and sets them.
@Suite(.needsDatabase) struct SourceRouteTests {
    private let api: API
    private let hook: SignedWebhook
    private let path: String

    init() async throws {
        api = try API.make()
        hook = try await SignedWebhook(api)
        path = "\(api.tenant)/sources/\(hook.source.text)"
    }

    private func read() async -> Reply { await api.send("GET", path, as: api.fixture.tenantAdmin) }

    private func change(_ body: JSON, ifMatch: String? = nil) async -> Reply {
        let headers = ifMatch.map { ["if-match": $0] } ?? [:]
        return await api.send("PUT", path, as: api.fixture.tenantAdmin, body: body, headers: headers)
    }

    @Test func itShowsWhenItWasLastHeardAndLastRefused() async throws {
        let before = try await read().json
        #expect(before["last_accepted_at"] == .null && before["last_rejected_at"] == .null)
        #expect(before["alarm"] == .null && before["silent_after_minutes"] == .null && before["path"] == hook.path.json)
        #expect(await hook.send(CustomerRequest().json.bytes).status == 202)
        #expect(await hook.send(CustomerRequest().json.bytes) { $0["webhook-signature"] = "v1,AAAA" }.status == 401)
        let after = try await read().json
        #expect(try after.optionalInstant("last_accepted_at") != nil)
        #expect(try after.optionalInstant("last_rejected_at") != nil)
        #expect(!(await read()).text.contains(hook.secret.text))
    }

    @Test func aChangeIsOnRecordAndTheSecretStays() async throws {
        let tag = try #require(await read().header("etag"))
        let changed = await change(["name": "Hub", "silent_after_minutes": 60], ifMatch: tag)
        #expect(changed.status == 200, "\(changed.text)")
        #expect(try changed.json["name"] == "Hub" && changed.json["silent_after_minutes"] == 60)
        #expect(await read().header("etag") == changed.header("etag"))
        #expect(await hook.send(CustomerRequest().json.bytes).status == 202)
        let acts = try api.fixture.asAdmin { connection in
            try connection.query(
                "SELECT kind FROM directory.act WHERE subject_id = \(hook.source) ORDER BY recorded_at, id"
            ).map { try $0.column(0, as: String.self) }
        }
        #expect(acts == ["source_added", "source_changed"])
        let stale = await change(["name": "Hub"], ifMatch: tag)
        #expect((stale.status, stale.problem) == (412, "revision_changed"))
        #expect(try await change(["name": "Hub", "silent_after_minutes": .null]).json["silent_after_minutes"] == .null)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let body: JSON
        let fault: String
        var testDescription: String { fault }
    }

    @Test(arguments: [
        Refused(body: ["silent_after_minutes": 60], fault: "/name required"),
        Refused(body: ["name": "Core", "silent_after_minutes": 4], fault: "/silent_after_minutes out_of_range"),
        Refused(body: ["name": "Core", "silent_after_minutes": 43_201], fault: "/silent_after_minutes out_of_range"),
        Refused(body: ["name": "Core", "silent_after_minutes": "60"], fault: "/silent_after_minutes wrong_type"),
        Refused(body: ["name": "Core", "status": "disabled"], fault: "/status unknown_field"),
        Refused(body: ["name": "Second"], fault: "/name taken"),
    ]) func whatCannotBeIsRefusedWithItsPlace(_ refused: Refused) async throws {
        _ = try await SignedWebhook(api, name: "Second")
        let reply = await change(refused.body)
        #expect((reply.status, reply.faults) == (422, [refused.fault]), "\(reply.text)")
        #expect(try await read().json["name"] == "Core")
    }

    @Test func anothersSourceIsNoneToReadOrChange() async throws {
        let other = try API.make { $0.hasDesks = false }
        let theirs = "\(other.tenant)/sources/\(hook.source.text)"
        let admin = other.fixture.tenantAdmin
        #expect(await other.send("GET", theirs, as: admin).status == 404)
        #expect(await other.send("PUT", theirs, as: admin, body: ["name": "Mine"]).status == 404)
        #expect(await other.send("GET", "\(other.tenant)/sources", as: admin).itemIDs.isEmpty)
        #expect(try await read().json["name"] == "Core")
        #expect(await api.send("PUT", path, as: api.fixture.lead().credential, body: ["name": "Mine"]).status == 403)
    }

    @Test func theListGoesPageByPage() async throws {
        var names = ["Core"]
        for number in 1...4 {
            _ = try await SignedWebhook(api, name: "Source \(number)")
            names.append("Source \(number)")
        }
        var found: [String] = []
        var query = "limit=2"
        for _ in 0..<3 {
            let reply = await api.send("GET", "\(api.tenant)/sources", as: api.fixture.tenantAdmin, query: query)
            let page = try reply.json
            found += try page.array("items").map { try $0.string("name") }
            guard let cursor = try page.optionalString("next_cursor") else { break }
            query = "limit=2&cursor=\(cursor)"
        }
        #expect(found == names)
    }

    @Test func theAlarmIsShownWhileItStands() async throws {
        let fixture = api.fixture
        #expect(await change(["name": "Core", "silent_after_minutes": 60]).status == 200)
        try fixture.asAdmin {
            _ = try $0.execute(
                "UPDATE directory.source SET created_at = created_at - interval '2 hours' WHERE id = \(hook.source)"
            )
        }
        #expect(try fixture.transaction(as: .worker) { try SilentSources.review(in: $0) }.raised == 1)
        #expect(try await read().json["alarm"]?["kind"] == "source_silent")
        #expect(await hook.send(CustomerRequest().json.bytes).status == 202)
        #expect(try fixture.transaction(as: .worker) { try SilentSources.review(in: $0) }.ended == 1)
        #expect(try await read().json["alarm"] == .null)
    }

    @Test func theSetUpHoldsItAndChangesItWithoutANewSecret() async throws {
        let admin = api.fixture.tenantAdmin
        #expect(await change(["name": "Core", "silent_after_minutes": 60]).status == 200)
        let exported = try await api.send("GET", "\(api.tenant)/setup", as: admin).json
        #expect(exported["sources"] == [["name": "Core", "silent_after_minutes": 60]])
        for minutes in [90, nil] as [Int64?] {
            let sources: JSON = ["sources": [["name": "Core", "silent_after_minutes": minutes.json]]]
            let applied = await api.send("POST", "\(api.tenant)/setup/apply", as: admin, body: sources)
            #expect(applied.status == 200, "\(applied.text)")
            #expect(try applied.json["counts"]?["change"] == 1 && applied.json.array("secrets").isEmpty)
            #expect(try await read().json["silent_after_minutes"] == minutes.json)
            let again = await api.send("POST", "\(api.tenant)/setup/apply", as: admin, body: sources)
            #expect(try again.json["counts"]?["change"] == 0)
        }
        #expect(await hook.send(CustomerRequest().json.bytes).status == 202)
    }
}

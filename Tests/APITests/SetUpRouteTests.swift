import BusinessTime
import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// A tenant's set-up, by its own administrator.
@Suite(.needsDatabase) struct SetUpRouteTests {
    @Test(arguments: SettingKind.allCases) func aSettingIsPublishedInVersionsAndReadBack(
        _ kind: SettingKind
    ) async throws {
        let api = try API.make {
            $0.hasDesks = false
            $0.policy = nil
        }
        let path = "\(api.tenant)/\(kind.rawValue)"
        let admin = api.fixture.tenantAdmin
        #expect(await api.send("GET", path, as: admin).body == Problem.notFound.body)
        let route = try #require(Routes.all.first { $0.method == "PUT" && $0.path.hasSuffix("/\(kind.rawValue)") })
        let document = try #require(RouteSample(tenant: "self").body(route))
        for version in 1...2 {
            let published = await api.send("PUT", path, as: admin, body: document)
            #expect(published.status == 200, "\(published.text)")
            #expect(try published.json["version"] == .integer(version))
        }
        let latest = try await api.send("GET", path, as: admin).json
        #expect(latest["version"] == 2)
        #expect(latest["document"] == document)
    }

    @Test(arguments: SettingKind.allCases.map(\.rawValue) + ["calendars/night"]) func everyVersionIsListedAndReadAgain(
        _ setting: String
    ) async throws {
        let api = try API.make {
            $0.hasDesks = false
            $0.policy = nil
        }
        let path = "\(api.tenant)/\(setting)"
        let admin = api.fixture.tenantAdmin
        let form = setting.replacingOccurrences(of: "calendars/night", with: "calendars/{line}")
        let route = try #require(Routes.all.first { $0.method == "PUT" && $0.path.hasSuffix("/\(form)") })
        let document = try #require(RouteSample(tenant: "self").body(route))
        #expect(try await api.send("GET", "\(path)/versions", as: admin).json["items"] == [])
        for _ in 1...3 { #expect(await api.send("PUT", path, as: admin, body: document).status == 200) }
        let first = try await api.send("GET", "\(path)/versions", as: admin, query: "limit=2").json
        #expect(first["items"]?[0]?["version"] == 3 && first["items"]?[1]?["version"] == 2)
        #expect(first["items"]?[0]?["document"] == nil)
        let cursor = try first.string("next_cursor")
        let rest = try await api.send("GET", "\(path)/versions", as: admin, query: "limit=2&cursor=\(cursor)").json
        #expect(try rest.array("items").map { try $0.integer("version") } == [1])
        #expect(rest["next_cursor"] == .null)
        let oldest = try await api.send("GET", "\(path)/versions/1", as: admin).json
        #expect(oldest["version"] == 1 && oldest["document"] == document)
        for number in ["4", "0", "-1", "x", "99999999999"] {
            #expect(await api.send("GET", "\(path)/versions/\(number)", as: admin).body == Problem.notFound.body)
        }
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let kind: String
        let body: JSON
        let pointer: String
        var testDescription: String { "\(kind) \(pointer)" }
    }

    static let refused = [
        Refused(kind: "calendar", body: ["tz": "Mars/Olympus", "always_open": true], pointer: "/tz"),
        Refused(kind: "calendar", body: ["tz": "UTC", "weekly": ["mon": [["18:00"]]]], pointer: "/weekly/mon/0"),
        Refused(
            kind: "calendar",
            body: ["tz": "UTC", "weekly": ["mon": [["09:00", "25:00"]]]],
            pointer: "/weekly/mon/0/1"
        ),
        Refused(kind: "calendar", body: ["tz": "UTC", "holidays": ["2025-02-30"]], pointer: "/holidays/0"),
        Refused(kind: "policy", body: ["targets": ["first_reply": 0]], pointer: "/targets/first_reply"),
        Refused(kind: "policy", body: [], pointer: ""),
        Refused(kind: "policy", body: ["targets": ["first_reply": 60], "holydays": []], pointer: "/holydays"),
        Refused(
            kind: "policy",
            body: ["targets": ["first_reply": 60], "repeat": ["evry": 60]],
            pointer: "/repeat/evry"
        ),
        Refused(kind: "calendar", body: ["tz": "UTC", "holydays": []], pointer: "/holydays"),
        Refused(
            kind: "rules",
            body: ["rules": [["when": [:], "then": ["priority": "P9"]]]],
            pointer: "/rules/0/then/priority"
        ),
        Refused(kind: "survey", body: ["delay_seconds": -1], pointer: "/delay_seconds"),
        Refused(kind: "endpoints/reply", body: ["url": "ftp://example.com"], pointer: "/url"),
        Refused(kind: "endpoints/reply", body: [:], pointer: "/url"),
    ]

    @Test(arguments: refused) func whatCannotWorkIsRefusedWithItsPlace(_ test: Refused) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send("PUT", "\(api.tenant)/\(test.kind)", as: api.fixture.tenantAdmin, body: test.body)
        #expect(reply.status == 422, "\(reply.text)")
        #expect(
            reply.faults.first?.split(separator: " ", omittingEmptySubsequences: false).first.map(String.init)
                == test.pointer
        )
    }

    @Test func aCalendarIsPublishedWithItsDateAndItsName() async throws {
        let api = try API.make { $0.hasDesks = false }
        let admin = api.fixture.tenantAdmin
        let path = "\(api.tenant)/calendars/asia"
        let always: JSON = ["tz": "UTC", "always_open": true]
        #expect(await api.send("PUT", path, as: admin, body: always).status == 200)
        let day = api.fixture.deployment.clock?.now ?? Instant(date: Date())
        let body: JSON = [
            "tz": "Asia/Tokyo", "weekly": ["mon": [["09:00", "17:00"]]],
            "effective_from": .string(day.adding(seconds: 86_400).iso8601),
        ]
        let published = await api.send("PUT", path, as: admin, body: body)
        #expect(published.status == 200, "\(published.text)")
        let latest = try await api.send("GET", path, as: admin).json
        #expect(latest["version"] == 2)
        #expect(latest["line"] == "asia")
        #expect(latest["effective_from"] == body["effective_from"])
        #expect(latest["document"] == ["tz": "Asia/Tokyo", "weekly": ["mon": [["09:00", "17:00"]]]])
        #expect(latest["zone_data"]?.isNull == false)
        #expect(await api.send("GET", "\(api.tenant)/calendar", as: admin).body == Problem.notFound.body)
        #expect(await api.send("PUT", "\(api.tenant)/calendars/No%20Name", as: admin, body: always).status == 404)
    }

    @Test func aCalendarThatNeverOpensWantsAConfirmation() async throws {
        let api = try API.make { $0.hasDesks = false }
        let admin = api.fixture.tenantAdmin
        let refused = await api.send("PUT", "\(api.tenant)/calendar", as: admin, body: ["tz": "UTC"])
        #expect(refused.faults == ["/weekly never_open"])
        #expect(refused.text.contains("confirm_never_open"))
        let confirmed: JSON = ["tz": "UTC", "confirm_never_open": true]
        #expect(await api.send("PUT", "\(api.tenant)/calendar", as: admin, body: confirmed).status == 200)
        for (member, value) in [("confirm_never_open", JSON.string("yes")), ("effective_from", "tomorrow")] {
            let body: JSON = .object(JSONObject([(key: "tz", value: "UTC"), (key: member, value: value)]))
            let reply = await api.send("PUT", "\(api.tenant)/calendar", as: admin, body: body)
            #expect(reply.faults.first?.hasPrefix("/\(member) ") == true, "\(reply.text)")
        }
    }

    @Test func anEndpointShowsItsSecretOnceAndKnowsItsPurposes() async throws {
        let api = try API.make { $0.hasDesks = false }
        let admin = api.fixture.tenantAdmin
        let first = try await api.send(
            "PUT",
            "\(api.tenant)/endpoints/notice",
            as: admin,
            body: ["url": "https://example.com/a"]
        ).json
        let second = try await api.send(
            "PUT",
            "\(api.tenant)/endpoints/notice",
            as: admin,
            body: ["url": "https://example.com/b"]
        ).json
        #expect(WebhookSecret(text: try first.string("secret")) != nil)
        #expect(first["secret"] != second["secret"])
        let unknown = await api.send(
            "PUT",
            "\(api.tenant)/endpoints/spam",
            as: admin,
            body: ["url": "https://example.com/b"]
        )
        #expect(unknown.body == Problem.notFound.body)
    }

    @Test func keysAreListedWithoutTheirTextAndRevokedOnce() async throws {
        let api = try API.make { $0.hasDesks = false }
        let admin = api.fixture.tenantAdmin
        let issued = try await api.send(
            "POST",
            "\(api.tenant)/keys",
            as: admin,
            body: [
                "kind": "intake", "name": "Core", "scopes": ["tickets:open"], "expires_at": "2099-01-01T00:00:00+01:00",
            ]
        ).json
        let listed = await api.send("GET", "\(api.tenant)/keys", as: admin)
        let view = try #require(try listed.json.array("items").first { $0["id"] == issued["id"] })
        #expect(view["scopes"] == ["tickets:open"])
        #expect(view["expires_at"] == "2098-12-31T23:00:00Z")
        #expect(view["prefix"] == issued["prefix"])
        #expect(!listed.text.contains(try APIKey.parse(issued.string("key")).revealed))
        let path = "\(api.tenant)/keys/\(try issued.string("id"))"
        #expect(await api.send("DELETE", path, as: admin).status == 204)
        let after = try await api.send("GET", "\(api.tenant)/keys", as: admin).json.array("items")
        #expect(after.first { $0["id"] == issued["id"] }?["revoked_at"]?.isNull == false)
        #expect(await api.send("DELETE", "\(api.tenant)/keys/\(UUID().text)", as: admin).status == 404)
    }

    /// A key that may only configure cannot make itself one that reads.
    @Test func aNarrowKeyGivesAwayNoMoreThanItHas() async throws {
        let api = try API.make { $0.hasDesks = false }
        func issue(_ scopes: [Permission], by key: String) async -> Reply {
            let body: JSON = [
                "kind": "tenant_admin", "name": "narrow", "scopes": .array(scopes.map { .string($0.rawValue) }),
            ]
            let headers = ["authorization": "Bearer \(key)"]
            return await api.send("POST", "\(api.tenant)/keys", body: body, headers: headers)
        }
        let made = await issue([.configureTenant], by: api.fixture.tenantAdmin.key.revealed)
        #expect(made.status == 201, "\(made.text)")
        let narrow = try made.json.string("key")
        #expect(await issue([.configureTenant], by: narrow).status == 201)
        #expect(await issue([.configureTenant, .readTickets], by: narrow).status == 403)
        #expect(await issue([], by: narrow).status == 403)
    }

    @Test func aSourcesNameIsTakenOnce() async throws {
        let api = try API.make { $0.hasDesks = false }
        let admin = api.fixture.tenantAdmin
        #expect(await api.send("POST", "\(api.tenant)/sources", as: admin, body: ["name": "Core"]).status == 201)
        #expect(
            await api.send("POST", "\(api.tenant)/sources", as: admin, body: ["name": "Core"]).faults == ["/name taken"]
        )
    }
}

/// The operator's directory.
@Suite(.needsDatabase) struct DirectoryRouteTests {
    private func slug() -> String { "d-" + UUID().text.prefix(20) }

    @Test func aTenantIsReadyAsSoonAsItIsCreated() async throws {
        let api = try API.make { $0.hasDesks = false }
        let admin = api.fixture.operatorAdmin
        let slug = slug()
        let body: JSON = ["slug": .string(slug), "name": "New", "zone": "Asia/Tokyo", "language": "ja"]
        let created = await api.send("POST", "/v1/tenants", as: admin, body: body)
        #expect(created.status == 201)
        let key = try await api.send(
            "POST",
            "/v1/tenants/\(slug)/keys",
            as: admin,
            body: ["kind": "intake", "name": "k"]
        ).json.string("key")
        let opened = await api.send(
            "POST",
            "/v1/tenants/self/tickets",
            body: CustomerRequest().json,
            headers: ["authorization": "Bearer \(key)"]
        )
        #expect(opened.status == 201)
        #expect(await api.send("POST", "/v1/tenants", as: admin, body: body).faults == ["/slug taken"])
        let listed = await api.send("GET", "/v1/tenants", as: api.fixture.tenantAdmin)
        #expect(listed.itemIDs == [api.fixture.tenantID.text])
    }

    @Test(arguments: [true, false, nil]) func aSandboxIsOneFromTheBeginning(_ sandbox: Bool?) async throws {
        let api = try API.make { $0.hasDesks = false }
        let admin = api.fixture.operatorAdmin
        let body: JSON = [
            "slug": .string(slug()), "name": "N", "zone": "UTC", "language": "en", "sandbox": sandbox.map(JSON.bool),
        ]
        let created = await api.send("POST", "/v1/tenants", as: admin, body: body)
        #expect(created.status == 201, "\(created.text)")
        #expect(try created.json["sandbox"] == .bool(sandbox ?? false))
        let path = "/v1/tenants/\(try created.json.string("id"))/setup"
        let shown = try await api.send("GET", path, as: admin).json["tenant"]
        #expect(shown?["sandbox"] == (sandbox == true ? true : nil))
    }

    @Test func aTenantsOwnKeySeesWhetherItIsASandbox() async throws {
        let api = try API.make {
            $0.hasDesks = false
            $0.sandbox = true
        }
        let listed = try await api.send("GET", "/v1/tenants", as: api.fixture.tenantAdmin).json.array("items")
        #expect(listed.map { $0["sandbox"] } == [true])
    }

    @Test(arguments: [
        ("self", "bad_format"), ("a", "too_short"), ("A-b", "bad_format"), ("-ab", "bad_format"),
        ("a--b", "bad_format"),
        (String(repeating: "a", count: 41), "too_long"),
    ])
    func aSlugThatIsNoneIsRefused(_ slug: String, as code: String) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send(
            "POST",
            "/v1/tenants",
            as: api.fixture.operatorAdmin,
            body: ["slug": .string(slug), "name": "N", "zone": "UTC", "language": "en"]
        )
        #expect(reply.faults == ["/slug \(code)"])
    }

    @Test func aPersonIsAddedPutOnATeamAndServesADesk() async throws {
        let api = try API.make()
        let admin = api.fixture.operatorAdmin
        let email = "\(UUID().text)@example.com"
        let person = try await api.send(
            "POST",
            "/v1/people",
            as: admin,
            body: ["name": "Eve", "email": .string(email)]
        ).json.string("id")
        let again = await api.send(
            "POST",
            "/v1/people",
            as: admin,
            body: ["name": "Eve", "email": .string(email.uppercased())]
        )
        #expect(again.faults == ["/email taken"])
        let name = "Night \(UUID().text)"
        let team = try await api.send("POST", "/v1/teams", as: admin, body: ["name": .string(name)]).json.string("id")
        #expect(await api.send("POST", "/v1/teams", as: admin, body: ["name": .string(name)]).faults == ["/name taken"])
        let member = "/v1/teams/\(team)/members/\(person)"
        #expect(await api.send("PUT", member, as: admin, body: ["valid_from": "2024-01-01T00:00:00Z"]).status == 204)
        #expect(
            await api.send("PUT", "\(api.tenant)/desks/L1", as: admin, body: ["team_id": .string(team)]).status == 204
        )
        let key = try await api.send("POST", "/v1/people/\(person)/keys", as: admin, body: ["name": "cli"]).json.string(
            "key"
        )
        let auth = ["authorization": "Bearer \(key)"]
        #expect(await api.send("GET", "\(api.tenant)/tickets", headers: auth).status == 404)
        let granted = await api.send(
            "POST",
            "/v1/grants",
            as: admin,
            body: [
                "person_id": .string(person), "tenant_id": api.fixture.tenantID.json, "role": "agent", "level": "L1",
            ]
        )
        #expect(granted.status == 201)
        #expect(await api.send("GET", "\(api.tenant)/tickets", headers: auth).status == 200)
        let body = try await api.send("GET", api.ticket(try await api.open()), headers: auth).json
        #expect(body["team_id"] == .string(team))
    }

    @Test func whatNamesNobodyIsRefusedAndNothingFails() async throws {
        let api = try API.make()
        let admin = api.fixture.operatorAdmin
        let person = api.fixture.agent().personID
        let team = try #require(api.fixture.teams[1]).text
        let nobody = UUID().json
        let tenant = api.fixture.tenantID.json
        func grant(_ body: JSON) async -> Reply { await api.send("POST", "/v1/grants", as: admin, body: body) }
        let past: JSON = ["valid_until": "2001-01-01T00:00:00Z"]
        #expect(
            await grant(["person_id": nobody, "tenant_id": tenant, "role": "lead", "level": "L2"]).faults == [
                "/person_id unknown"
            ]
        )
        #expect(
            await grant(["person_id": person.json, "tenant_id": nobody, "role": "lead", "level": "L2"]).faults == [
                "/tenant_id unknown"
            ]
        )
        let over = await grant([
            "person_id": person.json, "tenant_id": tenant, "role": "lead", "level": "L2",
            "valid_until": "2001-01-01T00:00:00Z",
        ])
        #expect(over.faults == ["/valid_until out_of_range"])
        #expect(
            await api.send("PUT", "/v1/teams/\(team)/members/\(person.text)", as: admin, body: past).faults == [
                "/valid_until out_of_range"
            ]
        )
        #expect(await api.send("PUT", "/v1/teams/\(team)/members/\(UUID().text)", as: admin, body: [:]).status == 404)
        #expect(
            await api.send("PUT", "/v1/teams/\(UUID().text)/members/\(person.text)", as: admin, body: [:]).status == 404
        )
        #expect(
            await api.send("PUT", "\(api.tenant)/desks/L1", as: admin, body: ["team_id": nobody]).faults == [
                "/team_id unknown"
            ]
        )
        for level in ["L0", "L5", "x"] {
            #expect(
                await api.send("PUT", "\(api.tenant)/desks/\(level)", as: admin, body: ["team_id": .string(team)])
                    .status == 404
            )
        }
        #expect(await api.send("DELETE", "/v1/people/\(UUID().text)", as: admin).status == 404)
        #expect(await api.send("POST", "/v1/people/\(UUID().text)/keys", as: admin, body: ["name": "x"]).status == 404)
        #expect(await api.send("DELETE", "/v1/grants/\(UUID().text)", as: admin).status == 404)
    }
}

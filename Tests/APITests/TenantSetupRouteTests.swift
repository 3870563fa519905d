import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// A tenant's whole set-up as one document.
@Suite(.needsDatabase) struct TenantSetupRouteTests {
    private static let document: JSON = [
        "tenant": ["name": "Bolt", "zone": "Europe/Riga", "language": "de"],
        "people": [
            ["name": "Ada", "email": "Ada@bolt.example", "role": "compliance"],
            ["name": "Bob", "email": "bob@bolt.example", "role": "contact", "valid_until": "2100-01-01T00:00:00Z"],
        ],
        "contacts": ["security": ["name": "Guard", "email": "guard@bolt.example"]],
        "endpoints": ["reply": ["url": "https://bolt.example/hook"]],
        "calendars": [
            "default": ["tz": "Europe/Riga", "weekly": ["mon": [["09:00", "17:00"]]]],
            "closed": ["tz": "UTC", "weekly": [:], "confirm_never_open": true],
        ],
        "policy": ["calendar": "default", "targets": ["first_reply": 3600], "apply": "new_cycles_only"],
        "survey": ["enabled": false],
        "branding": [
            "name": "Bolt", "reply_to": "help@bolt.example", "colour": "#0b4f9c",
            "endings": ["en": ["footer": "Bolt Ltd", "support_url": "https://bolt.example/help"], "ru": [:]],
        ],
        "service_levels": ["targets": [["name": "First reply", "metric": "first_reply", "percent_bp": 9500]]],
        "sources": [["name": "app", "silent_after_minutes": 60], ["name": "web"]],
        "subscriptions": [
            ["url": "https://bolt.example/events", "types": ["ticket.resolved", "ticket.opened"]],
            [
                "url": "https://bolt.example/events", "types": ["sla.breached"], "description": "Alarms",
                "enabled": false,
            ],
        ],
        "keys": [
            ["kind": "intake", "name": "web"], ["kind": "tenant_admin", "name": "ops", "scopes": ["reports:read"]],
        ],
    ]
    private static let itemCount: Int64 = 19

    private func bare(sandbox: Bool = false) throws -> API {
        try API.make {
            $0.hasDesks = false
            $0.sandbox = sandbox
            $0.policy = nil
        }
    }

    private func counts(_ reply: Reply) throws -> [String: Int64] {
        var counts: [String: Int64] = [:]
        for outcome in SetupChange.Outcome.allCases {
            counts[outcome.rawValue] = try reply.json.object("counts").integer(outcome.rawValue)
        }
        return counts.filter { $0.value > 0 }
    }

    private func plan(_ api: API, _ document: JSON) async -> Reply {
        await api.send("POST", "\(api.tenant)/setup/plan", as: api.fixture.tenantAdmin, body: document)
    }

    private func apply(_ api: API, _ document: JSON, headers: [String: String] = [:]) async -> Reply {
        let path = "\(api.tenant)/setup/apply"
        return await api.send("POST", path, as: api.fixture.tenantAdmin, body: document, headers: headers)
    }

    private func export(_ api: API) async throws -> JSON {
        try await api.send("GET", "\(api.tenant)/setup", as: api.fixture.tenantAdmin).json
    }

    /// Acts on record and the revision of the set-up: neither moves where nothing is written.
    private func trace(_ api: API) throws -> [Int64] {
        try api.fixture.database.withConnection(.admin) { connection in
            let tenant = api.fixture.tenantID
            return try connection.query(
                """
                SELECT (SELECT count(*) FROM directory.act WHERE tenant_id = \(tenant)),
                    (SELECT settings_revision FROM directory.tenant WHERE id = \(tenant)),
                    (SELECT count(*) FROM directory.access_grant WHERE tenant_id = \(tenant))
                """
            ).flatMap { [try $0.column(0), try $0.column(1), try $0.column(2)] }
        }
    }

    /// Addresses that no other test knows.
    private func document() throws -> JSON {
        let own = "\(UUID().text).example"
        return try JSONParser.parse(Array(Self.document.serialized().replacing("bolt.example", with: own).utf8))
    }

    @Test func aPlanWritesNothingAnApplicationAllAndTheSecondOneNothing() async throws {
        let api = try bare()
        let document = try document()
        let before = try trace(api)
        let planned = await plan(api, document)
        #expect(planned.status == 200, "\(planned.text)")
        // Name, zone and language differ; the fixture's two keys are the server's alone.
        #expect(try counts(planned) == ["add": Self.itemCount - 3, "change": 3, "only_on_server": 2])
        #expect(try trace(api) == before)
        #expect(
            planned.header("etag")
                == (await api.send("GET", "\(api.tenant)/setup", as: api.fixture.tenantAdmin)).header("etag")
        )

        let applied = await apply(api, document, headers: ["if-match": try #require(planned.header("etag"))])
        #expect(applied.status == 200, "\(applied.text)")
        #expect(try counts(applied) == counts(planned))
        let after = try trace(api)
        #expect(after != before)

        let again = await apply(api, document)
        #expect(try counts(again) == ["unchanged": Self.itemCount, "only_on_server": 2], "\(again.text)")
        #expect(try again.json.array("secrets").isEmpty)
        #expect(again.header("etag") == applied.header("etag"))
        #expect(try trace(api) == after)
        let calendar = try await api.send("GET", "\(api.tenant)/calendar", as: api.fixture.tenantAdmin).json
        #expect(calendar["version"] == 1)
    }

    @Test func secretsOfWhatIsNewAreShownOnceAndWork() async throws {
        let api = try bare()
        let document = try document()
        let secrets = try await apply(api, document).json.array("secrets")
        let url = try #require(try document.array("subscriptions").first).string("url")
        #expect(
            try secrets.map { try $0.string("item") }
                == [
                    "endpoints/reply", "sources/app", "sources/web", "subscriptions/\(url)", "subscriptions/\(url) 2",
                    "keys/web", "keys/ops",
                ]
        )
        #expect(try secrets.map { try $0.string("pointer") }.contains("/keys/1"))
        let key = try #require(secrets.first { $0["item"] == "keys/web" }).string("secret")
        let ticket = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            body: CustomerRequest().json,
            headers: ["authorization": "Bearer \(key)"]
        )
        #expect(ticket.status == 201, "\(ticket.text)")
        let exported = try await export(api).serialized()
        for secret in secrets { #expect(!exported.contains(try secret.string("secret"))) }
        #expect(!exported.contains("whsec_") && !exported.contains(APIKey.scheme))
    }

    @Test func anExportAppliesToAnotherTenantWhichIsThenTheSame() async throws {
        let (first, second) = (try bare(), try bare())
        #expect(await apply(first, try document()).status == 200)
        let exported = try await export(first)
        #expect(exported["calendars"]?["closed"]?["confirm_never_open"] == true)
        #expect(try counts(await plan(first, exported)) == ["unchanged": Self.itemCount + 2])
        let cloned = await apply(second, exported)
        #expect(cloned.status == 200, "\(cloned.text)")
        #expect(try counts(await plan(second, exported)) == ["unchanged": Self.itemCount + 2])
        #expect(try await export(second) == exported)
        // Nothing of the one is the other's.
        let mine = try await api(first, "sources"), theirs = try await api(second, "sources")
        #expect(mine == theirs)
    }

    private func api(_ api: API, _ section: String) async throws -> JSON? { try await export(api)[section] }

    struct Refused: Sendable, CustomTestStringConvertible {
        let document: JSON
        let faults: [String]
        var testDescription: String { faults.joined(separator: ", ") }
    }

    static let refused = [
        Refused(document: ["tenant": ["zone": "Mars/Olympus"]], faults: ["/tenant/zone bad_format"]),
        Refused(document: ["tenants": [:]], faults: ["/tenants unknown_field"]),
        Refused(
            document: ["calendars": ["night": ["tz": "UTC", "weekly": ["mon": [["09:00", "25:00"]]]]]],
            faults: ["/calendars/night/weekly/mon/0/1 bad_format"]
        ),
        Refused(document: ["calendars": ["Not good": ["tz": "UTC"]]], faults: ["/calendars/Not good bad_format"]),
        Refused(
            document: ["calendars": ["never": ["tz": "UTC", "weekly": [:]]]],
            faults: ["/calendars/never/weekly never_open"]
        ),
        Refused(
            document: ["policy": ["calendar": "nowhere", "targets": ["first_reply": 60]]],
            faults: ["/policy/calendar unknown"]
        ),
        Refused(
            document: [
                "rules": ["rules": [["when": [:], "then": ["route": ["level": "L1", "tell": ["security"]]]]]],
                "survey": ["delay_seconds": -1],
            ],
            faults: ["/survey/delay_seconds out_of_range"]
        ),
        Refused(
            document: ["rules": ["rules": [["when": [:], "then": ["route": ["level": "L1", "tell": ["security"]]]]]]],
            faults: ["/rules/rules/0/then/route/level unknown", "/rules/rules/0/then/route/tell/0 unknown"]
        ),
        Refused(
            document: ["sources": [["name": "a"], ["name": "a"]], "keys": [["kind": "agent", "name": "k"]]],
            faults: ["/keys/0/kind not_in_list"]
        ),
        Refused(document: ["sources": [["name": "a"], ["name": "a"]]], faults: ["/sources/1 taken"]),
        Refused(
            document: ["subscriptions": [["url": "https://a.example/", "types": []]]],
            faults: ["/subscriptions/0/types too_short"]
        ),
        Refused(
            document: ["branding": ["colour": "red", "reply_to": "a@b.example\r\nBcc: c@d.example"]],
            faults: ["/branding/colour bad_format", "/branding/reply_to bad_format"]
        ),
        Refused(
            document: [
                "keys": [["kind": "intake", "name": "k", "expires_at": "2020-01-01T00:00:00Z"]],
                "people": [["name": "A", "email": "a@b.example", "role": "viewer", "level": "L1"]],
            ],
            faults: ["/people/0/level unknown_field", "/keys/0/expires_at out_of_range"]
        ),
        Refused(
            document: [
                "service_levels": [
                    "targets": [
                        ["name": "A", "metric": "first_reply", "percent_bp": 9500],
                        ["name": "A", "metric": "first_reply", "percent_bp": 9000],
                    ]
                ]
            ],
            faults: ["/service_levels/targets/1/name taken"]
        ),
    ]

    @Test(arguments: refused) func whatIsWrongIsToldWithItsPlaceAndNothingIsDone(_ test: Refused) async throws {
        let api = try bare()
        let before = try trace(api)
        guard case .object(var whole) = test.document else { return }
        // Something good beside it, which is not done either.
        if whole["endpoints"] == nil { whole["endpoints"] = ["notice": ["url": "https://good.example/"]] }
        for reply in [await plan(api, .object(whole)), await apply(api, .object(whole))] {
            #expect(reply.status == 422)
            #expect(reply.faults == test.faults, "\(reply.text)")
        }
        #expect(try trace(api) == before)
    }

    @Test func whatRefersToSomethingElseOfTheDocumentFindsIt() async throws {
        let api = try API.make { $0.policy = nil }
        let document: JSON = [
            "contacts": ["security": ["name": "Guard", "email": "guard@refers.example"]],
            "calendars": ["night": ["tz": "UTC", "always_open": true]],
            "policy": ["calendar": "night", "targets": ["first_reply": 60]],
            "rules": ["rules": [["when": [:], "then": ["route": ["level": "L1", "tell": ["security"]]]]]],
        ]
        let applied = await apply(api, document)
        #expect(applied.status == 200, "\(applied.text)")
        #expect(try counts(applied)["add"] == 4)
    }

    @Test func aPlanThatIsOldIsNotApplied() async throws {
        let api = try bare()
        let document: JSON = ["survey": ["enabled": false]]
        let tag = try #require(await plan(api, document).header("etag"))
        let other: JSON = ["url": "https://other.example/"]
        #expect(
            await api.send("PUT", "\(api.tenant)/endpoints/reply", as: api.fixture.tenantAdmin, body: other).status
                == 200
        )
        for old in [tag, "W/\(tag)", "x"] {
            let refused = await apply(api, document, headers: ["if-match": old])
            #expect((refused.status, refused.problem) == (412, "setup_changed"))
        }
        let fresh = try #require(await plan(api, document).header("etag"))
        #expect(await apply(api, document, headers: ["if-match": fresh]).status == 200)
        #expect(await apply(api, document, headers: ["if-match": "*"]).status == 200)
    }

    @Test func whatIsTheFirmsIsNotTheClientsToSet() async throws {
        let api = try API.make()
        let document: JSON = [
            "desks": ["L1": "Somebody's team"],
            "people": [["name": "Mole", "email": "mole@firm.example", "role": "lead", "level": "L4"]],
            "rota": RouteSample(tenant: "self", personID: api.fixture.agent().personID).body(
                try #require(Routes.all.first { $0.method == "PUT" && $0.path.hasSuffix("/rota") })
            ),
        ]
        let planned = await plan(api, document)
        #expect(try counts(planned)["not_permitted"] == 3, "\(planned.text)")
        #expect(
            try planned.json.array("items").prefix(3).map { $0["needs"] } == [
                "operator:people", "operator:people", "duty:plan",
            ]
        )
        let refused = await apply(api, document)
        #expect((refused.status, refused.problem) == (403, "permission_missing"))
        #expect(refused.faults == ["/desks/L1 not_permitted", "/people/0 not_permitted", "/rota not_permitted"])
        let exported = try await export(api)
        #expect(exported["desks"] == nil && exported["people"] == nil)
    }

    @Test func theFirmSetsDesksAndItsPeopleAndClonesThem() async throws {
        let (first, second) = (try API.make(), try bare())
        let admin = first.fixture.operatorAdmin
        let exported = try await first.send("GET", "\(first.tenant)/setup", as: admin).json
        #expect(exported["desks"]?["L1"] == .string("\(first.fixture.slug) L1"))
        #expect(try exported.array("people").count == first.fixture.agents.count + first.fixture.leads.count)
        let path = "/v1/tenants/\(second.fixture.tenantID.text)/setup"
        let applied = await second.send("POST", "\(path)/apply", as: admin, body: exported)
        #expect(applied.status == 200, "\(applied.text)")
        #expect(try await second.send("GET", path, as: admin).json == exported)
        let agent = first.fixture.agent().credential
        #expect(await second.send("GET", "\(second.tenant)/tickets", as: agent).status == 200)
    }

    @Test func aKeyGivesAwayNoMoreThanItMay() async throws {
        let api = try bare()
        let issued = await api.send(
            "POST",
            "\(api.tenant)/keys",
            as: api.fixture.tenantAdmin,
            body: ["kind": "tenant_admin", "name": "set-up", "scopes": ["tenant:configure"]]
        )
        let headers = ["authorization": "Bearer \(try issued.json.string("key"))"]
        for (document, pointer) in [
            (["keys": [["kind": "tenant_admin", "name": "wide"]]] as JSON, "/keys/0"),
            (["people": [["name": "B", "email": "b@wide.example", "role": "tenant_admin"]]], "/people/0"),
        ] {
            for act in ["plan", "apply"] {
                let reply = await api.send("POST", "\(api.tenant)/setup/\(act)", body: document, headers: headers)
                #expect(reply.faults == ["\(pointer) not_permitted"], "\(reply.text)")
            }
        }
    }

    @Test func theZoneStaysFromTheFirstCaseOn() async throws {
        let api = try bare()
        _ = try await api.open()
        let refused = await apply(api, ["tenant": ["zone": "Asia/Tokyo"]])
        #expect(refused.faults == ["/tenant/zone fixed"])
        #expect(await apply(api, ["tenant": ["name": "Renamed", "zone": "UTC"]]).status == 200)
        #expect(try await export(api)["tenant"]?["name"] == "Renamed")
    }

    @Test func aLiveClientsSetUpIsTriedInASandbox() async throws {
        let (live, sandbox) = (try bare(), try bare(sandbox: true))
        #expect(await apply(live, try document()).status == 200)
        let exported = try await export(live)
        #expect(await apply(sandbox, exported).status == 200)
        let tried = try await export(sandbox)
        #expect(tried["tenant"]?["sandbox"] == true)
        #expect(try counts(await plan(sandbox, tried)) == ["unchanged": Self.itemCount + 3])
    }

    @Test(arguments: [true, false]) func whetherItIsASandboxIsFixed(_ isSandbox: Bool) async throws {
        let api = try bare(sandbox: isSandbox)
        func document(_ sandbox: Bool) -> JSON { ["tenant": ["sandbox": .bool(sandbox)]] }
        for reply in [await plan(api, document(!isSandbox)), await apply(api, document(!isSandbox))] {
            #expect((reply.status, reply.faults) == (422, ["/tenant/sandbox fixed"]), "\(reply.text)")
        }
        let same = await apply(api, document(isSandbox))
        #expect(same.status == 200, "\(same.text)")
        #expect(try counts(same)["unchanged"] == (isSandbox ? 1 : nil))
    }

    @Test func twoAtOnceMakeNothingTwice() async throws {
        let api = try bare()
        let document = try document()
        let replies = await withTaskGroup(of: Reply.self) { group in
            for _ in 0..<4 { group.addTask { await apply(api, document) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.allSatisfy { $0.status == 200 }, "\(replies.map(\.text))")
        #expect(try replies.count { try !$0.json.array("secrets").isEmpty } == 1)
        let keys = try await api.send("GET", "\(api.tenant)/keys", as: api.fixture.tenantAdmin).json.array("items")
        #expect(keys.count == 4)
    }

    /// Left out, the rest would be taken for new when the document is applied.
    @Test func whatNoDocumentHoldsIsRefusedAndNotCutOff() async throws {
        let api = try bare()
        let (tenant, admin) = (api.fixture.tenantID, api.fixture.tenantAdmin)
        func add(_ numbers: ClosedRange<Int>) throws {
            try api.fixture.asAdmin { connection in
                for number in numbers {
                    _ = try connection.query(
                        """
                        INSERT INTO directory.source (id, tenant_id, address, name, status, created_at)
                        VALUES (gen_random_uuid(), \(tenant), \(UUID().text), \("app-\(number)"), 'active', now())
                        """
                    )
                }
            }
        }
        try add(1...200)
        #expect(await api.send("GET", "\(api.tenant)/setup", as: admin).status == 200)
        try add(201...201)
        let refused = await api.send("GET", "\(api.tenant)/setup", as: admin)
        #expect((refused.status, refused.problem) == (409, "setup_too_large"))
    }
}

import BusinessTime
import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Who works for the firm and its clients, as its administration sees and changes it.
@Suite(.needsDatabase) struct PersonRouteTests {
    private let api: API

    init() throws { api = try API.make { $0.hasDesks = false } }

    private var admin: TenantFixture.Credential { api.fixture.operatorAdmin }

    private func address() -> String { "p-\(UUID().uuidString.lowercased())@people.example" }

    private func add(name: String = "Mika", email: String? = nil) async throws -> String {
        let body: JSON = ["name": .string(name), "email": .string(email ?? address()), "language": "fi"]
        return try await api.send("POST", "/v1/people", as: admin, body: body).json.string("id")
    }

    @Test func aPersonIsReadWithWhatTheyMay() async throws {
        let person = try await add()
        let grant: JSON = [
            "person_id": .string(person), "tenant_id": api.fixture.tenantID.json, "role": "agent", "level": "L2",
            "skills": ["fraud", "deposits", "fraud"], "languages": ["fi", "en"], "clearances": ["kyc"],
        ]
        #expect(await api.send("POST", "/v1/grants", as: admin, body: grant).status == 201)
        let team = try await api.send("POST", "/v1/teams", as: admin, body: ["name": .string(UUID().text)]).json.string(
            "id"
        )
        #expect(await api.send("PUT", "/v1/teams/\(team)/members/\(person)", as: admin, body: [:]).status == 204)

        let read = try await api.send("GET", "/v1/people/\(person)", as: admin).json
        #expect(read["name"] == "Mika" && read["language"] == "fi" && read["status"] == "active")
        let held = try #require(read["grants"]?[0])
        #expect(held["role"] == "agent" && held["level"] == "L2" && held["tenant"] == .string(api.fixture.slug))
        #expect(held["skills"] == ["deposits", "fraud"])
        #expect(held["languages"] == ["en", "fi"])
        #expect(held["clearances"] == ["kyc"])
        #expect(read["teams"]?[0]?["id"] == .string(team))

        #expect(await api.send("DELETE", "/v1/teams/\(team)/members/\(person)", as: admin).status == 204)
        #expect(await api.send("DELETE", "/v1/teams/\(team)/members/\(person)", as: admin).status == 404)
        let after = try await api.send("GET", "/v1/people/\(person)", as: admin).json
        #expect(after["teams"] == [])
    }

    @Test func peopleOfATenantAreListedPageByPage() async throws {
        var added: [String] = []
        for role in [Role.agent, .viewer, .contact] {
            added.append(try #require(api.fixture.person(role).actor.id).text)
        }
        let query = "tenant=\(api.fixture.tenantID.text)&limit=2"
        let first = try await api.send("GET", "/v1/people", as: admin, query: query).json
        let cursor = try first.string("next_cursor")
        let rest = try await api.send("GET", "/v1/people", as: admin, query: "\(query)&cursor=\(cursor)").json
        let listed = try (first.array("items") + rest.array("items")).map { try $0.string("id") }
        #expect(listed == added)
        #expect(rest["next_cursor"] == .null)
        #expect(await api.send("GET", "/v1/people", as: admin, query: "status=gone").faults == ["?status bad_format"])
    }

    @Test func aPersonIsChangedUntilTheyLeave() async throws {
        let email = address()
        let person = try await add(email: email)
        let path = "/v1/people/\(person)"
        let change: JSON = ["name": "Mika K.", "email": .string(address()), "language": "sv"]
        let changed = await api.send("PUT", path, as: admin, body: change)
        #expect(changed.status == 200)
        #expect(try changed.json["name"] == "Mika K.")
        // The old address is free again, and the new one taken.
        _ = try await add(email: email)
        let taken = await api.send("POST", "/v1/people", as: admin, body: change)
        #expect(taken.faults == ["/email taken"])
        #expect(await api.send("DELETE", path, as: admin).status == 204)
        #expect(await api.send("DELETE", path, as: admin).status == 404)
        #expect(await api.send("PUT", path, as: admin, body: change).status == 404)
        #expect(try await api.send("GET", path, as: admin).json["status"] == "left")
    }

    @Test(
        arguments: [
            (["role": "agent"], "/level required"), (["role": "viewer", "level": "L1"], "/level not_in_list"),
            (["role": "auditor", "level": "L1"], "/level not_in_list"),
            (["role": "owner"], "/role not_in_list"),
            (["role": "agent", "level": "L1", "valid_until": "2020-01-01T00:00:00Z"], "/valid_until out_of_range"),
            (["role": "agent", "level": "L1", "languages": ["not a language"]], "/languages/0 bad_format"),
        ] as [(JSON, String)]
    )
    func aGrantThatMakesNoSenseIsRefused(grant: JSON, fault: String) async throws {
        let reply = await give(grant, to: try await add(), at: api.fixture.tenantID)
        #expect(reply.faults == [fault])
    }

    private func give(
        _ grant: JSON,
        to person: String,
        at tenant: UUID?,
        as giver: TenantFixture.Credential? = nil
    ) async -> Reply {
        guard case .object(var body) = grant else { return .empty }
        body["person_id"] = .string(person)
        if let tenant { body["tenant_id"] = tenant.json }
        return await api.send("POST", "/v1/grants", as: giver ?? admin, body: .object(body))
    }

    @Test func onlySomeRolesSpanTheFirm() async throws {
        let person = try await add()
        for role in Role.allCases {
            let reply = await give(["role": .string(role.rawValue)], to: person, at: nil)
            #expect(reply.status == (role.spansTheFirm ? 201 : 422), "\(role)")
            if !role.spansTheFirm { #expect(reply.faults == ["/tenant_id required"]) }
        }
    }

    /// An operations manager manages people, and makes nobody more than that.
    @Test func nobodyAppointsAboveThemselves() async throws {
        let manager = try api.fixture.person(.operationsManager, overFirm: true)
        let person = try await add()
        let tenant = api.fixture.tenantID
        #expect(await give(["role": "agent", "level": "L1"], to: person, at: tenant, as: manager).status == 201)
        for (role, at) in [("admin", nil), ("admin", tenant), ("auditor", nil), ("operations_manager", nil)] {
            let reply = await give(["role": .string(role)], to: person, at: at, as: manager)
            #expect(reply.problem == "permission_missing", "\(role)")
        }
        let made = try await give(["role": "admin"], to: person, at: nil).json.string("id")
        #expect(await api.send("DELETE", "/v1/grants/\(made)", as: manager).problem == "permission_missing")
        #expect(await api.send("DELETE", "/v1/grants/\(made)", as: admin).status == 204)
    }

    @Test func aNarrowedKeyOfAPersonMakesNoWiderOne() async throws {
        let person = try #require(api.fixture.person(.tenantAdmin).actor.id).text
        let issued = await api.send(
            "POST",
            "/v1/people/\(person)/keys",
            as: admin,
            body: ["name": "set-up", "scopes": ["tenant:configure"]]
        )
        let headers = ["authorization": "Bearer \(try issued.json.string("key"))"]
        for (scopes, status) in [([], 403), (["tickets:read"], 403), (["tenant:configure"], 201)] as [(JSON, Int)] {
            let body: JSON = ["kind": "tenant_admin", "name": "wide", "scopes": scopes]
            let reply = await api.send("POST", "\(api.tenant)/keys", as: nil, body: body, headers: headers)
            #expect(reply.status == status, "\(reply.text)")
        }
    }

    @Test func aRoleOverTheFirmEndsWithTheNextRequest() async throws {
        let auditor = try api.fixture.person(.auditor, overFirm: true)
        let id = try #require(auditor.actor.id).text
        #expect(await api.send("GET", "/v1/people/\(id)", as: auditor).status == 200)
        let grant = try await api.send("GET", "/v1/people/\(id)", as: admin).json["grants"]?[0]?.string("id")
        #expect(await api.send("DELETE", "/v1/grants/\(try #require(grant))", as: admin).status == 204)
        #expect(await api.send("GET", "/v1/people/\(id)", as: auditor).problem == "permission_missing")
    }
}

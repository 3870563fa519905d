import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// A client's administrators and their own people.
@Suite(.needsDatabase) struct StaffRouteTests {
    private let api: API
    private let email = "Staff-\(UUID().text)@client.example"

    init() throws { api = try API.make() }

    private func invite(
        _ api: API,
        name: String = "Ada",
        role: String = "viewer",
        headers: [String: String] = [:]
    ) async -> Reply {
        let body: JSON = ["name": .string(name), "email": .string(email), "role": .string(role)]
        let credential = headers["authorization"] == nil ? api.fixture.tenantAdmin : nil
        return await api.send("POST", "\(api.tenant)/people", as: credential, body: body, headers: headers)
    }

    private func listed(_ api: API) async throws -> [JSON] {
        try await api.send("GET", "\(api.tenant)/people", as: api.fixture.tenantAdmin).json.array("items")
    }

    private func links() throws -> Int64? {
        let login = api.fixture.deployment.operatorVault.lookup(.loginName, email.lowercased())
        return try api.fixture.database.withConnection(.admin) { connection in
            try connection.query(
                """
                SELECT count(*) FROM directory.sign_in_link l JOIN directory.person p ON p.id = l.person_id
                WHERE p.login_hash = \(login)
                """
            ).first?.column(0)
        }
    }

    @Test(arguments: Staff.roles) func anAdministratorTakesOnAndLetsGo(_ role: Role) async throws {
        let added = await invite(api, role: role.rawValue)
        #expect(added.status == 201, "\(added.text)")
        let id = try added.json.string("id")
        let found = try #require(try await listed(api).first)
        #expect(found["id"] == .string(id) && found["name"] == "Ada" && found["role"] == .string(role.rawValue))
        #expect(found["email"] == .string(email))
        #expect(try links() == 1)
        #expect(await api.send("DELETE", "\(api.tenant)/people/\(id)", as: api.fixture.tenantAdmin).status == 204)
        #expect(try await listed(api).isEmpty)
        #expect(await api.send("DELETE", "\(api.tenant)/people/\(id)", as: api.fixture.tenantAdmin).status == 404)
    }

    @Test(arguments: Role.allCases.filter { !$0.isOfClient }) func aRoleOfTheFirmIsNotTheirsToGive(
        _ role: Role
    ) async throws {
        #expect(await invite(api, role: role.rawValue).faults == ["/role not_in_list"])
    }

    @Test func nobodyGivesMoreThanTheyMayThemselves() async throws {
        let issued = await api.send(
            "POST",
            "\(api.tenant)/keys",
            as: api.fixture.tenantAdmin,
            body: ["kind": "tenant_admin", "name": "narrow", "scopes": ["tenant:configure", "reports:read"]]
        )
        let headers = ["authorization": "Bearer \(try issued.json.string("key"))"]
        for role in ["tenant_admin", "contact", "compliance"] {
            #expect(await invite(api, role: role, headers: headers).problem == "permission_missing")
        }
        #expect(await invite(api, role: "viewer", headers: headers).status == 201)
        let admin = try await invite(api, role: "tenant_admin").json.string("id")
        let path = "\(api.tenant)/people/\(admin)"
        #expect(await api.send("DELETE", path, headers: headers).problem == "permission_missing")
    }

    @Test func whoIsKnownToAnotherClientIsTakenOnWithoutAnybodyLearningOfIt() async throws {
        let other = try API.make { $0.hasDesks = false }
        let first = await invite(other, name: "Ada of the other")
        let second = await invite(api, name: "Countess")
        #expect((first.status, second.status) == (201, 201))
        #expect(try await listed(other).map { $0["name"] } == ["Ada of the other"])
        #expect(try await listed(api).map { $0["name"] } == ["Countess"])
        // The same but for the ids.
        #expect(first.body.count == second.body.count && first.headers.map(\.name) == second.headers.map(\.name))
    }

    @Test func theSameRoleAgainTakesThePlaceOfTheFirst() async throws {
        #expect(await invite(api, name: "Ada").status == 201)
        #expect(await invite(api, name: "Ada L.").status == 201)
        #expect(try await listed(api).map { $0["name"] } == ["Ada L."])
        #expect(try links() == 1)
    }

    @Test func onlyTheirOwnPeopleAreListedAndLetGo() async throws {
        let other = try API.make { $0.hasDesks = false }
        let theirs = try await invite(other).json.string("id")
        for grant in [theirs, api.fixture.agent().grantID.text, UUID().text, "x"] {
            let reply = await api.send("DELETE", "\(api.tenant)/people/\(grant)", as: api.fixture.tenantAdmin)
            #expect(reply.body == Problem.notFound.body)
        }
        #expect(try await listed(api).isEmpty)
        #expect(try await listed(other).count == 1)
    }

    @Test func whoHasLeftTheFirmIsNotTakenOn() async throws {
        #expect(await invite(api).status == 201)
        let admin = api.fixture.operatorAdmin
        let people = try await api.send(
            "GET",
            "/v1/people",
            as: admin,
            query: "tenant=\(api.fixture.tenantID.text)&limit=100"
        )
        .json.array("items")
        let person = try #require(people.first { $0["email"] == .string(email) }).string("id")
        #expect(await api.send("DELETE", "/v1/people/\(person)", as: admin).status == 204)
        #expect(await invite(api).faults == ["/email taken"])
    }
}

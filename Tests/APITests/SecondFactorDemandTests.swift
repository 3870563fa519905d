import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Of whom a second factor is demanded, and what they may do before they have one.
@Suite(.needsDatabase) struct SecondFactorDemandTests {
    private let clock = TestClock(Instant(date: Date()))
    private let api: API

    init() throws {
        let clock = clock
        api = try API.make {
            $0.hasDesks = false
            $0.clock = clock
        }
    }

    private func demand(_ roles: [Role], of api: API? = nil) async -> Reply {
        let api = api ?? self.api
        let body: JSON = ["roles": .array(roles.map { .string($0.rawValue) })]
        return await api.send("PUT", "\(api.tenant)/second-factor-demands", as: api.fixture.tenantAdmin, body: body)
    }

    private func tickets(_ person: SignedInPerson) async -> Reply {
        await api.send("GET", "\(api.tenant)/tickets", as: person)
    }

    @Test func aTenantDemandsItOfARoleFromTheNextRequestOn() async throws {
        let account = try api.fixture.account(.agent)
        let person = try await api.signedIn(account)
        let viewer = try await api.signedIn(api.fixture.account(.compliance))
        #expect(await tickets(person).status == 200)
        let set = await demand([.lead, .agent, .agent])
        #expect(try set.json.strings("roles") == ["agent", "lead"])
        #expect(await tickets(person).problem == "second_factor_required")
        #expect(await tickets(viewer).status == 200)
        #expect(try await api.signIn(account).json.string("lack") == "enrolment")
        let factor = try await api.send("GET", "/v1/second-factor", as: person).json
        #expect(factor["is_demanded"] == true && factor["lack"] == "enrolment")

        let enrolled = try await api.enrolled(account, clock: clock)
        #expect(await tickets(enrolled.person).status == 200)
        // One's own is removed, and nothing is gained by it.
        #expect(await api.send("DELETE", "/v1/second-factor", as: enrolled.person).status == 204)
        #expect(await tickets(enrolled.person).problem == "second_factor_required")
        #expect(try await demand([]).json.strings("roles") == [])
        #expect(await tickets(enrolled.person).status == 200)
    }

    @Test func itIsDemandedOfThoseWhoHoldTheRoleThereNow() async throws {
        let other = try API.make { $0.hasDesks = false }
        let account = try api.fixture.account(.agent)
        let person = try await api.signedIn(account)
        #expect(await demand([.agent], of: other).status == 200)
        #expect(await tickets(person).status == 200)
        // Who serves both clients needs it for both.
        let grant = try api.fixture.directory { tx in
            try AccessGrant(
                personID: account.personID,
                tenantID: other.fixture.tenantID,
                role: .agent,
                level: 1,
                from: nil,
                until: nil
            ).give(in: tx)
        }
        #expect(await tickets(person).problem == "second_factor_required")
        try other.fixture.directory { try AccessGrant.end(grant, in: $0) }
        #expect(await tickets(person).status == 200)
    }

    @Test func keysAreAskedForNone() async throws {
        let person = try api.fixture.person(.agent)
        #expect(await demand(Role.allCases).status == 200)
        #expect(await api.send("GET", "\(api.tenant)/tickets", as: person).status == 200)
        #expect(await api.send("GET", "\(api.tenant)/tickets", as: api.fixture.tenantAdmin).status == 200)
    }

    @Test func onlyTheRolesThereAreCanBeNamedAndATenantsOwnAreItsOwn() async throws {
        let path = "\(api.tenant)/second-factor-demands"
        let reply = await api.send("PUT", path, as: api.fixture.tenantAdmin, body: ["roles": ["agent", "king"]])
        #expect(reply.faults == ["/roles/1 not_in_list"])
        #expect(await demand([.viewer]).status == 200)
        #expect(await demand([]).status == 200)
        let other = try API.make { $0.hasDesks = false }
        let theirs = await other.send("GET", "\(other.tenant)/second-factor-demands", as: other.fixture.tenantAdmin)
        #expect(try theirs.json.strings("roles") == [])
        #expect(await other.send("GET", path, as: other.fixture.tenantAdmin).status == 404)
        let acts: [String] = try api.fixture.asAdmin { admin in
            try admin.query(
                """
                SELECT detail FROM directory.act WHERE tenant_id = \(api.fixture.tenantID) AND kind = 'second_factor_demanded'
                ORDER BY detail
                """
            ).map { try $0.column(0) }
        }
        #expect(acts == ["nobody", "viewer"])
    }

    /// Nobody is too high for it, and whoever demands it is not kept out by that.
    @Test func itIsDemandedOfTheHighestRoleToo() async throws {
        let clock = clock
        let database = try TestDatabase.fresh()
        let pool = Pool(name: "alone", settings: database.settings(.api), size: 2)
        defer { pool.close() }
        let fixture = try TenantFixture.make(in: database) {
            $0.hasDesks = false
            $0.clock = clock
        }
        let alone = API(fixture: fixture, pool: pool)
        let account = try fixture.account(.admin, overFirm: true)
        let admin = try await alone.signedIn(account)
        let path = "/v1/second-factor-demands"
        #expect(await alone.send("PUT", path, as: admin, body: ["roles": ["admin"]]).status == 200)
        #expect(await alone.send("GET", "/v1/people", as: admin).problem == "second_factor_required")
        #expect(await alone.send("PUT", path, as: admin, body: ["roles": []]).problem == "second_factor_required")
        let enrolled = try await alone.enrolled(account, clock: clock)
        #expect(await alone.send("GET", "/v1/people", as: enrolled.person).status == 200)
        #expect(try await alone.send("GET", path, as: enrolled.person).json.strings("roles") == ["admin"])
        // The firm's word counts for whoever holds the role at one client alone.
        let agent = try await alone.signedIn(fixture.account(.agent))
        #expect(await alone.send("GET", "\(alone.tenant)/tickets", as: agent).status == 200)
        let wide = await alone.send("PUT", path, as: enrolled.person, body: ["roles": ["admin", "agent"]])
        #expect(wide.status == 200)
        #expect(await alone.send("GET", "\(alone.tenant)/tickets", as: agent).problem == "second_factor_required")
    }

    /// From the routes themselves: a new one is covered without a line here.
    @Test func beforeItNothingIsOpenButWhatLeadsToIt() async throws {
        let account = try api.fixture.account(.agent)
        #expect(await demand([.agent]).status == 200)
        let sample = RouteSample(tenant: api.fixture.tenantID.text)
        var open: Set<String> = []
        let person = try await api.signedIn(account)
        for route in Routes.all where route.permission != nil || route.access == .session {
            let isShut = route.demand.secondFactor
            let caller = isShut ? person : try await api.signedIn(account)
            let reply = await api.send(route, sample, as: caller)
            #expect(
                (reply.problem == "second_factor_required") == isShut,
                "\(route.method) \(route.path) \(reply.text)"
            )
            if !isShut { open.insert("\(route.method) \(route.path)") }
        }
        #expect(
            open == [
                "PUT /v1/session/proof", "DELETE /v1/session", "GET /v1/second-factor", "PUT /v1/second-factor",
                "PUT /v1/second-factor/enrolment",
            ]
        )
    }
}

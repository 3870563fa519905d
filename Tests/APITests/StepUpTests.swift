import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Acts of power, money and secrets ask for a password or a code again.
@Suite(.needsDatabase) struct StepUpTests {
    private let api: API
    private let account: TestAccount

    init() throws {
        api = try API.make {
            $0.hasDesks = false
            // Stands still, so that whoever has to wait does.
            $0.clock = TestClock(Instant(date: Date()))
        }
        account = try api.fixture.account(.tenantAdmin)
    }

    /// Signed in, and nothing shown for longer than that.
    private func stale(
        _ account: TestAccount,
        seconds: Int64 = SessionDemand.recentSeconds + 1
    ) async throws
        -> SignedInPerson
    {
        let person = try await api.signedIn(account)
        let changed = try api.fixture.asAdmin { admin in
            try admin.execute(
                """
                UPDATE directory.session SET proven_at = now() - make_interval(secs => \(seconds))
                WHERE id = \(UUID(uuidString: person.id))
                """
            )
        }
        #expect(changed == 1)
        return person
    }

    /// From the routes themselves: a new one is covered without a line here.
    @Test func everyMarkedRouteAsksAndNoOtherDoes() async throws {
        let sample = RouteSample(tenant: api.fixture.tenantID.text)
        let agent = try api.fixture.account(.agent)
        let (person, fresh) = (try await stale(agent), try await api.signedIn(agent))
        var marked = 0
        for route in Routes.all where route.permission != nil || route.access == .session {
            // These would end the session, and ask for nothing.
            if ["/v1/session", "/v1/sessions", "/v1/password"].contains(route.path) { continue }
            let reply = await api.send(route, sample, as: person)
            let what = "\(route.method) \(route.path) \(reply.text)"
            #expect((reply.problem == "step_up_required") == route.demand.recently, "\(what)")
            guard route.demand.recently else { continue }
            marked += 1
            #expect(await api.send(route, sample, as: fresh).problem != "step_up_required", "\(what)")
        }
        #expect(marked == Routes.all.count { $0.demand.recently })
        #expect(marked >= 20)
    }

    /// What gives power, moves money or hands out a secret, by name: a mark that is lost is missed here.
    @Test(arguments: [
        "POST /v1/tenants", "PUT /v1/people/{person}", "DELETE /v1/people/{person}", "POST /v1/people/table",
        "POST /v1/people/{person}/keys", "DELETE /v1/people/{person}/second-factor", "POST /v1/grants",
        "POST /v1/tenants/{tenant}/keys", "POST /v1/tenants/{tenant}/sources",
        "POST /v1/tenants/{tenant}/sources/{source}/secrets", "POST /v1/tenants/{tenant}/subscriptions",
        "PUT /v1/tenants/{tenant}/subscriptions/{subscription}",
        "POST /v1/tenants/{tenant}/subscriptions/{subscription}/secrets",
        "PUT /v1/tenants/{tenant}/endpoints/{purpose}",
        "PUT /v1/tenants/{tenant}/exclusions/{exclusion}/decision",
        "PUT /v1/tenants/{tenant}/restatements/{restatement}/decision",
        "PUT /v1/tenants/{tenant}/tickets/{ticket}/corrections/{correction}/decision",
        "POST /v1/people/{person}/invitations", "PUT /v1/tenants/{tenant}/quotas", "PUT /v1/second-factor-demands",
        "PUT /v1/tenants/{tenant}/second-factor-demands",
        "PUT /v1/second-factor/enrolment", "PUT /v1/second-factor", "DELETE /v1/second-factor",
        "PUT /v1/second-factor/recovery-codes",
    ])
    func whatMattersMostIsMarked(operation: String) throws {
        let route = try #require(Routes.all.first { "\($0.method) \($0.path)" == operation })
        #expect(route.demand.recently)
    }

    @Test func aPasswordShownAgainIsEnoughForAWhile() async throws {
        let path = "\(api.tenant)/keys"
        let body: JSON = ["kind": "intake", "name": "k"]
        let person = try await stale(account)
        #expect(await api.send("GET", path, as: person).status == 200)
        #expect(await api.send("POST", path, as: person, body: body).problem == "step_up_required")
        let wrong = await api.prove(person, "password", "a guess at it")
        #expect(wrong.status == 403 && wrong.problem == "password_refused")
        let proven = await api.prove(person, "password", account.password)
        #expect(proven.status == 200)
        #expect(await api.send("GET", path, as: person).status == 401)
        #expect(await api.send("POST", path, as: try SignedInPerson(proven.json), body: body).status == 201)
        // Up to the tenth minute it is.
        let just = try await stale(account, seconds: SessionDemand.recentSeconds - 60)
        #expect(await api.send("POST", path, as: just, body: body).status == 201)
    }

    @Test func whoDoesNotKnowThePasswordIsSlowedDownAndItsOwnerIsNot() async throws {
        let person = try await stale(account)
        for _ in 1...5 { #expect(await api.prove(person, "password", "a guess at it").problem == "password_refused") }
        #expect(await api.prove(person, "password", account.password).problem == "sign_in_throttled")
        let owner = try await stale(account)
        #expect(await api.prove(owner, "password", account.password).status == 200)
    }

    @Test func aPasswordShownAgainIsNoSecondFactor() async throws {
        let body: JSON = ["roles": ["tenant_admin"]]
        let path = "\(api.tenant)/second-factor-demands"
        #expect(await api.send("PUT", path, as: api.fixture.tenantAdmin, body: body).status == 200)
        let person = try await api.signedIn(account)
        let proven = await api.prove(person, "password", account.password)
        #expect(try proven.json.string("lack") == "enrolment")
        let next = try SignedInPerson(proven.json)
        #expect(await api.send("GET", "\(api.tenant)/tickets", as: next).problem == "second_factor_required")
    }

    @Test func beyondWhatCanBeHashedAtOnceOneIsToldToComeAgain() async throws {
        let person = try await api.signedIn(account)
        let pool = Pool(name: "step-up", settings: try TestDatabase.shared().settings(.api), size: 1)
        defer { pool.close() }
        let full = API(fixture: api.fixture, pool: pool, passwords: PasswordThreads(inHandMax: 0))
        #expect(await full.prove(person, "password", account.password).problem == "sign_in_busy")
    }

    @Test func keysAreAskedForNothing() async throws {
        let path = "\(api.tenant)/keys"
        let reply = await api.send("POST", path, as: api.fixture.tenantAdmin, body: ["kind": "intake", "name": "k"])
        #expect(reply.status == 201)
    }

    /// Whether there is such a tenant is not told to whom its door is shut.
    @Test func aRefusalSaysNothingOfWhatIsThere() async throws {
        let person = try await stale(account)
        let theirs = try API.make { $0.hasDesks = false }
        let body: JSON = ["kind": "intake", "name": "k"]
        var replies: Set<[UInt8]> = []
        for tenant in [theirs.fixture.tenantID.text, theirs.fixture.slug, UUID().text, "nobody-here"] {
            let reply = await api.send("POST", "/v1/tenants/\(tenant)/keys", as: person, body: body)
            replies.insert(reply.body)
            #expect(reply.problem == "step_up_required", "\(tenant)")
        }
        #expect(replies.count == 1)
    }
}

extension API {
    func send(_ route: Route, _ sample: RouteSample, as person: SignedInPerson) async -> Reply {
        await send(route, sample, as: nil, headers: ["authorization": "Bearer \(person.token)"])
    }
}

import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Coming in with a password, what a session is good for, and how it ends.
@Suite(.needsDatabase) struct SessionRouteTests {
    private let api: API

    init() throws { api = try API.make { $0.hasDesks = false } }

    private func tickets(_ person: SignedInPerson) async -> Int {
        await api.send("GET", "\(api.tenant)/tickets", as: person).status
    }

    @Test func aSessionIsGoodForWhatItsPersonMay() async throws {
        let account = try api.fixture.account(.agent)
        let reply = await api.signIn(account)
        #expect(reply.status == 201)
        let session = try reply.json
        #expect(session["person_id"] == account.personID.json)
        #expect(session["idle_seconds"] == 1800)
        let person = SignedInPerson(id: try session.string("id"), token: try session.string("token"))
        #expect(person.token.hasPrefix("sy_session_"))
        #expect(await tickets(person) == 200)
        #expect(await api.send("GET", "/v1/people", as: person).problem == "permission_missing")
        let elsewhere = try API.make { $0.hasDesks = false }
        #expect(await elsewhere.send("GET", "\(elsewhere.tenant)/tickets", as: person).status == 404)
    }

    @Test func theNameIsTakenInAnyCase() async throws {
        let account = try api.fixture.account(.viewer)
        #expect(await api.signIn(email: account.email.uppercased(), password: account.password).status == 201)
    }

    /// Nobody learns who has an account: a wrong password, no account, no password yet and a leaver answer the same.
    @Test func whateverIsWrongTheAnswerIsTheSame() async throws {
        let account = try api.fixture.account(.agent)
        let leaver = try api.fixture.account(.agent)
        try api.fixture.directory { try Person.leave(leaver.personID, in: $0) }
        let replies = [
            await api.signIn(account, password: "not this one"),
            await api.signIn(account, password: String(repeating: "x", count: 1_024)),
            await api.signIn(email: "nobody@nowhere.example", password: account.password),
            await api.signIn(email: api.fixture.slug, password: account.password),
            await api.signIn(leaver),
        ]
        for reply in replies {
            #expect(reply.status == 401)
            #expect(reply.problem == "sign_in_refused")
            #expect(reply.body == replies[0].body)
            #expect(reply.headers.map(\.name) == replies[0].headers.map(\.name))
        }
    }

    @Test func whoeverGuessesWaitsAndNobodyElse() async throws {
        let api = try API.make {
            $0.hasDesks = false
            $0.clock = TestClock(Instant(date: Date()))
        }
        let account = try api.fixture.account(.agent)
        for _ in 1...5 { #expect(await api.signIn(account, password: "a guess at it").status == 401) }
        let stopped = await api.signIn(account)
        #expect(stopped.status == 429)
        #expect(stopped.problem == "sign_in_throttled")
        #expect(stopped.header("retry-after") == "1")
        #expect(await api.signIn(account, from: "192.0.2.2").status == 201)
        // An account that does not exist is counted alike.
        let nobody = "\(UUID().text)@nowhere.example"
        for _ in 1...5 { #expect(await api.signIn(email: nobody, password: "a guess at it").status == 401) }
        let stoppedToo = await api.signIn(email: nobody, password: "a guess at it")
        #expect(stoppedToo.body == stopped.body)
    }

    @Test func aRightPasswordForgetsTheWrongOnes() async throws {
        let account = try api.fixture.account(.agent)
        for _ in 1...2 {
            for _ in 1...4 { #expect(await api.signIn(account, password: "a guess at it").status == 401) }
            #expect(await api.signIn(account).status == 201)
        }
    }

    @Test func beyondWhatCanBeHashedAtOnceOneIsToldToComeAgain() async throws {
        let full = try API.make(passwords: PasswordThreads(inHandMax: 0)) { $0.hasDesks = false }
        let account = try full.fixture.account(.agent)
        for _ in 1...10 {
            let reply = await full.signIn(account)
            #expect(reply.status == 429)
            #expect(reply.problem == "sign_in_busy")
            #expect(reply.header("retry-after") != nil)
        }
        // None of these was counted as a try.
        #expect(await api.signIn(account).status == 201)
    }

    @Test func onesOwnSessionsAreSeenAndEnded() async throws {
        let account = try api.fixture.account(.agent)
        let first = try await api.signedIn(account)
        let second = try await api.signedIn(account)
        let other = try await api.signedIn(api.fixture.account(.agent))
        let listed = try await api.send("GET", "/v1/sessions", as: first).json.array("items")
        #expect(try listed.map { try $0.string("id") } == [second.id, first.id])
        #expect(listed.map { $0["is_current"] } == [false, true])
        #expect(listed.allSatisfy { $0["agent"] == "Tests/1" && $0["address"] == "192.0.2.1" })

        #expect(await api.send("DELETE", "/v1/sessions/\(other.id)", as: first).status == 404)
        #expect(await tickets(other) == 200)
        #expect(await api.send("DELETE", "/v1/sessions/\(second.id)", as: first).status == 204)
        #expect(await api.send("DELETE", "/v1/sessions/\(second.id)", as: first).status == 404)
        #expect(await tickets(second) == 401)
        #expect(await tickets(first) == 200)
        #expect(await api.send("DELETE", "/v1/sessions", as: first).status == 204)
        #expect(await tickets(first) == 401)
        #expect(await api.send("GET", "/v1/sessions", as: first).status == 401)
    }

    @Test func whoManagesPeopleSeesAndEndsTheirSessions() async throws {
        let account = try api.fixture.account(.agent)
        let person = try await api.signedIn(account)
        let path = "/v1/people/\(account.personID.text)/sessions"
        let admin = api.fixture.operatorAdmin
        #expect(await api.send("GET", path, as: admin).itemIDs == [person.id])
        #expect(await api.send("GET", path, as: person).problem == "permission_missing")
        #expect(await api.send("DELETE", path, as: admin).status == 204)
        #expect(await api.send("GET", path, as: admin).itemIDs == [])
        #expect(await tickets(person) == 401)
        for method in ["GET", "DELETE"] {
            #expect(await api.send(method, "/v1/people/\(UUID().text)/sessions", as: admin).status == 404)
        }
    }

    @Test func aLeaverIsOutWithTheNextRequest() async throws {
        let account = try api.fixture.account(.agent)
        let person = try await api.signedIn(account)
        #expect(await tickets(person) == 200)
        let path = "/v1/people/\(account.personID.text)"
        #expect(await api.send("DELETE", path, as: api.fixture.operatorAdmin).status == 204)
        #expect(await tickets(person) == 401)
        #expect(await api.send("GET", "/v1/sessions", as: person).status == 401)
    }

    @Test func whoseGrantEndsIsOutThereWithTheNextRequest() async throws {
        let account = try api.fixture.account(.agent)
        let person = try await api.signedIn(account)
        #expect(await tickets(person) == 200)
        let read = await api.send("GET", "/v1/people/\(account.personID.text)", as: api.fixture.operatorAdmin)
        let grant = try read.json.array("grants")[0].string("id")
        #expect(await api.send("DELETE", "/v1/grants/\(grant)", as: api.fixture.operatorAdmin).status == 204)
        #expect(await tickets(person) == 404)
        #expect(await api.send("GET", "/v1/sessions", as: person).status == 200)
    }

    @Test(arguments: ["seen_at = now() - interval '31 minutes'", "expires_at = now()", "ended_at = now()"])
    func aSessionEndsUnusedOrOld(change: String) async throws {
        let person = try await api.signedIn(api.fixture.account(.agent))
        #expect(await tickets(person) == 200)
        try alter(person, change)
        #expect(await tickets(person) == 401)
        // Not remembered either: another process has never seen it.
        let other = try API(fixture: api.fixture)
        #expect(await other.send("GET", "\(api.tenant)/tickets", as: person).status == 401)
    }

    @Test func usingASessionKeepsItAlive() async throws {
        let person = try await api.signedIn(api.fixture.account(.agent))
        try alter(person, "seen_at = now() - interval '29 minutes'")
        #expect(await tickets(person) == 200)
        let isFresh: Bool? = try api.fixture.asAdmin { admin in
            try admin.query(
                "SELECT seen_at > now() - interval '1 minute' FROM directory.session WHERE id = \(UUID(uuidString: person.id))"
            ).first?.column(0)
        }
        #expect(isFresh == true)
    }

    private func alter(_ person: SignedInPerson, _ change: String) throws {
        let changed = try api.fixture.asAdmin { admin in
            // One of the fragments above.
            try admin.execute(
                "UPDATE directory.session SET \(unsafeSQL: change) WHERE id = \(UUID(uuidString: person.id))"
            )
        }
        #expect(changed == 1)
    }

    @Test func theSessionUnusedLongestMakesRoom() async throws {
        let account = try api.fixture.account(.agent)
        let first = try await api.signedIn(account)
        let second = try await api.signedIn(account)
        for _ in 3...Session.liveMax { _ = try await api.signedIn(account) }
        #expect(await tickets(first) == 200)
        let newest = try await api.signedIn(account)
        #expect(await tickets(first) == 401)
        #expect(await tickets(second) == 200)
        #expect(await api.send("GET", "/v1/sessions", as: newest).itemIDs.count == Session.liveMax)
    }

    @Test func eachSessionHasARateOfItsOwn() async throws {
        var limits = RateLimits()
        limits.credential = Rate(perSecond: 2, burstSeconds: 1)
        let still = ContinuousClock.now
        let api = try API.make(gate: RateGate(limits, now: { still })) { $0.hasDesks = false }
        let account = try api.fixture.account(.agent)
        let (first, second) = (try await api.signedIn(account), try await api.signedIn(account))
        for _ in 1...2 { #expect(await api.send("GET", "/v1/sessions", as: first).status == 200) }
        let refused = await api.send("GET", "/v1/sessions", as: first)
        #expect(refused.problem == "rate_limited")
        #expect(await api.send("GET", "/v1/sessions", as: second).header("ratelimit") == "\"default\";r=1;t=0")
    }

    @Test func whatHappenedIsOnRecordAndNoPasswordIs() async throws {
        let account = try api.fixture.account(.agent)
        _ = await api.signIn(account, password: "a guess at it")
        let person = try await api.signedIn(account)
        #expect(await api.send("DELETE", "/v1/sessions/\(person.id)", as: person).status == 204)
        let rows = try api.fixture.asAdmin { admin in
            try admin.query(
                """
                SELECT kind || ' ' || coalesce(detail, '-') || ' ' || (actor_id IS NOT NULL) || ' ' || (credential_id IS NOT NULL)
                FROM directory.act WHERE subject_id IN (\(account.personID), \(UUID(uuidString: person.id))) ORDER BY recorded_at, kind
                """
            ).map { try $0.column(0, as: String.self) }
        }
        #expect(
            rows == [
                "password_changed - false false", "person_added - false false", "sign_in_refused password false false",
                "signed_in - true true", "session_ended - true true",
            ]
        )
        let stored: [String] = try api.fixture.asAdmin { admin in
            try ["password", "session", "act", "sign_in_throttle"].flatMap { table in
                // A name from the list above.
                try admin.query("SELECT t::text FROM directory.\(unsafeSQL: table) t").map { try $0.column(0) }
            }
        }
        for needle in ["unlucky", "guess", "argon2id", "Tests/1", "192.0.2.1", person.token] {
            #expect(!stored.contains { $0.contains(needle) }, "\(needle)")
        }
    }
}

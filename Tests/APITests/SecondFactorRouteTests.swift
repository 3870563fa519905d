import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Enrolling a second factor, showing it, losing it.
@Suite(.needsDatabase) struct SecondFactorRouteTests {
    private let clock = TestClock(Instant(date: Date()))
    private let api: API
    private let account: TestAccount

    init() throws {
        let clock = clock
        api = try API.make {
            $0.hasDesks = false
            $0.clock = clock
        }
        account = try api.fixture.account(.agent)
    }

    private func tickets(_ person: SignedInPerson) async -> Reply {
        await api.send("GET", "\(api.tenant)/tickets", as: person)
    }

    private func factor(_ person: SignedInPerson) async throws -> JSON {
        try await api.send("GET", "/v1/second-factor", as: person).json
    }

    @Test func aDeviceIsEnrolledInTwoSteps() async throws {
        let person = try await api.signedIn(account)
        #expect(try await factor(person).string("lack") == "nothing")
        let offer = try await api.send("PUT", "/v1/second-factor/enrolment", as: person).json
        #expect(try offer.string("otpauth_uri").contains("secret=\(try offer.string("secret"))&"))
        // Not yet: nobody has seen that the device has it.
        #expect(await tickets(person).status == 200)
        #expect(try await factor(person)["enrolled_at"] == nil)

        let device = TestDevice(secret: try offer.string("secret"), clock: clock)
        let confirmed = await api.send("PUT", "/v1/second-factor", as: person, body: ["code": .string(device.code())])
        #expect(confirmed.status == 200)
        #expect(try confirmed.json.strings("recovery_codes").count == RecoveryCode.countEach)
        #expect(Set(try confirmed.json.strings("recovery_codes")).count == RecoveryCode.countEach)
        // The session that asked is another one now, at once and not when it is looked up next.
        #expect(await tickets(person).status == 401)
        let next = try SignedInPerson(confirmed.json["session"] ?? .null)
        #expect(await tickets(next).status == 200)
        let factor = try await factor(next)
        #expect(factor["recovery_codes_left"] == 10 && factor["lack"] == "nothing")
        #expect(try factor.string("enrolled_at") == clock.now.iso8601)
        for path in ["/v1/second-factor/enrolment", "/v1/second-factor"] {
            let body: JSON? = path.hasSuffix("enrolment") ? nil : ["code": .string(device.code(1))]
            #expect(await api.send("PUT", path, as: next, body: body).problem == "second_factor_enrolled")
        }
    }

    @Test func withoutACodeOfTheDeviceNothingIsEnrolled() async throws {
        let person = try await api.signedIn(account)
        let path = "/v1/second-factor"
        #expect(await api.send("PUT", path, as: person, body: ["code": "000000"]).problem == "no_second_factor")
        let first = try await api.beginEnrolment(person, clock: clock)
        let second = try await api.beginEnrolment(person, clock: clock)
        for code in [first.code(), second.code(2), second.code(-2), "abcdef"] {
            #expect(await api.send("PUT", path, as: person, body: ["code": .string(code)]).problem == "code_refused")
        }
        #expect(try await factor(person)["enrolled_at"] == nil)
        #expect(await api.send("PUT", path, as: person, body: ["code": .string(second.code(-1))]).status == 200)
    }

    @Test func whoHasEnrolledIsGoodForNothingBeforeACodeIsShown() async throws {
        let enrolled = try await api.enrolled(account, clock: clock)
        let reply = await api.signIn(account)
        #expect(try reply.json.string("lack") == "code")
        let person = try SignedInPerson(reply.json)
        #expect(await tickets(person).problem == "second_factor_required")
        #expect(await api.send("GET", "/v1/tenants", as: person).problem == "second_factor_required")
        #expect(await api.send("GET", "/v1/sessions", as: person).problem == "second_factor_required")
        #expect(try await factor(person).string("lack") == "code")

        let proven = await api.prove(person, "code", enrolled.device.code())
        #expect(proven.status == 200)
        #expect(try proven.json["expires_at"] == reply.json["expires_at"])
        #expect(await tickets(person).status == 401)
        #expect(await tickets(try SignedInPerson(proven.json)).status == 200)
    }

    @Test func aCodeIsGoodOnceAndSoIsEveryOneBeforeIt() async throws {
        let enrolled = try await api.enrolled(account, clock: clock)
        let device = enrolled.device
        let (first, second) = (try await api.signedIn(account), try await api.signedIn(account))
        #expect(await api.prove(first, "code", device.code(1)).status == 200)
        for code in [device.code(1), device.code(0), device.code(-1)] {
            #expect(await api.prove(second, "code", code).problem == "code_refused")
        }
        clock.advance(seconds: 60)
        #expect(await api.prove(second, "code", device.code(0)).status == 200)
    }

    @Test(arguments: ["code", "recovery_code"]) func ofManyAtOnceOneGetsIn(method: String) async throws {
        let enrolled = try await api.enrolled(account, clock: clock)
        var people: [SignedInPerson] = []
        for _ in 1...4 { people.append(try await api.signedIn(account)) }
        let secret = method == "code" ? enrolled.device.code() : enrolled.recoveryCodes[0]
        let replies = await withTaskGroup(of: Reply.self) { group in
            for person in people { group.addTask { await api.prove(person, method, secret) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.count { $0.status == 200 } == 1)
        #expect(replies.count { $0.problem == "code_refused" } == 3)
    }

    @Test func aRecoveryCodeStandsInOnce() async throws {
        let enrolled = try await api.enrolled(account, clock: clock)
        let (first, second) = (try await api.signedIn(account), try await api.signedIn(account))
        let proven = await api.prove(first, "recovery_code", enrolled.recoveryCodes[3].lowercased())
        let person = try SignedInPerson(proven.json)
        #expect(await tickets(person).status == 200)
        #expect(try await factor(person)["recovery_codes_left"] == 9)
        for code in [enrolled.recoveryCodes[3], "000000-000000-000000-000000", "x"] {
            #expect(await api.prove(second, "recovery_code", code).problem == "code_refused")
        }
        let others = try await api.send("PUT", "/v1/second-factor/recovery-codes", as: person).json
        #expect(try await factor(person)["recovery_codes_left"] == 10)
        #expect(await api.prove(second, "recovery_code", enrolled.recoveryCodes[4]).problem == "code_refused")
        #expect(await api.prove(second, "recovery_code", try others.strings("recovery_codes")[4]).status == 200)
    }

    @Test func nobodysRecoveryCodeIsAnothers() async throws {
        let mine = try await api.enrolled(account, clock: clock)
        _ = try await api.enrolled(api.fixture.account(.agent), clock: clock)
        let other = try await api.enrolled(api.fixture.account(.agent), clock: clock)
        let person = try await api.signedIn(account)
        #expect(await api.prove(person, "recovery_code", other.recoveryCodes[0]).problem == "code_refused")
        #expect(await api.prove(person, "code", other.device.code()).problem == "code_refused")
        #expect(await api.prove(person, "recovery_code", mine.recoveryCodes[0]).status == 200)
    }

    @Test func whoeverGuessesCodesWaitsAndTheOwnerDoesNot() async throws {
        let enrolled = try await api.enrolled(account, clock: clock)
        let guesser = try await api.signedIn(account)
        for _ in 1...5 { #expect(await api.prove(guesser, "code", "000000").problem == "code_refused") }
        let stopped = await api.prove(guesser, "code", "000000")
        #expect(stopped.status == 429 && stopped.problem == "sign_in_throttled")
        // The count is of the person, not of the session.
        let again = try await api.signedIn(account)
        #expect(await api.prove(again, "code", enrolled.device.code()).status == 429)
        #expect(await api.prove(again, "code", enrolled.device.code(), from: "192.0.2.7").status == 200)
    }

    @Test func noNumberOfAddressesMakesGuessingFastAndTheOwnerStillGetsIn() async throws {
        let enrolled = try await api.enrolled(account, clock: clock)
        let guesser = try await api.signedIn(account)
        for place in 1...20 {
            let reply = await api.prove(guesser, "code", "000000", from: "198.51.100.\(place)")
            #expect(reply.problem == "code_refused", "\(place)")
        }
        #expect(await api.prove(guesser, "code", enrolled.device.code(), from: "198.51.100.99").status == 429)
        let owner = try await api.signedIn(account)
        let proven = await api.prove(owner, "recovery_code", enrolled.recoveryCodes[0])
        #expect(proven.status == 200)
        // Which forgets the guesses.
        let next = try await api.signedIn(account)
        #expect(await api.prove(next, "code", enrolled.device.code()).status == 200)
    }

    @Test func whoKnowsThePasswordAloneEndsNoSessionThatHasShownMore() async throws {
        let enrolled = try await api.enrolled(account, clock: clock)
        for _ in 0...Session.liveMax { _ = try await api.signedIn(account) }
        #expect(await tickets(enrolled.person).status == 200)
        let thief = try await api.signedIn(account)
        for path in ["/v1/sessions", "/v1/sessions/\(enrolled.person.id)", "/v1/second-factor"] {
            #expect(await api.send("DELETE", path, as: thief).problem == "second_factor_required")
        }
        #expect(await api.send("DELETE", "/v1/session", as: thief).status == 204)
        #expect(await api.send("GET", "/v1/second-factor", as: thief).status == 401)
        #expect(await tickets(enrolled.person).status == 200)
    }

    @Test func onesOwnIsRemovedAndEveryOtherSessionEnds() async throws {
        let enrolled = try await api.enrolled(account, clock: clock)
        let elsewhere = try SignedInPerson(
            await api.prove(try await api.signedIn(account), "code", enrolled.device.code()).json
        )
        #expect(await api.send("DELETE", "/v1/second-factor", as: enrolled.person).status == 204)
        #expect(await api.send("DELETE", "/v1/second-factor", as: enrolled.person).problem == "no_second_factor")
        #expect(await tickets(elsewhere).status == 401)
        #expect(await tickets(enrolled.person).status == 200)
        #expect(try await api.signIn(account).json.string("lack") == "nothing")
        let codes = await api.send("PUT", "/v1/second-factor/recovery-codes", as: enrolled.person)
        #expect(codes.problem == "no_second_factor")
        #expect(await api.prove(enrolled.person, "recovery_code", enrolled.recoveryCodes[0]).problem == "code_refused")
    }

    @Test func whoManagesPeopleRemovesALostOne() async throws {
        let enrolled = try await api.enrolled(account, clock: clock)
        let path = "/v1/people/\(account.personID.text)/second-factor"
        #expect(await api.send("DELETE", path, as: enrolled.person).problem == "permission_missing")
        let admin = api.fixture.operatorAdmin
        #expect(await api.send("DELETE", path, as: admin).status == 204)
        #expect(await api.send("DELETE", path, as: admin).problem == "no_second_factor")
        #expect(await api.send("DELETE", "/v1/people/\(UUID().text)/second-factor", as: admin).status == 404)
        #expect(await tickets(enrolled.person).status == 401)
        #expect(try await api.signIn(account).json.string("lack") == "nothing")
    }

    /// Else a lesser administrator would take away what stands between them and a greater one.
    @Test func nobodyTouchesWhoReachesFurther() async throws {
        let admin = try api.fixture.account(.admin, overFirm: true)
        let manager = try await api.signedIn(api.fixture.account(.operationsManager, overFirm: true))
        let path = "/v1/people/\(admin.personID.text)"
        let profile: JSON = ["name": "Theirs", "email": .string("\(UUID().text)@example.com")]
        let key: JSON = ["name": "Theirs"]
        for (method, path, body) in [
            ("DELETE", "\(path)/second-factor", nil), ("PUT", path, profile), ("POST", "\(path)/keys", key),
            ("DELETE", path, nil),
        ] {
            let reply = await api.send(method, path, as: manager, body: body)
            #expect(reply.problem == "permission_missing", "\(method) \(path)")
        }
        #expect(await api.send("PUT", path, as: api.fixture.operatorAdmin, body: profile).status == 200)
        let agent = try api.fixture.account(.agent)
        #expect(await api.send("DELETE", "/v1/people/\(agent.personID.text)", as: manager).status == 204)
    }

    @Test func whatHappenedIsOnRecordAndNoSecretIs() async throws {
        let enrolled = try await api.enrolled(account, clock: clock)
        let person = try await api.signedIn(account)
        _ = await api.prove(person, "code", "000000")
        _ = await api.prove(person, "recovery_code", enrolled.recoveryCodes[0])
        let path = "/v1/people/\(account.personID.text)/second-factor"
        _ = await api.send("DELETE", path, as: api.fixture.operatorAdmin)
        let acts = try api.fixture.asAdmin { admin in
            try admin.query(
                """
                SELECT kind || ' ' || coalesce(detail, '-') FROM directory.act
                WHERE (subject_id = \(account.personID) OR actor_id = \(account.personID)) ORDER BY recorded_at, id
                """
            ).map { try $0.column(0, as: String.self) }
        }
        #expect(
            Set(acts) == [
                "person_added -", "password_changed -", "signed_in -", "second_factor_begun -",
                "second_factor_enrolled -", "session_proven code", "sign_in_refused code",
                "session_proven recovery_code", "second_factor_removed -",
            ]
        )
        let stored: [String] = try api.fixture.asAdmin { admin in
            try ["second_factor", "recovery_code", "act", "answer", "session"].flatMap { table in
                // A name from the list above.
                try admin.query("SELECT t::text FROM directory.\(unsafeSQL: table) t").map { try $0.column(0) }
            }
        }
        for code in enrolled.recoveryCodes { #expect(!stored.contains { $0.contains(code.prefix(6)) }) }
    }
}

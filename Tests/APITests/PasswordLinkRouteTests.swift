import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Invitations and resets: single-use links, and the page behind them.
@Suite(.needsDatabase) struct PasswordLinkRouteTests {
    private static let fresh = "some others instead"

    private func ask(_ email: String, _ desk: LinkDesk, from address: String = "192.0.2.1") async -> Reply {
        await desk.api.respond(
            to: IncomingRequest(
                method: "POST",
                path: "/v1/password-resets",
                headers: ["content-type": "application/json"],
                body: (["email": .string(email)] as JSON).bytes,
                address: address
            )
        )
    }

    private func show(_ link: String, _ desk: LinkDesk) async -> Reply { await desk.api.send("GET", "/p/\(link)") }

    private func choose(_ password: String, _ link: String, _ desk: LinkDesk) async -> Reply {
        let typed = password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let type = ["content-type": "application/x-www-form-urlencoded"]
        return await desk.api.send("POST", "/p/\(link)", headers: type, bytes: Array("password=\(typed)".utf8))
    }

    @Test func whoIsInvitedChoosesAPasswordAndComesIn() async throws {
        try await LinkDesk.run { desk in
            let admin = desk.api.fixture.operatorAdmin
            let person = await desk.api.send(
                "POST",
                "/v1/people",
                as: admin,
                body: ["name": "Анна", "email": "anna@firm.example", "language": "ru"]
            )
            let path = "/v1/people/\(try person.json.string("id"))/invitations"
            let invited = await desk.api.send("POST", path, as: admin, headers: ["idempotency-key": "once"])
            #expect(invited.status == 201)
            #expect(
                await desk.api.send("POST", path, as: admin, headers: ["idempotency-key": "once"]).body == invited.body
            )
            let mails = try desk.mails()
            #expect(mails.map(\.toAddress) == ["anna@firm.example"])
            #expect(mails[0].text.contains("Анна") && mails[0].subject.contains("учётная запись"))

            let link = try #require(mails[0].link)
            let page = await show(link, desk)
            #expect(page.status == 200)
            #expect(page.text.contains("lang=\"ru\"") && page.text.contains("Новый пароль"))
            #expect(!page.text.contains("Анна") && !page.text.contains("<script") && !page.text.contains("anna@"))
            #expect(page.header("content-security-policy")?.hasPrefix("default-src 'none'") == true)
            #expect(page.header("referrer-policy") == "no-referrer" && page.header("cache-control") == "no-store")
            // Looking changes nothing.
            #expect(await show(link, desk).body == page.body)
            #expect(await desk.api.signIn(email: "anna@firm.example", password: Self.fresh).status == 401)

            let done = await choose(Self.fresh, link, desk)
            #expect(done.status == 200 && done.text.contains("Пароль сохранён."))
            #expect(await desk.api.signIn(email: "Anna@Firm.example", password: Self.fresh).status == 201)
            for reply in [await show(link, desk), await choose("another of them all", link, desk)] {
                #expect(reply.status == 404)
                #expect(reply.body == (await show("x", desk)).body)
            }
            #expect(await desk.api.signIn(email: "anna@firm.example", password: Self.fresh).status == 201)
        }
    }

    @Test func askingTellsNobodyWhoIsKnown() async throws {
        try await LinkDesk.run { desk in
            let account = try desk.api.fixture.account(.agent)
            let leaver = try desk.api.fixture.account(.agent)
            try desk.api.fixture.directory { try Person.leave(leaver.personID, in: $0) }
            let known = await ask(account.email, desk)
            #expect(known.status == 202)
            for email in ["nobody@nowhere.example", leaver.email, "no address at all"] {
                let reply = await ask(email, desk)
                #expect(reply.status == known.status && reply.body == known.body)
                #expect(reply.headers.map(\.name) == known.headers.map(\.name))
            }
            // The same rows were written for each: nobody was looked for.
            let rows: [String] = try desk.api.fixture.asAdmin { admin in
                try admin.query(
                    """
                    SELECT DISTINCT purpose || ' ' || (person_id IS NULL) || ' ' || length(login_hash) || ' ' || (send_at IS NULL)
                    FROM directory.sign_in_link
                    """
                ).map { try $0.column(0) }
            }
            #expect(rows == ["reset true 32 false"])
            #expect(try desk.mails().map(\.toAddress) == [account.email])
        }
    }

    @Test func aResetEndsEverySessionAndLeavesTheSecondFactor() async throws {
        try await LinkDesk.run { desk in
            let account = try desk.api.fixture.account(.agent)
            let enrolled = try await desk.api.enrolled(account, clock: desk.clock)
            #expect(await ask(account.email, desk).status == 202)
            let link = try #require(try desk.mails().first?.link)
            #expect(await choose(Self.fresh, link, desk).status == 200)
            #expect(await desk.api.send("GET", "/v1/sessions", as: enrolled.person).status == 401)
            #expect(await desk.api.signIn(account).status == 401)
            let session = try await desk.api.signIn(account, password: Self.fresh).json
            #expect(try session.string("lack") == "code")
            let person = try SignedInPerson(session)
            #expect(await desk.api.send("GET", "/v1/sessions", as: person).problem == "second_factor_required")
        }
    }

    @Test func aLinkIsGoodForItsTime() async throws {
        try await LinkDesk.run { desk in
            let account = try desk.api.fixture.account(.agent)
            #expect(await ask(account.email, desk).status == 202)
            let link = try #require(try desk.mails().first?.link)
            desk.clock.advance(seconds: SignInLink.Purpose.reset.lifeSeconds - 1)
            #expect(await show(link, desk).status == 200)
            desk.clock.advance(seconds: 1)
            #expect(await show(link, desk).status == 404)
            #expect(await choose(Self.fresh, link, desk).status == 404)
            #expect(await desk.api.signIn(account).status == 201)
        }
    }

    @Test func ofManyAtOnceOneUsesALink() async throws {
        try await LinkDesk.run { desk in
            let account = try desk.api.fixture.account(.agent)
            #expect(await ask(account.email, desk).status == 202)
            let link = try #require(try desk.mails().first?.link)
            let statuses = await withTaskGroup(of: Int.self) { group in
                for number in 1...6 { group.addTask { await choose("\(Self.fresh) \(number)", link, desk).status } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200, 404, 404, 404, 404, 404])
        }
    }

    @Test(arguments: [("en", "too short"), ("ru", "Слишком коротко"), ("zh", "太短")])
    func aPasswordThatDoesNotDoIsRefusedInTheirLanguageAndTheLinkStaysGood(language: String, words: String) async throws
    {
        try await LinkDesk.run { desk in
            let account = try desk.api.fixture.account(.agent)
            try desk.api.fixture.directory { tx in
                let profile = PersonProfile(name: "Wang Xiaoming", email: account.email)
                try Person.change(account.personID, to: profile, language: language, in: tx)
            }
            #expect(await ask(account.email, desk).status == 202)
            let link = try #require(try desk.mails().first?.link)
            let short = await choose("short", link, desk)
            #expect(short.status == 422 && short.text.contains(words) && !short.text.contains("\"short\""))
            for weak in ["", "password2026", "wang-xiaoming", String(repeating: "long enough ", count: 11)] {
                let reply = await choose(weak, link, desk)
                #expect(reply.status == 422, "\(weak)")
                #expect(reply.text.contains("role=\"alert\""))
            }
            #expect(await desk.api.signIn(account).status == 201)
            #expect(await choose(Self.fresh, link, desk).status == 200)
        }
    }

    @Test func aPasswordThatIsChosenEndsEveryOtherLink() async throws {
        try await LinkDesk.run { desk in
            let account = try desk.api.fixture.account(.agent)
            let path = "/v1/people/\(account.personID.text)/invitations"
            #expect(await ask(account.email, desk).status == 202)
            #expect(await ask(account.email, desk).status == 202)
            #expect(await desk.api.send("POST", path, as: desk.api.fixture.operatorAdmin).status == 201)
            let links = try desk.mails().compactMap(\.link)
            #expect(Set(links).count == 3)
            #expect(await choose(Self.fresh, links[1], desk).status == 200)
            for link in links { #expect(await show(link, desk).status == 404) }

            #expect(await ask(account.email, desk).status == 202)
            let next = try #require(try desk.mails().first?.link)
            let person = try SignedInPerson(try await desk.api.signIn(account, password: Self.fresh).json)
            let change: JSON = ["current_password": .string(Self.fresh), "password": "and yet another one"]
            #expect(await desk.api.send("PUT", "/v1/password", as: person, body: change).status == 204)
            #expect(await show(next, desk).status == 404)
        }
    }

    @Test func aLinkIsForWhoIsStillThere() async throws {
        try await LinkDesk.run { desk in
            let leaver = try desk.api.fixture.account(.agent)
            let moved = try desk.api.fixture.account(.agent)
            for account in [leaver, moved] { #expect(await ask(account.email, desk).status == 202) }
            let links = try desk.mails().compactMap(\.link)
            try desk.api.fixture.directory { tx in
                try Person.leave(leaver.personID, in: tx)
                let profile = PersonProfile(name: "Moved", email: "\(UUID().text)@example.com")
                try Person.change(moved.personID, to: profile, language: "en", in: tx)
            }
            for link in links { #expect(await choose(Self.fresh, link, desk).status == 404) }
            let path = "/v1/people/\(leaver.personID.text)/invitations"
            #expect(await desk.api.send("POST", path, as: desk.api.fixture.operatorAdmin).status == 404)
        }
    }

    @Test func whoAsksTooOftenWaitsAndKeepsNobodyOut() async throws {
        try await LinkDesk.run { desk in
            let account = try desk.api.fixture.account(.agent)
            for email in [account.email, "nobody@nowhere.example"] {
                for _ in 1...5 { #expect(await ask(email, desk).status == 202) }
                let stopped = await ask(email, desk)
                #expect(stopped.status == 429 && stopped.problem == "sign_in_throttled")
                #expect(await ask(email, desk, from: "192.0.2.77").status == 429)
            }
            // What was asked for in their name is theirs, and so is the way in.
            #expect(await desk.api.signIn(account).status == 201)
            let mails = try desk.mails()
            #expect(mails.count == 5)
            #expect(await choose(Self.fresh, try #require(mails.last?.link), desk).status == 200)
        }
    }

    @Test func nobodyInvitesWhoReachesFurther() async throws {
        try await LinkDesk.run { desk in
            let admin = try desk.api.fixture.account(.admin, overFirm: true)
            let manager = try await desk.api.signedIn(desk.api.fixture.account(.operationsManager, overFirm: true))
            let path = "/v1/people/\(admin.personID.text)/invitations"
            #expect(await desk.api.send("POST", path, as: manager).problem == "permission_missing")
            #expect(try desk.mails().isEmpty)
        }
    }

    @Test func noOtherSecretIsALinkAndALinkIsNoCredential() async throws {
        try await LinkDesk.run { desk in
            let account = try desk.api.fixture.account(.agent)
            let person = try await desk.api.signedIn(account)
            #expect(await ask(account.email, desk).status == 202)
            let link = try #require(try desk.mails().first?.link)
            #expect(await show(person.token, desk).status == 404)
            #expect(await show("sy_link_" + person.token.dropFirst("sy_session_".count), desk).status == 404)
            #expect(await desk.api.send("GET", "/v1/sessions", as: SignedInPerson(id: "", token: link)).status == 401)
            let wrongType = await desk.api.send("POST", "/p/\(link)", body: ["password": .string(Self.fresh)])
            #expect(wrongType.status == 404)
        }
    }

    @Test func whatHappenedIsOnRecordAndNoSecretIs() async throws {
        try await LinkDesk.run { desk in
            let account = try desk.api.fixture.account(.agent)
            #expect(await ask(account.email, desk).status == 202)
            let link = try #require(try desk.mails().first?.link)
            #expect(await choose(Self.fresh, link, desk).status == 200)
            let acts: [String] = try desk.api.fixture.asAdmin { admin in
                try admin.query(
                    """
                    SELECT kind || ' ' || (actor_id IS NOT DISTINCT FROM \(account.personID)) FROM directory.act
                    WHERE kind IN ('password_reset_asked', 'link_used') ORDER BY kind DESC
                    """
                ).map { try $0.column(0) }
            }
            #expect(acts == ["password_reset_asked false", "link_used true"])
            let stored: [String] = try desk.api.fixture.asAdmin { admin in
                try ["sign_in_link", "act", "answer"].flatMap { table in
                    // A name from the list above.
                    try admin.query("SELECT t::text FROM directory.\(unsafeSQL: table) t").map { try $0.column(0) }
                }
            }
            #expect(!stored.contains { $0.contains(link.dropFirst(8)) || $0.contains(account.email) })
        }
    }
}

import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// One work list over all clients that somebody serves.
@Suite(.needsDatabase) struct JointQueueTests {
    @Test func whatIsDueFirstIsFirstWhoseeverItIs() async throws {
        let clients = try TwoClients()
        let early = try await clients.slow.open()
        let late = try await clients.slow.open()
        let quick = try await clients.quick.open()
        let page = await clients.queue()
        #expect(page.itemIDs == [quick, early, late].map(\.text))
        let items = try page.json.array("items")
        #expect(items.map { $0["tenant"]?["slug"] }.first == .string(clients.quick.fixture.slug))
        #expect(try items.map { try $0.string("due_at") } == items.map { try $0.string("due_at") }.sorted())
        #expect(try page.json["next_cursor"] == .null)
    }

    @Test func pagesGoOnWhereTheOneBeforeEnded() async throws {
        let clients = try TwoClients()
        var wanted: [String] = []
        for _ in 1...3 { wanted.append(try await clients.slow.open().text) }
        var quick: [String] = []
        for _ in 1...2 { quick.append(try await clients.quick.open().text) }
        var seen: [String] = []
        var cursor: String?
        repeat {
            let page = await clients.queue("limit=1" + (cursor.map { "&cursor=\($0)" } ?? ""))
            seen += page.itemIDs
            cursor = try page.json.optionalString("next_cursor")
        } while cursor != nil && seen.count < 10
        #expect(seen == quick + wanted)
    }

    @Test func casesThatNobodyCouldTakeAreListedByThemselves() async throws {
        let clients = try TwoClients()
        _ = try await clients.quick.open()
        let alone = try await clients.slow.open()
        let fixture = clients.slow.fixture
        for member in fixture.agents + fixture.leads where member.personID != clients.agent.personID {
            try fixture.directory { try AccessGrant.end(member.grantID, in: $0) }
        }
        #expect(await clients.queue("unserved=true").itemIDs == [])
        try fixture.asAdmin { _ = try $0.execute("UPDATE switchyard.ticket SET level = 3 WHERE id = \(alone)") }
        _ = try fixture.transaction(as: .worker) { try UnservedCases.review(in: $0) }
        let page = await clients.queue("unserved=true")
        #expect(page.itemIDs == [alone.text])
        #expect(try page.json.array("items").first?.optionalString("unserved_since") != nil)
    }

    @Test func aGrantThatGoesBetweenTwoPagesTakesItsCasesAlong() async throws {
        let clients = try TwoClients()
        let own = try await clients.slow.open()
        for _ in 1...2 { _ = try await clients.quick.open() }
        let first = try await clients.queue("limit=1").json
        let cursor = try first.string("next_cursor")
        try clients.endQuickGrant()
        let second = await clients.queue("limit=5&cursor=\(cursor)")
        #expect(second.itemIDs == [own.text])
        #expect(!second.text.contains(clients.quick.fixture.slug))
    }

    @Test func aClientThatIsClosedTakesNoneOfTheOthersAway() throws {
        let clients = try TwoClients()
        let (slow, quick) = (clients.slow.fixture, clients.quick.fixture)
        try clients.endQuickGrant()
        let found = try slow.database.withConnection(.api) { connection in
            let request = RequestContext(actor: clients.agent.actor, requestID: UUID(), permission: .readTickets)
            let tenants = ManyTenants(request: request, deployment: slow.deployment, connection: connection)
            return try tenants.read([quick.tenantID, slow.tenantID, UUID()], "one") { _ in "SELECT 1" }
        }
        #expect(Set(found.keys) == [slow.tenantID])
    }

    @Test func anAnsweredCaseMovesToItsNextPromiseAndOneWithoutAnyToTheEnd() async throws {
        let clients = try TwoClients()
        let first = try await clients.quick.open()
        let second = try await clients.slow.open()
        #expect(await clients.queue().itemIDs == [first, second].map(\.text))
        let answered = await clients.quick.send(
            "POST",
            "\(clients.quick.ticket(first))/replies",
            as: clients.agent.credential,
            body: ["text": "We look into it"]
        )
        #expect(answered.status == 201)
        let page = await clients.queue()
        #expect(page.itemIDs == [second, first].map(\.text))
        #expect(try page.json.array("items").last?["due_at"] == .null)
        let resolved = await clients.quick.send(
            "PUT",
            "\(clients.quick.ticket(first))/resolution",
            as: clients.agent.credential,
            body: [:]
        )
        #expect(resolved.status == 200)
        #expect(await clients.queue().itemIDs == [second.text])
    }

    struct Asked: Sendable, CustomTestStringConvertible {
        let query: String
        /// Of the mail in English and the chat in German.
        let finds: Set<String>
        var testDescription: String { query }
    }

    @Test(arguments: [
        Asked(query: "channel=chat", finds: ["chat"]), Asked(query: "language=en", finds: ["mail"]),
        Asked(query: "language=de,en", finds: ["mail", "chat"]), Asked(query: "category=fraud", finds: []),
        Asked(query: "level=L1", finds: ["mail", "chat"]), Asked(query: "level=L2", finds: []),
        Asked(query: "status=open", finds: []), Asked(query: "assignee=nobody", finds: ["mail", "chat"]),
        Asked(query: "assignee=me", finds: []), Asked(query: "tenant=nobody-of-this-name", finds: []),
        Asked(query: "suiting=true", finds: ["mail", "chat"]),
    ])
    func theListIsNarrowed(_ asked: Asked) async throws {
        let clients = try TwoClients()
        var mail = CustomerRequest(text: "Where is my deposit?")
        mail.channel = "email"
        mail.language = "en"
        var chat = CustomerRequest(text: "Hallo?")
        chat.channel = "chat"
        chat.language = "de-AT"
        let ids = [try await clients.slow.open(mail).text: "mail", try await clients.quick.open(chat).text: "chat"]
        let found = await clients.queue(asked.query).itemIDs
        #expect(Set(found.compactMap { ids[$0] }) == asked.finds)
    }

    @Test func aListOfOneClientIsAskedForBySlugOrID() async throws {
        let clients = try TwoClients()
        _ = try await clients.slow.open()
        let quick = try await clients.quick.open()
        for name in [clients.quick.fixture.slug, clients.quick.fixture.tenantID.text] {
            #expect(await clients.queue("tenant=\(name)").itemIDs == [quick.text])
        }
    }

    @Test func whatSuitsIsWhatTheGrantSays() async throws {
        let clients = try TwoClients(suits: AccessGrant.Suitability(languages: ["de"]))
        var german = CustomerRequest(text: "Hallo?")
        german.language = "de-CH"
        var english = CustomerRequest(text: "Hello?")
        english.language = "en"
        let suits = try await clients.quick.open(german)
        let other = try await clients.quick.open(english)
        #expect(await clients.queue().itemIDs.sorted() == [suits, other].map(\.text).sorted())
        #expect(await clients.queue("suiting=true").itemIDs == [suits.text])
    }

    @Test func aKeyOfOneClientSeesThatOneAndTheOperatorsNone() async throws {
        let clients = try TwoClients()
        let own = try await clients.slow.open()
        _ = try await clients.quick.open()
        let admin = await clients.slow.send("GET", "/v1/queue", as: clients.slow.fixture.tenantAdmin)
        #expect(admin.itemIDs == [own.text])
        let firm = await clients.slow.send("GET", "/v1/queue", as: clients.slow.fixture.operatorAdmin)
        #expect(firm.status == 200 && firm.itemIDs.isEmpty)
    }

    @Test(arguments: [
        "level=L9", "channel=fax", "assignee=x", "cursor=x", "limit=0", "limit=101", "suiting=1", "language=?",
    ])
    func aQueryThatIsNoneIsRefused(query: String) async throws {
        let clients = try TwoClients()
        #expect(await clients.queue(query).status == 422)
    }
}

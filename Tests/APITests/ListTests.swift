import BusinessTime
import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Lists: complete and stable pages, filters that mean what they say, search in any script.
@Suite(.needsDatabase) struct ListTests {
    private func pages(_ api: API, _ path: String, limit: Int, query: String = "") async throws -> [[JSON]] {
        var pages: [[JSON]] = []
        var cursor: String?
        repeat {
            let query = ["limit=\(limit)", query, cursor.map { "cursor=\($0)" } ?? ""].filter { !$0.isEmpty }.joined(
                separator: "&"
            )
            let reply = await api.send("GET", path, as: api.fixture.agent().credential, query: query)
            #expect(reply.status == 200)
            pages.append(try reply.json.array("items"))
            cursor = try reply.json.optionalString("next_cursor")
        } while cursor != nil && pages.count < 50
        return pages
    }

    @Test func tenantsArePagedBySlug() async throws {
        let api = try API.make { $0.hasDesks = false }
        let mine = try (0..<3).map { _ in try TenantFixture.make { $0.hasDesks = false }.tenantID.text }
        var seen: [String] = []
        var slugs: [String] = []
        var cursor: String?
        repeat {
            let query = "limit=2" + (cursor.map { "&cursor=\($0)" } ?? "")
            let page = await api.send("GET", "/v1/tenants", as: api.fixture.operatorAdmin, query: query)
            #expect(page.itemIDs.count <= 2)
            seen += page.itemIDs
            slugs += try page.json.array("items").map { try $0.string("slug") }
            cursor = try page.json.optionalString("next_cursor")
        } while cursor != nil && seen.count < 10_000
        #expect(Set(seen).isSuperset(of: mine))
        #expect(Set(seen).count == seen.count)
        #expect(slugs == slugs.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    /// All cases have the same instant, so only the id keeps them apart.
    @Test func pagesAreCompleteWithoutRepetitionEvenAtOneInstant() async throws {
        let api = try API.make { $0.clock = TestClock(Instant(microseconds: 1_748_854_800_000_000)) }
        var opened: Set<String> = []
        for _ in 0..<7 { opened.insert(try await api.open().text) }
        for limit in [1, 2, 3, 7, 100] {
            let pages = try await pages(api, "\(api.tenant)/tickets", limit: limit)
            let ids = try pages.flatMap { $0 }.map { try $0.string("id") }
            #expect(ids.count == 7)
            #expect(Set(ids) == opened)
            #expect(pages.dropLast().allSatisfy { $0.count == limit })
        }
    }

    @Test func aCaseThatComesInWhileOnePagesChangesNoPage() async throws {
        let api = try API.make()
        var opened: [String] = []
        for _ in 0..<4 { opened.append(try await api.open().text) }
        let agent = api.fixture.agent().credential
        let first = await api.send("GET", "\(api.tenant)/tickets", as: agent, query: "limit=2")
        _ = try await api.open()
        let cursor = try first.json.string("next_cursor")
        let second = await api.send("GET", "\(api.tenant)/tickets", as: agent, query: "limit=2&cursor=\(cursor)")
        #expect(first.itemIDs + second.itemIDs == opened.reversed())
    }

    @Test func messagesAndEventsArePagedOldestFirst() async throws {
        let api = try API.make()
        let path = api.ticket(try await api.open(CustomerRequest(text: "0")))
        for number in 1...4 {
            _ = await api.send(
                "POST",
                "\(path)/notes",
                as: api.fixture.agent().credential,
                body: ["text": .string("\(number)")]
            )
        }
        let texts = try await pages(api, "\(path)/messages", limit: 2).flatMap { $0 }.map { try $0.string("text") }
        #expect(texts == ["0", "1", "2", "3", "4"])
        let sequences = try await pages(api, "\(path)/events", limit: 2).flatMap { $0 }.map {
            try $0.integer("sequence")
        }
        #expect(sequences == [1, 2, 3, 4, 5])
    }

    @Test func filtersNarrowByWhatTheySayAndCombine() async throws {
        let api = try API.make()
        let agent = api.fixture.agent()
        let plain = try await api.open()
        let mine = try await api.open()
        let urgent = try await api.open()
        _ = await api.send(
            "PUT",
            "\(api.ticket(mine))/assignment",
            as: agent.credential,
            body: ["person_id": agent.personID.json]
        )
        _ = await api.send("PUT", "\(api.ticket(urgent))/priority", as: agent.credential, body: ["priority": "P1"])
        _ = await api.send("PUT", "\(api.ticket(urgent))/resolution", as: agent.credential, body: [:])
        let customer = try await api.send("GET", api.ticket(plain), as: agent.credential).json.string("customer_id")
        func found(_ query: String) async -> [String] {
            await api.send("GET", "\(api.tenant)/tickets", as: agent.credential, query: query).itemIDs
        }
        #expect(await found("status=new") == [plain.text])
        #expect(await found("status=open") == [mine.text])
        #expect(await found("status=resolved,open") == [urgent.text, mine.text])
        #expect(await found("priority=P1") == [urgent.text])
        #expect(await found("priority=P1&status=new").isEmpty)
        #expect(await found("assignee=\(agent.personID.text)") == [mine.text])
        #expect(await found("customer=\(customer)") == [plain.text])
        #expect(await found("team=\(api.fixture.teams[1]?.text ?? "")").count == 3)
        #expect(await found("level=L1").count == 3)
        #expect(await found("level=L2").isEmpty)
    }

    struct Search: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let hits: [String]
        let misses: [String]
        var testDescription: String { name }
    }

    static let searches = [
        Search(name: "Chinese", text: "我的提现一直没有到账,请帮忙查询。", hits: ["提现", "没有到账", "提"], misses: ["充值", "到提"]),
        Search(
            name: "Russian",
            text: "Вывод средств завис уже два дня",
            hits: ["вывод", "ВЫВОД", "средств завис"],
            misses: ["депозит"]
        ),
        Search(
            name: "English",
            text: "Withdrawal of 3 ETH is stuck",
            hits: ["withdrawal", "STUCK eth", "\"is stuck\""],
            misses: ["deposit", "\"stuck is\""]
        ),
        Search(name: "Japanese", text: "出金が反映されません", hits: ["出金", "反映"], misses: ["入金"]),
        Search(name: "German", text: "Überweisung nicht angekommen", hits: ["überweisung"], misses: ["abhebung"]),
    ]

    @Test(arguments: searches) func wordsAreFoundInEveryScript(_ search: Search) async throws {
        let api = try API.make()
        let ticket = try await api.open(CustomerRequest(text: search.text))
        _ = try await api.open(CustomerRequest(text: "Something else"))
        func found(_ words: String) async -> [String] {
            let query = words.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            return await api.send(
                "GET",
                "\(api.tenant)/tickets",
                as: api.fixture.agent().credential,
                query: "q=\(query)"
            ).itemIDs
        }
        for words in search.hits { #expect(await found(words) == [ticket.text], "\(words)") }
        for words in search.misses { #expect(await found(words).isEmpty, "\(words)") }
    }

    @Test func searchPagesAndFiltersLikeTheList() async throws {
        let api = try API.make()
        var opened: [String] = []
        for number in 0..<5 {
            var request = CustomerRequest(text: "stuck withdrawal \(number)")
            request.subject = "needle"
            request.attributes = ["order_id": .string("O-\(number)")]
            opened.append(try await api.open(request).text)
        }
        let ids = try await pages(api, "\(api.tenant)/tickets", limit: 2, query: "q=needle&status=new").flatMap { $0 }
            .map { try $0.string("id") }
        #expect(ids == opened.reversed())
        let both = await api.send(
            "GET",
            "\(api.tenant)/tickets",
            as: api.fixture.agent().credential,
            query: "q=needle&reference=O-3"
        )
        #expect(both.itemIDs == [opened[3]])
        let neither = await api.send(
            "GET",
            "\(api.tenant)/tickets",
            as: api.fixture.agent().credential,
            query: "q=haystack&reference=O-3"
        )
        #expect(neither.itemIDs.isEmpty)
    }

    @Test func anExactIdentifierIsFoundWhateverItsCase() async throws {
        let api = try API.make()
        var request = CustomerRequest()
        request.attributes = ["tx_hash": "0xABCDEF0123", "order_id": "Ord 77"]
        let ticket = try await api.open(request)
        for query in ["reference=0xabcdef0123", "reference=ORD77", "reference=ord+77"] {
            let reply = await api.send("GET", "\(api.tenant)/tickets", as: api.fixture.agent().credential, query: query)
            #expect(reply.itemIDs == [ticket.text])
        }
    }
}

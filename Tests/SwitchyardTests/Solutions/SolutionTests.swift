import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// How cases were solved, written down and found again.
@Suite(.needsDatabase) struct SolutionTests {
    private let story: ClockedCase

    init() throws { story = try ClockedCase() }

    private var fixture: TenantFixture { story.fixture }

    private func versions() throws -> [Solution] {
        try fixture.transaction(as: fixture.agent().actor) {
            try Solution.versions(of: story.id, before: nil, limit: 10, in: $0)
        }
    }

    private func found(_ change: (inout Solution.Filter) -> Void = { _ in }) throws -> [UUID] {
        var filter = Solution.Filter()
        change(&filter)
        return try fixture.transaction(as: fixture.agent().actor) {
            try Solution.page(filter, after: nil, limit: 10, in: $0).map(\.ticketID)
        }
    }

    /// Another case with a solution; answers its id.
    private func solve(_ text: String, _ category: TicketCategory) throws -> UUID {
        let id = try fixture.openTicket()
        try fixture.transaction(as: fixture.agent().actor) { tx in
            var file = try CaseFile.open(id, in: tx)
            try file.recordSolution(text, category: category)
            try file.save()
        }
        return id
    }

    @Test func aBetterTextIsAFurtherVersionAndTheOlderOneStays() throws {
        try story.act { try $0.recordSolution("Resend with a memo", category: .deposit) }
        story.moveTo(60)
        try story.act(as: fixture.agent(2).actor) { try $0.recordSolution("Credit by hand; the memo was missing") }
        let both = try versions()
        #expect(both.map(\.version) == [2, 1])
        #expect(both.map(\.category) == ["deposit", "deposit"])
        #expect(both.map(\.text) == ["Credit by hand; the memo was missing", "Resend with a memo"])
        #expect(both.map(\.writtenBy) == [fixture.agent(2).personID, fixture.agent(1).personID])
        #expect(both.map(\.writtenAt) == [ClockedCase.at(60), ClockedCase.at(0)])
        #expect(try found { $0.words = "resend" }.isEmpty)
        #expect(try found { $0.words = "credit memo" } == [story.id])
        #expect(try story.events(.solutionRecorded).map { $0.body["version"] } == [1, 2])
    }

    @Test func theSameAgainIsNoVersion() throws {
        for _ in 1...2 { try story.act { try $0.recordSolution("Resend") } }
        #expect(try versions().map(\.version) == [1])
        #expect(try story.ticket().revision == 2)
        try story.act { try $0.recordSolution("Resend", category: .wallet) }
        #expect(try versions().map(\.category) == ["wallet", "general"])
    }

    @Test func solutionsAreFoundByCategoryLevelAndWords() throws {
        try story.act { try $0.recordSolution("Node was behind: 节点落后，重新同步", category: .withdrawal) }
        story.moveTo(60)
        let wallet = try solve("Derivation path differs", .wallet)
        #expect(try found() == [wallet, story.id])
        #expect(try found { $0.categories = [.withdrawal] } == [story.id])
        #expect(try found { $0.categories = [.withdrawal, .wallet] } == [wallet, story.id])
        #expect(try found { $0.levels = [4] }.isEmpty)
        #expect(try found { $0.levels = [1] } == [wallet, story.id])
        #expect(try found { $0.words = "重新同步" } == [story.id])
        #expect(try found { $0.words = "DERIVATION path" } == [wallet])
        #expect(try found { $0.words = "node path" }.isEmpty)
        #expect(try found { $0.words = "?!" }.isEmpty)
        #expect(
            try found {
                $0.words = "path"
                $0.categories = [.withdrawal]
            }.isEmpty
        )
    }

    @Test func pagesAreWalkedWithAndWithoutWords() throws {
        var expected: [UUID] = []
        for number in 0..<4 {
            // Two at the same instant: the id decides.
            story.moveTo(Int64(number / 2))
            expected.append(try solve("Resync the node", .general))
        }
        for words in [nil, "node"] {
            var filter = Solution.Filter()
            filter.words = words
            var seen: [UUID] = []
            var cursor: (at: Instant, id: UUID)?
            repeat {
                let page = try fixture.transaction(as: fixture.agent().actor) { [filter] in
                    try Solution.page(filter, after: cursor, limit: 1, in: $0)
                }
                seen += page.prefix(1).map(\.ticketID)
                cursor = page.count > 1 ? (page[0].writtenAt, page[0].ticketID) : nil
            } while cursor != nil && seen.count < 10
            #expect(Set(seen) == Set(expected) && seen.count == expected.count)
            #expect(Set(seen.prefix(2)) == Set(expected.suffix(2)))
        }
    }

    @Test func secretsAreTakenOutAndTheTextIsSealed() throws {
        let card = "4111 1111 1111 1111"
        try story.act { try $0.recordSolution("The customer sent \(card) by mistake") }
        #expect(try versions().first?.text.contains(card) == false)
        #expect(try found { $0.words = "1111" }.isEmpty)
        let stored: Bytea = try fixture.asAdmin { connection in
            try #require(
                connection.query("SELECT body FROM switchyard.solution WHERE ticket_id = \(story.id)").first
            ).column(0)
        }
        #expect(!String(decoding: stored.bytes, as: UTF8.self).contains("customer"))
    }

    @Test func anotherTenantFindsNothing() throws {
        try story.act { try $0.recordSolution("Resync the node") }
        let other = try TenantFixture.make()
        for words in [nil, "node"] {
            var filter = Solution.Filter()
            filter.words = words
            let theirs = try other.transaction(as: other.agent().actor) { [filter] in
                try Solution.page(filter, after: nil, limit: 10, in: $0).count
            }
            #expect(theirs == 0)
        }
    }

    @Test func theClocksDoNotSeeIt() throws {
        let before = try story.clock(.firstReply).dueAt
        story.moveTo(60)
        try story.act { try $0.recordSolution("Resync") }
        #expect(try story.clock(.firstReply).dueAt == before)
        let replay = try fixture.transaction(as: .worker) { try ClockReplay.run(story.id, in: $0) }
        #expect(replay.differences.isEmpty)
    }
}

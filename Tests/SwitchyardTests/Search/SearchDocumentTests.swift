import Foundation
import Postgres
import TestSupport
import TestTools
import Testing

@testable import Switchyard

/// What the server makes of a document is what we say it is.
@Suite(.needsDatabase, .timeLimit(.minutes(2))) struct SearchDocumentTests {
    private func stored(_ parts: [String]) throws -> String? {
        let sql: SQL = "SELECT \(SearchTokens.document(parts))::text"
        return try TestDatabase.shared().withConnection(.api) { try $0.query(sql).first?.column(0) }
    }

    @Test(arguments: DocumentCase.all)
    func theServerReadsTheLexemesAndPlacesOfAText(example: DocumentCase) throws {
        #expect(try stored([example.text]) == example.literal)
    }

    @Test(arguments: [0, 1, 255, 256, 1_000])
    func oneLexemeWithManyPlaces(count: Int) throws {
        let parts = [String(repeating: "x ", count: count), "last"]
        #expect(try stored(parts) == SearchTokens.document(parts).description)
    }

    @Test func aLongDocumentIsTakenUpToItsBound() throws {
        let parts = ["subject", (0..<200_000).map { "word\($0)" }.joined(separator: " ")]
        #expect(try stored(parts) == SearchTokens.document(parts).description)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func lexemesAreInTheServersOrder(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let letters = Array("abcdefgh0123é提현हж")
        let words = (0..<400).map { _ in
            String(
                (0..<Int.random(in: 1...14, using: &numbers)).map { _ in letters.randomElement(using: &numbers) ?? "a" }
            )
        }
        let parts = [words.joined(separator: " ")]
        #expect(try stored(parts) == SearchTokens.document(parts).description)
    }
}

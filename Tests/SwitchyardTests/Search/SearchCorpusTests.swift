import Foundation
import Testing

@testable import Switchyard

/// Real complaints in six languages. The expected counts were taken with Python's `re` and `in` over
/// `NFKC(casefold(NFKC(narrative)))`: words as `\b…\b` with Han, Kana and Thai neighbours counted as ends of words.
struct SearchCorpusTests {
    static let words: [(String, Int)] = [
        ("withdraw", 200), ("coin", 173), ("2FA", 16), ("usdt", 55), ("don", 442), ("T", 1215), ("NÃO", 274),
        ("saya", 174),
        ("деньги", 37), ("НЕ", 220), ("kyc", 35), ("BTC", 61), ("24", 41), ("bitcoin", 124), ("i", 1857), ("uang", 26),
        ("dinheiro", 62), ("_", 3), ("é", 99), ("tidak", 128), ("3", 223), ("ö", 0),
    ]

    static let substrings: [(String, Int)] = [
        ("提现", 7), ("客服", 9), ("币", 69), ("账号", 8), ("登录", 16), ("垃圾", 18), ("交易所", 18), ("แอป", 1), ("ก", 1),
        ("アプリ", 0),
    ]

    @Test(.enabled(if: ComplaintCorpus.isPresent), arguments: words)
    func `a word is found in as many complaints as whole-word search finds`(_ word: String, _ expected: Int) throws {
        let query = try #require(SearchTokens.query(word))
        #expect(ComplaintCorpus.documents.count { $0.matches(query) } == expected)
    }

    @Test(.enabled(if: ComplaintCorpus.isPresent), arguments: substrings)
    func `a run is found in as many complaints as substring search finds`(_ run: String, _ expected: Int) throws {
        let query = try #require(SearchTokens.query(run))
        #expect(ComplaintCorpus.documents.count { $0.matches(query) } == expected)
    }
}

/// `crypto_complaints.jsonl.gz` of the shared data, where it is at hand.
private enum ComplaintCorpus {
    static let isPresent = FileManager.default.isReadableFile(atPath: path)

    static let documents: [TextSearchMatch] = narratives.map {
        TextSearchMatch(document: SearchTokens.document([$0]).description)
    }

    private static let path: String = {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let beside = root.deletingLastPathComponent().appending(path: "shared").path()
        let shared = ProcessInfo.processInfo.environment["SWITCHYARD_SHARED"] ?? beside
        return shared + "/data/crypto_complaints.jsonl.gz"
    }()

    private static var narratives: [String] {
        let unzip = Process()
        unzip.executableURL = URL(filePath: "/usr/bin/gzip")
        unzip.arguments = ["-dc", path]
        let output = Pipe()
        unzip.standardOutput = output
        guard (try? unzip.run()) != nil, let data = try? output.fileHandleForReading.readToEnd() else { return [] }
        unzip.waitUntilExit()
        return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let complaint = try? JSONParser.parse(Array(line))
            return complaint.map { (try? $0.optionalString("narrative")) ?? "" }
        }
    }
}

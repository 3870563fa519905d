import Testing

@testable import Switchyard

struct ChineseSeedTests {
    struct Line: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let kinds: [SecretKind]
    }

    private static let words = SeedMaker.mnemonic(.chineseSimplified, entropy: (0..<16).map { UInt8($0 * 7 + 3) })
    private static let bare = words.joined()
    private static let broken = words.reversed().joined()

    private static let lines: [Line] = [
        Line(testDescription: "separated", text: words.joined(separator: " "), kinds: [.seedPhrase]),
        Line(testDescription: "separated by commas", text: words.joined(separator: "，"), kinds: [.seedPhrase]),
        Line(testDescription: "a bare line without a keyword", text: bare, kinds: []),
        Line(testDescription: "a bare line after the keyword", text: "我的助记词\n\(bare)\n谢谢", kinds: [.seedPhrase]),
        Line(testDescription: "a bare line before the keyword", text: "\(bare)\n这是我的私钥", kinds: [.seedPhrase]),
        Line(testDescription: "a bare line, English keyword", text: "my seed\n\(bare)", kinds: [.seedPhrase]),
        Line(testDescription: "labelled", text: "助记词：\(bare)", kinds: [.seedPhrase]),
        Line(testDescription: "labelled without a colon", text: "助记词是\(bare)", kinds: [.seedPhrase]),
        Line(testDescription: "inside running text", text: "助记词 你好\(bare)你好", kinds: []),
        Line(testDescription: "thirteen characters", text: "助记词\n\(bare)的", kinds: []),
        Line(testDescription: "wrong checksum, keyword near", text: "助记词\n\(broken)", kinds: [.possibleSeedPhrase]),
        Line(
            testDescription: "wrong checksum, separated",
            text: words.reversed().joined(separator: " "),
            kinds: [.possibleSeedPhrase]
        ),
        Line(
            testDescription: "the keyword is too far",
            text: "助记词\n" + String(repeating: "哦，", count: 90) + "\n\(bare)",
            kinds: []
        ),
    ]

    @Test(arguments: lines)
    func chineseNeedsSeparatorsOrALineWithAKeyword(line: Line) {
        #expect(Secrets.redact(line.text).findings.map(\.kind) == line.kinds)
    }

    @Test func theKeywordMayStandInTheContext() {
        #expect(Secrets.redact(Self.bare, context: "助记词").findings.map(\.kind) == [.seedPhrase])
        #expect(Secrets.redactJoined(["助记词", Self.bare]).map(\.findings.count) == [0, 1])
    }
}

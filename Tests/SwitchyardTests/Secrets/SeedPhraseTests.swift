import Foundation
import Testing

@testable import Switchyard

struct SeedPhraseTests {
    struct Disguise: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let wear: @Sendable ([String]) -> String
    }

    private static let phrase = SeedMaker.mnemonic(.english, entropy: (0..<16).map { UInt8($0 * 13 + 5) })

    private static let disguises: [Disguise] = [
        joint("spaces", " "), joint("new lines", "\n"), joint("tabs", "\t"), joint("commas", ", "),
        joint("bare commas", ","),
        joint("dashes", "-"), joint("spaced dashes", " – "), joint("slashes", "/"), joint("underscores", "_"),
        joint("bars", " | "), joint("ideographic spaces", "\u{3000}"), joint("no-break spaces", "\u{A0}"),
        joint("carriage returns", "\r\n"), joint("escaped line ends", "\\n"), joint("escaped spaces", "%20"),
        joint("pluses", "+"), joint("quoted lines", "\n> "), joint("bullets", "\n• "), joint("line breaks", "<br/>"),
        joint("character references", "&nbsp;"), joint("arrows", " → "), joint("emoji", " 🔑 "),
        Disguise(testDescription: "numbered") { words in
            words.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: " ")
        },
        Disguise(testDescription: "numbered lines") { words in
            words.enumerated().map { "\($0.offset + 1)) \($0.element)" }.joined(separator: "\n")
        },
        Disguise(testDescription: "circled numbers") { words in
            words.enumerated().map { "\(["①", "②", "③", "④"][$0.offset % 4])\($0.element)" }.joined(separator: " ")
        },
        Disguise(testDescription: "HTML bold") { $0.map { "<b>\($0)</b>" }.joined(separator: " ") },
        Disguise(testDescription: "HTML cells") { $0.map { "<td class=\"word\">\($0)</td>" }.joined() },
        Disguise(testDescription: "an HTML attribute") { "<span title=\"\($0.joined(separator: " "))\">x</span>" },
        Disguise(testDescription: "JSON") { "[" + $0.map { "\"\($0)\"" }.joined(separator: ",") + "]" },
        Disguise(testDescription: "quotes") { $0.map { "“\($0)”" }.joined(separator: " ") },
        Disguise(testDescription: "upper case") { $0.joined(separator: " ").uppercased() },
        Disguise(testDescription: "title case") { $0.map(\.capitalized).joined(separator: " ") },
        Disguise(testDescription: "zero-width spaces in words") { words in
            words.map { $0.map(String.init).joined(separator: "\u{200B}") }.joined(separator: " ")
        },
        Disguise(testDescription: "soft hyphens in words") { words in
            words.map { $0.prefix(2) + "\u{AD}" + $0.dropFirst(2) }.joined(separator: " ")
        },
        Disguise(testDescription: "full-width letters") { words in
            let wide = words.joined(separator: " ").unicodeScalars.map { scalar in
                scalar == " " ? "\u{3000}" : String(Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar)
            }
            return wide.joined()
        },
        Disguise(testDescription: "mixed separators") { words in
            zip(words, [" ", ", ", "\n", " - ", "; ", "\t", " / ", " . ", " | ", "_", "  ", ""]).map { $0 + $1 }
                .joined()
        },
    ]

    private static func joint(_ name: String, _ separator: String) -> Disguise {
        Disguise(testDescription: name) { $0.joined(separator: separator) }
    }

    @Test(arguments: disguises)
    func aDisguisedPhraseIsStillFound(disguise: Disguise) {
        let redaction = Secrets.redact("Sent by us: \(disguise.wear(Self.phrase)) thanks!")
        #expect(redaction.findings.map(\.kind) == [.seedPhrase])
        #expect(redaction.text.hasPrefix("Sent by us: "))
        #expect(redaction.text.hasSuffix(" thanks!"))
        let left = redaction.text.replacing(SecretKind.seedPhrase.placeholder, with: "").lowercased()
        #expect(Self.phrase.filter { $0.count > 4 && left.contains($0) }.isEmpty)
    }

    @Test(arguments: SeedLanguage.allCases, [12, 15, 18, 21, 24])
    func validPhrasesAreFoundInEveryLanguage(language: SeedLanguage, wordCount: Int) {
        var maker = SeedMaker(seed: UInt64(wordCount) << 8 | UInt64(language.rawValue))
        for separator in [" ", "\u{3000}", "\n", ", "] {
            let phrase = maker.mnemonic(language, wordCount: wordCount).joined(separator: separator)
            for form in [phrase, phrase.precomposedStringWithCanonicalMapping, phrase.uppercased()] {
                let redaction = Secrets.redact("-- \(form) --")
                #expect(redaction.findings.map(\.kind) == [.seedPhrase])
                #expect(redaction.text == "-- [seed phrase removed] --")
            }
        }
    }

    @Test(arguments: [SeedLanguage.spanish, .french])
    func accentsLeftOutDoNotHideAPhrase(language: SeedLanguage) {
        var maker = SeedMaker(seed: 77)
        let phrase = maker.mnemonic(language, wordCount: 24).joined(separator: " ")
        let plain = phrase.folding(options: .diacriticInsensitive, locale: nil)
        #expect(Secrets.redact(plain).text == "[seed phrase removed]")
    }

    @Test func aPhraseInsideALongerRunOfListWordsIsFound() {
        let text = "seed phrase word \(Self.phrase.joined(separator: " ")) wallet help"
        let redaction = Secrets.redact(text)
        #expect(redaction.findings.count == 1)
        #expect(redaction.findings.first?.kind == .seedPhrase)
        #expect(Self.longestLeak(of: Self.phrase, in: redaction.text) < 3)
    }

    @Test func thePlaceNamesTheOriginalBytes() throws {
        let before = "Привет 👋🏽, моя фраза: "
        let secret = Self.phrase.joined(separator: " ")
        let redaction = Secrets.redact(before + secret + ". Спасибо")
        let finding = try #require(redaction.findings.first)
        #expect(finding.place == before.utf8.count..<(before.utf8.count + secret.utf8.count))
        #expect(redaction.text == before + "[seed phrase removed]. Спасибо")
    }

    @Test func aMarkAfterTheLastWordGoesWithIt() {
        let secret = Self.phrase.joined(separator: " ") + "\u{0301}\u{200D}"
        #expect(Secrets.redact("x \(secret) y").text == "x [seed phrase removed] y")
    }

    struct NearMiss: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let isFound: Bool
    }

    private static let broken = Array(phrase.prefix(11)) + [phrase[0]]
    private static let nearMisses: [NearMiss] = [
        NearMiss(testDescription: "eleven words", text: phrase.prefix(11).joined(separator: " "), isFound: true),
        NearMiss(testDescription: "twelve words, wrong checksum", text: broken.joined(separator: " "), isFound: true),
        NearMiss(testDescription: "ten words", text: phrase.prefix(10).joined(separator: " "), isFound: false),
        NearMiss(
            testDescription: "a misspelt word and a keyword",
            text: "my seed: " + (phrase.prefix(5) + ["xyzzy"] + phrase.suffix(6)).joined(separator: " "),
            isFound: true
        ),
        NearMiss(
            testDescription: "a misspelt word and no keyword",
            text: (phrase.prefix(5) + ["xyzzy"] + phrase.suffix(6)).joined(separator: " "),
            isFound: false
        ),
        NearMiss(testDescription: "chatter", text: String(repeating: "test ", count: 11) + "off", isFound: false),
    ]

    @Test(arguments: nearMisses)
    func nearMissesArePossibleSeeds(miss: NearMiss) {
        let kinds = Secrets.redact(miss.text).findings.map(\.kind)
        #expect(kinds == (miss.isFound ? [.possibleSeedPhrase] : []))
    }

    @Test(arguments: SeedLanguage.allCases.filter(\.isAbbreviated))
    func wordsCutToFourLettersArePossibleSeeds(language: SeedLanguage) {
        var maker = SeedMaker(seed: 4)
        let words = maker.mnemonic(language, wordCount: 24)
        let cut = words.map { String($0.precomposedStringWithCanonicalMapping.prefix(4)) }.joined(separator: " ")
        #expect(Secrets.redact("so \(cut) so").text == "so [possible seed phrase removed] so")
    }

    @Test func aPhraseSplitOverPartsIsFoundInEachOfThem() {
        let title = "Wallet " + Self.phrase.prefix(4).joined(separator: " ")
        let body = Self.phrase.dropFirst(4).joined(separator: " ") + " is mine"
        let redactions = Secrets.redactJoined([title, body, "untouched"])
        #expect(redactions.count == 3)
        #expect(redactions[0].text.contains("[seed phrase removed]"))
        #expect(redactions[1].text == "[seed phrase removed] is mine")
        #expect(redactions[2] == Redaction(text: "untouched", findings: []))
    }

    @Test func oneWordPerPartIsFound() {
        let redactions = Secrets.redactJoined(Self.phrase)
        #expect(redactions.map(\.text) == Array(repeating: "[seed phrase removed]", count: 12))
        #expect(Secrets.redactJoined([]).isEmpty)
        #expect(Secrets.redactJoined([Self.phrase.joined(separator: " ")]).map(\.text) == ["[seed phrase removed]"])
    }

    /// The most words of the phrase that stand in a row in the text.
    static func longestLeak(of phrase: [String], in text: String) -> Int {
        let words = text.split { !$0.isLetter }.map(String.init)
        var longest = 0
        for start in words.indices {
            for begin in phrase.indices {
                let row = zip(words[start...], phrase[begin...]).prefix { $0 == $1 }.count
                longest = max(longest, row)
            }
        }
        return longest
    }
}

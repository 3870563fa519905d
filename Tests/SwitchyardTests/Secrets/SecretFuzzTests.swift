import Testing

@testable import Switchyard

struct SecretFuzzTests {
    private static let rounds = 400
    private static let pieces = [
        "-----BEGIN PRIVATE KEY-----", "otpauth:", "{\"crypto\":", "ciphertext", "}", "<b>", "<", ">", "&#x", "&nbsp;",
        "\\n", "%2",
        "seed", "私钥", "助记词", "的一是在不了有和人这中大", "4111 1111 1111 1111", "code 123456", "abandon", "ability", "\u{200B}",
        "\u{0301}", "が", "가", "👩‍👩‍👧", "\u{1E}", "\n", "\0", "api key ", "0x", "5KL", "Sxprv", "９", "İ", "ß", "ﷺ",
    ]

    @Test func garbageNeverCrashesAndStaysText() {
        var maker = SeedMaker(seed: 11)
        for round in 0..<Self.rounds {
            let count = Int(maker.next() % 80)
            let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: maker.next()) }
            let garbage = String(decoding: bytes, as: UTF8.self)
            let mixed = (0..<count).map { _ in Self.pieces[Int(maker.next() % UInt64(Self.pieces.count))] }
            for text in [
                garbage, mixed.joined(), mixed.joined(separator: round % 2 == 0 ? " " : ""), garbage + mixed.joined(),
            ] {
                checkPlaces(Secrets.redact(text), in: text)
                _ = OutboundGuard.check(text)
            }
            for (part, redaction) in zip(mixed, Secrets.redactJoined(mixed)) { checkPlaces(redaction, in: part) }
        }
    }

    @Test func noEightWordsOfAPlantedPhraseAreLeft() {
        var maker = SeedMaker(seed: 12)
        let separators = [" ", "\n", ", ", " - ", "|", "\t", "/", "_", " 1. ", "<br>", "\u{3000}"]
        for _ in 0..<Self.rounds {
            let language = SeedLanguage.allCases[Int(maker.next() % 10)]
            let count = [12, 15, 18, 21, 24][Int(maker.next() % 5)]
            let phrase = maker.mnemonic(language, wordCount: count)
            let around = (0..<2).map { _ in Self.pieces[Int(maker.next() % UInt64(Self.pieces.count))] }
            let separator = separators[Int(maker.next() % UInt64(separators.count))]
            let text = "\(around[0]) \(phrase.joined(separator: separator)) \(around[1])"
            let redacted = Secrets.redact(text).text
            #expect(SeedPhraseTests.longestLeak(of: phrase, in: redacted) < 8, "\(text)")
        }
    }

    @Test func redactingTwiceChangesNothingMore() {
        var maker = SeedMaker(seed: 13)
        for _ in 0..<Self.rounds {
            let language = SeedLanguage.allCases[Int(maker.next() % 10)]
            let phrase = maker.mnemonic(language, wordCount: 12).joined(separator: " ")
            let once = Secrets.redact("seed \(phrase) code 123456").text
            #expect(!once.contains("123456"), "\(phrase)")
            #expect(Secrets.redact(once).isClean, "\(phrase)")
        }
    }

    /// "area code", "error code", "code … people" are no one-time codes; the words of a phrase do not make them.
    @Test(arguments: [
        "area", "error", "item", "language", "model", "reason", "code", "account", "order", "clock", "case",
    ])
    func aCodeBesideAPhraseGoesWhateverThePhraseEndsWith(word: String) throws {
        var maker = SeedMaker(seed: 14)
        let words = maker.mnemonic(.english, lastWord: word)
        let phrase = try #require(words).joined(separator: " ")
        #expect(Secrets.redact("\(phrase) code 123456").text == "[seed phrase removed] code [one-time code removed]")
        #expect(
            Secrets.redact("my code \(phrase) 2FA code 123456 ok").text.hasSuffix("code [one-time code removed] ok")
        )
    }

    private func checkPlaces(_ redaction: Redaction, in text: String) {
        var end = 0
        let scalars = text.unicodeScalars
        for finding in redaction.findings {
            #expect(finding.place.lowerBound >= end && !finding.place.isEmpty)
            end = finding.place.upperBound
            for offset in [finding.place.lowerBound, end] {
                let index = text.utf8.index(text.startIndex, offsetBy: offset)
                #expect(index.samePosition(in: scalars) != nil)
            }
        }
        #expect(end <= text.utf8.count)
        #expect(redaction.isClean == (redaction.text == text))
    }
}

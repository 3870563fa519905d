import TestTools
import Testing

@testable import Switchyard

struct DocumentCase: CustomTestStringConvertible, Sendable {
    let text: String
    let literal: String
    var testDescription: String { text }

    init(_ text: String, _ literal: String) {
        self.text = text
        self.literal = literal
    }

    static let all: [DocumentCase] = [
        DocumentCase("", ""), DocumentCase(" ,.!? 😀 👩‍👩‍👧 ❤️", ""), DocumentCase("\u{301}", ""),
        DocumentCase("Where is my DEPOSIT? My deposit!", "'deposit':4,6 'is':2 'my':3,5 'where':1"),
        DocumentCase("don't re-open a_b", "'a_b':5 'don':1 'open':4 're':3 't':2"),
        DocumentCase("don’t", "'don':1 't':2"), DocumentCase("2FA 24h 0x1F", "'0x1f':3 '24h':2 '2fa':1"),
        DocumentCase("it's \\ 'x'", "'it':1 's':2 'x':3"),
        DocumentCase("提现慢", "'慢':3 '提现':1 '现慢':2"), DocumentCase("币", "'币':1"),
        DocumentCase("USDT提现", "'usdt':1 '提现':2 '现':3"), DocumentCase("提现2次", "'2':3 '提现':1 '次':4 '现':2"),
        DocumentCase("提，现", "'提':1 '现':2"), DocumentCase("食べる", "'べる':2 'る':3 '食べ':1"),
        DocumentCase("ｶﾞｲﾄﾞ", "'イド':2 'ガイ':1 'ド':3"), DocumentCase("コーヒー", "'コー':1 'ヒー':3 'ー':4 'ーヒ':2"),
        DocumentCase("ＵＳＤＴ！", "'usdt':1"), DocumentCase("ถอน", "'ถอ':1 'น':3 'อน':2"),
        DocumentCase("แอปไทย๒", "'ทย':5 'ปไ':3 'ย':6 'อป':2 'แอ':1 'ไท':4 '๒':7"),
        DocumentCase("Деньги НЕ", "'деньги':1 'не':2"), DocumentCase("ΣΊΣΥΦΟΣ σίσυφος", "'σίσυφοσ':1,2"),
        DocumentCase("Straße STRASSE ẞ", "'ss':3 'strasse':1,2"), DocumentCase("Não NÃO na\u{303}o", "'não':1,2,3"),
        DocumentCase("aplicação", "'aplicação':1"), DocumentCase("Iı iI", "'ii':2 'iı':1"),
        DocumentCase("İ", "'i\u{307}':1"), DocumentCase("ﬁat ﬀ m²", "'ff':2 'fiat':1 'm2':3"),
        DocumentCase("한국어 입금", "'입금':2 '한국어':1"), DocumentCase("ứng dụng", "'dụng':2 'ứng':1"),
        DocumentCase("co\u{AD}in co\u{200D}in", "'coin':1,2"), DocumentCase("हिन्दी", "'हिन्दी':1"),
        DocumentCase("שלום مرحبا", "'שלום':1 'مرحبا':2"), DocumentCase("a\u{A0}b\u{3000}c", "'a':1 'b':2 'c':3"),
        DocumentCase("¼ ① ㎏", "'1':1,3 '4':2 'kg':4"),
    ]
}

struct SearchTokensTests {
    private func document(_ parts: [String]) -> String { SearchTokens.document(parts).description }

    @Test(arguments: DocumentCase.all)
    func `text becomes lexemes with places`(_ example: DocumentCase) {
        #expect(Array(document([example.text]).utf8) == Array(example.literal.utf8))
    }

    static let queries: [(String, String?)] = [
        ("", nil), ("  !? 😀", nil), ("Deposit", "'deposit'"), ("my deposit", "'my' & 'deposit'"),
        ("a A a", "'a'"), ("\"my deposit\"", "('my' <-> 'deposit')"),
        ("“My deposit” late", "('my' <-> 'deposit') & 'late'"),
        ("\"open", "'open'"), ("say \"hi", "'say' & 'hi'"), ("\"\"", nil), ("提现", "'提现'"), ("提现慢", "('提现' <-> '现慢')"),
        ("币", "'币':*"), ("USDT提现", "'usdt' & '提现'"), ("\"USDT提现\"", "('usdt' <-> '提现')"),
        ("\"提现USDT\"", "('提现' <2> 'usdt')"), ("\"币USDT\"", "('币':* <-> 'usdt')"), ("「提现」 慢", "'提现' & '慢':*"),
        ("don't", "'don' & 't'"), ("' | ! & <-> :* (", nil), ("a & !b", "'a' & 'b'"), ("STRASSE ß", "'strasse' & 'ss'"),
        ("ถอน", "('ถอ' <-> 'อน')"),
    ]

    @Test(arguments: queries)
    func `a question becomes a tsquery`(_ text: String, _ expected: String?) {
        #expect(SearchTokens.query(text) == expected)
    }

    @Test func `a question has at most so many terms`() throws {
        let words = try #require(SearchTokens.query((0..<100).map { "w\($0)" }.joined(separator: " ")))
        #expect(words.split(separator: " & ").count == SearchTokens.queryTermsMax)
        let run = String(String.UnicodeScalarView((0x4E00..<0x4E80).compactMap { Unicode.Scalar($0) }))
        #expect(try #require(SearchTokens.query(run)).split(separator: " <-> ").count == SearchTokens.queryTermsMax)
        #expect(SearchTokens.query(String(repeating: " ", count: 1001) + "late") == nil)
    }

    @Test func `long words are cut alike on both sides`() throws {
        let ascii = String(repeating: "a", count: 300)
        #expect(document([ascii]) == "'\(ascii.prefix(255))':1")
        #expect(SearchTokens.query(ascii) == "'\(ascii.prefix(255))'")
        let cyrillic = String(repeating: "ж", count: 300)
        #expect(document([cyrillic]) == "'\(cyrillic.prefix(127))':1")
        #expect(SearchTokens.query(cyrillic) == "'\(cyrillic.prefix(127))'")
    }

    @Test func `words alike in their first eight bytes stay apart and sorted`() {
        #expect(
            document(["abcdefghj abcdefgh abcdefghi abcdefghj"])
                == "'abcdefgh':2 'abcdefghi':3 'abcdefghj':1,4"
        )
    }

    @Test func `places and their number are bounded`() {
        let many = document([String(repeating: "x ", count: 1000)])
        #expect(many.split(separator: ",").count == SearchTokens.positionsPerLexemeMax)
        let words = (0..<17_000).map { "w\($0)" }.joined(separator: " ")
        let far = document([words])
        #expect(far.contains("'w16382':16383 "))
        #expect(far.contains("'w16999':16383 "))
    }

    @Test func `a document is bounded and keeps what comes first`() {
        let words = (0..<200_000).map { "word\($0)" }.joined(separator: " ")
        let document = SearchTokens.document(["subject zebra", words])
        var wire: [UInt8] = []
        #expect(document.encode(into: &wire))
        #expect(wire.count <= SearchTokens.documentBytesMax)
        #expect(wire.count > SearchTokens.documentBytesMax - 100)
        #expect(document.description.hasPrefix("'subject':1 'word0':19 'word1':20 'word10':29 "))
        #expect(document.description.hasSuffix(" 'zebra':2"))
    }

    @Test func `phrases do not reach from one part into the next`() throws {
        let match = TextSearchMatch(document: document(["my late", "deposit 提", "现"]))
        #expect(match.matches(try #require(SearchTokens.query("late deposit"))))
        #expect(!match.matches(try #require(SearchTokens.query("\"late deposit\""))))
        #expect(!match.matches(try #require(SearchTokens.query("提现"))))
        #expect(document(["a", "b"]) == "'a':1 'b':18")
        #expect(document([]).isEmpty)
    }

    @Test func `quotes and backslashes are doubled`() {
        #expect(String(decoding: SearchTokens.quoted("a'b\\".utf8), as: UTF8.self) == "'a''b\\\\'")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `every substring of a run is found and nothing else`(_ seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let alphabet = Array("提现币慢のア")
        for _ in 0..<50 {
            let run = String(
                (0..<Int.random(in: 1...12, using: &numbers)).map { _ in alphabet.randomElement(using: &numbers) ?? "提"
                }
            )
            let asked = String(
                (0..<Int.random(in: 1...3, using: &numbers)).map { _ in alphabet.randomElement(using: &numbers) ?? "提" }
            )
            let match = TextSearchMatch(document: document(["a \(run)b。\(run)"]))
            #expect(
                match.matches(try #require(SearchTokens.query(asked))) == run.contains(asked),
                "\(asked) in \(run)"
            )
        }
    }

    @Test func `every class of character is met`() {
        let kinds = Set("a \u{301}提ก\u{AD}".unicodeScalars.map(SearchScalars.classify))
        #expect(kinds == Set(SearchClass.allCases))
    }

    @Test func `the quick way and the full way agree on every character`() {
        for value in (0x80..<0x3400 as Range<UInt32>) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let quick = document(["a\(scalar)b"])
            let full = document(["a\(scalar)b \u{FDFA}"])
            let words = { (text: String) in Set(text.split(separator: " ").map { $0.prefix { $0 != ":" } }) }
            #expect(words(full).isSuperset(of: words(quick)), "U+\(String(value, radix: 16))")
        }
    }
}

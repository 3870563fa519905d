import TestTools
import Testing

@testable import Switchyard

struct ReferenceTests {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    private static func reference(_ seed: UInt64) -> Reference {
        var numbers = SeededNumbers(seed: seed)
        return Reference.make(random: (0..<5).map { _ in UInt8.random(in: 0...255, using: &numbers) })
    }

    @Test func `known bytes give a known reference`() {
        #expect(Reference.make(random: [0, 0, 0, 0, 0]).text == "0000-00000")
        #expect(Reference.make(random: [255, 255, 255, 255, 255]).text.hasPrefix("ZZZZ-ZZZZ"))
        #expect(Reference.make(random: [0, 0, 0, 0, 1]).text == "0000-00012")
        #expect(Reference.make(random: [8, 100, 66, 152, 231, 9]) == Reference.make(random: [8, 100, 66, 152, 231]))
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `a reference reads back however it is typed`(_ seed: UInt64) {
        let reference = Self.reference(seed)
        let text = reference.text
        let bare = text.filter { $0 != "-" }
        let spaced = bare.map { "\($0) " }.joined()
        let fullWidth = String(
            String.UnicodeScalarView(bare.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) })
        )
        let misread = text.map { $0 == "0" ? "o" : $0 == "1" ? "l" : String($0) }.joined()
        for typed in [
            text, text.lowercased(), bare, spaced, fullWidth, misread, " \(text)\u{A0}", text.replacing("-", with: "–"),
        ] {
            #expect(Reference.parse(typed) == reference, "\(typed)")
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `every wrong character and every exchange is caught`(_ seed: UInt64) {
        let symbols = Array(Self.reference(seed).text.filter { $0 != "-" })
        for place in symbols.indices {
            for wrong in Self.alphabet where wrong != symbols[place] {
                var changed = symbols
                changed[place] = wrong
                #expect(Reference.parse(String(changed)) == nil)
            }
            for other in symbols.indices where symbols[other] != symbols[place] {
                var changed = symbols
                changed.swapAt(place, other)
                #expect(Reference.parse(String(changed)) == nil)
            }
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a stored reference is exactly its text`(_ seed: UInt64) {
        let reference = Self.reference(seed)
        #expect(Reference(stored: reference.text) == reference)
        let text = Array(reference.text)
        for place in text.indices {
            for wrong in Self.alphabet + ["-", "u", "é"] where wrong != text[place] {
                var changed = text
                changed[place] = wrong
                #expect(Reference(stored: String(changed)) == nil)
            }
        }
        for other in [String(text.dropLast()), reference.text + "0", reference.text.filter { $0 != "-" }, ""] {
            #expect(Reference(stored: other) == nil)
        }
    }

    @Test(arguments: [
        "", "-", "0000-0000", "0000-000000", "0000-0000U", "0000-0000*", "提现", "0000 0000 0001",
        String(repeating: "-", count: 100),
    ])
    func `anything else is refused`(_ typed: String) {
        #expect(Reference.parse(typed) == nil)
    }

    @Test func `references spread over the whole space`() {
        #expect(Set((1...2000).map { Self.reference($0).text }).count == 2000)
    }
}

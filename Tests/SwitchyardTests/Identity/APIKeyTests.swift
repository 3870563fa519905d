import Crypto
import TestTools
import Testing

@testable import Switchyard

struct APIKeyTests {
    private static func key(_ seed: UInt64) -> APIKey {
        var numbers = SeededNumbers(seed: seed)
        return APIKey.make(random: (0..<APIKey.randomBytes).map { _ in UInt8.random(in: 0...255, using: &numbers) })
    }

    @Test func `a key has its stated shape`() throws {
        let key = Self.key(1)
        let text = key.revealed
        #expect(text.utf8.count == APIKey.textBytes)
        #expect(text.hasPrefix("sy_live_\(key.prefix)_"))
        #expect(key.prefix.count == 12)
        #expect(text.wholeMatch(of: /sy_live_[0-9A-HJKMNP-TV-Z]{12}_[0-9A-HJKMNP-TV-Z]{58}/) != nil)
        #expect(key.hash == Array(SHA256.hash(data: Array(text.utf8))))
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a key reads back`(_ seed: UInt64) throws {
        let key = Self.key(seed)
        let parsed = try APIKey.parse(key.revealed)
        #expect(parsed.prefix == key.prefix)
        #expect(parsed.hash == key.hash)
        #expect(parsed.matches(hash: key.hash))
        #expect(!parsed.matches(hash: Self.key(seed + 1).hash))
        #expect(!parsed.matches(hash: []))
    }

    @Test func `every random bit is in the text`() {
        let zero = [UInt8](repeating: 0, count: APIKey.randomBytes)
        let base = APIKey.make(random: zero).revealed
        for bit in 0..<APIKey.randomBytes * 8 where !(60..<64).contains(bit) {
            var changed = zero
            changed[bit / 8] |= 0x80 >> UInt8(bit % 8)
            #expect(APIKey.make(random: changed).revealed != base, "bit \(bit)")
        }
    }

    @Test func `every changed character is refused without a database`() {
        let text = Array(Self.key(3).revealed)
        for place in text.indices {
            var changed = text
            changed[place] = text[place] == "A" ? "B" : "A"
            #expect(throws: APIKeyError.self) { try APIKey.parse(String(changed)) }
        }
    }

    @Test func `each reason is told`() {
        let text = Self.key(4).revealed
        var wrongCheck = Array(text)
        wrongCheck[20 + 10] = wrongCheck[30] == "A" ? "B" : "A"
        let cases: [(String, APIKeyError)] = [
            ("", .notAKey), ("Bearer x", .notAKey), ("sy_test_" + text.dropFirst(8), .notAKey),
            (String(text.dropLast()), .wrongLength), (text + "0", .wrongLength),
            (text + String(repeating: "0", count: 100_000), .wrongLength),
            (text.lowercased(), .wrongCharacter), (text.replacing("_", with: "-"), .notAKey),
            (String(wrongCheck), .wrongCheck),
        ]
        for (text, reason) in cases {
            #expect(throws: reason) { try APIKey.parse(text) }
        }
        #expect(Set(cases.map(\.1)) == Set(APIKeyError.allCases))
    }

    @Test func `no description or dump shows the secret`() {
        let key = Self.key(5)
        var dumped = ""
        dump(key, to: &dumped)
        dump([key], to: &dumped)
        let secret = key.revealed.dropFirst(21)
        for shown in [
            "\(key)", String(describing: key), String(reflecting: key), "\([key])", "\(Optional(key) as Any)", dumped,
        ] {
            #expect(shown.contains(key.prefix))
            #expect(!shown.contains(secret.prefix(8)))
        }
    }
}

import Crypto
import Postgres
import TestTools
import Testing

@testable import Switchyard

struct ReferenceTokenTests {
    private static func random(_ seed: UInt64) -> [UInt8] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<ReferenceToken.randomBytes).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    }

    @Test(arguments: ReferenceToken.Scheme.allCases) func aTokenHasItsStatedShapeAndReadsBack(
        scheme: ReferenceToken.Scheme
    ) throws {
        let token = ReferenceToken(scheme, random: Self.random(1))
        #expect(token.revealed.hasPrefix(scheme.rawValue))
        #expect(token.revealed.dropFirst(scheme.rawValue.count).wholeMatch(of: /[0-9A-HJKMNP-TV-Z]{58}/) != nil)
        #expect(token.hash == Array(SHA256.hash(data: Array(token.revealed.utf8))))
        #expect(try #require(ReferenceToken(scheme, parsing: token.revealed)).hash == token.hash)
    }

    /// It is remembered by its text alone, before anybody knows what kind it is.
    @Test func aCredentialHasTheHashOfItsText() throws {
        let key = APIKey.make(random: [UInt8](repeating: 7, count: APIKey.randomBytes)).revealed
        for text in [key, ReferenceToken(.session, random: Self.random(3)).revealed] {
            #expect(try #require(BearerCredential(text)).hash == BearerCredential.hash(of: text))
        }
    }

    @Test func everyRandomBitIsInTheText() {
        let zero = [UInt8](repeating: 0, count: ReferenceToken.randomBytes)
        let base = ReferenceToken(.session, random: zero).revealed
        for bit in 0..<ReferenceToken.randomBytes * 8 {
            var changed = zero
            changed[bit / 8] |= 0x80 >> UInt8(bit % 8)
            #expect(ReferenceToken(.session, random: changed).revealed != base, "bit \(bit)")
        }
    }

    @Test func whatWasMistypedOrInventedIsNoToken() {
        let text = ReferenceToken(.session, random: Self.random(2)).revealed
        let last = text.last == "0" ? "1" : "0"
        let swapped = String(text.dropLast()) + last
        for wrong in ["", "sy_session_", String(text.dropLast()), text + "0", swapped, text.lowercased(), "x" + text] {
            #expect(ReferenceToken(.session, parsing: wrong) == nil, "\(wrong)")
        }
    }

    @Test func aTokenShowsItselfNowhere() {
        let token = ReferenceToken(.session, random: Self.random(3))
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), dumped] {
            #expect(!text.contains(token.revealed.dropFirst(11)))
        }
    }

    @Test func aKeyAndASessionAreToldApart() throws {
        let token = ReferenceToken(.session, random: Self.random(4))
        let key = APIKey.make(random: Self.random(5) + Self.random(6))
        guard case .session(let found)? = BearerCredential(token.revealed) else {
            Issue.record("no session")
            return
        }
        #expect(found.hash == token.hash)
        #expect(BearerCredential(key.revealed)?.hash.bytes == key.hash)
        #expect(BearerCredential("sy_live_x") == nil)
    }
}

import Crypto
import Testing

@testable import Switchyard

/// What Crypto makes of the same bytes in one go is the measure.
@Suite struct SHA256BytesTests {
    @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 1_000])
    func digestsAndCodesAreThoseOfTheWholeText(bytes: Int) {
        let text = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let key = SymmetricKey(data: [UInt8](repeating: 5, count: 32))
        let expected = Array(HMAC<SHA256>.authenticationCode(for: text, using: key))
        let keyed = HMAC<SHA256>(key: key)
        #expect(SHA256.bytes(of: text) == Array(SHA256.hash(data: text)))
        #expect(keyed.code(of: text) == expected)
        #expect(keyed.code(of: Array(text.prefix(bytes / 3)), Array(text.dropFirst(bytes / 3))) == expected)
    }
}

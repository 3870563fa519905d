import Crypto
import TestTools
import Testing

@testable import Switchyard

/// Crypto's own HMAC is the measure.
@Suite struct KeyedSHA256Tests {
    @Test(arguments: [0, 1, 24, 32, 63, 64])
    func itIsTheCodeThatCryptoMakes(keyBytes: Int) {
        var numbers = SeededNumbers(seed: UInt64(keyBytes))
        let key = (0..<keyBytes).map { _ in UInt8.random(in: .min ... .max, using: &numbers) }
        let keyed = KeyedSHA256(key: key)
        for length in [0, 1, 55, 56, 63, 64, 65, 1_000] {
            let text = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &numbers) }
            let expected = Array(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: key)))
            #expect(keyed.code(of: text) == expected, "\(length) bytes")
            #expect(keyed.code(of: Array(text.prefix(length / 3)), Array(text.dropFirst(length / 3))) == expected)
        }
    }

    @Test func aDigestIsTheOneThatCryptoMakes() {
        for length in [0, 1, 64, 1_000] {
            let text = [UInt8](repeating: 7, count: length)
            #expect(SHA256.bytes(of: text) == Array(SHA256.hash(data: text)))
        }
    }
}

internal import Crypto

/// Base 58 with the alphabets of Bitcoin and of the XRP Ledger, and the double SHA-256 check on top.
enum Base58 {
    enum Alphabet: Sendable {
        case bitcoin, ripple

        var values: [UInt8] { self == .bitcoin ? Base58.bitcoinValues : Base58.rippleValues }
    }

    /// Longest token decoded, in characters: extended keys have 111 or 112.
    static let charactersMax = 128
    private static let checksumBytes = 4
    private static let invalid: UInt8 = 0xFF
    private static let bitcoinValues = table("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
    private static let rippleValues = table("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz")

    static func isBase58(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        token.allSatisfy { bitcoinValues[Int($0)] != invalid }
    }

    static func decode(_ token: Slice<UnsafeBufferPointer<UInt8>>, _ alphabet: Alphabet = .bitcoin) -> [UInt8]? {
        guard token.count <= charactersMax else { return nil }
        let values = alphabet.values
        var little: [UInt8] = []
        little.reserveCapacity(token.count)
        var zeros = 0
        for character in token {
            let value = values[Int(character)]
            guard value != invalid else { return nil }
            if value == 0, little.isEmpty { zeros += 1 }
            var carry = Int(value)
            for index in little.indices {
                carry += Int(little[index]) * 58
                little[index] = UInt8(truncatingIfNeeded: carry)
                carry >>= 8
            }
            if carry > 0 { little.append(UInt8(carry)) }
        }
        return Array(repeating: 0, count: zeros) + little.reversed()
    }

    /// The payload without its checksum, where the checksum holds.
    static func checked(
        _ token: Slice<UnsafeBufferPointer<UInt8>>,
        _ alphabet: Alphabet = .bitcoin
    ) -> ArraySlice<UInt8>? {
        guard let bytes = decode(token, alphabet), bytes.count > checksumBytes else { return nil }
        let payload = bytes.dropLast(checksumBytes)
        let digest = SHA256.hash(data: Array(SHA256.hash(data: payload)))
        return digest.prefix(checksumBytes).elementsEqual(bytes.suffix(checksumBytes)) ? payload : nil
    }

    private static func table(_ alphabet: StaticString) -> [UInt8] {
        var values = [UInt8](repeating: invalid, count: 256)
        for index in 0..<alphabet.utf8CodeUnitCount { values[Int(alphabet.utf8Start[index])] = UInt8(index) }
        return values
    }
}

/// Private keys that are one opaque word (`spec/secrets.md`, Keys and 64 hexadecimal characters). Addresses, public keys
/// and transaction hashes stay: a key is one whose own checksum holds, or that a keyword near says it is.
enum KeyScanner {
    static let tokenCharactersMin = 25
    private static let hexKeyCharacters = 64
    private static let hexPairCharacters = 128
    private static let explorerPaths: [StaticString] = ["/tx/", "/transaction/", "/transactions/", "/block/"]
    private typealias Token = Slice<UnsafeBufferPointer<UInt8>>

    static func find(in text: SecretText) -> [SecretFinding] {
        let bytes = text.bytes
        var found: [SecretFinding] = []
        var index = 0
        while index < bytes.count {
            guard ASCII.isAlphanumeric(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, ASCII.isAlphanumeric(bytes[index]) { index += 1 }
            guard index - start >= tokenCharactersMin, let kind = kind(start..<index, text) else { continue }
            found.append(SecretFinding(kind: kind, place: start..<index))
        }
        return found
    }

    private static func kind(_ place: Range<Int>, _ text: SecretText) -> SecretKind? {
        let token = text.bytes[place]
        if let digits = hexDigits(token) {
            let isKeyLong = digits == hexKeyCharacters || digits == hexPairCharacters
            return isKeyLong && !isExplorerLink(place, text.bytes) && isNamed(place, text) ? .privateKey : nil
        }
        switch place.count {
        case 25...35: return isRippleSeed(token) ? .privateKey : nil
        case 50...53: return isWIF(token, place, text) ? .privateKey : nil
        case 56: return isStellarSeed(token, place, text) ? .privateKey : nil
        case 58: return isEncryptedKey(token) ? .privateKey : nil
        case 86...88: return isSolanaKey(token, place, text) ? .privateKey : nil
        case 100...Base58.charactersMax: return isExtendedKey(token) ? .extendedKey : nil
        default: return nil
        }
    }

    private static func isNamed(_ place: Range<Int>, _ text: SecretText) -> Bool {
        text.keywords.isNear(place, .privateKey)
    }

    /// How many hexadecimal digits the token is, after an optional `0x`.
    private static func hexDigits(_ token: Token) -> Int? {
        let isPrefixed =
            token.count > 2 && token.first == UInt8(ascii: "0")
            && token.dropFirst().first.map { $0 | 0x20 } == UInt8(ascii: "x")
        let digits = isPrefixed ? token.dropFirst(2) : token
        return digits.allSatisfy(ASCII.isHex) ? digits.count : nil
    }

    /// `…/tx/<hash>` names itself.
    private static func isExplorerLink(_ place: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        explorerPaths.contains { path in
            let start = place.lowerBound - path.utf8CodeUnitCount
            return start >= 0 && TriggerScan.equals(bytes, start..<place.lowerBound, path)
        }
    }

    /// Base58check over a version byte from 0x80 up (0x80 Bitcoin, 0xEF its test network, others in between), 32 bytes
    /// and the mark of a compressed public key.
    private static func isWIF(_ token: Token, _ place: Range<Int>, _ text: SecretText) -> Bool {
        if let payload = Base58.checked(token), let version = payload.first {
            return version >= 0x80 && (payload.count == 33 || payload.count == 34 && payload.last == 1)
        }
        return "5KL9c".utf8.contains(text.bytes[place.lowerBound]) && Base58.isBase58(token) && isNamed(place, text)
    }

    /// BIP-38, a key under a passphrase.
    private static func isEncryptedKey(_ token: Token) -> Bool {
        guard token.starts(with: "6P".utf8), let payload = Base58.checked(token) else { return false }
        return payload.count == 39 && payload.first == 1
    }

    private static func isRippleSeed(_ token: Token) -> Bool {
        guard token.first == UInt8(ascii: "s"), let payload = Base58.checked(token, .ripple) else { return false }
        return payload.count == 17 && payload.first == 0x21
            || payload.count == 19 && payload.starts(with: [1, 0xE1, 0x4B])
    }

    /// `xprv` and its kin. The prefix names it: a mistyped checksum is still nearly the key, so it goes as well.
    private static func isExtendedKey(_ token: Token) -> Bool {
        guard let first = token.first, "xyzYZtuvUV".utf8.contains(first), token.dropFirst().starts(with: "prv".utf8)
        else { return false }
        return Base58.isBase58(token)
    }

    private static func isStellarSeed(_ token: Token, _ place: Range<Int>, _ text: SecretText) -> Bool {
        guard token.first == UInt8(ascii: "S"), let isValid = StellarSeed.isValid(token) else { return false }
        return isValid || isNamed(place, text)
    }

    /// A transaction signature of Solana has the same form: a key is the one whose second half is the public key of
    /// its first.
    private static func isSolanaKey(_ token: Token, _ place: Range<Int>, _ text: SecretText) -> Bool {
        guard let pair = Base58.decode(token), pair.count == SolanaKeyPair.byteCount else { return false }
        return SolanaKeyPair.isValid(pair) || isNamed(place, text)
    }
}

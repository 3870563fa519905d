/// API keys and their secrets beside a keyword, the second half of a pair beside its first, and tokens whose own prefix
/// names them. Addresses and `0x` hashes stay.
enum APISecretScanner {
    static let tokenCharacters = 16...512
    /// Between the keyword and its value.
    static let besideCharactersMax = 40
    /// Between the two halves of a pair.
    static let pairBytesMax = 160
    private static let digitsMin = 2
    private static let lettersMin = 4
    private static let prefixes = [
        "sk_live_", "sk_test_", "rk_live_", "whsec_", "AKIA", "ASIA", "ghp_", "gho_", "github_pat_", "xoxb-", "xoxp-",
        "AIza", "glpat-",
    ]

    static func find(in text: SecretText) -> [SecretFinding] {
        let bytes = text.bytes
        var found: [SecretFinding] = []
        var index = 0
        while index < bytes.count {
            guard isTokenByte(bytes[index]), bytes[index] != UInt8(ascii: "="), bytes[index] != UInt8(ascii: "/") else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, isTokenByte(bytes[index]) { index += 1 }
            guard tokenCharacters.contains(index - start) else { continue }
            let place = value(of: start..<index, bytes)
            guard tokenCharacters.contains(place.count), isSecret(place, text, after: found.last?.place) else {
                continue
            }
            found.append(SecretFinding(kind: .apiSecret, place: place))
        }
        return found
    }

    /// `api_key=abc` is one word to the scanner: what follows the first inner `=`.
    private static func value(of place: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        guard let equals = place.first(where: { bytes[$0] == UInt8(ascii: "=") }), equals + 16 < place.upperBound
        else { return place }
        return (equals + 1)..<place.upperBound
    }

    private static func isSecret(_ place: Range<Int>, _ text: SecretText, after last: Range<Int>?) -> Bool {
        let token = text.bytes[place]
        if prefixes.contains(where: { token.starts(with: $0.utf8) }) { return hasDigits(token) }
        guard hasDigits(token), !isPublic(token) else { return false }
        if isBeside(place, .apiKey, text) { return true }
        guard let last, place.lowerBound - last.upperBound <= pairBytesMax else { return false }
        return isBeside(place, .pairSecret, text) || place.lowerBound - last.upperBound <= besideCharactersMax / 2
    }

    private static func isBeside(_ place: Range<Int>, _ families: KeywordFamilies, _ text: SecretText) -> Bool {
        if text.keywords.isInContext(families) { return true }
        return text.keywords.hasHit(near: place, families, charactersMax: besideCharactersMax) {
            $0.place.upperBound <= place.lowerBound
        }
    }

    private static func hasDigits(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        token.count { ASCII.isDigit($0) } >= digitsMin && token.count { ASCII.isASCIILetter($0) } >= lettersMin
    }

    /// Addresses and hashes, which a customer must be able to show.
    private static func isPublic(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        if token.starts(with: "0x".utf8) || token.starts(with: "bc1".utf8) || token.starts(with: "tb1".utf8) {
            return true
        }
        guard (26...35).contains(token.count), let first = token.first else { return false }
        if "13TLDMX".utf8.contains(first), Base58.checked(token) != nil { return true }
        return first == UInt8(ascii: "r") && Base58.checked(token, .ripple) != nil
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        ASCII.isAlphanumeric(byte) || "-_+/=".utf8.contains(byte)
    }
}

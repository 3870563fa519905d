/// API keys and their secrets beside a keyword, the second half of a pair beside its first, and tokens whose own prefix
/// names them. Addresses and `0x` hashes stay.
enum APISecretScanner {
    static let tokenCharacters = 16...512
    /// Between the keyword and its value.
    static let besideCharactersMax = 40
    /// Between a keyword and the value directly after it.
    private static let directCharactersMax = 8
    private static let directLettersMax = 3
    private static let linkBytesMax = 512
    /// Between the two halves of a pair.
    static let pairBytesMax = 160
    private static let digitsMin = 2
    private static let lettersMin = 4
    private static let prefixes = [
        "sk_live_", "sk_test_", "rk_live_", "whsec_", "AKIA", "ASIA", "ghp_", "gho_", "github_pat_", "xoxb-", "xoxp-",
        "AIza", "glpat-",
    ]

    static func find(in text: SecretText) -> [SecretFinding] {
        var found: [SecretFinding] = []
        var keyBefore: Range<Int>?
        for place in tokens(text.bytes) {
            let isKey = isDirect(place, .anyKey, text)
            guard isSecret(place, text, after: found.last?.place ?? keyBefore) else {
                keyBefore = isKey && isOpaque(place, text) ? place : nil
                continue
            }
            if let key = keyBefore, place.lowerBound - key.upperBound <= pairBytesMax {
                found.append(SecretFinding(kind: .apiSecret, place: key))
            }
            keyBefore = nil
            found.append(SecretFinding(kind: .apiSecret, place: place))
        }
        return found
    }

    private static func tokens(_ bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var tokens: [Range<Int>] = []
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
            if tokenCharacters.contains(place.count) { tokens.append(place) }
        }
        return tokens
    }

    /// `api_key=abc` is one word to the scanner: what follows the first inner `=`.
    private static func value(of place: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        guard let equals = place.first(where: { bytes[$0] == UInt8(ascii: "=") }), equals + 16 < place.upperBound
        else { return place }
        return (equals + 1)..<place.upperBound
    }

    /// `before` is the first half of a pair, where this may be the second.
    private static func isSecret(_ place: Range<Int>, _ text: SecretText, after before: Range<Int>?) -> Bool {
        let token = text.bytes[place]
        if prefixes.contains(where: { token.starts(with: $0.utf8) }) { return hasDigits(token) }
        guard isOpaque(place, text) else { return false }
        if text.keywords.isInContext(.apiKey) || isDirect(place, .apiKey, text) || isDirect(place, .pairSecret, text) {
            return true
        }
        if isBeside(place, .apiKey, text) { return !isUUID(token) }
        guard let before, place.lowerBound - before.upperBound <= pairBytesMax else { return false }
        return place.lowerBound - before.upperBound <= besideCharactersMax / 2
    }

    private static func isOpaque(_ place: Range<Int>, _ text: SecretText) -> Bool {
        hasDigits(text.bytes[place]) && !isPublic(text.bytes[place]) && !isInLink(place, text.bytes)
    }

    /// Nothing but marks and a word or two of three letters between keyword and token: `key is: …`.
    private static func isDirect(_ place: Range<Int>, _ families: KeywordFamilies, _ text: SecretText) -> Bool {
        text.keywords.hasHit(near: place, families, charactersMax: directCharactersMax) { hit in
            guard hit.place.upperBound <= place.lowerBound else { return false }
            let letters = (hit.place.upperBound..<place.lowerBound).count { ASCII.isASCIILetter(text.bytes[$0]) }
            return letters <= directLettersMax
        }
    }

    private static func isBeside(_ place: Range<Int>, _ families: KeywordFamilies, _ text: SecretText) -> Bool {
        text.keywords.hasHit(near: place, families, charactersMax: besideCharactersMax) {
            $0.place.upperBound <= place.lowerBound
        }
    }

    /// Part of a web address and not the value of a parameter.
    private static func isInLink(_ place: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = place.lowerBound
        guard index > 0, bytes[index - 1] != UInt8(ascii: "=") else { return false }
        while index > 2, place.lowerBound - index < linkBytesMax, !ASCII.isBlank(bytes[index - 1]) {
            if bytes[index - 1] == UInt8(ascii: "/"), bytes[index - 2] == UInt8(ascii: "/"),
                bytes[index - 3] == UInt8(ascii: ":")
            {
                return true
            }
            index -= 1
        }
        return false
    }

    /// What requests and orders are numbered with.
    private static func isUUID(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        token.count == 36 && token.allSatisfy { ASCII.isHex($0) || $0 == UInt8(ascii: "-") }
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

import Crypto

/// A key a program signs in with: `sy_live_` + 12 public characters + `_` + 52 secret characters + 6 check characters.
///
/// The public part finds the row in the directory; 256 random bits make the secret; the check characters tell a
/// mistyped or invented key without asking the database, and let secret scanners be sure. Only `hash` is stored
/// (spec/tenancy.md, API keys). The text is shown once, when the key is made, and appears in no description or dump.
package struct APIKey: Sendable {
    /// Bytes `make` uses: 60 bits of eight for the public part, then 32 for the secret.
    package static let randomBytes = 40
    package static let scheme = "sy_live_"
    package static let textBytes = 79
    private static let publicCharacters = 12
    private static let secretCharacters = 52
    private static let checkCharacters = 6

    /// The 12 public characters, by which a key is found and named.
    package let prefix: String
    /// SHA-256 of the whole text, 32 bytes: what is stored and compared.
    package let hash: [UInt8]
    private let text: String

    /// The whole key, for the one answer that hands it over.
    package var revealed: String { text }

    /// Uses the first 40 bytes; the caller has drawn them from a cryptographic source.
    package static func make(random: [UInt8]) -> APIKey {
        precondition(random.count >= randomBytes, "an API key needs forty random bytes")
        let prefix = CrockfordBase32.encoded(random.prefix(8)).prefix(publicCharacters)
        let secret = CrockfordBase32.encoded(random[8..<randomBytes])
        let body = Array(scheme.utf8) + prefix + [UInt8(ascii: "_")] + secret
        return APIKey(checked: body + check(of: body))
    }

    /// Checks shape and check characters; whether the key exists and may be used is for the directory to say.
    package static func parse(_ text: String) throws(APIKeyError) -> APIKey {
        let bytes = Array(text.utf8.prefix(textBytes + 1))
        guard bytes.starts(with: scheme.utf8) else { throw .notAKey }
        guard bytes.count == textBytes else { throw .wrongLength }
        let separator = scheme.utf8.count + publicCharacters
        guard bytes[separator] == UInt8(ascii: "_") else { throw .wrongCharacter }
        for index in scheme.utf8.count..<textBytes where index != separator {
            guard CrockfordBase32.value(of: bytes[index]) != nil else { throw .wrongCharacter }
        }
        let body = Array(bytes.dropLast(checkCharacters))
        guard bytes.suffix(checkCharacters).elementsEqual(check(of: body)) else { throw .wrongCheck }
        return APIKey(checked: bytes)
    }

    /// Compares with a stored hash in a time that does not depend on where they differ.
    package func matches(hash stored: [UInt8]) -> Bool {
        guard stored.count == hash.count else { return false }
        return zip(stored, hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private init(checked bytes: [UInt8]) {
        let publicStart = Self.scheme.utf8.count
        text = String(decoding: bytes, as: UTF8.self)
        prefix = String(decoding: bytes[publicStart..<publicStart + Self.publicCharacters], as: UTF8.self)
        hash = Array(SHA256.hash(data: bytes))
    }

    /// The first thirty bits of SHA-256 over everything before them.
    static func check(of body: [UInt8]) -> [UInt8] {
        Array(CrockfordBase32.encoded(Array(SHA256.hash(data: body))).prefix(checkCharacters))
    }
}

/// Why a text is not an API key. All of them answer alike to the caller; the log tells them apart.
package enum APIKeyError: String, Error, CaseIterable, Sendable {
    case notAKey = "not_a_key"
    case wrongLength = "wrong_length"
    case wrongCharacter = "wrong_character"
    case wrongCheck = "wrong_check"
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(Self.scheme)\(prefix)_…" }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: ["prefix": prefix]) }
}

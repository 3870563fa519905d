import Crypto

/// A secret that stands for a row and says nothing by itself: what it is for, 52 characters of 256 random bits, 6 check
/// characters. Only `hash` is stored (`spec/tenancy.md`, sessions). The text is handed over once and appears in no
/// description or dump.
package struct ReferenceToken: Sendable {
    package enum Scheme: String, CaseIterable, Sendable {
        case session = "sy_session_"
        /// A link to choose a password.
        case link = "sy_link_"
    }

    package static let randomBytes = 32
    private static let secretCharacters = 52
    private static let checkCharacters = 6

    /// SHA-256 of the whole text, 32 bytes.
    package let hash: [UInt8]
    private let text: String

    /// The whole token, for the one answer that hands it over.
    package var revealed: String { text }

    /// Uses the first 32 bytes; the caller has drawn them from a cryptographic source.
    package init(_ scheme: Scheme, random: [UInt8]) {
        precondition(random.count >= ReferenceToken.randomBytes, "a token needs thirty-two random bytes")
        let body = Array(scheme.rawValue.utf8) + CrockfordBase32.encoded(random.prefix(ReferenceToken.randomBytes))
        self.init(checked: body + APIKey.check(of: body))
    }

    /// Nil for what cannot be one of ours; no look-up is made for it.
    package init?(_ scheme: Scheme, parsing text: String) {
        let head = scheme.rawValue.utf8
        let length = head.count + ReferenceToken.secretCharacters + ReferenceToken.checkCharacters
        let bytes = Array(text.utf8.prefix(length + 1))
        guard bytes.count == length, bytes.starts(with: head),
            bytes.dropFirst(head.count).allSatisfy({ CrockfordBase32.value(of: $0) != nil }),
            bytes.suffix(ReferenceToken.checkCharacters).elementsEqual(
                APIKey.check(of: Array(bytes.dropLast(ReferenceToken.checkCharacters)))
            )
        else { return nil }
        self.init(checked: bytes)
    }

    private init(checked bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
        hash = Array(SHA256.hash(data: bytes))
    }
}

extension ReferenceToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "ReferenceToken(hidden)" }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: []) }
}

import Crypto
import Foundation

/// One signing secret of a webhook endpoint: 24 to 64 random bytes, written `whsec_<base64>` as the Standard Webhooks
/// text has it. The text leaves the process only through ``text``; printing a secret shows nothing of it.
package struct WebhookSecret: Sendable, Hashable {
    package static let prefix = "whsec_"
    package static let bytesMin = 24
    package static let bytesMax = 64
    package static let generatedBytes = 32
    /// Longest text worth decoding: the prefix and the base64 of ``bytesMax`` bytes.
    private static let textLengthMax = prefix.utf8.count + 88

    package let bytes: [UInt8]
    /// What signs with it.
    let key: HMAC<SHA256>

    /// Nil when there are fewer than 24 or more than 64 bytes.
    package init?(bytes: [UInt8]) {
        guard (Self.bytesMin...Self.bytesMax).contains(bytes.count) else { return nil }
        self.init(checked: bytes)
    }

    /// Nil when the prefix, the base64 or the length is wrong.
    package init?(text: String) {
        guard text.hasPrefix(Self.prefix), text.utf8.count <= Self.textLengthMax else { return nil }
        guard let decoded = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))) else { return nil }
        self.init(bytes: [UInt8](decoded))
    }

    private init(checked: [UInt8]) {
        bytes = checked
        key = HMAC(key: SymmetricKey(data: checked))
    }

    package var text: String {
        Self.prefix + Data(bytes).base64EncodedString()
    }

    package static func generate() -> WebhookSecret {
        var generator = SystemRandomNumberGenerator()
        return generate(using: &generator)
    }

    package static func generate(using generator: inout some RandomNumberGenerator) -> WebhookSecret {
        WebhookSecret(checked: (0..<generatedBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}

extension WebhookSecret {
    package static func == (left: WebhookSecret, right: WebhookSecret) -> Bool { left.bytes == right.bytes }

    package func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(Self.prefix)…" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

import Foundation

/// The three headers of a signed webhook as they arrived; nil means the header was absent.
package struct WebhookHeaders: Sendable, Hashable {
    package let id: String?
    package let timestamp: String?
    package let signature: String?

    package init(id: String?, timestamp: String?, signature: String?) {
        self.id = id
        self.timestamp = timestamp
        self.signature = signature
    }
}

/// What checking a webhook's signature found.
package enum WebhookVerdict: Sendable, Equatable {
    case valid
    case missingHeader(String)
    case malformed(String)
    /// Seconds by which the sender's clock is ahead of ours (positive) or behind it (negative).
    case outsideTolerance(skewSeconds: Int64)
    case badSignature
}

/// Signs and checks webhooks by the Standard Webhooks text: HMAC-SHA256 over `id.timestamp.body`, carried as
/// `webhook-signature: v1,<base64>`, several signatures separated by spaces while secrets are being changed.
package enum StandardWebhook {
    package static let idHeader = "webhook-id"
    package static let timestampHeader = "webhook-timestamp"
    package static let signatureHeader = "webhook-signature"
    package static let version = "v1"
    package static let toleranceSecondsDefault: Int64 = 300
    /// Signatures looked at in one header; later ones are not read.
    package static let signaturesMax = 16
    /// Live secrets an endpoint may have at once; one signature each fits the header.
    package static let secretsMax = signaturesMax
    package static let idLengthMax = 256
    private static let timestampDigitsMax = 15

    /// One signature, `v1,<base64>`. `id` must be free of full stops: they separate the signed parts.
    package static func sign(
        id: String,
        timestampSeconds: Int64,
        body: [UInt8],
        secret: WebhookSecret,
    ) -> String {
        let code = authenticationCode(id: id, timestamp: String(timestampSeconds), body: body, secret: secret)
        return "\(version),\(Data(code).base64EncodedString())"
    }

    /// The header value with one signature per secret, in the order given.
    package static func sign(
        id: String,
        timestampSeconds: Int64,
        body: [UInt8],
        secrets: [WebhookSecret],
    ) -> String {
        secrets.prefix(secretsMax)
            .map { sign(id: id, timestampSeconds: timestampSeconds, body: body, secret: $0) }
            .joined(separator: " ")
    }

    /// Tries every live secret against the first ``signaturesMax`` signatures. The comparison takes the same time
    /// whatever differs, and an identifier with a full stop is refused because it makes the signed text ambiguous.
    package static func verify(
        headers: WebhookHeaders,
        body: [UInt8],
        secrets: [WebhookSecret],
        nowSeconds: Int64,
        toleranceSeconds: Int64 = toleranceSecondsDefault,
    ) -> WebhookVerdict {
        guard let id = headers.id else { return .missingHeader(idHeader) }
        guard let timestamp = headers.timestamp else { return .missingHeader(timestampHeader) }
        guard let signature = headers.signature else { return .missingHeader(signatureHeader) }
        guard isIdentifier(id) else { return .malformed(idHeader) }
        guard let sentSeconds = seconds(timestamp) else { return .malformed(timestampHeader) }
        guard let candidates = signatures(signature) else { return .malformed(signatureHeader) }

        let (skewSeconds, overflow) = sentSeconds.subtractingReportingOverflow(nowSeconds)
        guard !overflow, skewSeconds.magnitude <= toleranceSeconds.magnitude else {
            return .outsideTolerance(skewSeconds: overflow ? (nowSeconds < 0 ? .max : .min) : skewSeconds)
        }

        var matched = false
        for secret in secrets.prefix(secretsMax) {
            let expected = authenticationCode(id: id, timestamp: timestamp, body: body, secret: secret)
            for candidate in candidates where areEqual(candidate, expected) {
                matched = true
            }
        }
        return matched ? .valid : .badSignature
    }

    private static func isIdentifier(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= idLengthMax
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ".") }
    }

    private static func seconds(_ text: String) -> Int64? {
        guard (1...timestampDigitsMax).contains(text.utf8.count) else { return nil }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int64(text)
    }

    /// The decoded `v1` signatures among the first ``signaturesMax``; other versions are skipped as the standard asks.
    /// Nil when the header has no `version,value` pair at all.
    private static func signatures(_ header: String) -> [[UInt8]]? {
        var hasPair = false
        var signatures: [[UInt8]] = []
        for pair in header.utf8.split(separator: UInt8(ascii: " "), maxSplits: signaturesMax).prefix(signaturesMax) {
            let pair = pair.drop { $0 == UInt8(ascii: ",") }
            guard let comma = pair.firstIndex(of: UInt8(ascii: ",")) else { continue }
            let value = pair[pair.index(after: comma)...]
            guard !value.isEmpty else { continue }
            hasPair = true
            guard pair[..<comma].elementsEqual(version.utf8) else { continue }
            if let signature = Data(base64Encoded: Data(value)) { signatures.append([UInt8](signature)) }
        }
        return hasPair ? signatures : nil
    }

    private static func authenticationCode(
        id: String,
        timestamp: String,
        body: [UInt8],
        secret: WebhookSecret,
    ) -> [UInt8] {
        secret.key.code(of: Array("\(id).\(timestamp).".utf8), body)
    }

    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

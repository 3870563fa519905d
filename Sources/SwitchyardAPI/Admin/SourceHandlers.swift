import Foundation
import Switchyard

/// Finding out why a sender is not heard. Nothing is written.
enum SourceHandlers {
    static let debugged: Schema = .named(
        "SignedRequest",
        .object([
            .required(
                "headers",
                .object(
                    [StandardWebhook.idHeader, StandardWebhook.timestampHeader, StandardWebhook.signatureHeader].map {
                        .optional($0, .text(0...headerCharactersMax))
                    }
                ),
                "As they were sent; one that is left out was not."
            ),
            .required("body", .bytes(0...bodyBytesMax), "The very bytes that were signed, as text."),
        ])
    )
    private static let headerCharactersMax = 4_096
    private static let bodyBytesMax = 262_144

    static func debug(_ call: Call) async throws -> Reply {
        let id = try call.id("source")
        let sent = try call.body.object("headers")
        let headers = WebhookHeaders(
            id: try sent.optionalString(StandardWebhook.idHeader),
            timestamp: try sent.optionalString(StandardWebhook.timestampHeader),
            signature: try sent.optionalString(StandardWebhook.signatureHeader)
        )
        let body = Array(try call.body.string("body").utf8)
        return try await call.tenant { tx in
            let source = try Source.find(id, in: tx).source
            return .json(SignatureTrial(headers, body: body, at: source, now: try tx.now).json)
        }
    }

    static func test(_ call: Call) async throws -> Reply {
        let id = try call.id("source")
        return try await call.tenant { .json(try SourceExample.run(id, in: $0).json) }
    }
}

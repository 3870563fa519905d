import Foundation
import Switchyard

/// Sources as they stand, and finding out why a sender is not heard.
enum SourceHandlers {
    static func list(_ call: Call) async throws -> Reply {
        let (limit, cursor) = (try call.limit(), try call.cursor())
        return try await call.tenant { tx in
            let found = try SourceStanding.page(after: cursor, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { Call.cursorText(at: $0.createdAt, id: $0.id) } : nil
            return .json(["items": .array(page.map(\.json)), "next_cursor": next.json])
        }
    }

    static func read(_ call: Call) async throws -> Reply {
        let id = try call.id("source")
        return Reply(answer(try await call.tenant { try SourceStanding.find(id, in: $0) }))
    }

    static func change(_ call: Call) async throws -> Reply {
        let id = try call.id("source")
        let name = try call.body.string("name")
        let minutes = try call.body.optionalInteger("silent_after_minutes")
        let revision = try call.expectedRevision()
        let changed = try await call.tenant {
            try Source.change(id, name: name, silentAfterMinutes: minutes, ifRevision: revision, in: $0)
        }
        return Reply(answer(changed))
    }

    private static func answer(_ source: SourceStanding) -> Answer {
        Answer(status: 200, body: source.json, revision: source.revision)
    }

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

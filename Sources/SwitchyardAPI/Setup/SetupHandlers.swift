import Foundation
import Switchyard

/// A tenant's whole set-up as one document.
enum SetupHandlers {
    static func export(_ call: Call) async throws -> Reply {
        let setup = try await call.tenant { try TenantSetup.load(in: $0) }
        return tagged(.json(setup.document), setup.tag)
    }

    static func plan(_ call: Call) async throws -> Reply {
        let document = call.body
        let report = try await call.tenant { try TenantSetup.plan(document, in: $0) }
        return tagged(.json(report.json), report.tag)
    }

    static func apply(_ call: Call) async throws -> Reply {
        let document = call.body
        let expected = tag(call.request.headers["if-match"])
        let key = try await call.idempotencyKey()
        let answer = try await call.tenant { tx in
            try tx.once(key, showingOnce: "secrets") {
                let report = try TenantSetup.apply(document, expecting: expected, in: tx)
                guard case .object(var body) = report.json else { throw DomainError.notFound }
                body["secrets"] = .array(report.secrets.map(\.json))
                return Answer(status: 200, body: .object(body))
            }
        }
        return tagged(Reply(answer), try answer.body.string("tag"))
    }

    private static func tagged(_ reply: Reply, _ tag: String) -> Reply {
        var reply = reply
        reply.headers.append(("etag", "\"\(tag)\""))
        return reply
    }

    /// What the caller saw; nil where they did not say, or said `*`. A weak tag matches nothing (RFC 9110, 13.1.1).
    private static func tag(_ header: String?) -> String? {
        guard let header, header != "*" else { return nil }
        guard header.count >= 2, header.hasPrefix("\""), header.hasSuffix("\"") else { return header }
        return String(header.dropFirst().dropLast())
    }
}

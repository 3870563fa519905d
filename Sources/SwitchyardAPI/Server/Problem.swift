import Foundation
import Postgres
package import Switchyard

/// RFC 9457 answers. The type is a stable word; texts are the catalogue's, never the database's.
package enum Problem {
    /// Seconds a caller should wait when the store is away or busy.
    package static let retryAfterSeconds = 2

    /// Absent, behind another wall, or no such route: always these bytes.
    package static let notFound = reply(404, "not_found", "Not found")

    package static func of(_ error: any Error) -> Reply {
        switch error {
        case let error as DomainError: of(error)
        case let error as FieldError: of(DomainError(.invalid, "validation_failed", fields: [error]))
        case let error as RequestError: error.reply
        case let error as PostgresError where isAway(error): unavailable
        default: reply(500, "internal", "Something went wrong on our side")
        }
    }

    /// Errors that are our fault, to be logged once.
    package static func isInternal(_ error: any Error) -> Bool {
        switch error {
        case is DomainError, is FieldError, is RequestError: false
        case let error as PostgresError: !isAway(error)
        default: true
        }
    }

    /// The outcome of a commit that nobody knows is told like an absence: the same request with the same key finds out.
    private static func isAway(_ error: PostgresError) -> Bool {
        error.isUnavailable || error.isRetryable || error.isCancelled || error.kind == .commitOutcomeUnknown
            || error.kind == .poolClosed
    }

    private static var unavailable: Reply {
        var reply = reply(503, "unavailable", "The store is not available; nothing was done. Try again.")
        reply.headers.append(("retry-after", "\(retryAfterSeconds)"))
        return reply
    }

    private static func of(_ error: DomainError) -> Reply {
        switch error.code {
        case .invalid: return reply(422, error.reason, ErrorTexts.title(error.reason), fields: error.fields)
        case .unauthenticated:
            var reply = reply(401, error.reason, ErrorTexts.title(error.reason))
            reply.headers.append(("www-authenticate", "Bearer"))
            return reply
        case .forbidden: return reply(403, error.reason, ErrorTexts.title(error.reason))
        case .notFound: return notFound
        case .conflict:
            let status = error.reason == "revision_changed" ? 412 : 409
            return reply(status, error.reason, ErrorTexts.title(error.reason))
        case .limited:
            var reply = reply(429, error.reason, ErrorTexts.title(error.reason))
            reply.headers.append(("retry-after", "\(retryAfterSeconds)"))
            return reply
        }
    }

    package static func reply(_ status: Int, _ type: String, _ title: String, fields: [FieldError] = []) -> Reply {
        var body: JSONObject = [
            "type": .string("urn:switchyard:problem:\(type)"), "title": .string(title), "status": status.json,
        ]
        if !fields.isEmpty { body["errors"] = .array(fields.map(json)) }
        return Reply(status: status, contentType: "application/problem+json", body: JSON.object(body).bytes)
    }

    private static func json(_ field: FieldError) -> JSON {
        var body: JSONObject = [
            "pointer": .string(field.pointer), "code": .string(field.code.rawValue),
            "detail": .string(ErrorTexts.detail(field.code)),
        ]
        for (name, value) in field.parameters.sorted(by: { $0.key < $1.key }) { body[name] = .string(value) }
        return .object(body)
    }
}

/// The request itself is at fault, before any rule of the product is asked.
package enum RequestError: Error, Sendable, Hashable {
    case malformedJSON(code: String, pointer: String)
    case notJSON
    case bodyTooLarge
    case methodNotAllowed([String])
    case badParameter(String)
    case signatureRejected(String)

    var reply: Reply {
        switch self {
        case .malformedJSON(let code, let pointer):
            var body: JSONObject = [
                "type": "urn:switchyard:problem:malformed_json", "title": "The body is not acceptable JSON",
                "status": 400,
            ]
            body["code"] = .string(code)
            body["pointer"] = .string(pointer)
            return Reply(status: 400, contentType: "application/problem+json", body: JSON.object(body).bytes)
        case .notJSON: return Problem.reply(415, "not_json", "Send application/json")
        case .bodyTooLarge: return Problem.reply(413, "body_too_large", "The body is larger than 1 MiB")
        case .methodNotAllowed(let allowed):
            var reply = Problem.reply(405, "method_not_allowed", "This method does nothing here")
            reply.headers.append(("allow", allowed.sorted().joined(separator: ", ")))
            return reply
        case .badParameter(let name):
            return Problem.reply(
                422,
                "validation_failed",
                ErrorTexts.title("validation_failed"),
                fields: [FieldError("?" + name, .badFormat)]
            )
        case .signatureRejected(let reason):
            return Problem.reply(401, reason, "The webhook's signature was not accepted")
        }
    }
}

import Foundation
import Postgres
import Switchyard

/// RFC 9457 answers, with the error catalogue's types and texts, never the database's.
package enum Problem {
    /// Seconds a caller should wait when the store is away or busy.
    package static let retryAfterSeconds: Int64 = 2

    /// Absent, behind another wall, or no such route: always these bytes in a language.
    package static let notFound = reply("not_found", in: .en)

    package static func of(_ error: any Error, in language: ProblemLanguage = .en) -> Reply {
        switch error {
        case let error as DomainError: of(error, in: language)
        case let error as FieldError: reply("validation_failed", in: language, fields: [error])
        case let error as RequestError: error.reply(in: language)
        case let error as RateExceeded: error.reply(in: language)
        case let error as SignInTooSoon: waiting(error.waitSeconds, reply("sign_in_throttled", in: language))
        case let error as QuotaReached: waiting(error.waitSeconds, reply("quota_reached", in: language))
        case let error as SecretShownOnce: reply("secret_shown_once", in: language, more: ["done": error.done])
        case let error as PostgresError where isAway(error):
            waiting(retryAfterSeconds, reply("unavailable", in: language))
        default: reply("internal", in: language)
        }
    }

    /// Errors that are our fault, to be logged once.
    package static func isInternal(_ error: any Error) -> Bool {
        switch error {
        case is DomainError, is FieldError, is RequestError, is RateExceeded, is SignInTooSoon, is SecretShownOnce,
            is QuotaReached:
            false
        case let error as PostgresError: !isAway(error)
        default: true
        }
    }

    /// The outcome of a commit that nobody knows is told like an absence: the same request with the same key finds out.
    private static func isAway(_ error: PostgresError) -> Bool {
        error.isUnavailable || error.isRetryable || error.isCancelled || error.kind == .commitOutcomeUnknown
            || error.kind == .poolClosed
    }

    /// Conflicts that are over in a moment.
    private static let passing: Set = ["busy", "request_under_way", "already_asking"]

    private static func of(_ error: DomainError, in language: ProblemLanguage) -> Reply {
        var reply = reply(error.reason, in: language, fields: error.fields)
        switch error.code {
        case .invalid, .forbidden, .notFound: break
        case .unauthenticated: reply.headers.append(("www-authenticate", "Bearer"))
        case .conflict: if passing.contains(error.reason) { reply = waiting(retryAfterSeconds, reply) }
        case .limited: reply = waiting(retryAfterSeconds, reply)
        }
        return reply
    }

    private static func waiting(_ seconds: Int64, _ reply: Reply) -> Reply {
        var reply = reply
        reply.headers.append(("retry-after", "\(seconds)"))
        return reply
    }

    /// - Parameter word: of the catalogue; any other is our fault and is answered as that.
    static func reply(
        _ word: String,
        in language: ProblemLanguage,
        fields: [FieldError] = [],
        more: JSONObject = [:]
    ) -> Reply {
        let entry = ErrorCatalogue.entry(word) ?? ErrorCatalogue.ownFault
        var body: JSONObject = [
            "type": .string(ErrorCatalogue.address(entry.word)), "title": .string(entry.title(language)),
            "status": entry.status.json,
        ]
        if !fields.isEmpty { body["errors"] = .array(fields.map { json($0, in: language) }) }
        for member in more.members { body[member.key] = member.value }
        var reply = Reply(
            status: entry.status,
            contentType: "application/problem+json",
            body: JSON.object(body).bytes
        )
        reply.headers += [("content-language", language.rawValue), ("vary", "Accept-Language")]
        return reply
    }

    static func json(_ field: FieldError, in language: ProblemLanguage) -> JSON {
        var body: JSONObject = [
            "pointer": .string(field.pointer), "code": .string(field.code.rawValue),
            "detail": .string(field.code.detail(language)),
        ]
        for (name, value) in field.parameters.sorted(by: { $0.key < $1.key }) { body[name] = .string(value) }
        return .object(body)
    }
}

/// The request itself is at fault, before any rule of the product is asked.
package enum RequestError: Error, Sendable, Hashable {
    case malformedJSON(code: String, pointer: String)
    case notJSON
    case notCSV
    case bodyTooLarge
    case methodNotAllowed([String])
    case badParameter(String)
    case signatureRejected(String)

    func reply(in language: ProblemLanguage) -> Reply {
        switch self {
        case .malformedJSON(let code, let pointer):
            return Problem.reply(
                "malformed_json",
                in: language,
                more: ["code": .string(code), "pointer": .string(pointer)]
            )
        case .notJSON: return Problem.reply("not_json", in: language)
        case .notCSV: return Problem.reply("not_csv", in: language)
        case .bodyTooLarge: return Problem.reply("body_too_large", in: language)
        case .methodNotAllowed(let allowed):
            var reply = Problem.reply("method_not_allowed", in: language)
            reply.headers.append(("allow", allowed.sorted().joined(separator: ", ")))
            return reply
        case .badParameter(let name):
            return Problem.reply("validation_failed", in: language, fields: [FieldError("?" + name, .badFormat)])
        case .signatureRejected(let word): return Problem.reply(word, in: language)
        }
    }
}

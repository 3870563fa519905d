import Foundation
package import Switchyard

/// One line of the URL map: everything a reader, the OpenAPI document and the dispatcher need to know of an endpoint.
package struct Route: Sendable {
    /// Who may come in. A route without an answer to this does not compile.
    package enum Access: Sendable, Hashable {
        case permission(Permission)
        /// Whoever has signed in, about themself: no permission is asked for, and no key does.
        case session
        /// Nobody is asked for a key: the one-time token, or nothing decides.
        case open
        /// The signature over the body decides.
        case signed
    }

    /// What becomes of a POST that is sent again, told in the OpenAPI document.
    package enum Repetition: String, Sendable, Hashable, CaseIterable {
        /// The first answer under an `Idempotency-Key` is kept, and comes back.
        case answered
        /// As `answered`, but what was made showed a secret: a second request is told that it is done, without it.
        case answeredWithoutSecret = "answered_without_secret"
        /// Nothing is written, so nothing can be done twice.
        case harmless
        /// The sender's `webhook-id` is the key.
        case webhookID = "webhook_id"
        /// The one-time token in the path names the act.
        case token
        /// Nobody is known yet in whose name an answer could be kept: each counts by itself, and is throttled.
        case anew
    }

    /// A body that is no JSON of the route's schema, or is read before it is parsed.
    package enum RawBody: Sendable, Hashable {
        /// JSON whose bytes were signed.
        case signed
        /// A table as `text/csv`.
        case table
        /// What a browser posts from our page, by the names of its fields.
        case form([String])
    }

    package let method: String
    /// Segments in braces are parameters.
    package let path: String
    /// Its name in metrics and logs.
    let label: String
    package let access: Access
    package let summary: String
    package let body: Schema?
    package let query: [String]
    /// What the success answers; nil where it answers nothing, or a page for people.
    package let answer: Schema?
    package let success: Int
    /// Nil where the body, if there is one, was checked before the handler sees it.
    package let rawBody: RawBody?
    /// Answers a page for people instead of JSON.
    package let isPage: Bool
    /// What a session has to have shown; a key is asked for none of it.
    package let demand: SessionDemand
    /// Nil for methods that do the same however often they come.
    package let repetition: Repetition?
    /// Nil for a route that stays.
    let deprecated: Deprecation?
    let handler: @Sendable (Call) async throws -> Reply
    private let segments: [Segment]

    private enum Segment: Sendable {
        case literal(Substring)
        case parameter(String)
    }

    init(
        _ method: String,
        _ path: String,
        _ access: Access,
        _ summary: String,
        body: Schema? = nil,
        query: [String] = [],
        answer: Schema? = nil,
        success: Int = 200,
        rawBody: RawBody? = nil,
        page: Bool = false,
        demand: SessionDemand = .usual,
        again: Repetition = .answered,
        deprecated: Deprecation? = nil,
        _ handler: @escaping @Sendable (Call) async throws -> Reply
    ) {
        self.method = method
        self.path = path
        label = "\(method) \(path)"
        self.access = access
        self.summary = summary
        self.body = body
        self.query = query
        self.answer = answer
        self.success = success
        self.rawBody = rawBody
        isPage = page
        self.demand = demand
        self.deprecated = deprecated
        repetition = method == "POST" ? again : nil
        self.handler = handler
        segments = Route.segments(path).map { segment in
            segment.hasPrefix("{") ? .parameter(String(segment.dropFirst().dropLast())) : .literal(segment)
        }
    }

    /// What stands between the slashes of a path.
    static func segments(_ path: String) -> [Substring] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
    }

    var segmentCount: Int { segments.count }

    package var permission: Permission? {
        switch access {
        case .permission(let permission): permission
        case .session, .open, .signed: nil
        }
    }

    package var readsRawBody: Bool { rawBody != nil }

    /// In the order of the path.
    var parameterNames: [String] {
        segments.compactMap { segment in
            if case .parameter(let name) = segment { name } else { nil }
        }
    }

    /// Values of the path's parameters, or nil when the path is another one.
    package func match(_ found: [Substring]) -> [String: String]? {
        guard segments.count == found.count else { return nil }
        for case (.literal(let own), let segment) in zip(segments, found) where own != segment { return nil }
        var parameters: [String: String] = [:]
        for case (.parameter(let name), let segment) in zip(segments, found) {
            guard let value = segment.percentDecoded, !value.isEmpty else { return nil }
            parameters[name] = value
        }
        return parameters
    }
}

extension Substring {
    /// Most segments and parameters have nothing to decode, and then nothing is copied twice.
    var percentDecoded: String? { utf8.contains(UInt8(ascii: "%")) ? removingPercentEncoding : String(self) }
}

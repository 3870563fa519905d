import Foundation
package import Switchyard

/// One line of the URL map: everything a reader, the OpenAPI document and the dispatcher need to know of an endpoint.
package struct Route: Sendable {
    /// Who may come in. A route without an answer to this does not compile.
    package enum Access: Sendable, Hashable {
        case permission(Permission)
        /// Nobody is asked for a key: the signature, the one-time token, or nothing decides.
        case open
    }

    package let method: String
    /// Segments in braces are parameters.
    package let path: String
    package let access: Access
    package let summary: String
    package let body: Schema?
    package let query: [String]
    package let success: Int
    /// The body is read as bytes by the handler itself.
    package let readsRawBody: Bool
    let handler: @Sendable (Call) async throws -> Reply
    private let own: [Substring]

    init(
        _ method: String,
        _ path: String,
        _ access: Access,
        _ summary: String,
        body: Schema? = nil,
        query: [String] = [],
        success: Int = 200,
        rawBody: Bool = false,
        _ handler: @escaping @Sendable (Call) async throws -> Reply
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.summary = summary
        self.body = body
        self.query = query
        self.success = success
        readsRawBody = rawBody
        self.handler = handler
        own = path.split(separator: "/")
    }

    /// In the order of the path.
    var parameterNames: [String] { own.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) } }

    /// Values of the path's parameters, or nil when the path is another one.
    func match(_ segments: [Substring]) -> [String: String]? {
        guard own.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (pattern, segment) in zip(own, segments) {
            if pattern.hasPrefix("{") {
                guard let value = segment.percentDecoded, !value.isEmpty else { return nil }
                parameters[String(pattern.dropFirst().dropLast())] = value
            } else if pattern != segment {
                return nil
            }
        }
        return parameters
    }
}

extension Substring {
    /// Most segments and parameters have nothing to decode, and then nothing is copied twice.
    var percentDecoded: String? { utf8.contains(UInt8(ascii: "%")) ? removingPercentEncoding : String(self) }
}

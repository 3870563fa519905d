import Foundation
package import Switchyard

/// One request as the routes see it, whatever server took it in.
package struct IncomingRequest: Sendable {
    package var method: String
    /// Path as sent, percent-encoded, without the query.
    package var path: String
    package var query: String
    /// Lower-cased names; of repeated headers the first.
    package var headers: [String: String]
    package var body: [UInt8]
    /// Where it comes from, as far as that is known.
    package var address: String

    /// What its problems are told in.
    var language: ProblemLanguage { ProblemLanguage(accepting: headers["accept-language"]) }

    package init(
        method: String,
        path: String,
        query: String = "",
        headers: [String: String] = [:],
        body: [UInt8] = [],
        address: String = "unknown"
    ) {
        self.address = address
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}

/// What goes back.
package struct Reply: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)] = []
    package var body: [UInt8]

    package init(status: Int, contentType: String?, body: [UInt8]) {
        self.status = status
        self.body = body
        if let contentType { headers.append(("content-type", contentType)) }
    }

    package static func json(_ body: JSON, status: Int = 200) -> Reply {
        Reply(status: status, contentType: "application/json", body: body.bytes)
    }

    /// One object, written as its members are put.
    static func object(_ members: (inout JSONWriter) throws -> Void) rethrows -> Reply {
        var text = JSONWriter()
        try text.object(members)
        return Reply(status: 200, contentType: "application/json", body: text.bytes)
    }

    /// A page of a list, and where the next one begins.
    static func page<Item>(
        _ items: some Sequence<Item>,
        next: String?,
        _ members: (Item, inout JSONWriter) throws -> Void
    ) rethrows -> Reply {
        try object { text in
            try text.member("items") { text in
                try text.array(items) { item, text in try text.object { try members(item, &$0) } }
            }
            text.put("next_cursor", next)
        }
    }

    package static let empty = Reply(status: 204, contentType: nil, body: [])

    package init(_ answer: Answer) {
        self = .json(answer.body, status: answer.status)
        if let revision = answer.revision { headers.append(("etag", ETag.text(revision))) }
    }

    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// A case's revision as an entity tag.
enum ETag {
    static func text(_ revision: Int64) -> String { "\"\(revision)\"" }

    /// The revision a caller saw; nil when they did not say, or said `*`.
    static func expected(_ header: String?) throws -> Int64? {
        guard let header, header != "*" else { return nil }
        // RFC 9110 compares strongly here, so a weak tag never matches.
        guard header.hasPrefix("\""), header.hasSuffix("\""), let revision = Int64(header.dropFirst().dropLast()) else {
            throw DomainError(.conflict, "revision_changed")
        }
        return revision
    }
}

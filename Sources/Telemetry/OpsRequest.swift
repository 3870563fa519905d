/// Where the operations listener answers.
enum OpsPath: String, CaseIterable {
    case health = "/health"
    case live = "/live"
    case metrics = "/metrics"
}

/// The request line of one operations request, and what goes back for it.
struct OpsRequest {
    enum Method: String, CaseIterable {
        case get = "GET"
        case head = "HEAD"
    }

    let method: String
    /// Without the query.
    let path: String

    /// Nil unless the first line reads `METHOD target HTTP/1.x`.
    init?(header: [UInt8]) {
        let line = header.prefix { $0 != 0x0D && $0 != 0x0A }
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard words.count == 3, words.allSatisfy({ !$0.isEmpty }), line.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            return nil
        }
        let version = String(decoding: words[2], as: UTF8.self)
        guard version == "HTTP/1.1" || version == "HTTP/1.0" else { return nil }
        method = String(decoding: words[0], as: UTF8.self)
        path = String(decoding: words[1].prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
    }
}

struct OpsResponse {
    enum Status: Int, CaseIterable {
        case ok = 200
        case badRequest = 400
        case notFound = 404
        case methodNotAllowed = 405
        case timeout = 408
        case headerTooLarge = 431
        case unavailable = 503

        var reason: String {
            switch self {
            case .ok: "OK"
            case .badRequest: "Bad Request"
            case .notFound: "Not Found"
            case .methodNotAllowed: "Method Not Allowed"
            case .timeout: "Request Timeout"
            case .headerTooLarge: "Request Header Fields Too Large"
            case .unavailable: "Service Unavailable"
            }
        }
    }

    let status: Status
    var contentType = "application/json"
    let body: String

    init(_ status: Status, contentType: String = "application/json", body: String? = nil) {
        self.status = status
        self.contentType = contentType
        self.body = body ?? "{\"status\":\(JSONText.quoted(status.reason))}\n"
    }

    func bytes(withBody: Bool = true) -> [UInt8] {
        var lines = [
            "HTTP/1.1 \(status.rawValue) \(status.reason)", "Content-Type: \(contentType)",
            "Content-Length: \(body.utf8.count)", "Cache-Control: no-store", "Connection: close",
        ]
        if status == .methodNotAllowed {
            lines.append("Allow: \(OpsRequest.Method.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + (withBody ? body : "")).utf8)
    }
}

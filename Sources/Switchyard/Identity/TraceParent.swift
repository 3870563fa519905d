/// Where a request stands in somebody's trace: the `traceparent` header of W3C Trace Context. Nothing is traced here; it is
/// handed on as it came, to the jobs of the request, to what they write to the log and to the webhooks that they send.
package struct TraceParent: Sendable, Hashable {
    package static let header = "traceparent"
    /// `00-` trace id `-` parent id `-` flags.
    static let length = 55

    package let text: String

    /// Nil where the header is malformed: it is ignored then, and the request is none the worse. Of a version to come only what
    /// version 00 has is taken, and handed on as version 00.
    package init?(_ header: String) {
        let bytes = Array(header.utf8)
        let parts = bytes.prefix(TraceParent.length).split(
            separator: UInt8(ascii: "-"),
            omittingEmptySubsequences: false
        )
        guard parts.map(\.count) == [2, 32, 16, 2], parts.joined().allSatisfy(TraceParent.isDigit) else { return nil }
        let version = String(decoding: parts[0], as: UTF8.self)
        guard version != "ff", parts[1...2].allSatisfy({ $0.contains { $0 != UInt8(ascii: "0") } }) else { return nil }
        let rest = bytes.dropFirst(TraceParent.length)
        guard rest.isEmpty || (version != "00" && rest.first == UInt8(ascii: "-")) else { return nil }
        text = "00" + String(decoding: bytes[2..<TraceParent.length], as: UTF8.self)
    }

    /// Hexadecimal, and lower case only.
    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }
}

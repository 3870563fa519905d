import Foundation

/// The operator's exceptions to the egress guard: `10.20.0.0/16:8443, [fd00:1::/64]:8080`. An entry opens these
/// addresses on this port, for http as well as https. Empty by default.
package struct EgressAllowList: Sendable, Hashable {
    package static let entriesMax = 64

    /// Why an entry cannot be read; the entry is repeated as it was written.
    package enum ParseError: Error, Equatable, CustomStringConvertible {
        case form(String)
        case block(String)
        case port(String)
        case tooMany(Int)

        package var description: String {
            switch self {
            case .form(let entry): "\"\(entry)\" must read CIDR:port, such as 10.0.0.0/8:8443 or [fd00::/8]:8443"
            case .block(let entry): "\"\(entry)\" has no valid address block (no bits may be set behind the prefix)"
            case .port(let entry): "\"\(entry)\" needs a port from 1 to 65535"
            case .tooMany(let count): "\(count) entries; at most \(EgressAllowList.entriesMax) are taken"
            }
        }
    }

    private struct Entry: Sendable, Hashable {
        let block: AddressBlock
        let port: Int
    }

    private let entries: [Entry]

    package init() {
        entries = []
    }

    package init(text: String) throws(ParseError) {
        let texts = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        guard texts.count <= Self.entriesMax else { throw .tooMany(texts.count) }
        var entries: [Entry] = []
        for text in texts {
            entries.append(try Self.entry(text))
        }
        self.entries = entries
    }

    /// What it opens, as it was written.
    var blocks: [(block: AddressBlock, port: Int)] { entries.map { ($0.block, $0.port) } }

    package func permits(_ address: IPAddress, port: Int) -> Bool {
        entries.contains { $0.port == port && $0.block.contains(address) }
    }

    private static func entry(_ text: String) throws(ParseError) -> Entry {
        guard let colon = text.lastIndex(of: ":"), let slash = text.lastIndex(of: "/"), slash < colon else {
            throw .form(text)
        }
        var block = text[..<colon]
        if block.hasPrefix("["), block.hasSuffix("]") {
            block = block.dropFirst().dropLast()
        }
        guard let parsed = AddressBlock(text: String(block)) else { throw .block(text) }
        let digits = text[text.index(after: colon)...]
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(digits), (1...65_535).contains(port)
        else {
            throw .port(text)
        }
        return Entry(block: parsed, port: port)
    }
}

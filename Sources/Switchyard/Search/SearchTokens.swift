/// Text as PostgreSQL's full-text search should see it: our own tokens, so that no server setting or dictionary takes part.
///
/// Words are runs of letters, digits, marks and underscores, folded (NFKC, case); Han, Kana and Thai are cut into bigrams,
/// because they are written without spaces (spec/tenancy.md, search). A document becomes a `tsvector` literal, a question
/// a `tsquery` literal; the two sides fold alike.
package enum SearchTokens {
    /// A longer word is cut to the longest prefix within this many bytes, in documents and questions alike.
    package static let lexemeBytesMax = 255
    /// PostgreSQL keeps no higher place; phrases are found before it, single words everywhere.
    package static let positionMax = 16_383
    /// Places kept for one lexeme; the later ones are dropped.
    package static let positionsPerLexemeMax = 255
    /// Bytes of one tsvector literal. Lexemes that first appear after it is full are dropped.
    package static let documentBytesMax = 900 * 1024
    /// Free places between two parts of a document (subject, bodies), so that phrases stay inside one.
    package static let partGap = 16

    /// `'coin':1,7 'deposit':2`, sorted by bytes; empty for a text without words.
    package static func document(_ parts: [String]) -> String {
        var scan = SearchScan()
        for part in parts {
            scan.add(part)
            scan.gap(partGap)
        }
        return SearchDocument(scan).literal()
    }

    /// A lexeme between quotes, as `tsvector` and `tsquery` both read it.
    static func quoted(_ lexeme: some Sequence<UInt8>) -> [UInt8] {
        var quoted = [UInt8(ascii: "'")]
        for byte in lexeme {
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") { quoted.append(byte) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "'"))
        return quoted
    }
}

/// Tokens sorted and grouped. Sorting, not hashing, so that chosen words cannot make it slow.
private struct SearchDocument {
    private struct Entry {
        /// The first eight bytes, big-endian: decides most comparisons.
        let head: UInt64
        let start: Int
        let length: Int
        let position: Int
    }

    private let bytes: [UInt8]
    private var entries: [Entry]

    init(_ scan: SearchScan) {
        bytes = scan.bytes
        entries = scan.tokens.map { token in
            Entry(
                head: Self.head(scan.bytes, token.start, token.length),
                start: token.start,
                length: token.length,
                position: min(token.position, SearchTokens.positionMax)
            )
        }
        bytes.withUnsafeBufferPointer { bytes in
            entries.sort { Self.precedes($0, $1, bytes) }
        }
    }

    func literal() -> String {
        var literal: [UInt8] = []
        literal.reserveCapacity(bytes.count + entries.count * 6)
        var lexemes: [(firstStart: Int, range: Range<Int>)] = []
        var index = 0
        while index < entries.count {
            var end = index + 1
            while end < entries.count, isSame(entries[end], entries[index]) { end += 1 }
            let start = literal.count
            write(entries[index..<end], to: &literal)
            lexemes.append((entries[index].start, start..<literal.count))
            index = end
        }
        if literal.last == UInt8(ascii: " ") { literal.removeLast() }
        guard literal.count > SearchTokens.documentBytesMax else { return String(decoding: literal, as: UTF8.self) }
        return Self.cut(literal, lexemes)
    }

    /// Keeps the lexemes that appear first, in their order, as far as the limit allows.
    private static func cut(_ literal: [UInt8], _ lexemes: [(firstStart: Int, range: Range<Int>)]) -> String {
        var kept: [UInt8] = []
        for lexeme in lexemes.sorted(by: { $0.firstStart < $1.firstStart }) {
            let text = literal[lexeme.range.clamped(to: 0..<literal.count)]
            guard kept.count + text.count < SearchTokens.documentBytesMax else { break }
            kept += text
            if kept.last != UInt8(ascii: " ") { kept.append(UInt8(ascii: " ")) }
        }
        return String(decoding: kept.dropLast(), as: UTF8.self)
    }

    private func write(_ group: ArraySlice<Entry>, to literal: inout [UInt8]) {
        guard let first = group.first else { return }
        literal.append(UInt8(ascii: "'"))
        // No token has a quote or a backslash in it.
        literal.append(contentsOf: bytes[first.start..<first.start + first.length])
        literal.append(UInt8(ascii: "'"))
        var lastPosition = 0
        for entry in group.prefix(SearchTokens.positionsPerLexemeMax) where entry.position > lastPosition {
            literal.append(UInt8(ascii: lastPosition == 0 ? ":" : ","))
            Self.write(entry.position, to: &literal)
            lastPosition = entry.position
        }
        literal.append(UInt8(ascii: " "))
    }

    private static func write(_ number: Int, to literal: inout [UInt8]) {
        if number >= 10 { write(number / 10, to: &literal) }
        literal.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    private func isSame(_ left: Entry, _ right: Entry) -> Bool {
        guard left.head == right.head, left.length == right.length else { return false }
        return left.length <= 8
            || bytes[left.start..<left.start + left.length].elementsEqual(
                bytes[right.start..<right.start + right.length]
            )
    }

    private static func head(_ bytes: [UInt8], _ start: Int, _ length: Int) -> UInt64 {
        var head: UInt64 = 0
        for index in 0..<8 { head = head << 8 | (index < length ? UInt64(bytes[start + index]) : 0) }
        return head
    }

    private static func precedes(_ left: Entry, _ right: Entry, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if left.head != right.head { return left.head < right.head }
        var index = 8
        while index < left.length, index < right.length {
            let (leftByte, rightByte) = (bytes[left.start + index], bytes[right.start + index])
            if leftByte != rightByte { return leftByte < rightByte }
            index += 1
        }
        return left.length == right.length ? left.start < right.start : left.length < right.length
    }
}

/// Tokens sorted and grouped. Sorting, not hashing, so that chosen words cannot make it slow.
struct SearchDocument {
    /// Small, because sorting moves it about.
    private struct Entry {
        /// The first eight bytes, big-endian: decides most comparisons.
        let head: UInt64
        let start: Int32
        /// `SearchTokens.lexemeBytesMax` at most.
        let length: Int16
        /// `SearchTokens.positionMax` at most.
        let position: Int16

        var place: Range<Int> { Int(start)..<Int(start) + Int(length) }
    }

    /// Of one token beside its letters: quotes, a mark, five digits of a place, a space.
    private static let tokenRoom = 9

    /// UTF-8 of all tokens, and room to read eight bytes anywhere in it.
    private let bytes: [UInt8]
    private var entries: [Entry]

    init(_ scan: SearchScan) {
        bytes = scan.bytes + [UInt8](repeating: 0, count: 8)
        entries = bytes.withUnsafeBytes { bytes in
            scan.tokens.map { token in
                Entry(
                    head: Self.head(bytes, token.start, token.length),
                    start: Int32(token.start),
                    length: Int16(token.length),
                    position: Int16(min(token.position, SearchTokens.positionMax))
                )
            }
        }
        bytes.withUnsafeBufferPointer { bytes in
            entries.sort { Self.precedes($0, $1, bytes) }
        }
    }

    /// `'coin':1,7 'deposit':2`: written in one piece, because it is as long as the text it is of.
    func literal() -> String {
        let room = entries.reduce(0) { $0 + Int($1.length) + Self.tokenRoom }
        guard room > SearchTokens.documentBytesMax else {
            return String(unsafeUninitializedCapacity: room) { write(to: $0) { _, _ in } }
        }
        var lexemes: [(firstStart: Int, range: Range<Int>)] = []
        let literal = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            count = write(to: buffer) { lexemes.append(($0, $1)) }
        }
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

    /// All lexemes; the bytes written. `each` is told where a lexeme first stands in the text, and where in `room`.
    private func write(to room: UnsafeMutableBufferPointer<UInt8>, _ each: (Int, Range<Int>) -> Void) -> Int {
        var text = LexemeText(room)
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < entries.count {
                var end = index + 1
                while end < entries.count, Self.isSame(entries[end], entries[index], bytes) { end += 1 }
                let start = text.count
                Self.write(entries[index..<end], bytes, to: &text)
                each(Int(entries[index].start), start..<text.count)
                index = end
            }
        }
        // The last one's space.
        return max(0, text.count - 1)
    }

    private static func write(
        _ group: ArraySlice<Entry>,
        _ bytes: UnsafeBufferPointer<UInt8>,
        to text: inout LexemeText
    ) {
        let first = group[group.startIndex]
        text.append(UInt8(ascii: "'"))
        // No token has a quote or a backslash in it.
        for index in first.place { text.append(bytes[index]) }
        text.append(UInt8(ascii: "'"))
        var lastPosition: Int16 = 0
        for entry in group.prefix(SearchTokens.positionsPerLexemeMax) where entry.position > lastPosition {
            text.append(UInt8(ascii: lastPosition == 0 ? ":" : ","))
            text.append(Int(entry.position))
            lastPosition = entry.position
        }
        text.append(UInt8(ascii: " "))
    }

    private static func isSame(_ left: Entry, _ right: Entry, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.head == right.head, left.length == right.length else { return false }
        return left.length <= 8
            || bytes[left.place].elementsEqual(bytes[right.place])
    }

    private static func head(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ length: Int) -> UInt64 {
        let eight = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        return length < 8 ? eight & ~(.max >> UInt64(8 * length)) : eight
    }

    private static func precedes(_ left: Entry, _ right: Entry, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if left.head != right.head { return left.head < right.head }
        var index = 8
        while index < left.length, index < right.length {
            let (leftByte, rightByte) = (bytes[Int(left.start) + index], bytes[Int(right.start) + index])
            if leftByte != rightByte { return leftByte < rightByte }
            index += 1
        }
        return left.length == right.length ? left.start < right.start : left.length < right.length
    }
}

/// Text that is written into room that is known to be enough for it.
private struct LexemeText {
    private let room: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ room: UnsafeMutableBufferPointer<UInt8>) { self.room = room }

    mutating func append(_ byte: UInt8) {
        room.initializeElement(at: count, to: byte)
        count += 1
    }

    /// In decimal digits.
    mutating func append(_ number: Int) {
        if number >= 10 { append(number / 10) }
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
}

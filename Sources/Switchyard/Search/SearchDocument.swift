import Postgres

/// Tokens sorted and grouped: a `tsvector`. Sorting, not hashing, so that chosen words cannot make it slow. It travels in
/// binary form, which the server takes in at a third of what reading its text costs.
struct SearchDocument: Sendable {
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

    /// What a lexeme has beside its letters: an end, how many positions, and a position.
    private static let lexemeRoom = 5
    private static let positionBytes = 2
    private static let countBytes = 4

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
        if room > SearchTokens.documentBytesMax { cut() }
    }

    /// Bytes that are enough for the binary form.
    private var room: Int { entries.reduce(Self.countBytes) { $0 + Int($1.length) + Self.lexemeRoom } }

    /// Keeps the lexemes that appear first, in their order, as far as the limit allows.
    private mutating func cut() {
        var lexemes: [Range<Int>] = []
        forEachLexeme { lexemes.append($0) }
        lexemes.sort { entries[$0.lowerBound].start < entries[$1.lowerBound].start }
        var left = SearchTokens.documentBytesMax - Self.countBytes
        var kept = 0
        for lexeme in lexemes {
            let positions = min(lexeme.count, SearchTokens.positionsPerLexemeMax)
            left -= Int(entries[lexeme.lowerBound].length) + Self.lexemeRoom + (positions - 1) * Self.positionBytes
            guard left >= 0 else { break }
            kept += 1
        }
        entries = lexemes[..<kept].sorted { $0.lowerBound < $1.lowerBound }.flatMap { entries[$0] }
    }

    /// Which entries are of the same lexeme, one lexeme after the other.
    private func forEachLexeme(_ body: (Range<Int>) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < entries.count {
                var end = index + 1
                while end < entries.count, Self.isSame(entries[end], entries[index], bytes) { end += 1 }
                body(index..<end)
                index = end
            }
        }
    }

    /// Every position once, as many as are kept.
    private func forEachPosition(_ lexeme: Range<Int>, _ body: (Int16) -> Void) {
        var last: Int16 = 0
        for entry in entries[lexeme.prefix(SearchTokens.positionsPerLexemeMax)] where entry.position > last {
            body(entry.position)
            last = entry.position
        }
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

extension SearchDocument: PostgresEncodable {
    static var postgresType: PostgresType { .tsvector }

    /// How many lexemes; of each the letters with a zero behind them, how many positions, the positions.
    func encode(into wire: inout [UInt8]) -> Bool {
        wire += [UInt8](unsafeUninitializedCapacity: room) { room, count in
            var text = WireText(UnsafeMutableRawBufferPointer(room))
            var lexemes: Int32 = 0
            text.append(lexemes)
            bytes.withUnsafeBytes { bytes in
                forEachLexeme { lexeme in
                    lexemes += 1
                    // No token has a zero in it.
                    text.append(UnsafeRawBufferPointer(rebasing: bytes[entries[lexeme.lowerBound].place]))
                    text.append(UInt8(0))
                    let place = text.count
                    var positions: Int16 = 0
                    text.append(positions)
                    forEachPosition(lexeme) { position in
                        text.append(position)
                        positions += 1
                    }
                    text.write(positions, at: place)
                }
            }
            text.write(lexemes, at: 0)
            count = text.count
        }
        return true
    }
}

/// As the server prints it: `'coin':1,7 'deposit':2`.
extension SearchDocument: CustomStringConvertible {
    var description: String {
        var lexemes: [String] = []
        forEachLexeme { lexeme in
            let word = String(decoding: bytes[entries[lexeme.lowerBound].place], as: UTF8.self)
            var positions: [String] = []
            forEachPosition(lexeme) { positions.append(String($0)) }
            lexemes.append("'\(word)':\(positions.joined(separator: ","))")
        }
        return lexemes.joined(separator: " ")
    }
}

/// Bytes that are written into room that is known to be enough for them; numbers as the wire wants them.
private struct WireText {
    private let room: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(_ room: UnsafeMutableRawBufferPointer) { self.room = room }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        write(number, at: count)
        count += MemoryLayout<Number>.size
    }

    func write(_ number: some FixedWidthInteger, at place: Int) {
        room.storeBytes(of: number.bigEndian, toByteOffset: place, as: type(of: number))
    }
}

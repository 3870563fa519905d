/// Comma-separated values as RFC 4180 has them: quotes around what holds commas, quotes or line ends, doubled quotes inside;
/// lines end in CRLF or LF, and a byte order mark at the start is passed over.
package struct CSVReader {
    package enum Fault: Error, Sendable, Hashable {
        case notUTF8
        case tooManyLines
        /// A quote that does not end, or something behind one that does; with the line it begins on.
        case quote(line: Int)
    }

    /// A record and the line of the text that it begins on, from 1.
    package typealias Record = (line: Int, cells: [String])

    /// Empty lines are left out.
    package static func records(_ bytes: [UInt8], max: Int) throws(Fault) -> [Record] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        var reader = CSVReader(bytes: bytes, position: bytes.starts(with: mark) ? mark.count : 0)
        var records: [Record] = []
        while reader.position < bytes.count {
            let record = try reader.record()
            if record.cells == [""] { continue }
            guard records.count < max else { throw .tooManyLines }
            records.append(record)
        }
        return records
    }

    private let bytes: [UInt8]
    private var position: Int
    private var line = 1

    private init(bytes: [UInt8], position: Int) {
        self.bytes = bytes
        self.position = position
    }

    private mutating func record() throws(Fault) -> Record {
        let start = line
        var cells: [String] = []
        repeat { cells.append(try cell()) } while take(UInt8(ascii: ","))
        _ = take(UInt8(ascii: "\r"))
        _ = take(UInt8(ascii: "\n"))
        line += 1
        return (start, cells)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private var isAtEnd: Bool {
        guard position < bytes.count else { return true }
        return [UInt8(ascii: ","), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(bytes[position])
    }

    private mutating func cell() throws(Fault) -> String {
        let start = line
        var text: [UInt8] = []
        guard take(UInt8(ascii: "\"")) else {
            while !isAtEnd {
                text.append(bytes[position])
                position += 1
            }
            return String(decoding: text, as: UTF8.self)
        }
        while position < bytes.count {
            if take(UInt8(ascii: "\"")) {
                if take(UInt8(ascii: "\"")) {
                    text.append(UInt8(ascii: "\""))
                    continue
                }
                guard isAtEnd else { throw .quote(line: start) }
                return String(decoding: text, as: UTF8.self)
            }
            if bytes[position] == UInt8(ascii: "\n") { line += 1 }
            text.append(bytes[position])
            position += 1
        }
        throw .quote(line: start)
    }
}

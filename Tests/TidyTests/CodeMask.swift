/// Blanks comments and the contents of string literals, keeping every line where it was, so that a rule about code
/// does not trip over prose. Code inside `\(…)` stays. A single-line string ends at its line's end at the latest,
/// so that a construct this reader does not know (a bare regex literal with a quote) spoils one line, not the file.
struct CodeMask {
    private static let lineCommentStart = Array("//".utf8)
    private static let blockCommentStart = Array("/*".utf8)
    private static let blockCommentEnd = Array("*/".utf8)
    private static let multilineQuote = Array("\"\"\"".utf8)

    private let bytes: [UInt8]
    private var position = 0
    private var masked: [UInt8] = []

    static func mask(_ text: String) -> String {
        var mask = CodeMask(bytes: Array(text.utf8))
        mask.code(untilParenthesis: false)
        return String(decoding: mask.masked, as: UTF8.self)
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        masked.reserveCapacity(bytes.count)
    }

    /// Reads code up to the end, or up to the parenthesis that closes an interpolation.
    private mutating func code(untilParenthesis: Bool) {
        var depth = 0
        while position < bytes.count {
            if at(Self.lineCommentStart) {
                lineComment()
            } else if at(Self.blockCommentStart) {
                blockComment()
            } else if let hashes = stringStart() {
                string(hashes: hashes)
            } else {
                let byte = bytes[position]
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") {
                    if untilParenthesis, depth == 0 { return }
                    depth -= 1
                }
                keep()
            }
        }
    }

    private mutating func lineComment() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { blank() }
    }

    private mutating func blockComment() {
        var depth = 0
        while position < bytes.count {
            if at(Self.blockCommentStart) {
                depth += 1
                blank(2)
            } else if at(Self.blockCommentEnd) {
                depth -= 1
                blank(2)
                if depth == 0 { return }
            } else {
                blank()
            }
        }
    }

    /// The number of `#` before a quote that opens here, or nil where no string opens.
    private func stringStart() -> Int? {
        var index = position
        while index < bytes.count, bytes[index] == UInt8(ascii: "#") { index += 1 }
        return index < bytes.count && bytes[index] == UInt8(ascii: "\"") ? index - position : nil
    }

    private mutating func string(hashes: Int) {
        let fence = [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
        for _ in 0..<hashes { keep() }
        let multiline = at(Self.multilineQuote)
        let quote = [UInt8](repeating: UInt8(ascii: "\""), count: multiline ? 3 : 1)
        for _ in quote { keep() }
        let escape = [UInt8(ascii: "\\")] + fence
        let close = quote + fence
        let interpolation = escape + [UInt8(ascii: "(")]
        while position < bytes.count {
            if at(close) {
                for _ in 0..<(quote.count + hashes) { keep() }
                return
            }
            if !multiline, bytes[position] == UInt8(ascii: "\n") { return }
            if at(interpolation) {
                for _ in 0...escape.count { keep() }
                code(untilParenthesis: true)
                if position < bytes.count { keep() }
            } else if at(escape) {
                blank(escape.count + 1)
            } else {
                blank()
            }
        }
    }

    private func at(_ wanted: [UInt8]) -> Bool {
        guard bytes[position] == wanted[0], position + wanted.count <= bytes.count else { return false }
        return wanted.indices.allSatisfy { bytes[position + $0] == wanted[$0] }
    }

    private mutating func keep() {
        masked.append(bytes[position])
        position += 1
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            masked.append(bytes[position] == UInt8(ascii: "\n") ? bytes[position] : UInt8(ascii: " "))
            position += 1
        }
    }
}

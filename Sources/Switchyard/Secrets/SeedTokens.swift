/// A text cut into words for the seed scanners. Anything that is no letter separates, and so does a change of script: numbers, bullets, quotes, commas,
/// part boundaries; so do HTML tags, character references, and escapes such as `\n` and `%20`.
struct SeedTokens {
    struct Token {
        let place: Range<Int>
        /// Into `WordIndex`; -1 for a word of no list.
        let entry: Int32
    }

    static let tagBytesMax = 256
    static let escapeBytesMax = 10
    private static let tagNames: Set<String> = [
        "a", "b", "i", "u", "p", "s", "q", "br", "hr", "li", "ol", "ul", "dl", "dt", "dd", "td", "tr", "th", "em", "tt",
        "h1", "h2", "h3", "h4", "h5", "h6", "div", "pre", "sub", "sup", "img", "kbd", "del", "ins", "bdo", "wbr",
        "code",
        "span", "font", "mark", "cite", "samp", "abbr", "small", "strong", "table", "tbody", "thead", "center",
        "strike",
        "blockquote", "section", "article",
    ]

    private(set) var tokens: [Token] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, skippingTags: Bool) {
        let words = WordIndex.shared
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if ASCII.isLetter(byte) {
                let start = index
                var hash = WordIndex.hashSeed
                let isRunning = ASCII.isRunning(byte)
                while index < bytes.count, ASCII.isWord(bytes[index], running: isRunning) {
                    hash = WordIndex.step(hash, ASCII.isUpper(bytes[index]) ? bytes[index] | 0x20 : bytes[index])
                    index += 1
                }
                let isKey = WordIndex.keyBytes.contains(index - start)
                let entry = isKey ? words.entry(of: start..<index, in: bytes, hash: hash) : -1
                tokens.append(Token(place: start..<index, entry: entry))
            } else if byte == UInt8(ascii: "<"), skippingTags, let end = Self.tagEnd(bytes, at: index) {
                index = end
            } else if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "%") {
                index = Self.escapeEnd(bytes, at: index)
            } else {
                index += 1
            }
        }
    }

    /// Past `&nbsp;`, `\n`, `%20`; past the one byte where it is none of them.
    static func escapeEnd(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        let next = index + 1
        guard next < bytes.count else { return next }
        switch bytes[index] {
        case UInt8(ascii: "\\"):
            let isEscape = [UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t")].contains(bytes[next])
            return isEscape ? next + 1 : next
        case UInt8(ascii: "%"):
            let isEscape = next + 1 < bytes.count && ASCII.isDigit(bytes[next]) && ASCII.isHex(bytes[next + 1])
            return isEscape ? next + 2 : next
        default:
            var end = next
            while end < bytes.count, end - index < escapeBytesMax,
                ASCII.isAlphanumeric(bytes[end]) || bytes[end] == UInt8(ascii: "#")
            {
                end += 1
            }
            return end < bytes.count && bytes[end] == UInt8(ascii: ";") ? end + 1 : next
        }
    }

    /// Past the `>` of a known HTML tag that opens at `index`.
    private static func tagEnd(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
        var cursor = index + 1
        if cursor < bytes.count, bytes[cursor] == UInt8(ascii: "/") { cursor += 1 }
        let nameStart = cursor
        while cursor < bytes.count, cursor - nameStart <= 12, ASCII.isAlphanumeric(bytes[cursor]) { cursor += 1 }
        let name = String(decoding: bytes[nameStart..<cursor], as: UTF8.self).lowercased()
        guard tagNames.contains(name) else { return nil }
        while cursor < bytes.count, cursor - index < tagBytesMax, bytes[cursor] != UInt8(ascii: "<") {
            if bytes[cursor] == UInt8(ascii: ">") { return cursor + 1 }
            cursor += 1
        }
        return nil
    }
}

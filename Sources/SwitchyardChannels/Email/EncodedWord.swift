import Foundation

/// Header text by RFC 2047: printable ASCII that fits stays as it is, anything else becomes base64 encoded words of at
/// most 75 characters, folded one a line, never splitting a character.
enum EncodedWord {
    static let wordLengthMax = 75
    private static let plainLengthMax = 60
    private static let opening = "=?UTF-8?B?"
    private static let closing = "?="
    /// UTF-8 bytes whose base64 fits one word beside the opening and the closing.
    private static let bytesPerWord = (wordLengthMax - opening.utf8.count - closing.utf8.count) / 4 * 3

    static func header(_ text: String) -> String {
        isPlain(text) ? text : encoded(text)
    }

    /// A display name before `<address>`: quoted when plain, encoded otherwise.
    static func displayName(_ text: String) -> String {
        guard isPlain(text) else { return encoded(text) }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && text.utf8.count <= plainLengthMax
            && !text.contains("=?") && !text.hasPrefix(" ") && !text.hasSuffix(" ")
    }

    private static func encoded(_ text: String) -> String {
        var words: [String] = []
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let next = Array(UTF8.encode(scalar).map(Array.init) ?? [])
            if bytes.count + next.count > bytesPerWord {
                words.append(word(bytes))
                bytes.removeAll(keepingCapacity: true)
            }
            bytes += next
        }
        if !bytes.isEmpty {
            words.append(word(bytes))
        }
        return words.joined(separator: "\r\n ")
    }

    private static func word(_ bytes: [UInt8]) -> String {
        opening + Data(bytes).base64EncodedString() + closing
    }
}

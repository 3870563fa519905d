/// Text that people are shown as the product's own: what mail programs and pages read one way only.
package enum PlainText {
    /// UTF-8 bytes of a Unicode scalar.
    static let scalarBytesMax = 4

    /// One line, which no mail program reads as two and none shows backwards.
    static func isLine(_ text: String) -> Bool { isPlain(text, lineBreaks: false) }

    static func isLines(_ text: String) -> Bool { isPlain(text, lineBreaks: true) }

    private static func isPlain(_ text: String, lineBreaks: Bool) -> Bool {
        let scalars = text.unicodeScalars
        return !scalars.allSatisfy(\.properties.isWhitespace)
            && scalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control: lineBreaks && scalar == "\n"
                case .lineSeparator, .paragraphSeparator: false
                // Joiners are letters of some scripts; what turns the direction of a line is not.
                default: !scalar.properties.isBidiControl
                }
            }
    }

    // ECMA-262 has no name for these sets that other readers of patterns share.
    private static let never =
        "\\u007F-\\u009F\\u061C\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069"
    private static let space = " \\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000"

    static let linePattern = pattern("\\u0000-\\u001F\(never)")
    static let linesPattern = pattern("\\u0000-\\u0009\\u000B-\\u001F\(never)", besides: "\\u000A")

    /// Anything but `not`, with something in it that is no space.
    private static func pattern(_ not: String, besides lineBreak: String = "") -> String {
        "^[^\(not)]*[^\(not)\(space)\(lineBreak)][^\(not)]*$"
    }
}

/// A phrase as it is looked for in folded text. A space stands for up to two separators or none (`seed-phrase`,
/// `SeedPhrase`); a trailing `*` allows any ending and `|` none. Without either, a phrase ends with its word, but one
/// whose last letter is no ASCII allows an ending (inflection). A phrase of an alphabet starts with its word.
struct FoldedPhrase: Sendable {
    /// Separators a space may stand for.
    private static let separatorsMax = 2
    private static let endingBytesMax = 32

    let bytes: [UInt8]
    let needsBoundary: Bool
    private let allowsEnding: Bool
    private let isWhole: Bool

    init(_ phrase: some StringProtocol) {
        var folded = FoldedText.folded(phrase)
        let mark = folded.last
        let isStem = mark == UInt8(ascii: "*")
        isWhole = mark == UInt8(ascii: "|")
        if isStem || isWhole { folded.removeLast() }
        bytes = folded
        needsBoundary = !ASCII.isRunning(folded[0])
        allowsEnding = isStem || !isWhole && folded.last.map { $0 >= 0x80 } ?? false
    }

    /// Where the phrase that starts at `start` ends, with the ending of its word.
    func match(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        var index = start
        for wanted in bytes {
            if wanted == UInt8(ascii: " ") {
                var skipped = 0
                while index < text.count, skipped < Self.separatorsMax, Self.isJoint(text[index]) {
                    index += 1
                    skipped += 1
                }
                continue
            }
            guard index < text.count, Self.lower(text[index]) == wanted else { return nil }
            index += 1
        }
        if allowsEnding { return needsBoundary ? Self.wordEnd(text, from: index) : index }
        guard index < text.count else { return index }
        let goesOn =
            isWhole && needsBoundary ? ASCII.isWord(text[index], running: false) : ASCII.isASCIILetter(text[index])
        return goesOn ? nil : index
    }

    static func lower(_ byte: UInt8) -> UInt8 { ASCII.isUpper(byte) ? byte | 0x20 : byte }

    /// Past the ending of an inflected word.
    private static func wordEnd(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < text.count, end - start < endingBytesMax, ASCII.isWord(text[end], running: false) { end += 1 }
        return end
    }

    private static func isJoint(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || ASCII.isLineEnd(byte)
    }
}

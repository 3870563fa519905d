/// Words that mean one thing to a scanner, in every language at once: whole words and stems (`вход*`) of the alphabets,
/// and pieces of the running text of Han, Kana and Hangul, which has no spaces to go by.
struct WordClass: Sendable {
    /// Longest word looked at, in folded bytes; longer ones are in no class.
    static let wordBytesMax = 48
    private static let stemBytesMin = 2

    private var words: Set<[UInt8]> = []
    private var stems: Set<[UInt8]> = []
    /// Longest first.
    private var pieces: [[UInt8]] = []

    /// `list`: words between blanks; a trailing `*` makes a stem.
    init(_ list: String) {
        for word in list.split(whereSeparator: \.isWhitespace) {
            let folded = FoldedText.folded(word)
            if ASCII.isRunning(folded[0]) {
                pieces.append(folded)
            } else if folded.last == UInt8(ascii: "*") {
                stems.insert(folded.dropLast())
            } else {
                words.insert(folded)
            }
        }
        pieces.sort { $0.count > $1.count }
    }

    /// `word` is one word of an alphabet.
    func contains(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard word.count <= Self.wordBytesMax else { return false }
        let lower = word.map { ASCII.isUpper($0) ? $0 | 0x20 : $0 }
        if words.contains(lower) { return true }
        guard lower.count >= Self.stemBytesMin else { return false }
        return (Self.stemBytesMin...lower.count).contains { stems.contains(Array(lower[..<$0])) }
    }

    /// Whether one of the words stands in the text.
    func occur(in text: String) -> Bool {
        FoldedText.folded(text).withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                guard ASCII.isLetter(bytes[index]) else {
                    index += 1
                    continue
                }
                let run = index..<OneTimeCodeGap.runEnd(bytes, from: index, to: bytes.count)
                if ASCII.isRunning(bytes[index]) {
                    if run.contains(where: { pieceCount(startOf: $0..<run.upperBound, bytes) != nil }) { return true }
                } else if contains(bytes[run]) {
                    return true
                }
                index = run.upperBound
            }
            return false
        }
    }

    /// Length of the piece that starts the range.
    func pieceCount(startOf range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        pieces.first { $0.count <= range.count && bytes[range].starts(with: $0) }?.count
    }

    /// Length of the piece that ends the range.
    func pieceCount(endOf range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        pieces.first { $0.count <= range.count && bytes[range].suffix($0.count).elementsEqual($0) }?.count
    }
}

/// The tokens of a text in order: words whole, Han, Kana and Thai as bigrams with one last single character.
///
/// The run 提现慢 gives 提现, 现慢, 慢 at three places in a row. So a phrase of bigrams finds every substring of a run, and a
/// prefix match with one character finds every run that has it.
struct SearchScan {
    enum Kind {
        case word, bigram, lastCharacter
    }

    struct Token {
        let start: Int
        let length: Int
        /// Place in the text, from 1; neighbours differ by 1.
        let position: Int
        let kind: Kind
        /// Which word or run this is part of, counted from 0.
        let run: Int
    }

    /// Of a word and what ends it.
    private static let wordBytesExpected = 5

    /// UTF-8 of all tokens; zeros may stand between them.
    private(set) var bytes: [UInt8] = []
    private(set) var tokens: [Token] = []
    private var position = 0
    private var runs = 0

    mutating func add(_ text: String) {
        var text = text
        let isASCII = text.withUTF8 { utf8 in
            guard utf8.allSatisfy({ $0 < 0x80 }) else { return false }
            addASCII(utf8)
            return true
        }
        if !isASCII { addFolded(SearchScalars.folded(text)) }
    }

    /// Leaves places free, so that no phrase reaches from one part into the next.
    mutating func gap(_ places: Int) {
        position += places
    }

    func text(_ token: Token) -> String {
        String(decoding: bytes[token.start..<token.start + token.length], as: UTF8.self)
    }

    private mutating func addASCII(_ utf8: UnsafeBufferPointer<UInt8>) {
        let first = bytes.count
        bytes += [UInt8](unsafeUninitializedCapacity: utf8.count) { folded, count in
            for index in 0..<utf8.count { folded[index] = Self.folded(utf8[index]) }
            count = utf8.count
        }
        tokens.reserveCapacity(tokens.count + utf8.count / Self.wordBytesExpected)
        var start = first
        for index in first..<bytes.count where bytes[index] == 0 {
            if index > start { addWord(start..<index) }
            start = index + 1
        }
        if bytes.count > start { addWord(start..<bytes.count) }
    }

    /// The lower-case byte of a letter, digit or underscore; 0 for the others.
    @inline(__always) private static func folded(_ byte: UInt8) -> UInt8 {
        if ASCII.isASCIILetter(byte) { return byte | 0x20 }
        return ASCII.isDigit(byte) || byte == 0x5F ? byte : 0
    }

    private mutating func addFolded(_ scalars: [SearchScalars.Folded]) {
        var wordStart: Int?
        var index = 0
        while index < scalars.count {
            let kind = scalars[index].kind
            if kind == .word || kind == .mark && wordStart != nil {
                wordStart = wordStart ?? bytes.count
                bytes.append(contentsOf: scalars[index].scalar.utf8)
            } else if kind != .ignored, let start = wordStart {
                endWord(start)
                wordStart = nil
            }
            if kind == .han || kind == .thai {
                index = addRun(scalars, from: index, kind)
            } else {
                index += 1
            }
        }
        if let wordStart { endWord(wordStart) }
    }

    /// Adds the run of one script group that starts here; the index after it.
    private mutating func addRun(_ scalars: [SearchScalars.Folded], from start: Int, _ kind: SearchClass) -> Int {
        var index = start
        var characterStarts: [Int] = []
        while index < scalars.count {
            let next = scalars[index].kind
            guard next == kind || next == .ignored || next == .mark else { break }
            if next == kind {
                characterStarts.append(bytes.count)
                bytes.append(contentsOf: scalars[index].scalar.utf8)
            }
            index += 1
        }
        endRun(characterStarts)
        return index
    }

    private mutating func endRun(_ characterStarts: [Int]) {
        for (place, start) in characterStarts.enumerated() {
            let isLast = place + 1 == characterStarts.count
            let end = place + 2 < characterStarts.count ? characterStarts[place + 2] : bytes.count
            add(start, end - start, isLast ? .lastCharacter : .bigram)
        }
        runs += 1
    }

    private mutating func endWord(_ start: Int) { addWord(start..<bytes.count) }

    private mutating func addWord(_ place: Range<Int>) {
        let start = place.lowerBound
        var length = place.count
        if length > SearchTokens.lexemeBytesMax {
            length = SearchTokens.lexemeBytesMax
            while bytes[start + length] & 0b1100_0000 == 0b1000_0000 { length -= 1 }
        }
        add(start, length, .word)
        runs += 1
    }

    private mutating func add(_ start: Int, _ length: Int, _ kind: Kind) {
        position += 1
        tokens.append(Token(start: start, length: length, position: position, kind: kind, run: runs))
    }
}

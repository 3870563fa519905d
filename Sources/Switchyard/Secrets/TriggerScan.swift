/// What one cheap pass over the bytes saw that deserves a closer look.
struct SecretTriggers: OptionSet, Sendable {
    let rawValue: UInt16

    static let seedWords = Self(rawValue: 1 << 0)
    static let opaqueToken = Self(rawValue: 1 << 1)
    static let cardDigits = Self(rawValue: 1 << 2)
    static let codeDigits = Self(rawValue: 1 << 3)
    static let privateBlock = Self(rawValue: 1 << 4)
    static let otpauth = Self(rawValue: 1 << 5)
    static let ciphertext = Self(rawValue: 1 << 6)
    static let numberArray = Self(rawValue: 1 << 7)
    static let han = Self(rawValue: 1 << 8)
    static let markup = Self(rawValue: 1 << 9)
    static let placeholder = Self(rawValue: 1 << 10)
    static let spacedWords = Self(rawValue: 1 << 11)
    static let gluedWords = Self(rawValue: 1 << 12)

    /// All that may be a secret.
    static let secrets: Self = [
        .seedWords, .opaqueToken, .cardDigits, .codeDigits, .privateBlock, .otpauth, .ciphertext, .numberArray, .han,
        .spacedWords, .gluedWords,
    ]
}

/// The pass every text pays for. It may say yes too often, never too seldom: each closer scanner decides for itself.
struct TriggerScan {
    /// List words among as many words in a row, from which seeds are looked for.
    static let seedWordsMin = 9
    static let seedWindow: UInt32 = 0xFFF
    /// List words with the same word before each, as in "word 1: … word 2: …".
    static let spacedWordsMin = 10
    static let opaqueCharactersMin = 16
    static let cardDigitsMin = 13
    static let codeDigits = 3...8
    static let arrayNumbersMin = 32

    private(set) var triggers: SecretTriggers = []
    /// One bit a word, the last one lowest: whether it is in a list.
    private var listed: UInt32 = 0
    private var words = 0
    private var beforeTag = (listed: UInt32(0), words: 0)
    /// List words a tag may hold that count as its own and not as text.
    private static let tagWordsMax = 3
    private var spacing = SeedSpacing()
    private var tokenStart = 0
    private var digitsInToken = 0
    private var digits = 0
    private var numbers = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let lists = WordIndex.shared
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if ASCII.isLetter(byte) {
                index = word(bytes, from: index, lists: lists)
            } else if ASCII.isDigit(byte) {
                index = number(bytes, from: index)
            } else {
                index = separator(bytes, at: index)
            }
        }
        endToken(at: bytes.count)
        if digits >= Self.cardDigitsMin { triggers.insert(.cardDigits) }
        if numbers >= Self.arrayNumbersMin { triggers.insert(.numberArray) }
    }

    @inline(__always) private mutating func word(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int,
        lists: borrowing WordIndex
    ) -> Int {
        var index = start
        var hash = WordIndex.hashSeed
        var hasHan = false
        let isRunning = ASCII.isRunning(bytes[start])
        // What most words are made of; for these alone one question is enough.
        while !isRunning, index < bytes.count, ASCII.isASCIILetter(bytes[index]) {
            hash = WordIndex.step(hash, bytes[index] | 0x20)
            index += 1
        }
        while index < bytes.count {
            let byte = bytes[index]
            guard ASCII.isWord(byte, running: isRunning) else { break }
            hasHan = hasHan || byte &- 0xE4 < 6
            hash = WordIndex.step(hash, ASCII.isUpper(byte) ? byte | 0x20 : byte)
            index += 1
        }
        if hasHan { triggers.insert(.han) }
        noteWord(bytes, start..<index)
        let isListed =
            WordIndex.keyBytes.contains(index - start)
            && lists.entry(of: start..<index, in: bytes, hash: hash) >= 0
        listed = listed << 1 | (isListed ? 1 : 0)
        words += 1
        if isListed, (listed & Self.seedWindow).nonzeroBitCount >= Self.seedWordsMin { triggers.insert(.seedWords) }
        if spacing.note(hash, isListed: isListed) >= Self.spacedWordsMin { triggers.insert(.spacedWords) }
        if index - start >= GluedSeedScanner.bytesMin, !isRunning { triggers.insert(.gluedWords) }
        return index
    }

    /// Words that open a secret by themselves.
    @inline(__always) private mutating func noteWord(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        switch (range.count, bytes[range.lowerBound] | 0x20) {
        case (5, UInt8(ascii: "b")): if Self.equals(bytes, range, "begin") { triggers.insert(.privateBlock) }
        case (7, UInt8(ascii: "o")): if Self.equals(bytes, range, "otpauth") { triggers.insert(.otpauth) }
        case (10, UInt8(ascii: "c")): if Self.equals(bytes, range, "ciphertext") { triggers.insert(.ciphertext) }
        default: break
        }
    }

    @inline(__always) private mutating func number(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count, ASCII.isDigit(bytes[index]) { index += 1 }
        digits += index - start
        digitsInToken += index - start
        if Self.codeDigits.contains(index - start) { triggers.insert(.codeDigits) }
        if index - start <= 3 { numbers += 1 }
        return index
    }

    @inline(__always) private mutating func separator(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        let byte = bytes[index]
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") { return index + 1 }
        endToken(at: index)
        var next = index + 1
        switch byte {
        case UInt8(ascii: "<"):
            triggers.insert(.markup)
            beforeTag = (listed, words)
        case UInt8(ascii: ">"):
            endTag()
        case UInt8(ascii: "]"):
            if SecretPlaceholder.ends(bytes, at: index) { triggers.insert(.placeholder) }
        case UInt8(ascii: "&"), UInt8(ascii: "\\"), UInt8(ascii: "%"):
            next = SeedTokens.escapeEnd(bytes, at: index)
        default: break
        }
        tokenStart = next
        return next
    }

    /// The words of `<td class="word">` do not stand between those of a phrase; those of `<legal>` belong to it.
    private mutating func endTag() {
        let inside = min(words - beforeTag.words, UInt32.bitWidth - 1)
        let own = (listed & (1 << UInt32(inside) - 1)).nonzeroBitCount
        if own < inside, own <= Self.tagWordsMax { listed = beforeTag.listed }
        beforeTag = (0, words)
    }

    @inline(__always) private mutating func endToken(at end: Int) {
        let length = end - tokenStart
        if length >= Self.opaqueCharactersMin, digitsInToken > 0 || length >= 40 { triggers.insert(.opaqueToken) }
        digitsInToken = 0
    }

    static func equals(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        for index in 0..<range.count where bytes[range.lowerBound + index] | 0x20 != word.utf8Start[index] {
            return false
        }
        return true
    }
}

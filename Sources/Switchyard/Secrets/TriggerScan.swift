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
}

/// The pass every text pays for. It may say yes too often, never too seldom: each closer scanner decides for itself.
struct TriggerScan {
    /// List words in a row, one stranger allowed among them, from which seeds are looked for.
    static let seedWordsMin = 11
    static let opaqueCharactersMin = 16
    static let cardDigitsMin = 13
    static let codeDigits = 3...8
    static let arrayNumbersMin = 32

    private(set) var triggers: SecretTriggers = []
    private var run = 0
    private var runBeforeStranger = 0
    private var runBeforeTag = (0, 0)
    private var tokenStart = 0
    private var digitsInToken = 0
    private var digits = 0
    private var numbers = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let words = WordIndex.shared
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if ASCII.isLetter(byte) {
                index = word(bytes, from: index, words: words)
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
        words: borrowing WordIndex
    ) -> Int {
        var index = start
        var hash = WordIndex.hashSeed
        var hasHan = false
        while index < bytes.count {
            let byte = bytes[index]
            guard ASCII.isLetter(byte) else { break }
            hasHan = hasHan || byte &- 0xE4 < 6
            hash = WordIndex.step(hash, ASCII.isUpper(byte) ? byte | 0x20 : byte)
            index += 1
        }
        if hasHan { triggers.insert(.han) }
        noteWord(bytes, start..<index)
        let isListed =
            WordIndex.keyBytes.contains(index - start)
            && words.entry(of: start..<index, in: bytes, hash: hash) >= 0
        if isListed {
            run += 1
            if run + runBeforeStranger >= Self.seedWordsMin { triggers.insert(.seedWords) }
        } else {
            runBeforeStranger = run
            run = 0
        }
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
            runBeforeTag = (run, runBeforeStranger)
        case UInt8(ascii: ">"):
            if run + runBeforeStranger < runBeforeTag.0 + runBeforeTag.1 || run < runBeforeTag.0 {
                (run, runBeforeStranger) = runBeforeTag
            }
            runBeforeTag = (0, 0)
        case UInt8(ascii: "&"), UInt8(ascii: "\\"), UInt8(ascii: "%"):
            next = SeedTokens.escapeEnd(bytes, at: index)
        default: break
        }
        tokenStart = next
        return next
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

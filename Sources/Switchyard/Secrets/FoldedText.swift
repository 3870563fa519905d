/// A text made comparable: NFKD, Latin accents and invisible characters dropped, letters outside ASCII in lower case,
/// other marks turned into ASCII separators. ASCII letters keep their case (base58 needs it). Every byte knows the
/// offset it came from, so that a finding can be cut out of the original.
struct FoldedText {
    private(set) var bytes: [UInt8] = []
    /// Offset of the original scalar, one per folded byte.
    private var origins: [UInt32] = []
    private let originalCount: Int

    /// Texts of ASCII alone are scanned in place.
    static func needsFolding(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var seen: UInt8 = 0
        for byte in bytes { seen |= byte }
        return seen >= 0x80
    }

    /// The folded bytes of a short constant, in lower case: for keywords and word lists.
    static func folded(_ text: some StringProtocol) -> [UInt8] {
        var text = String(text)
        let bytes = text.withUTF8 { FoldedText($0).bytes }
        return bytes.map { ASCII.isUpper($0) ? $0 | 0x20 : $0 }
    }

    init(_ source: UnsafeBufferPointer<UInt8>) {
        originalCount = source.count
        bytes.reserveCapacity(source.count + source.count / 4)
        origins.reserveCapacity(source.count + source.count / 4)
        let table = FoldTable.shared
        var offset = 0
        while offset < source.count {
            let lead = source[offset]
            if lead < 0x80 {
                bytes.append(lead)
                origins.append(UInt32(truncatingIfNeeded: offset))
                offset += 1
                continue
            }
            let (scalar, length) = Self.decode(source, at: offset)
            append(scalar, at: offset, from: source, length: length, table: table)
            offset += length
        }
    }

    /// The original range of a folded one: whole scalars, with the dropped marks that follow the last.
    func original(_ range: Range<Int>) -> Range<Int> {
        let start = Int(origins[range.lowerBound])
        var end = range.upperBound
        while end < origins.count, origins[end] == origins[end - 1] { end += 1 }
        return start..<(end < origins.count ? Int(origins[end]) : originalCount)
    }

    /// Valid UTF-8 is given (Swift strings); anything else is stepped over byte by byte.
    private static func decode(_ source: UnsafeBufferPointer<UInt8>, at offset: Int) -> (UInt32, Int) {
        let lead = UInt32(source[offset])
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard lead >= 0xC2, offset + length <= source.count else { return (0xFFFD, 1) }
        var scalar = lead & (0xFF >> UInt32(length + 1))
        for index in 1..<length { scalar = scalar << 6 | UInt32(source[offset + index] & 0x3F) }
        return (scalar, length)
    }

    private mutating func append(
        _ scalar: UInt32,
        at offset: Int,
        from source: UnsafeBufferPointer<UInt8>,
        length: Int,
        table: FoldTable
    ) {
        let origin = UInt32(truncatingIfNeeded: offset)
        switch scalar {
        case 0x3400..<0xA000, 0x20000..<0x32000:
            for index in offset..<(offset + length) {
                bytes.append(source[index])
                origins.append(origin)
            }
        case 0xAC00..<0xD7A4:
            appendJamo(scalar - 0xAC00, origin: origin)
        default:
            let before = bytes.count
            table.append(scalar, to: &bytes)
            for _ in before..<bytes.count { origins.append(origin) }
        }
    }

    private mutating func appendJamo(_ syllable: UInt32, origin: UInt32) {
        appendThreeBytes(0x1100 + syllable / 588, origin: origin)
        appendThreeBytes(0x1161 + syllable % 588 / 28, origin: origin)
        if syllable % 28 != 0 { appendThreeBytes(0x11A7 + syllable % 28, origin: origin) }
    }

    private mutating func appendThreeBytes(_ scalar: UInt32, origin: UInt32) {
        bytes.append(UInt8(0xE0 | scalar >> 12))
        bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        bytes.append(UInt8(0x80 | scalar & 0x3F))
        for _ in 0..<3 { origins.append(origin) }
    }
}

/// Byte classes of a folded text: a byte from 0x80 up is always part of a letter.
enum ASCII {
    @inline(__always) static func isUpper(_ byte: UInt8) -> Bool { byte &- 65 < 26 }
    @inline(__always) static func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }
    @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { isASCIILetter(byte) || byte >= 0x80 }
    @inline(__always) static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
    /// Leads a letter of a script written without spaces (Han, Kana, Hangul).
    @inline(__always) static func isRunning(_ byte: UInt8) -> Bool { byte >= 0xE1 }
    /// Whether `byte` goes on with a word in the script it began in.
    @inline(__always) static func isWord(_ byte: UInt8, running isRunning: Bool) -> Bool {
        isLetter(byte) && (isContinuation(byte) || Self.isRunning(byte) == isRunning)
    }
    @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
    @inline(__always) static func isAlphanumeric(_ byte: UInt8) -> Bool { isASCIILetter(byte) || isDigit(byte) }
    @inline(__always) static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 97 < 6 }
    @inline(__always) static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte &- 9 < 5 }
    @inline(__always) static func isBlank(_ byte: UInt8) -> Bool { isSpace(byte) || byte == 0x1E }
    @inline(__always) static func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 || byte == 0x1E }

    /// In lower case; nil for a text that is not of ASCII alone.
    static func lowered(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var seen: UInt8 = 0
        let lowered = [UInt8](unsafeUninitializedCapacity: text.count) { lowered, count in
            for index in 0..<text.count {
                seen |= text[index]
                lowered[index] = isUpper(text[index]) ? text[index] | 0x20 : text[index]
            }
            count = text.count
        }
        return seen < 0x80 ? lowered : nil
    }
}

extension JSONReader {
    /// Literals this short without an exponent are inside a double's range without asking.
    private static let plainNumberBytesMax = 64

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`, RFC 8259 section 6.
    mutating func number() throws(JSONError) -> JSONNumber {
        let start = offset
        skip { $0 == UInt8(ascii: "-") }
        let leadingZero = peek == UInt8(ascii: "0")
        let wholeDigits = try digits()
        guard !leadingZero || wholeDigits == 1 else { throw JSONError(.badNumber, at: start) }
        if skip({ $0 == UInt8(ascii: ".") }) { try digits() }
        let hasExponent = skip { $0 | 0x20 == UInt8(ascii: "e") }
        if hasExponent {
            skip { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
            try digits()
        }
        guard offset - start <= limits.numberBytesMax else { throw JSONError(.numberOutOfRange, at: start) }
        let number = JSONNumber(checked: String(decoding: bytes[start..<offset], as: UTF8.self))
        if hasExponent || offset - start > Self.plainNumberBytesMax { try checkRange(number, start) }
        return number
    }

    private func checkRange(_ number: JSONNumber, _ start: Int) throws(JSONError) {
        let double = number.double
        let mantissa = number.text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }
        let vanished = double == 0 && mantissa.contains { (0x31...0x39).contains($0) }
        guard double.isFinite, !vanished else { throw JSONError(.numberOutOfRange, at: start) }
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    @discardableResult
    private mutating func skip(_ matches: (UInt8) -> Bool) -> Bool {
        guard let byte = peek, matches(byte) else { return false }
        offset += 1
        return true
    }

    /// At least one digit; how many.
    @discardableResult
    private mutating func digits() throws(JSONError) -> Int {
        let start = offset
        while let byte = peek, (0x30...0x39).contains(byte) { offset += 1 }
        guard offset > start else { throw JSONError(peek == nil ? .unexpectedEnd : .badNumber, at: offset) }
        return offset - start
    }
}

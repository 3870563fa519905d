extension JSONReader {
    /// Reads a string whose opening quote is at `offset`. Text without escapes becomes a String in one step.
    mutating func string() throws(JSONError) -> String {
        offset += 1
        let start = offset
        let stop = try plainEnd()
        if bytes[stop] == UInt8(ascii: "\"") {
            offset = stop + 1
            return try text(start..<stop)
        }
        return try escapedString(start)
    }

    /// The first quote or backslash from `offset`; control characters before it are refused.
    private func plainEnd() throws(JSONError) -> Int {
        var index = offset
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            if byte < 0x20 { throw JSONError(.controlCharacter, at: index) }
            index += 1
        }
        throw JSONError(.unexpectedEnd, at: bytes.count)
    }

    private mutating func escapedString(_ start: Int) throws(JSONError) -> String {
        var text = ""
        while true {
            let stop = try plainEnd()
            text += try self.text(offset..<stop)
            offset = stop + 1
            if bytes[stop] == UInt8(ascii: "\"") { return text }
            text.unicodeScalars.append(try escape())
        }
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        offset += 1
        switch bytes[offset - 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw JSONError(.badEscape, at: offset - 2)
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let start = offset - 2
        let unit = try hexUnit(start)
        if unit == 0 { throw JSONError(.nulCharacter, at: start) }
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let isHigh = unit < 0xDC00
        guard isHigh, offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
            bytes[offset + 1] == UInt8(ascii: "u")
        else { throw JSONError(.loneSurrogate, at: start) }
        offset += 2
        let low = try hexUnit(offset - 2)
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit - 0xD800) << 10) + UInt32(low - 0xDC00))
        else { throw JSONError(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func hexUnit(_ start: Int) throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
            guard let digit = Self.hexDigit(bytes[offset]) else { throw JSONError(.badEscape, at: start) }
            unit = unit << 4 | digit
            offset += 1
        }
        return unit
    }

    private static func hexDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case 0x30...0x39: UInt16(byte - 0x30)
        case 0x41...0x46: UInt16(byte - 0x41 + 10)
        case 0x61...0x66: UInt16(byte - 0x61 + 10)
        default: nil
        }
    }

    private func text(_ range: Range<Int>) throws(JSONError) -> String {
        let slice = UnsafeRawBufferPointer(rebasing: bytes[range])
        // Nearly every text is ASCII, which is UTF-8 without a question; the library's answer costs more than the text does.
        if slice.isASCII { return String(decoding: slice, as: UTF8.self) }
        let text = slice.withMemoryRebound(to: UInt8.self) { String(validating: $0, as: UTF8.self) }
        guard let text else { throw JSONError(.badUTF8, at: range.lowerBound + Self.validPrefix(of: slice)) }
        return text
    }

    /// How many bytes from the start are whole UTF-8 characters; only for telling where a text went wrong.
    private static func validPrefix(of bytes: UnsafeRawBufferPointer) -> Int {
        var decoder = Unicode.UTF8()
        var iterator = bytes.makeIterator()
        var valid = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { valid += UTF8.width(scalar) }
        return valid
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var isASCII: Bool {
        var seen: UInt8 = 0
        for byte in self { seen |= byte }
        return seen < 0x80
    }
}

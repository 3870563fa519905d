/// Why a text is not an instant.
package struct InstantTextError: Error, Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package var description: String { "not an RFC 3339 instant: \(text)" }
}

extension Instant: Codable, CustomStringConvertible {
    /// RFC 3339 with `Z` or an offset and at most six digits of fraction, or a bare date (midnight UTC).
    ///
    /// Strict: upper-case `T` and `Z`, no leap second, no 24:00, years 1 to 9999 also after the offset.
    package init(iso8601 text: String) throws {
        var copy = text
        let parsed = copy.withUTF8 { bytes in
            var reader = InstantTextReader(bytes: bytes)
            return reader.microseconds()
        }
        guard let parsed else { throw InstantTextError(text: String(text.prefix(InstantTextReader.bytesMax))) }
        self.init(microseconds: parsed)
        guard microseconds == parsed else { throw InstantTextError(text: text) }
    }

    /// Bytes that `writeISO8601` wants to have room for.
    package static let iso8601BytesMax = InstantTextReader.bytesMax

    /// `2025-06-02T10:00:00Z`; six digits of fraction only where the fraction is not zero.
    package var iso8601: String {
        String(unsafeUninitializedCapacity: Self.iso8601BytesMax) { writeISO8601(to: $0) }
    }

    /// `iso8601` into a buffer of at least `iso8601BytesMax`; how many bytes it is.
    package func writeISO8601(to bytes: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let (second, fraction) = microseconds.flooredDivision(by: Self.microsecondsPerSecond)
        let (day, secondOfDay) = second.flooredDivision(by: CivilDate.secondsPerDay)
        let (year, month, dayOfMonth) = CivilDate(dayNumber: Int(day)).civil
        var text = InstantTextWriter(bytes: bytes)
        text.put(year / 100)
        text.put(year % 100)
        text.put("-", month)
        text.put("-", dayOfMonth)
        text.put("T", Int(secondOfDay) / 3600)
        text.put(":", Int(secondOfDay) / 60 % 60)
        text.put(":", Int(secondOfDay) % 60)
        if fraction != 0 {
            text.put(".", Int(fraction) / 10_000)
            text.put(Int(fraction) / 100 % 100)
            text.put(Int(fraction) % 100)
        }
        text.put("Z")
        return text.count
    }

    package var description: String { iso8601 }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            self = try Instant(iso8601: container.decode(String.self))
        } catch let error as InstantTextError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

/// Writes the one text form, byte by byte: every answer is full of them.
private struct InstantTextWriter {
    let bytes: UnsafeMutableBufferPointer<UInt8>
    var count = 0

    mutating func put(_ mark: Unicode.Scalar, _ twoDigits: Int) {
        put(mark)
        put(twoDigits)
    }

    mutating func put(_ mark: Unicode.Scalar) {
        bytes[count] = UInt8(ascii: mark)
        count += 1
    }

    mutating func put(_ twoDigits: Int) {
        let value = UInt8(twoDigits)
        bytes[count] = UInt8(ascii: "0") + value / 10
        bytes[count + 1] = UInt8(ascii: "0") + value % 10
        count += 2
    }
}

/// Reads the one text form, byte by byte; nil at the first byte that does not fit.
private struct InstantTextReader {
    /// `2025-06-02T10:00:00.000000+00:00`.
    static let bytesMax = 32
    static let fractionDigitsMax = 6

    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func microseconds() -> Int64? {
        guard bytes.count <= Self.bytesMax, let day = dayNumber() else { return nil }
        let midnight = Int64(day) * CivilDate.secondsPerDay * Instant.microsecondsPerSecond
        guard position < bytes.count else { return midnight }
        guard take("T"), let clock = secondOfDay(), let fraction = fraction(), let offset = offsetSeconds(),
            position == bytes.count
        else { return nil }
        return midnight + (clock - offset) * Instant.microsecondsPerSecond + fraction
    }

    private mutating func dayNumber() -> Int? {
        guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
            let day = number(digits: 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)?.dayNumber
    }

    private mutating func secondOfDay() -> Int64? {
        guard let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2), minute < 60,
            take(":"), let second = number(digits: 2), second < 60
        else { return nil }
        return Int64(hour * 3600 + minute * 60 + second)
    }

    private mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        var value: Int64 = 0
        var digits = 0
        while digits < Self.fractionDigitsMax, let digit = number(digits: 1) {
            value = value * 10 + Int64(digit)
            digits += 1
        }
        guard digits > 0 else { return nil }
        for _ in digits..<Self.fractionDigitsMax { value *= 10 }
        return value
    }

    private mutating func offsetSeconds() -> Int64? {
        if take("Z") { return 0 }
        let negative = take("-")
        guard negative || take("+"), let hour = number(digits: 2), hour < 24, take(":"),
            let minute = number(digits: 2), minute < 60
        else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60)
        return negative ? -seconds : seconds
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }

    private mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for index in position..<(position + digits) {
            let digit = Int(bytes[index]) - 48
            guard (0...9).contains(digit) else { return nil }
            value = value * 10 + digit
        }
        position += digits
        return value
    }
}

/// Instants and dates as text, read without a formatter: the one reader behind `StringFormat.instant` and `.date`.
package enum RFC3339 {
    /// Digits of a second that are read; those beyond the microsecond are dropped.
    package static let fractionDigitsMax = 9

    /// Microseconds since 1970-01-01T00:00:00Z; nil when the text is not an instant. Years 0001 to 9999. A leap second
    /// (`:60`) is refused: neither PostgreSQL nor our clocks keep it.
    package static func microseconds(_ text: String) -> Int64? {
        var reader = DigitReader(Array(text.utf8))
        guard let day = day(&reader), reader.takes("Tt"),
            let hour = reader.number(2, 0...23), reader.takes(":"),
            let minute = reader.number(2, 0...59), reader.takes(":"),
            let second = reader.number(2, 0...59),
            let microsecond = fraction(&reader),
            let offsetMinutes = offsetMinutes(&reader), reader.isAtEnd
        else { return nil }
        let minutes = (day * 24 + hour) * 60 + minute - offsetMinutes
        return Int64(minutes * 60 + second) * 1_000_000 + Int64(microsecond)
    }

    package static func isDate(_ text: String) -> Bool {
        var reader = DigitReader(Array(text.utf8))
        return day(&reader) != nil && reader.isAtEnd
    }

    /// Days since 1970-01-01.
    private static func day(_ reader: inout DigitReader) -> Int? {
        guard let year = reader.number(4, 1...9999), reader.takes("-"),
            let month = reader.number(2, 1...12), reader.takes("-"),
            let day = reader.number(2, 1...daysOf(month, year))
        else { return nil }
        let shiftedYear = month > 2 ? year : year - 1
        let shiftedMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
        return shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400 + dayOfYear - 719_468
    }

    private static func daysOf(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func fraction(_ reader: inout DigitReader) -> Int? {
        guard reader.takes(".") else { return 0 }
        var microsecond = 0
        var digits = 0
        while let digit = reader.digit() {
            digits += 1
            guard digits <= fractionDigitsMax else { return nil }
            if digits <= 6 { microsecond = microsecond * 10 + digit }
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 6)..<6 { microsecond *= 10 }
        return microsecond
    }

    private static func offsetMinutes(_ reader: inout DigitReader) -> Int? {
        if reader.takes("Zz") { return 0 }
        let isWest = reader.takes("-")
        guard isWest || reader.takes("+"),
            let hours = reader.number(2, 0...23), reader.takes(":"),
            let minutes = reader.number(2, 0...59)
        else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }
}

private struct DigitReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func takes(_ choices: StaticString) -> Bool {
        guard offset < bytes.count else { return false }
        let isChoice = choices.withUTF8Buffer { $0.contains(bytes[offset]) }
        if isChoice { offset += 1 }
        return isChoice
    }

    mutating func digit() -> Int? {
        guard offset < bytes.count, (0x30...0x39).contains(bytes[offset]) else { return nil }
        offset += 1
        return Int(bytes[offset - 1] - 0x30)
    }

    mutating func number(_ digits: Int, _ range: ClosedRange<Int>) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return range.contains(number) ? number : nil
    }
}

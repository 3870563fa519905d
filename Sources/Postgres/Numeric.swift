/// An exact decimal (`numeric`) as text: `-12.340`. No exponent, no NaN, no infinity; the scale is kept.
package struct Numeric: PostgresEncodable, PostgresDecodable, Hashable {
    /// What PostgreSQL can hold before and after the point.
    package static let integerDigitsMax = 131_072
    package static let fractionDigitsMax = 16_383

    private static let negativeSign: UInt16 = 0x4000
    private static let headerBytes = 8
    /// PostgreSQL groups decimal digits by four, aligned at the point.
    private static let groupDigits = 4

    package let text: String

    package init(_ text: String) { self.text = text }

    package static var postgresType: PostgresType { .numeric }

    package func encode(into bytes: inout [UInt8]) throws(PostgresError) -> Bool {
        let (isNegative, integer, fraction) = try digits()
        var groups = Self.groups(integer, paddedLeft: true)
        var weight = groups.count - 1
        groups += Self.groups(fraction, paddedLeft: false)
        let leading = groups.prefix { $0 == 0 }.count
        groups.removeFirst(leading)
        weight -= leading
        while groups.last == 0 { groups.removeLast() }
        if groups.isEmpty { weight = 0 }

        let sign = isNegative && !groups.isEmpty ? Self.negativeSign : 0
        bytes.append(wire: UInt16(groups.count))
        bytes.append(wire: Int16(weight))
        bytes.append(wire: sign)
        bytes.append(wire: UInt16(fraction.count))
        for group in groups { bytes.append(wire: group) }
        return true
    }

    package static func decode(_ cell: Cell) throws(PostgresError) -> Numeric {
        let bytes = try cell.required(.numeric, as: "Numeric")
        let groupCount = Int(try cell.load(UInt16.self, from: bytes))
        let weight = Int(try cell.load(Int16.self, from: bytes, at: 2))
        let sign = try cell.load(UInt16.self, from: bytes, at: 4)
        let scale = Int(try cell.load(UInt16.self, from: bytes, at: 6))
        guard sign == 0 || sign == negativeSign else { throw cell.refusal("is not a finite number") }

        func group(_ index: Int) throws(PostgresError) -> String {
            guard index >= 0, index < groupCount else { return "0000" }
            let value = try cell.load(UInt16.self, from: bytes, at: headerBytes + 2 * index)
            let digits = String(value)
            return String(repeating: "0", count: max(0, groupDigits - digits.count)) + digits
        }
        var integer = ""
        for index in stride(from: 0, through: weight, by: 1) { integer += try group(index) }
        var fraction = ""
        for index in 0..<((scale + groupDigits - 1) / groupDigits) { fraction += try group(weight + 1 + index) }

        let significant = integer.drop { $0 == "0" }
        var text = sign == negativeSign ? "-" : ""
        text += significant.isEmpty ? "0" : String(significant)
        if scale > 0 { text += "." + fraction.prefix(scale) }
        return Numeric(text)
    }

    /// The sign and the decimal digits before and after the point.
    private func digits() throws(PostgresError) -> (isNegative: Bool, integer: [UInt8], fraction: [UInt8]) {
        let refusal = PostgresError.refused("a decimal number was expected")
        var characters = Array(text.utf8)[...]
        let isNegative = characters.first == UInt8(ascii: "-")
        if isNegative || characters.first == UInt8(ascii: "+") { characters.removeFirst() }
        let parts = characters.split(
            separator: UInt8(ascii: "."),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let digits = parts.map { $0.map { $0 &- UInt8(ascii: "0") } }
        guard let integer = digits.first, digits.allSatisfy({ $0.allSatisfy { $0 < 10 } }) else { throw refusal }
        let fraction = digits.count > 1 ? digits[1] : []
        guard integer.count + fraction.count > 0 else { throw refusal }
        guard integer.count <= Self.integerDigitsMax, fraction.count <= Self.fractionDigitsMax else { throw refusal }
        return (isNegative, integer, fraction)
    }

    private static func groups(_ digits: [UInt8], paddedLeft: Bool) -> [UInt16] {
        let padding = [UInt8](repeating: 0, count: (groupDigits - digits.count % groupDigits) % groupDigits)
        let padded = paddedLeft ? padding + digits : digits + padding
        return stride(from: 0, to: padded.count, by: groupDigits).map { start in
            padded[start..<start + groupDigits].reduce(0) { $0 * 10 + UInt16($1) }
        }
    }
}

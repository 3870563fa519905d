extension JSONNumber {
    /// Shortest digits as ECMAScript writes them, between these powers of ten without an exponent (RFC 8785, 3.2.2.3).
    private static let plainExponentMax = 21
    private static let plainExponentMin = -6

    /// The text of RFC 8785, with one stated difference: a whole number written without fraction or exponent keeps all
    /// its digits, where RFC 8785 would round beyond 2⁵³. Senders who need other readers to agree use strings there.
    var canonicalText: String {
        if isIntegerLiteral { return text == "-0" ? "0" : text }
        return Self.canonicalText(of: double)
    }

    private static func canonicalText(of value: Double) -> String {
        if value == 0 { return "0" }
        let sign = value < 0 ? "-" : ""
        let (digits, exponent) = shortestDigits(of: value.magnitude)
        return sign + written(digits, exponent)
    }

    /// The shortest digits that read back as the value, without zeros at either end, and n with value = 0.digits × 10ⁿ.
    private static func shortestDigits(of magnitude: Double) -> (digits: String, exponent: Int) {
        let parts = magnitude.description.split(separator: "e", maxSplits: 1)
        let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        let mantissa = parts[0].split(separator: ".", maxSplits: 1)
        let whole = mantissa[0]
        let all = whole + (mantissa.count == 2 ? mantissa[1] : "")
        let significant = all.drop { $0 == "0" }
        let leadingZeros = all.count - significant.count
        var digits = String(significant)
        while digits.last == "0" { digits.removeLast() }
        return (digits, exponent + whole.count - leadingZeros)
    }

    private static func written(_ digits: String, _ exponent: Int) -> String {
        let count = digits.count
        if exponent > plainExponentMax || exponent <= plainExponentMin { return scientific(digits, exponent - 1) }
        if exponent >= count { return digits + String(repeating: "0", count: exponent - count) }
        if exponent > 0 { return "\(digits.prefix(exponent)).\(digits.dropFirst(exponent))" }
        return "0." + String(repeating: "0", count: -exponent) + digits
    }

    private static func scientific(_ digits: String, _ exponent: Int) -> String {
        let fraction = digits.dropFirst()
        let mantissa = fraction.isEmpty ? digits : "\(digits.prefix(1)).\(fraction)"
        return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(abs(exponent))"
    }
}

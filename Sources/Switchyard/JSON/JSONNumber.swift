/// A JSON number as the literal text it was written with.
///
/// Nothing is rounded on the way through. Equality is that of the text: `1` and `1.0` differ here and agree only in
/// their canonical form.
package struct JSONNumber: Sendable, Hashable {
    /// Doubles hold every decimal of this many digits exactly enough to tell whole numbers from others.
    private static let exactDigitsMax = 15

    package let text: String

    /// The caller has checked the text against the JSON grammar.
    init(checked text: String) {
        self.text = text
    }

    package init(_ value: Int64) {
        text = String(value)
    }

    /// Nil for infinities and not-a-number, which JSON cannot write.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// Exact, or nil: also `1.0` and `1e3` are whole numbers (JSON Schema's `integer`), `1.5` and 2⁶³ are not.
    package var int64: Int64? {
        if isIntegerLiteral { return Int64(text) }
        if !text.utf8.contains(where: { $0 == 0x65 || $0 == 0x45 }) { return wholeNumberBeforeZeroFraction }
        let digits = text.utf8.prefix { $0 != 0x65 && $0 != 0x45 }.count { (0x30...0x39).contains($0) }
        guard digits <= Self.exactDigitsMax else { return nil }
        return Int64(exactly: double)
    }

    /// The nearest double. Always finite: the parser refuses literals outside a double's range.
    package var double: Double { Double(text) ?? 0 }

    /// No fraction and no exponent.
    var isIntegerLiteral: Bool {
        text.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) }
    }

    private var wholeNumberBeforeZeroFraction: Int64? {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, parts[1].utf8.allSatisfy({ $0 == 0x30 }) else { return nil }
        return Int64(parts[0])
    }
}

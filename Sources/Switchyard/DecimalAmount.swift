/// A decimal amount, exact: digits without sign or exponent, as schemas of `.amount` let in. Compared by value, so
/// `0.50` and `0.5` are equal.
package struct DecimalAmount: Sendable, Hashable, Comparable {
    private let whole: String
    private let fraction: String

    package init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let digits = first.drop { $0 == "0" }
        whole = digits.isEmpty ? "0" : String(digits)
        var rest = parts.count == 2 ? String(parts[1]) : ""
        guard parts.count == 1 || !rest.isEmpty else { return nil }
        while rest.hasSuffix("0") { rest.removeLast() }
        fraction = rest
    }

    package var text: String { fraction.isEmpty ? whole : "\(whole).\(fraction)" }

    package static func < (left: DecimalAmount, right: DecimalAmount) -> Bool {
        if left.whole.utf8.count != right.whole.utf8.count { return left.whole.utf8.count < right.whole.utf8.count }
        if left.whole != right.whole { return left.whole < right.whole }
        return left.fraction < right.fraction
    }
}

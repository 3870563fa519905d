/// So many of so many, in whole basis points rounded down: 7,999.6 never shows as 80 % (`spec/sla.md X3`).
package struct Share: Sendable, Hashable {
    package let part: Int64
    package let whole: Int64

    package init(_ part: Int64, of whole: Int64) {
        self.part = part
        self.whole = whole
    }

    /// Nil of nothing: an empty period has no share.
    package var basisPoints: Int64? {
        guard whole > 0 else { return nil }
        let (quotient, remainder) = part.quotientAndRemainder(dividingBy: whole)
        return quotient * 10_000 + remainder * 10_000 / whole
    }

    /// `79.99`, percent.
    package var percent: String? {
        guard let basisPoints else { return nil }
        let cents = basisPoints % 100
        return "\(basisPoints / 100).\(cents < 10 ? "0" : "")\(cents)"
    }

    /// Does it reach a target given in basis points? Integers only, no rounding.
    package func meets(basisPoints target: Int64) -> Bool { part * 10_000 >= target * whole }
}

/// The Wilson interval of a share at 95 %: how far a score of few answers can be trusted.
package struct WilsonInterval: Sendable, Hashable {
    /// Below it a score is shown as "too few" (`spec/surveys-reports.md`, Scores).
    package static let answersMin: Int64 = 30
    private static let z = 1.96

    /// Tenths of a percent, to the nearest.
    package let lowPermille: Int64
    package let highPermille: Int64

    /// Nil of nothing.
    package init?(_ share: Share) {
        guard share.whole > 0 else { return nil }
        let n = Double(share.whole)
        let p = Double(share.part) / n
        let z2 = Self.z * Self.z
        let centre = (p + z2 / (2 * n)) / (1 + z2 / n)
        let half = Self.z * (p * (1 - p) / n + z2 / (4 * n * n)).squareRoot() / (1 + z2 / n)
        lowPermille = Int64((max(0, centre - half) * 1000).rounded())
        highPermille = Int64((min(1, centre + half) * 1000).rounded())
    }
}

/// Percentiles by nearest rank: always a value that occurred, and the same for everybody who counts.
package enum NearestRank {
    /// Place of the percentile among `count` sorted values, from 1; nil for none.
    package static func rank(percent: Int64, count: Int64) -> Int64? {
        guard count > 0 else { return nil }
        return max(1, (count * percent + 99) / 100)
    }

    package static func value(percent: Int64, of sorted: [Int64]) -> Int64? {
        rank(percent: percent, count: Int64(sorted.count)).map { sorted[Int($0) - 1] }
    }
}

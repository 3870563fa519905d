/// What a missed month costs the operator (`spec/sla.md X5`). Money is in minor units of one currency.
package struct CreditTerms: Sendable, Hashable {
    package static let feeMinorMax: Int64 = 1_000_000_000_000
    /// Ten times what a miss costs by itself.
    package static let multiplierBasisPointsMax: Int64 = 100_000
    /// Misses in a row that cost differently.
    package static let consecutiveMax = 12
    package static let earnBackMonthsMax: Int64 = 12

    /// ISO 4217.
    package let currency: String
    package let monthlyFeeMinor: Int64
    /// The part of the fee that is at stake.
    package let atRiskBasisPoints: Int64
    /// Severity of a month below the minimum, and of one between minimum and what is expected.
    package let minimumSeverityBasisPoints: Int64
    package let expectedSeverityBasisPoints: Int64
    /// Of the first, second, … miss in a row; the last holds on.
    package let consecutiveBasisPoints: [Int64]
    /// Months in a row, after a missed one, in which exceeding the target earns its credit back; 0 for never.
    package let earnBackMonths: Int64

    package init(_ json: JSON) throws {
        currency = try json.string("currency")
        monthlyFeeMinor = try json.integer("monthly_fee_minor")
        atRiskBasisPoints = try json.integer("at_risk_bp")
        let severity = try json.optionalObject("severity_bp")
        minimumSeverityBasisPoints = try severity?.optionalInteger("minimum") ?? 10_000
        expectedSeverityBasisPoints = try severity?.optionalInteger("expected") ?? 5_000
        let consecutive = try json.optionalArray("consecutive_bp")?.map { element -> Int64 in
            guard case .number(let number) = element, let points = number.int64 else {
                throw FieldError("/consecutive_bp", .wrongType)
            }
            return points
        }
        consecutiveBasisPoints = consecutive ?? [10_000]
        earnBackMonths = try json.optionalInteger("earn_back_months") ?? 0
    }

    /// What is at stake in a month.
    package var poolMinor: Int64 { Money.halfEven(Int128(monthlyFeeMinor) * Int128(atRiskBasisPoints), 10_000) }

    /// - Parameter misses: so many months in a row, this one included.
    func multiplier(misses: Int) -> Int64 {
        consecutiveBasisPoints.isEmpty
            ? 10_000 : consecutiveBasisPoints[min(misses, consecutiveBasisPoints.count) - 1]
    }

    package static let schema: Schema = .named(
        "CreditTerms",
        .object([
            .required("currency", .oneOf(currencies), "ISO 4217; amounts are in its minor unit."),
            .required("monthly_fee_minor", .integer(0...feeMinorMax)),
            .required("at_risk_bp", .integer(0...10_000), "The part of the fee that is at stake."),
            .optional(
                "severity_bp",
                .object([
                    .optional("minimum", .integer(0...multiplierBasisPointsMax), "Below the minimum; default 10000."),
                    .optional("expected", .integer(0...multiplierBasisPointsMax), "Below the expected; default 5000."),
                ])
            ),
            .optional(
                "consecutive_bp",
                .list(of: .integer(0...multiplierBasisPointsMax), max: consecutiveMax, min: 1),
                "Of the first, second, … miss in a row; the last holds on. Default 10000."
            ),
            .optional(
                "earn_back_months",
                .integer(0...earnBackMonthsMax),
                "Exceeding the target in so many following months earns a credit back; default never."
            ),
        ])
    )

    /// With two decimals, what contracts of this trade are written in.
    package static let currencies = [
        "AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "IDR", "ILS", "INR", "MXN", "MYR",
        "NOK", "NZD", "PHP", "PLN", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "ZAR",
    ]
}

extension CreditTerms: JSONEncodable {
    package var json: JSON {
        [
            "currency": .string(currency), "monthly_fee_minor": monthlyFeeMinor.json,
            "at_risk_bp": atRiskBasisPoints.json,
            "severity_bp": [
                "minimum": minimumSeverityBasisPoints.json, "expected": expectedSeverityBasisPoints.json,
            ],
            "consecutive_bp": .array(consecutiveBasisPoints.map(\.json)), "earn_back_months": earnBackMonths.json,
        ]
    }
}

/// Amounts in whole minor units.
enum Money {
    /// A quotient rounded once, half to even, as accounts do.
    ///
    /// - Parameter divisor: positive; the quotient of a not negative dividend has to be an Int64.
    static func halfEven(_ dividend: Int128, _ divisor: Int128) -> Int64 {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        let twice = remainder * 2
        let isUp = twice > divisor || (twice == divisor && !quotient.isMultiple(of: 2))
        return Int64(quotient + (isUp ? 1 : 0))
    }
}

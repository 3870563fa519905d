/// What the operator owes an exchange for a month of its contract, and what it has earned back (`spec/sla.md X5`). Computed
/// from the attainment of this month and those before it; nothing of it is stored.
package struct CreditStatement: Sendable, Hashable {
    /// How a target was kept in a month.
    package enum Level: String, CaseIterable, Sendable {
        case minimumMissed = "minimum_missed"
        case expectedMissed = "expected_missed"
        case reached
        /// Above what is expected, or without a single miss.
        case exceeded
        /// Carried into the next month: it neither ends nor lengthens a row of misses (X6).
        case tooSmall = "n_too_small"

        var isMissed: Bool {
            switch self {
            case .minimumMissed, .expectedMissed: true
            case .reached, .exceeded, .tooSmall: false
            }
        }

        init(_ target: ServiceLevelTarget, _ counts: VerdictCounts) {
            let expected = target.expectedBasisPoints ?? target.percentBasisPoints
            if counts.n < target.minimumVolume {
                self = .tooSmall
            } else if !counts.share.meets(basisPoints: target.percentBasisPoints) {
                self = .minimumMissed
            } else if !counts.share.meets(basisPoints: expected) {
                self = .expectedMissed
            } else {
                let isAbove = counts.met * 10_000 > expected * counts.n
                self = isAbove || counts.missed == 0 ? .exceeded : .reached
            }
        }
    }

    /// One month of the contract, as far as money is concerned.
    package struct Month: Sendable {
        package let terms: CreditTerms?
        package let targets: [(target: ServiceLevelTarget, counts: VerdictCounts)]

        package init(terms: CreditTerms?, targets: [(target: ServiceLevelTarget, counts: VerdictCounts)]) {
            self.terms = terms
            self.targets = targets
        }

        func level(of name: String) -> Level? {
            targets.first { $0.target.name == name }.map { Level($0.target, $0.counts) }
        }
    }

    package struct Line: Sendable, Hashable {
        package let target: String
        package let level: Level
        package let share: Share
        package let weight: Int64
        package let severityBasisPoints: Int64
        /// Misses in a row, this month included; 0 when it is none.
        package let misses: Int
        package let multiplierBasisPoints: Int64
        /// Rounded once, half to even.
        package let amountMinor: Int64
        /// What of it fits into the pool, in the order of the targets.
        package let creditedMinor: Int64
    }

    package struct EarnedBack: Sendable, Hashable {
        package let target: String
        /// How many months ago it was missed.
        package let monthsAgo: Int
        package let amountMinor: Int64
    }

    package let terms: CreditTerms
    package let lines: [Line]
    package let earnedBack: [EarnedBack]

    package var creditMinor: Int64 { lines.reduce(0) { $0 + $1.creditedMinor } }
    package var earnedBackMinor: Int64 { earnedBack.reduce(0) { $0 + $1.amountMinor } }
    /// What is taken off the invoice; negative when more is earned back than owed.
    package var netMinor: Int64 { creditMinor - earnedBackMinor }

    /// - Parameter months: the month in question first, then those before it, as many as are known.
    /// - Returns: nil where the month's terms name no credit.
    package init?(_ months: [Month]) {
        guard let terms = months.first?.terms else { return nil }
        self.terms = terms
        lines = Self.lines(months[...], terms)
        earnedBack = Self.earnedBack(months, after: Int(terms.earnBackMonths))
    }

    private static func lines(_ months: ArraySlice<Month>, _ terms: CreditTerms) -> [Line] {
        guard let month = months.first else { return [] }
        var left = terms.poolMinor
        return month.targets.map { target, counts in
            let level = Level(target, counts)
            let misses = level.isMissed ? row(of: target.name, months) : 0
            let severity =
                switch level {
                case .minimumMissed: terms.minimumSeverityBasisPoints
                case .expectedMissed: terms.expectedSeverityBasisPoints
                case .reached, .exceeded, .tooSmall: Int64(0)
                }
            let multiplier = misses > 0 ? terms.multiplier(misses: misses) : 0
            let amount = Money.halfEven(
                Int128(terms.poolMinor) * Int128(target.weight) * Int128(severity) * Int128(multiplier),
                100 * 10_000 * 10_000
            )
            let credited = min(amount, left)
            left -= credited
            return Line(
                target: target.name,
                level: level,
                share: counts.share,
                weight: target.weight,
                severityBasisPoints: severity,
                misses: misses,
                multiplierBasisPoints: multiplier,
                amountMinor: amount,
                creditedMinor: credited
            )
        }
    }

    /// Months in a row in which a target was missed, the first of them included.
    private static func row(of target: String, _ months: ArraySlice<Month>) -> Int {
        var misses = 0
        for month in months {
            guard let level = month.level(of: target), level.isMissed || level == .tooSmall else { break }
            if level.isMissed { misses += 1 }
        }
        return misses
    }

    /// The credits of the month so long ago whose targets were exceeded in every month since.
    private static func earnedBack(_ months: [Month], after count: Int) -> [EarnedBack] {
        guard count > 0, months.count > count, let terms = months[count].terms else { return [] }
        return lines(months[count...], terms).compactMap { line in
            guard line.creditedMinor > 0,
                months[..<count].allSatisfy({ $0.level(of: line.target) == .exceeded })
            else { return nil }
            return EarnedBack(target: line.target, monthsAgo: count, amountMinor: line.creditedMinor)
        }
    }
}

extension CreditStatement: JSONEncodable {
    package var json: JSON {
        [
            "currency": .string(terms.currency), "monthly_fee_minor": terms.monthlyFeeMinor.json,
            "at_risk_minor": terms.poolMinor.json, "lines": lines.json, "credit_minor": creditMinor.json,
            "earned_back": earnedBack.json, "earned_back_minor": earnedBackMinor.json, "net_minor": netMinor.json,
        ]
    }
}

extension CreditStatement.Line: JSONEncodable {
    package var json: JSON {
        [
            "target": .string(target), "level": .string(level.rawValue), "share_percent": share.percent.json,
            "weight": weight.json, "severity_bp": severityBasisPoints.json, "misses_in_a_row": misses.json,
            "multiplier_bp": multiplierBasisPoints.json, "amount_minor": amountMinor.json,
            "credited_minor": creditedMinor.json,
        ]
    }
}

extension CreditStatement.EarnedBack: JSONEncodable {
    package var json: JSON {
        ["target": .string(target), "months_ago": monthsAgo.json, "amount_minor": amountMinor.json]
    }
}

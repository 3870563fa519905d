import Testing

@testable import Switchyard

/// X5 in figures worked out by hand. Fee 100,000.00, of which 10 % are at stake: a pool of 10,000.00.
@Suite struct CreditStatementTests {
    private static func target(
        _ name: String = "t",
        _ percent: Int64 = 8_000,
        expected: Int64? = nil,
        weight: Int64 = 40,
        minimumVolume: Int64 = 1
    ) throws -> ServiceLevelTarget {
        try ServiceLevelTarget([
            "name": name.json, "metric": "first_reply", "percent_bp": percent.json,
            "expected_bp": expected?.json, "weight": weight.json, "minimum_volume": minimumVolume.json,
        ])
    }

    private static func terms(
        fee: Int64 = 10_000_000,
        atRisk: Int64 = 1_000,
        consecutive: [Int64] = [10_000],
        earnBack: Int64 = 0
    ) throws -> CreditTerms {
        try CreditTerms([
            "currency": "EUR", "monthly_fee_minor": fee.json, "at_risk_bp": atRisk.json,
            "consecutive_bp": .array(consecutive.map(\.json)), "earn_back_months": earnBack.json,
        ])
    }

    private static func month(
        _ terms: CreditTerms?,
        _ targets: (ServiceLevelTarget, met: Int64, missed: Int64)...
    ) -> CreditStatement.Month {
        CreditStatement.Month(terms: terms, targets: targets.map { ($0.0, VerdictCounts($0.met, $0.missed)) })
    }

    struct Kept: Sendable, CustomTestStringConvertible {
        let met: Int64
        let missed: Int64
        let level: CreditStatement.Level
        let amount: Int64
        var testDescription: String { "\(met) of \(met + missed)" }
    }

    /// Minimum 80 %, expected 90 %, weight 40 %.
    @Test(arguments: [
        Kept(met: 100, missed: 0, level: .exceeded, amount: 0),
        Kept(met: 91, missed: 9, level: .exceeded, amount: 0),
        Kept(met: 90, missed: 10, level: .reached, amount: 0),
        Kept(met: 89, missed: 11, level: .expectedMissed, amount: 200_000),
        Kept(met: 80, missed: 20, level: .expectedMissed, amount: 200_000),
        Kept(met: 79, missed: 21, level: .minimumMissed, amount: 400_000),
        Kept(met: 0, missed: 100, level: .minimumMissed, amount: 400_000),
    ])
    func x5_theMinimumCostsTheWeightAndTheExpectedHalfOfIt(_ kept: Kept) throws {
        let target = try Self.target(expected: 9_000)
        let statement = try #require(CreditStatement([Self.month(Self.terms(), (target, kept.met, kept.missed))]))
        #expect(statement.lines.map(\.level) == [kept.level])
        #expect(statement.lines.map(\.amountMinor) == [kept.amount])
        #expect(statement.netMinor == kept.amount)
    }

    @Test func x5_eachMissInARowCostsWhatTheTableSaysAndTheLastHoldsOn() throws {
        let terms = try Self.terms(consecutive: [10_000, 15_000, 20_000])
        let missed = try Self.month(terms, (Self.target(), 1, 9))
        let kept = try Self.month(terms, (Self.target(), 9, 1))
        for (misses, amount) in [(1, 400_000), (2, 600_000), (3, 800_000), (4, 800_000)] as [(Int, Int64)] {
            let months = Array(repeating: missed, count: misses) + [kept, missed]
            let statement = try #require(CreditStatement(months))
            #expect(statement.lines.map(\.misses) == [misses])
            #expect(statement.creditMinor == amount)
        }
    }

    @Test func x6_aMonthTooSmallToBeJudgedNeitherEndsARowNorLengthensIt() throws {
        let terms = try Self.terms(consecutive: [10_000, 15_000])
        let target = try Self.target(minimumVolume: 10)
        let missed = Self.month(terms, (target, 1, 9))
        let small = Self.month(terms, (target, 0, 9))
        #expect(CreditStatement([missed, small, missed])?.lines.map(\.misses) == [2])
        let now = try #require(CreditStatement([small, missed]))
        #expect((now.lines[0].level, now.creditMinor) == (.tooSmall, 0))
    }

    @Test func x5_creditsEndAtThePoolInTheOrderOfTheTargets() throws {
        let targets = try (0..<4).map { try Self.target("t\($0)", weight: 40) }
        let month = try CreditStatement.Month(
            terms: Self.terms(),
            targets: targets.map { ($0, VerdictCounts(0, 10)) }
        )
        let statement = try #require(CreditStatement([month]))
        #expect(statement.lines.map(\.amountMinor) == [400_000, 400_000, 400_000, 400_000])
        #expect(statement.lines.map(\.creditedMinor) == [400_000, 400_000, 200_000, 0])
        #expect(statement.creditMinor == statement.terms.poolMinor)
    }

    /// Fee × at risk, then weight: halves go to the even neighbour, once a line.
    @Test(
        arguments: [
            (25, 1_000, 100, 2), (35, 1_000, 100, 4), (26, 1_000, 100, 3), (100, 10_000, 1, 1), (50, 10_000, 1, 0),
            (150, 10_000, 1, 2), (1_000_000_000_000, 10_000, 100, 1_000_000_000_000),
        ] as [(Int64, Int64, Int64, Int64)]
    )
    func x5_moneyIsRoundedHalfToEvenOnce(_ fee: Int64, _ atRisk: Int64, _ weight: Int64, _ amount: Int64) throws {
        let month = try Self.month(Self.terms(fee: fee, atRisk: atRisk), (Self.target(weight: weight), 0, 1))
        #expect(CreditStatement([month])?.creditMinor == amount)
    }

    struct EarnBack: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Met of ten, the month in question first.
        let met: [Int64]
        let earned: Int64
    }

    /// Two months above 80 % earn the credit of the month before them back.
    @Test(arguments: [
        EarnBack(testDescription: "both above", met: [9, 10, 1], earned: 400_000),
        EarnBack(testDescription: "the last one just kept", met: [8, 10, 1], earned: 0),
        EarnBack(testDescription: "the first one missed", met: [9, 1, 1], earned: 0),
        EarnBack(testDescription: "nothing was missed", met: [9, 9, 9], earned: 0),
        EarnBack(testDescription: "too early", met: [9, 1], earned: 0),
        EarnBack(testDescription: "a month later it is too late", met: [9, 9, 9, 1], earned: 0),
    ])
    func x5_exceedingTheTargetForSoLongEarnsTheCreditBack(_ story: EarnBack) throws {
        let terms = try Self.terms(earnBack: 2)
        let months = try story.met.map { try Self.month(terms, (Self.target(), $0, 10 - $0)) }
        let statement = try #require(CreditStatement(months))
        #expect(statement.earnedBackMinor == story.earned)
        #expect(statement.netMinor == statement.creditMinor - story.earned)
    }

    @Test func withoutTermsForItNothingIsOwed() throws {
        #expect(CreditStatement([]) == nil)
        #expect(try CreditStatement([Self.month(nil, (Self.target(), 0, 10))]) == nil)
    }
}

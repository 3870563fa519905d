import Switchyard
import Testing

@Suite struct RetryScheduleTests {
    struct Case: CustomTestStringConvertible {
        let attempt: Int
        var wishSeconds: Int?
        var chance: UInt64 = 0
        let seconds: Double
        var testDescription: String { "attempt \(attempt), wish \(wishSeconds ?? -1), chance \(chance): \(seconds) s" }
    }

    @Test(arguments: [
        Case(attempt: 1, seconds: 5),
        Case(attempt: 2, seconds: 10),
        Case(attempt: 3, seconds: 20),
        Case(attempt: 10, seconds: 2_560),
        Case(attempt: 11, seconds: 3_600),
        Case(attempt: 1_000, seconds: 3_600),
        Case(attempt: 0, seconds: 5),
        Case(attempt: 4, wishSeconds: 7, chance: 99, seconds: 7),
        Case(attempt: 4, wishSeconds: 0, seconds: 1),
        Case(attempt: 4, wishSeconds: 10_000_000, seconds: 86_400),
    ])
    func delaysDoubleUpToTheCapAndTheWishWins(sample: Case) {
        let delay = RetrySchedule.delivery.delayMicroseconds(
            attempt: sample.attempt,
            wishSeconds: sample.wishSeconds,
            chance: sample.chance
        )
        #expect(Double(delay) / 1_000_000 == sample.seconds)
    }

    @Test(arguments: 1...12)
    func jitterOnlyShortensAndByAQuarterAtMost(attempt: Int) {
        let whole = RetrySchedule.delivery.delayMicroseconds(attempt: attempt, wishSeconds: nil, chance: 0)
        for chance in stride(from: UInt64(0), through: 0xffff, by: 257) {
            let delay = RetrySchedule.delivery.delayMicroseconds(attempt: attempt, wishSeconds: nil, chance: chance)
            #expect(delay <= whole && delay * 4 >= whole * 3)
        }
    }
}

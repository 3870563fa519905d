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

    @Test(arguments: [UInt64(0), 0x8000, 0xffff]) func eventsAreTriedForAboutSeventyFiveHours(chance: UInt64) {
        let waits = (1..<JobKind.deliverEvent.attemptsMax).map {
            RetrySchedule.event.delayMicroseconds(attempt: $0, wishSeconds: nil, chance: chance)
        }
        let hours = Double(waits.reduce(0, +)) / 3_600_000_000
        #expect((70...79).contains(hours), "\(hours)")
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
    }

    /// A receiver that always asks for a second is not given up after ten of them, and none puts off for longer than a day.
    @Test(arguments: [
        Case(attempt: 1, wishSeconds: 120, seconds: 120),
        Case(attempt: 1, wishSeconds: 1, seconds: 5),
        Case(attempt: 6, wishSeconds: 1, seconds: 5_120),
        Case(attempt: 1, wishSeconds: 10_000_000, seconds: 86_400),
    ])
    func aReceiverOfEventsMayOnlyAskForMoreTime(sample: Case) {
        let delay = RetrySchedule.event.delayMicroseconds(
            attempt: sample.attempt,
            wishSeconds: sample.wishSeconds,
            chance: 0
        )
        #expect(Double(delay) / 1_000_000 == sample.seconds)
    }
}

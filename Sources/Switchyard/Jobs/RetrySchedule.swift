/// How long to wait before the next attempt: exponential with jitter, within bounds. The other side's own wish wins, unless
/// it may only lengthen.
package struct RetrySchedule: Sendable, Hashable {
    package var baseSeconds: Int64
    package var factor: Int64
    package var capSeconds: Int64
    /// Share of the delay that chance may take away, in percent, so that what failed together does not come back together.
    package var jitterPercent: Int64
    /// Longest wait that the other side may ask for.
    package var wishSecondsMax: Int64
    /// A wish for less than the schedule has is not followed.
    package var wishOnlyLengthens = false

    package static let delivery = RetrySchedule(
        baseSeconds: 5,
        factor: 2,
        capSeconds: 3_600,
        jitterPercent: 25,
        wishSecondsMax: 86_400
    )

    /// The same wait after each attempt, but for its jitter.
    package static func every(seconds: Int64) -> RetrySchedule {
        RetrySchedule(
            baseSeconds: seconds,
            factor: 1,
            capSeconds: seconds,
            jitterPercent: delivery.jitterPercent,
            wishSecondsMax: delivery.wishSecondsMax
        )
    }

    /// Microseconds to wait after attempt number `attempt` (from 1). `chance` is any number; its low 16 bits count.
    package func delayMicroseconds(attempt: Int, wishSeconds: Int?, chance: UInt64) -> Int64 {
        let own = ownDelayMicroseconds(attempt: attempt, chance: chance)
        guard let wishSeconds else { return own }
        let wish = min(max(Int64(wishSeconds), 1), wishSecondsMax) * 1_000_000
        return wishOnlyLengthens ? max(wish, own) : wish
    }

    private func ownDelayMicroseconds(attempt: Int, chance: UInt64) -> Int64 {
        var seconds = min(baseSeconds, capSeconds)
        for _ in 1..<max(attempt, 1) where seconds < capSeconds {
            seconds = min(seconds * factor, capSeconds)
        }
        let whole = seconds * 1_000_000
        let jitter = whole / 100 * jitterPercent
        return whole - jitter / 65_536 * Int64(chance & 0xffff)
    }
}

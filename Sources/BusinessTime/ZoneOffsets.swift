import Foundation

/// What the clock of a zone was known to show around an instant. Taken down with what depends on it, so that newer zone data
/// moves nothing that is past (`spec/sla.md` T7, C1).
package struct ZoneOffsets: Sendable, Equatable {
    package static let yearsBack = 10
    /// As far as a target is looked for (T6), and a little.
    package static let yearsAhead = 12

    /// A UTC second and the seconds east of UTC from then on, by turns and ascending; at last the second where it ends.
    package let packed: [Int64]

    /// Nil for numbers that are no such list.
    package init?(packed: [Int64]) {
        let seconds = stride(from: 0, to: packed.count, by: 2).map { packed[$0] }
        guard packed.count >= 3, packed.count % 2 == 1, zip(seconds, seconds.dropFirst()).allSatisfy(<) else {
            return nil
        }
        self.packed = packed
    }

    /// What this release's zone data says of the years around an instant.
    ///
    /// - Throws: `CalendarError` for an unknown zone.
    package init(zone: String, around instant: Instant) throws {
        let clock = try ZoneClock.named(zone)
        let day = instant.microseconds.flooredDivision(by: CivilDate.secondsPerDay * Instant.microsecondsPerSecond)
            .quotient
        let middle = CivilDate(dayNumber: Int(day)).year
        var packed: [Int64] = []
        for year in (middle - Self.yearsBack)..<(middle + Self.yearsAhead) {
            let first = ZoneClock.firstSecond(ofYear: year)
            for period in clock.table(year: year).periods(from: first, to: ZoneClock.firstSecond(ofYear: year + 1))
            where period.offset != packed.last {
                packed += [period.from, period.offset]
            }
        }
        self.packed = packed + [ZoneClock.firstSecond(ofYear: middle + Self.yearsAhead)]
    }

    /// Seconds east of UTC; nil where nothing was taken down.
    func offset(at second: Int64) -> Int64? {
        guard second >= packed[0], second < packed[packed.count - 1] else { return nil }
        var low = 0
        var high = packed.count / 2
        while high - low > 1 {
            let middle = (low + high) / 2
            if packed[middle * 2] <= second { low = middle } else { high = middle }
        }
        return packed[low * 2 + 1]
    }
}

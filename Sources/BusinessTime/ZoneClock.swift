import Foundation
import Synchronization

/// The clock of a named zone: for each year a table of its offsets, read once from Foundation's zone data.
///
/// Foundation is asked only `secondsFromGMT`; its date from components is not used, because in a gap it answers with
/// a shifted reading (02:30 becomes 03:30) instead of the transition (`spec/sla.md` T2).
final class ZoneClock: Sendable {
    /// Zones kept; the IANA list has about 600 names.
    private static let zonesMax = 1024
    /// Years of one zone kept; beyond it tables are made again for each use.
    private static let yearsMax = 512
    /// Two changes of one zone's offset never lie closer together than this.
    private static let samplingSeconds: Int64 = 6 * 3600
    /// A table reaches this far beyond its year on both sides.
    static let marginDays = 10

    private static let zones = Mutex<[String: ZoneClock]>([:])

    private let zone: TimeZone
    /// Goes before what Foundation says today.
    private let known: ZoneOffsets?
    private let tables = Mutex<[Int: OffsetTable]>([:])

    private init(zone: TimeZone, known: ZoneOffsets? = nil) {
        self.zone = zone
        self.known = known
    }

    /// The zone as it was known when `offsets` were taken down; beyond them, as it is known today.
    static func named(_ identifier: String, as offsets: ZoneOffsets?) throws -> ZoneClock {
        let clock = try named(identifier)
        return offsets.map { ZoneClock(zone: clock.zone, known: $0) } ?? clock
    }

    static func named(_ identifier: String) throws -> ZoneClock {
        if let known = zones.withLock({ $0[identifier] }) { return known }
        guard let zone = unambiguousZone(identifier) else {
            throw CalendarError(.unknownZone, at: "/tz", ["value": String(identifier.prefix(64))])
        }
        let clock = ZoneClock(zone: zone)
        return zones.withLock { zones in
            if let known = zones[identifier] { return known }
            if zones.count < zonesMax { zones[identifier] = clock }
            return clock
        }
    }

    /// The offsets from `marginDays` before 1 January of the year to `marginDays` after its end, in UTC.
    func table(year: Int) -> OffsetTable {
        if let known = tables.withLock({ $0[year] }) { return known }
        let margin = Int64(Self.marginDays) * CivilDate.secondsPerDay
        let table = sampled(
            from: Self.firstSecond(ofYear: year) - margin,
            to: Self.firstSecond(ofYear: year + 1) + margin
        )
        tables.withLock { tables in
            if tables.count < Self.yearsMax { tables[year] = table }
        }
        return table
    }

    /// 1 January, 00:00 UTC.
    static func firstSecond(ofYear year: Int) -> Int64 {
        Int64(CivilDate.dayNumber(year: year, month: 1, day: 1)) * CivilDate.secondsPerDay
    }

    /// Foundation also takes `PST` and `GMT+5`; a calendar needs a name that carries a zone's rules.
    private static func unambiguousZone(_ identifier: String) -> TimeZone? {
        let plainNames: Set<String> = ["UTC", "GMT", "CET", "EET", "MET", "WET"]
        let isOffset = identifier.hasPrefix("GMT+") || identifier.hasPrefix("GMT-")
        guard !isOffset, plainNames.contains(identifier) || TimeZone.abbreviationDictionary[identifier] == nil else {
            return nil
        }
        return TimeZone(identifier: identifier)
    }

    private func sampled(from first: Int64, to last: Int64) -> OffsetTable {
        var periods = [OffsetTable.Period(from: first, offset: offset(first))]
        var low = first
        while low < last {
            let high = min(low + Self.samplingSeconds, last)
            let after = offset(high)
            if after != periods[periods.count - 1].offset {
                periods.append(OffsetTable.Period(from: transition(after: low, until: high), offset: after))
            }
            low = high
        }
        return OffsetTable(periods: periods, end: last)
    }

    /// The second at which the offset stops being what it is at `low`; the two ends differ.
    private func transition(after low: Int64, until high: Int64) -> Int64 {
        let before = offset(low)
        var low = low
        var high = high
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(middle) == before { low = middle } else { high = middle }
        }
        return high
    }

    private func offset(_ second: Int64) -> Int64 {
        known?.offset(at: second) ?? Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }
}

/// Seconds east of UTC over about a year, as periods of equal offset.
struct OffsetTable: Sendable {
    struct Period: Sendable {
        let from: Int64
        let offset: Int64
    }

    /// No zone is or was further from UTC.
    static let offsetSecondsMax: Int64 = 26 * 3600

    /// Ascending; the first also counts for all time before it, the last for all time after.
    let periods: [Period]
    /// Where the table ends; another year's knows more.
    let end: Int64

    /// `f(d,w)` of `spec/sla.md` T2: the first second at which the clock reads `reading` or later.
    ///
    /// `reading` is wall time in seconds since 1970-01-01T00:00 of the wall. In a gap the answer is the transition, of a
    /// repeated time the first pass, and of all times of a skipped date the same instant.
    func firstSecond(reading: Int64) -> Int64 {
        var index = periodIndex(at: reading - Self.offsetSecondsMax)
        while index + 1 < periods.count {
            let candidate = max(periods[index].from, reading - periods[index].offset)
            if candidate < periods[index + 1].from { return candidate }
            index += 1
        }
        guard index > 0 else { return reading - periods[index].offset }
        return max(periods[index].from, reading - periods[index].offset)
    }

    func offset(at second: Int64) -> Int64 {
        periods[periodIndex(at: second)].offset
    }

    /// What holds from `first` on, and each change before `end`.
    func periods(from first: Int64, to end: Int64) -> [Period] {
        [Period(from: first, offset: offset(at: first))] + periods.filter { $0.from > first && $0.from < end }
    }

    /// What holds at a second, and until when it surely does.
    func period(at second: Int64) -> (offset: Int64, end: Int64) {
        let index = periodIndex(at: second)
        return (periods[index].offset, index + 1 < periods.count ? periods[index + 1].from : max(end, second + 1))
    }

    /// The highest reading that the clock has shown by a second; after a clock was set back that is not the one it shows.
    func latestReading(until second: Int64) -> Int64 {
        let current = periodIndex(at: second)
        let earlier = periods[..<current].indices.map { periods[$0 + 1].from - 1 + periods[$0].offset }
        return (earlier + [second + periods[current].offset]).max() ?? second
    }

    private func periodIndex(at second: Int64) -> Int {
        var index = periods.count - 1
        while index > 0, periods[index].from > second { index -= 1 }
        return index
    }
}

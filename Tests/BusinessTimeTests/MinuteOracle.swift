import BusinessTime
import Foundation

/// The other way to know open time: walk the UTC axis minute by minute and look at the wall.
///
/// Each minute is converted to local time, the running maximum of the wall clock is kept (a clock set back waits), and
/// that reading is looked up among the windows. Nothing is converted from wall to UTC and nothing of the engine is used
/// but the date → windows table. Exact for calendars, starts and pauses on whole minutes.
struct MinuteOracle {
    /// The wall is watched from here on before the first minute counts, so that its maximum is known.
    private static let leadMinutes = 3 * 1440

    let firstMinute: Int
    /// One flag per minute from `firstMinute`.
    let open: [Bool]

    init(document: CalendarDocument, firstMinute: Int, minutes: Int) throws {
        let windows = WindowTable(document)
        guard let name = document.zone, let zone = TimeZone(identifier: name) else { throw CalendarError(.unknownZone) }
        var wallMaximum = Int.min
        var day = Int.min
        var openOfDay: [Bool] = []
        var flags: [Bool] = []
        flags.reserveCapacity(minutes)
        for minute in (firstMinute - Self.leadMinutes)..<(firstMinute + minutes) {
            let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(minute * 60)))
            wallMaximum = max(wallMaximum, minute + offset / 60)
            guard minute >= firstMinute else { continue }
            let wallDay = wallMaximum >= 0 ? wallMaximum / 1440 : (wallMaximum - 1439) / 1440
            if wallDay != day {
                day = wallDay
                openOfDay = Self.openMinutes(of: day, windows)
            }
            flags.append(openOfDay[wallMaximum - day * 1440])
        }
        self.firstMinute = firstMinute
        open = flags
    }

    var instants: Range<Instant> {
        instant(0)..<instant(open.count)
    }

    func instant(_ index: Int) -> Instant {
        Instant(microseconds: Int64(firstMinute + index) * 60_000_000)
    }

    func index(_ instant: Instant) -> Int {
        Int(instant.microseconds / 60_000_000) - firstMinute
    }

    /// Minutes that count for a clock: open and in no pause.
    func counting(from start: Instant, pauses: [Range<Instant>]) -> [Bool] {
        var flags = open
        for index in 0..<max(0, self.index(start)) { flags[index] = false }
        for pause in pauses {
            for index in index(pause.lowerBound)..<min(flags.count, index(pause.upperBound)) { flags[index] = false }
        }
        return flags
    }

    /// First instant with `minutes` counted, and the first after which more is counted; nil where the walk ends before.
    func deadline(start: Instant, pauses: [Range<Instant>], minutes: Int) -> (due: Instant?, breach: Instant?) {
        var counted = 0
        var due: Instant?
        for (index, counts) in counting(from: start, pauses: pauses).enumerated() where counts {
            if counted == minutes { return (due, instant(index)) }
            counted += 1
            if counted == minutes { due = instant(index + 1) }
        }
        return (due, nil)
    }

    func segments() -> [Range<Instant>] {
        var result: [Range<Instant>] = []
        var begin: Int?
        for index in 0...open.count {
            let isOpen = index < open.count && open[index]
            if isOpen, begin == nil { begin = index }
            if !isOpen, let first = begin {
                result.append(instant(first)..<instant(index))
                begin = nil
            }
        }
        return result
    }

    private static func openMinutes(of day: Int, _ windows: WindowTable) -> [Bool] {
        var flags = [Bool](repeating: false, count: 1440)
        func set(_ list: [WallWindow], begunDaysAgo days: Int, to value: Bool) {
            for window in list {
                let first = window.open.minutes - days * 1440
                let last = window.closeMinutesFromDate - days * 1440
                for minute in max(0, first)..<max(0, first, min(1440, last)) { flags[minute] = value }
            }
        }
        guard !windows.isHoliday(dayNumber: day) else { return flags }
        for days in 0...2 { set(windows.windows(dayNumber: day - days), begunDaysAgo: days, to: true) }
        for days in 0...2 { set(windows.breaks(dayNumber: day - days), begunDaysAgo: days, to: false) }
        return flags
    }
}

import BusinessTime

/// The other way to know open time: walk the UTC axis minute by minute and look at the wall.
///
/// Each minute is converted to local time, the running maximum of the wall clock is kept (a clock set back waits), and
/// that reading is looked up among the windows. Nothing is converted from wall to UTC, and nothing of the engine is used but
/// its type of an instant. Exact for calendars, starts, pauses and versions on whole minutes.
struct MinuteOracle {
    /// The wall is watched from here on before the first minute counts, so that its maximum is known: no clock is set
    /// back by more than a day.
    private static let leadMinutes = 1440

    let firstMinute: Int
    /// One flag per minute from `firstMinute`, which is not before 1970.
    let open: [Bool]

    /// - Parameter versions: each in force from its minute since 1970 on; the first also before.
    init(
        versions: [(from: Int, calendar: PlainCalendar)],
        firstMinute: Int,
        minutes: Int,
        _ offsets: inout LocalOffsets
    ) throws {
        var flags: [Bool] = []
        flags.reserveCapacity(minutes)
        for (index, version) in versions.enumerated() {
            let next = index + 1 < versions.count ? versions[index + 1].from : Int.max
            let until = min(next, firstMinute + minutes)
            guard until > firstMinute + flags.count else { continue }
            flags += try Self.walked(version.calendar, from: firstMinute + flags.count, to: until, &offsets)
        }
        self.firstMinute = firstMinute
        open = flags
    }

    private static func walked(
        _ calendar: PlainCalendar,
        from first: Int,
        to end: Int,
        _ offsets: inout LocalOffsets
    ) throws -> [Bool] {
        guard let zone = calendar.zone else { return [Bool](repeating: true, count: end - first) }
        let perDay = PlainCalendar.minutesPerDay
        var wallMaximum = Int.min
        var wallDay = Int.min
        var openOfDay: [Bool] = []
        var flags: [Bool] = []
        flags.reserveCapacity(end - first)
        var minute = first - leadMinutes
        while minute < end {
            let day = minute / perDay
            let offsetsOfDay = try offsets.day(day, of: zone)
            let dayEnd = min(end, (day + 1) * perDay)
            while minute < dayEnd {
                wallMaximum = max(wallMaximum, minute + offsetsOfDay[minute - day * perDay])
                if minute >= first {
                    if wallMaximum / perDay != wallDay {
                        wallDay = wallMaximum / perDay
                        openOfDay = calendar.openMinutes(ofDay: wallDay)
                    }
                    flags.append(openOfDay[wallMaximum - wallDay * perDay])
                }
                minute += 1
            }
        }
        return flags
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
}

/// What a clock makes of the open minutes.
extension MinuteOracle {
    /// Minutes that count for a clock: open, not before its start, and in no pause.
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

    /// Open from here on; nil where the walk ends before.
    func nextOpen(from start: Instant) -> Instant? {
        open[index(start)...].firstIndex(of: true).map(instant)
    }

    func isClosing(_ instant: Instant) -> Bool {
        let index = index(instant)
        return open.indices.contains(index) && index > 0 && open[index - 1] && !open[index]
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
}

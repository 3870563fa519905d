import BusinessTime
import TestTools

/// A random calendar around a day, in one of the zones whose clocks are worth watching.
enum RandomCalendar {
    static let zones = [
        "Africa/Cairo", "Africa/Casablanca", "Africa/Lagos", "America/Asuncion", "America/Caracas", "America/Havana",
        "America/Los_Angeles", "America/New_York", "America/Santiago", "America/Sao_Paulo", "America/Scoresbysund",
        "America/St_Johns", "Antarctica/Casey", "Antarctica/Troll", "Asia/Amman", "Asia/Beirut", "Asia/Gaza",
        "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang", "Asia/Shanghai", "Asia/Tehran", "Atlantic/Azores",
        "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Europe/Lisbon", "Europe/London", "Pacific/Apia",
        "Pacific/Chatham", "UTC",
    ]
    /// Minutes between the instants at which windows begin and end, in most calendars.
    private static let grid = 15

    /// - Parameter day: since 1970.
    static func around(_ day: Int, zone: String, _ random: inout SeededNumbers) -> PlainCalendar {
        let isOffGrid = random.chance(percent: 15)
        func windows(_ count: ClosedRange<Int>, _ random: inout SeededNumbers) -> [PlainCalendar.Window] {
            (0..<Int.random(in: count, using: &random)).map { _ in window(isOffGrid: isOffGrid, &random) }
        }
        var calendar = PlainCalendar(zone: zone)
        for weekday in calendar.weekly.indices where random.chance(percent: 75) {
            calendar.weekly[weekday] = windows(1...3, &random)
        }
        for date in (day - 4)...(day + 9) {
            if random.chance(percent: 15) { calendar.overrides[date] = windows(0...2, &random) }
            if random.chance(percent: 15) { calendar.breaks[date] = windows(1...2, &random) }
            if random.chance(percent: 8) { calendar.holidays.insert(date) }
        }
        return calendar
    }

    private static func window(isOffGrid: Bool, _ random: inout SeededNumbers) -> PlainCalendar.Window {
        let day = PlainCalendar.minutesPerDay
        // Small hours twice as often: that is where clocks change.
        let latest = (random.chance(percent: 40) ? 240 : day) / grid
        var open = Int.random(in: 0...latest, using: &random) * grid
        var length = random.chance(percent: 5) ? day : Int.random(in: 1...40, using: &random) * grid
        if isOffGrid {
            open = min(day, open + Int.random(in: 0..<grid, using: &random))
            length = min(day, length + Int.random(in: 0..<grid, using: &random))
        }
        return open..<(open + length)
    }
}

extension CalendarDocument {
    /// A variation of this calendar; one that never closes stays as it is.
    func with(weekly: [Weekday: [WallWindow]]? = nil, holidays: [CivilDate]? = nil) throws -> CalendarDocument {
        guard !alwaysOpen else { return self }
        return try CalendarDocument(
            zone: zone,
            weekly: weekly ?? self.weekly,
            overrides: overrides,
            breaks: breaks,
            holidays: holidays ?? self.holidays
        )
    }
}

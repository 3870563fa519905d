import BusinessTime
import Foundation
import TestTools

/// A calendar, a clock on it and the minutes around it as the oracle sees them.
struct RandomCase {
    static let zones = [
        "Africa/Cairo", "Africa/Casablanca", "Africa/Lagos", "America/Asuncion", "America/Caracas", "America/Havana",
        "America/Los_Angeles", "America/New_York", "America/Santiago", "America/Sao_Paulo", "America/Scoresbysund",
        "America/St_Johns", "Antarctica/Casey", "Antarctica/Troll", "Asia/Amman", "Asia/Beirut", "Asia/Gaza",
        "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang", "Asia/Shanghai", "Asia/Tehran", "Atlantic/Azores",
        "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Europe/Lisbon", "Europe/London", "Pacific/Apia",
        "Pacific/Chatham", "UTC",
    ]
    private static let spanMinutes = 12 * 1440
    /// The clock starts this far into the span at the latest.
    private static let startMinutesMax = 3 * 1440
    /// Mid-2011 (Samoa skips its date at the end of that year) to mid-2029, in minutes since 1970.
    private static let minutes = 21_825_000..<31_300_000
    /// Most cases lie near the engine's anchor, where little has to be compiled: 2018 to 2024.
    private static let nearMinutes = 25_250_000..<28_930_000
    /// Around Samoa's skipped 30 December 2011.
    private static let samoaMinutes = 22_085_000..<22_090_000

    let document: CalendarDocument
    let oracle: MinuteOracle
    let start: Instant
    let targetMinutes: Int
    let pauses: [Range<Instant>]
    let isNearClockChange: Bool
    let endsAtClosing: Bool
    let pausesAtDue: Bool

    var isOvernight: Bool {
        (Array(document.weekly.values) + Array(document.overrides.values)).joined()
            .contains { $0.closeMinutesFromDate > WallTime.minutesMax }
    }

    var isOverlapping: Bool { !document.unitedWindows.isEmpty }

    init(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let zone = random.pick(Self.zones)
        let isSamoa = zone == "Pacific/Apia" && random.chance(percent: 50)
        let years = isSamoa ? Self.samoaMinutes : random.chance(percent: 15) ? Self.minutes : Self.nearMinutes
        let anyMinute = Int.random(in: years, using: &random)
        let change = Self.clockChange(after: anyMinute, zone)
        let distance = Int.random(in: -2880...2880, using: &random)
        let startMinute = random.chance(percent: 70) ? (change ?? anyMinute) + distance : anyMinute
        isNearClockChange = change.map { abs($0 - startMinute) <= 2880 } ?? false
        let firstMinute = startMinute - Int.random(in: 0..<Self.startMinutesMax, using: &random)
        document = try Self.document(zone: zone, around: startMinute / 1440, &random)
        oracle = try MinuteOracle(document: document, firstMinute: firstMinute, minutes: Self.spanMinutes)
        start = Instant(microseconds: Int64(startMinute) * 60_000_000)

        var pauses = random.chance(percent: 60) ? Self.pauses(after: startMinute, &random) : []
        let closings = Self.minutesAtClosings(oracle.counting(from: start, pauses: pauses))
        endsAtClosing = random.chance(percent: 30) && !closings.isEmpty
        let target = endsAtClosing ? random.pick(closings) : Int.random(in: 1...2400, using: &random)
        let due = oracle.deadline(start: start, pauses: pauses, minutes: target).due
        pausesAtDue = random.chance(percent: 25) && due != nil
        if pausesAtDue, let due {
            let minutes = Int64(Int.random(in: 1...3000, using: &random))
            pauses.append(due..<due.adding(seconds: minutes * 60))
        }
        targetMinutes = target
        self.pauses = pauses.shuffled(using: &random)
    }

    private static func clockChange(after minute: Int, _ zone: String) -> Int? {
        let date = Date(timeIntervalSince1970: Double(minute * 60))
        let next = TimeZone(identifier: zone)?.nextDaylightSavingTimeTransition(after: date)
        return next.map { Int($0.timeIntervalSince1970 / 60) }.flatMap { $0 - minute < 400 * 1440 ? $0 : nil }
    }

    private static func pauses(after minute: Int, _ random: inout SeededNumbers) -> [Range<Instant>] {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in
            let from = Int64(minute + Int.random(in: 0...2880, using: &random))
            let to = from + Int64(Int.random(in: 0...1500, using: &random))
            return Instant(microseconds: from * 60_000_000)..<Instant(microseconds: to * 60_000_000)
        }
    }

    /// The amounts counted at the instants where counting stops.
    private static func minutesAtClosings(_ counting: [Bool]) -> [Int] {
        var counted = 0
        var amounts: [Int] = []
        for (index, counts) in counting.enumerated() {
            if counts { counted += 1 } else if index > 0, counting[index - 1] { amounts.append(counted) }
        }
        return amounts
    }

    private static func document(
        zone: String,
        around day: Int,
        _ random: inout SeededNumbers
    ) throws -> CalendarDocument {
        var weekly: [Weekday: [WallWindow]] = [:]
        for weekday in Weekday.allCases where random.chance(percent: 75) { weekly[weekday] = windows(1...3, &random) }
        var overrides: [CivilDate: [WallWindow]] = [:]
        var breaks: [CivilDate: [WallWindow]] = [:]
        var holidays: [CivilDate] = []
        for dayNumber in (day - 5)...(day + 12) {
            let date = CivilDate(dayNumber: dayNumber)
            if random.chance(percent: 15) { overrides[date] = windows(0...2, &random) }
            if random.chance(percent: 15) { breaks[date] = windows(1...2, &random) }
            if random.chance(percent: 8) { holidays.append(date) }
        }
        return try CalendarDocument(
            zone: zone,
            weekly: weekly,
            overrides: overrides,
            breaks: breaks,
            holidays: holidays
        )
    }

    private static func windows(_ count: ClosedRange<Int>, _ random: inout SeededNumbers) -> [WallWindow] {
        (0..<Int.random(in: count, using: &random)).map { _ in
            // Small hours twice as often: that is where clocks change.
            let latest = random.chance(percent: 40) ? 16 : 96
            let quarter = Int.random(in: 0...latest, using: &random)
            let length = random.chance(percent: 5) ? 96 : Int.random(in: 1...40, using: &random)
            let close = (quarter + length) % 96
            let end = WallTime(minutes: close == 0 ? WallTime.minutesMax : close * 15)
            return WallWindow(open: WallTime(minutes: quarter * 15) ?? .midnight, close: end ?? .midnight)
        }
    }
}

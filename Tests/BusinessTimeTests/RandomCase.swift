import BusinessTime
import Foundation
import TestTools

/// A calendar line, a clock on it and the minutes around it as the oracle sees them.
struct RandomCase {
    private static let spanMinutes = 8 * 1440
    /// The clock starts this far into the span at the latest.
    private static let startMinutesMax = 1440
    private static let nearMinutes = 48 * 60
    /// Mid-2011 (Samoa skips its date at the end of that year) to mid-2029, in minutes since 1970.
    private static let minutes = 21_825_000..<31_300_000
    /// Most cases lie near the engine's anchor, where little has to be compiled: 2018 to 2024.
    private static let anchorMinutes = 25_250_000..<28_930_000
    /// Around Samoa's skipped 30 December 2011.
    private static let samoaMinutes = 22_085_000..<22_090_000

    let seed: UInt64
    /// In force one after the other, each from its minute since 1970 on, the first also before; mostly one.
    let calendars: [(from: Int, calendar: PlainCalendar)]
    /// The same for the engine.
    let versions: [CalendarVersion]
    let oracle: MinuteOracle
    let start: Instant
    let targetMinutes: Int
    /// In any order, overlapping or empty ones among them.
    let pauses: [Range<Instant>]
    let isNearClockChange: Bool

    init(seed: UInt64, _ offsets: inout LocalOffsets) throws {
        self.seed = seed
        var random = SeededNumbers(seed: seed)
        let zone = random.pick(RandomCalendar.zones)
        let startMinute = Self.startMinute(zone, &random)
        let near = (startMinute - Self.nearMinutes)..<(startMinute + Self.nearMinutes)
        isNearClockChange = try offsets.changes(within: near, of: zone)
        calendars = Self.calendars(zone, around: startMinute, &random)
        versions = try calendars.enumerated().map { index, version in
            CalendarVersion(
                id: "\(index)",
                document: try version.calendar.document,
                effectiveFrom: index == 0 ? .distantPast : Self.instant(version.from)
            )
        }
        oracle = try MinuteOracle(
            versions: calendars,
            firstMinute: startMinute - Int.random(in: 0..<Self.startMinutesMax, using: &random),
            minutes: Self.spanMinutes,
            &offsets
        )
        start = Self.instant(startMinute)

        var pauses = random.chance(percent: 60) ? Self.pauses(after: startMinute, &random) : []
        let closings = Self.minutesAtClosings(oracle, oracle.counting(from: start, pauses: pauses))
        let endsAtClosing = random.chance(percent: 35) && !closings.isEmpty
        targetMinutes = endsAtClosing ? random.pick(closings) : Int.random(in: 1...2400, using: &random)
        let due = oracle.deadline(start: start, pauses: pauses, minutes: targetMinutes).due
        if let due, random.chance(percent: 25) {
            pauses.append(due..<due.adding(seconds: Int64(Int.random(in: 1...3000, using: &random)) * 60))
        }
        self.pauses = pauses.shuffled(using: &random)
    }

    private static func instant(_ minute: Int) -> Instant {
        Instant(microseconds: Int64(minute) * 60_000_000)
    }

    private static func startMinute(_ zone: String, _ random: inout SeededNumbers) -> Int {
        let isSamoa = zone == "Pacific/Apia" && random.chance(percent: 50)
        let years = isSamoa ? samoaMinutes : random.chance(percent: 15) ? minutes : anchorMinutes
        let minute = Int.random(in: years, using: &random)
        let distance = Int.random(in: -nearMinutes..<nearMinutes, using: &random)
        guard random.chance(percent: 70) else { return minute }
        let next = TimeZone(identifier: zone)?
            .nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: Double(minute * 60)))
        guard let change = next.map({ Int($0.timeIntervalSince1970 / 60) }), change - minute < 400 * 1440 else {
            return minute
        }
        return change + distance
    }

    /// C1: sometimes another calendar takes over while the clock runs, in another zone even, or round the clock.
    private static func calendars(
        _ zone: String,
        around minute: Int,
        _ random: inout SeededNumbers
    ) -> [(from: Int, calendar: PlainCalendar)] {
        let day = minute / PlainCalendar.minutesPerDay
        let first = RandomCalendar.around(day, zone: zone, &random)
        guard random.chance(percent: 20) else { return [(0, first)] }
        let otherZone = random.chance(percent: 30) ? random.pick(RandomCalendar.zones) : zone
        let isAlways = random.chance(percent: 15)
        let second = isAlways ? PlainCalendar(zone: nil) : RandomCalendar.around(day, zone: otherZone, &random)
        return [(0, first), (minute + Int.random(in: -1440...2880, using: &random), second)]
    }

    private static func pauses(after minute: Int, _ random: inout SeededNumbers) -> [Range<Instant>] {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in
            let from = minute + Int.random(in: 0...2880, using: &random)
            return instant(from)..<instant(from + Int.random(in: 0...1500, using: &random))
        }
    }

    /// The amounts counted at the closings up to which the clock runs.
    private static func minutesAtClosings(_ oracle: MinuteOracle, _ counting: [Bool]) -> [Int] {
        var counted = 0
        var amounts: [Int] = []
        for (index, counts) in counting.enumerated() {
            if counts {
                counted += 1
            } else if index > 0, counting[index - 1], !oracle.open[index] {
                amounts.append(counted)
            }
        }
        return amounts
    }
}

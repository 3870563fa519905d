/// When something recurs: cron's five fields – minute, hour, day of the month, month, day of the week – or six with the seconds
/// first, read on the wall clock of a named zone.
///
/// Days of the week are 0 to 7 (both ends are Sunday) or `mon`…`sun`, months 1 to 12 or `jan`…`dec`. Where both kinds of days
/// are restricted, a date of either kind will do, as cron has it. What a change of the clocks does is decided by the hours:
/// - Some hours are named: these are times of day, each once a day. One that the clock skips fires when it has skipped it, one
///   that it shows twice fires the first time (`f(d,w)` of `spec/sla.md` T2).
/// - Every hour is meant: the time that runs is followed. What the clock shows twice fires twice, what it skips never comes.
package struct CronTiming: Hashable, Sendable, CustomStringConvertible {
    /// A timing that does not fire for longer never does; between two 29ths of February there may be eight years.
    static let daysMax = 9 * 366
    /// Changes of a zone's clock that are passed on the way to the next fire.
    static let periodsMax = 1_000

    /// The fields, as they were given.
    package let cron: String
    package let zone: String
    private let clock: SharedClock
    private let seconds: CronField
    private let minutes: CronField
    private let hours: CronField
    private let days: CronField
    private let months: CronField
    private let weekdays: CronField

    /// Throws `CronError` for what is no cron line or never fires, `CalendarError` for an unknown zone.
    package init(_ cron: String, zone: String) throws {
        var fields = cron.split(separator: " ")
        if fields.count == 5 { fields.insert("0", at: 0) }
        guard fields.count == 6 else { throw CronError(cron, "has neither five nor six fields") }
        func field(
            _ index: Int,
            _ name: String,
            in range: ClosedRange<Int>,
            names: [String: Int] = [:]
        ) throws -> CronField {
            guard let field = CronField(fields[index], in: range, names: names) else {
                throw CronError(cron, "has no \(name) in \"\(fields[index])\"")
            }
            return field
        }
        self.cron = cron
        self.zone = zone
        clock = SharedClock(clock: try ZoneClock.named(zone))
        seconds = try field(0, "seconds", in: 0...59)
        minutes = try field(1, "minutes", in: 0...59)
        hours = try field(2, "hours", in: 0...23)
        days = try field(3, "days", in: 1...31)
        months = try field(4, "months", in: 1...12, names: CronTiming.monthNames)
        weekdays = try field(5, "days of the week", in: 0...7, names: CronTiming.weekdayNames)
        guard firstReading(from: 0) != nil else { throw CronError(cron, "never fires") }
    }

    package var description: String { "\(cron) \(zone)" }

    /// The first fire behind an instant. Fires are whole seconds.
    package func next(after instant: Instant) -> Instant {
        let second = instant.microseconds.flooredDivision(by: Instant.microsecondsPerSecond).quotient
        let next = hours.isEvery ? nextByRunningTime(after: second) : nextByTimeOfDay(after: second)
        return next.map { Instant(microseconds: $0 * Instant.microsecondsPerSecond) } ?? .distantFuture
    }

    /// The newest `count` fires in `(after, through]`, ascending, and whether there were more.
    package func newest(_ count: Int, after: Instant, through: Instant) -> (fires: [Instant], hasOlder: Bool) {
        var reach: Int64 = 60
        while true {
            let start = max(after, through.adding(seconds: -reach))
            var fires: [Instant] = []
            var next = next(after: start)
            while next <= through {
                fires.append(next)
                next = self.next(after: next)
            }
            if fires.count > count || start == after {
                return (Array(fires.suffix(count)), fires.count > count)
            }
            reach *= 8
        }
    }

    private func nextByTimeOfDay(after second: Int64) -> Int64? {
        guard let reading = firstReading(from: table(at: second).latestReading(until: second) + 1) else { return nil }
        let date = CivilDate(dayNumber: Int(reading.flooredDivision(by: CivilDate.secondsPerDay).quotient))
        return clock.clock.table(year: date.year).firstSecond(reading: reading)
    }

    private func nextByRunningTime(after second: Int64) -> Int64? {
        var from = second + 1
        for _ in 0..<CronTiming.periodsMax {
            let period = table(at: from).period(at: from)
            guard let reading = firstReading(from: from + period.offset) else { return nil }
            if reading - period.offset < period.end { return reading - period.offset }
            from = period.end
        }
        return nil
    }

    private func table(at second: Int64) -> OffsetTable {
        let date = CivilDate(dayNumber: Int(second.flooredDivision(by: CivilDate.secondsPerDay).quotient))
        return clock.clock.table(year: date.year)
    }

    /// The first reading of the wall clock that the fields take, in seconds since its 1970.
    private func firstReading(from reading: Int64) -> Int64? {
        let (day, second) = reading.flooredDivision(by: CivilDate.secondsPerDay)
        var date = CivilDate(dayNumber: Int(day))
        var from = Int(second)
        for _ in 0...CronTiming.daysMax {
            if takes(date), let time = firstTime(from: from) {
                return Int64(date.dayNumber) * CivilDate.secondsPerDay + Int64(time)
            }
            date = date.adding(days: 1)
            from = 0
        }
        return nil
    }

    private func takes(_ date: CivilDate) -> Bool {
        guard months.values.contains(date.month) else { return false }
        let isDay = days.values.contains(date.day)
        let number = (date.dayNumber + 4).flooredDivision(by: 7).remainder
        let isWeekday = weekdays.values.contains(number) || number == 0 && weekdays.values.contains(7)
        return days.isEvery || weekdays.isEvery ? isDay && isWeekday : isDay || isWeekday
    }

    /// Seconds since midnight.
    private func firstTime(from second: Int) -> Int? {
        for hour in hours.values where hour * 3_600 + 3_599 >= second {
            for minute in minutes.values where hour * 3_600 + minute * 60 + 59 >= second {
                let start = hour * 3_600 + minute * 60
                if let found = seconds.first(from: second - start) { return start + found }
            }
        }
        return nil
    }

    private static let monthNames = names(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        from: 1
    )
    private static let weekdayNames = names(Weekday.allCases.map(\.rawValue), from: 1)

    private static func names(_ names: [String], from first: Int) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, first + $0.offset) })
    }

    /// One zone has one clock.
    private struct SharedClock: Hashable, Sendable {
        let clock: ZoneClock

        static func == (left: SharedClock, right: SharedClock) -> Bool { left.clock === right.clock }

        func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(clock)) }
    }
}

/// A text that is no timing.
package struct CronError: Error, Hashable, Sendable, CustomStringConvertible {
    package let cron: String
    package let problem: String

    init(_ cron: String, _ problem: String) {
        self.cron = cron
        self.problem = problem
    }

    package var description: String { "\"\(cron)\" \(problem)" }
}

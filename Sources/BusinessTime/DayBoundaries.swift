/// The civil dates of a zone as UTC ranges: date `d` is `[f(d,00:00), f(d+1,00:00))` (`spec/surveys-reports.md` G1).
///
/// Days may have 23, 24 or 25 hours; a skipped date has none. Every instant belongs to exactly one date, also where a
/// clock set back over midnight reads the old date again.
package struct DayBoundaries: Sendable {
    private let clock: ZoneClock

    /// Throws `CalendarError` for an unknown zone.
    package init(zone: String) throws {
        clock = try ZoneClock.named(zone)
    }

    package func start(of date: CivilDate) -> Instant { first(.midnight, on: date) }

    /// `f(d,w)` of `spec/sla.md` T2: the first instant at which the zone's clock reads that date and time, or later.
    package func first(_ time: WallTime, on date: CivilDate) -> Instant {
        let second = clock.table(year: date.year)
            .firstSecond(reading: Int64(date.dayNumber) * CivilDate.secondsPerDay + Int64(time.minutes) * 60)
        return Instant(microseconds: second * Instant.microsecondsPerSecond)
    }

    /// Empty for a date the zone skipped.
    package func range(of date: CivilDate) -> Range<Instant> {
        start(of: date)..<start(of: date.adding(days: 1))
    }

    package func date(at instant: Instant) -> CivilDate {
        let second = instant.microseconds.flooredDivision(by: Instant.microsecondsPerSecond).quotient
        let utcDate = CivilDate(dayNumber: Int(second.flooredDivision(by: CivilDate.secondsPerDay).quotient))
        let reading = second + clock.table(year: utcDate.year).offset(at: second)
        let date = CivilDate(dayNumber: Int(reading.flooredDivision(by: CivilDate.secondsPerDay).quotient))
        let next = date.adding(days: 1)
        return start(of: next) <= instant ? next : date
    }

    package static func dayStart(_ date: CivilDate, zone: String) throws -> Instant {
        try DayBoundaries(zone: zone).start(of: date)
    }

    package static func civilDate(at instant: Instant, zone: String) throws -> CivilDate {
        try DayBoundaries(zone: zone).date(at: instant)
    }
}

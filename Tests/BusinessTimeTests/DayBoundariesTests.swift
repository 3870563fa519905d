import BusinessTime
import Foundation
import TestTools
import Testing

struct DayLength: CustomTestStringConvertible, Sendable {
    let zone: String
    let date: String
    let start: String
    let hours: Double

    var testDescription: String { "\(zone) \(date)" }
}

struct DayBoundariesTests {
    @Test(arguments: [
        DayLength(zone: "Europe/Berlin", date: "2025-03-30", start: "2025-03-29T23:00Z", hours: 23),
        DayLength(zone: "Europe/Berlin", date: "2025-10-26", start: "2025-10-25T22:00Z", hours: 25),
        DayLength(zone: "Australia/Lord_Howe", date: "2025-10-05", start: "2025-10-04T13:30Z", hours: 23.5),
        DayLength(zone: "Pacific/Apia", date: "2011-12-29", start: "2011-12-29T10:00Z", hours: 24),
        DayLength(zone: "Pacific/Apia", date: "2011-12-30", start: "2011-12-30T10:00Z", hours: 0),
        DayLength(zone: "America/Sao_Paulo", date: "2018-02-17", start: "2018-02-17T02:00Z", hours: 25),
        DayLength(zone: "America/Sao_Paulo", date: "2017-10-15", start: "2017-10-15T03:00Z", hours: 23),
        DayLength(zone: "Asia/Kathmandu", date: "2025-01-01", start: "2024-12-31T18:15Z", hours: 24),
        DayLength(zone: "UTC", date: "0001-01-01", start: "0001-01-01T00:00Z", hours: 24),
    ])
    func civilDatesAreRangesOfTheirZone(_ example: DayLength) throws {
        let date = try #require(CivilDate(iso8601: example.date))
        let range = try DayBoundaries(zone: example.zone).range(of: date)
        #expect(shortText(range.lowerBound) == example.start)
        #expect(Double(range.upperBound.microseconds(since: range.lowerBound)) == example.hours * 3.6e9)
        #expect(try DayBoundaries.dayStart(date, zone: example.zone) == range.lowerBound)
    }

    @Test(arguments: RandomCalendar.zones)
    func everyInstantBelongsToTheDateThatHoldsIt(zone: String) throws {
        let boundaries = try DayBoundaries(zone: zone)
        var random = SeededNumbers(seed: 11)
        for _ in 0..<200 {
            let microseconds = Int64.random(in: 1_260_000_000_000_000...1_900_000_000_000_000, using: &random)
            let instant = Instant(microseconds: microseconds)
            let date = boundaries.date(at: instant)
            #expect(boundaries.range(of: date).contains(instant))
            #expect(try DayBoundaries.civilDate(at: instant, zone: zone) == date)
        }
    }

    @Test func clockSetBackOverMidnightStaysOnTheNewDate() throws {
        // St. John's set its clocks back at 00:01 until 2011: 23:01 of the old date was read again.
        let date = try DayBoundaries.civilDate(at: at("2010-11-07T02:45Z"), zone: "America/St_Johns")
        #expect(date.description == "2010-11-07")
    }

    /// Where Foundation's answer reads back as asked there was no gap, and it must be ours.
    @Test(arguments: RandomCalendar.zones)
    func readingsOutsideGapsAgreeWithFoundation(zone: String) throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: zone))
        var random = SeededNumbers(seed: 13)
        for _ in 0..<4 {
            var overrides: [CivilDate: [WallWindow]] = [:]
            var expected: [Date] = []
            for day in try Self.daysOfClockChanges(calendar) {
                let minute = Int.random(in: 0..<1440, using: &random)
                let open = try #require(WallTime(minutes: minute))
                overrides[day] = [WallWindow(open: open, close: .midnight)]
                expected += Self.instantOutsideGaps(calendar, day, minute).map { [$0] } ?? []
            }
            let line = try OpenTime(document: CalendarDocument(zone: zone, overrides: overrides))
            for date in expected {
                let opening = Instant(date: date)
                #expect(line.isOpen(at: opening) && !line.isOpen(at: opening.adding(microseconds: -1)), "\(opening)")
            }
        }
    }

    /// Days on which the zone's clocks change between 2013 and 2027, else one in forty.
    private static func daysOfClockChanges(_ calendar: Calendar) throws -> [CivilDate] {
        var days: [CivilDate] = []
        var date = Date(timeIntervalSince1970: 1_356_998_400)
        let end = Date(timeIntervalSince1970: 1_800_000_000)
        while date < end {
            let next = calendar.timeZone.nextDaylightSavingTimeTransition(after: date)
            date = next ?? date.addingTimeInterval(40 * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            days.append(
                try #require(CivilDate(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0))
            )
        }
        return days
    }

    private static func instantOutsideGaps(_ calendar: Calendar, _ day: CivilDate, _ minute: Int) -> Date? {
        let wanted = DateComponents(
            year: day.year,
            month: day.month,
            day: day.day,
            hour: minute / 60,
            minute: minute % 60
        )
        guard let date = calendar.date(from: wanted) else { return nil }
        return calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date) == wanted ? date : nil
    }

    @Test func unknownZoneIsRefused() {
        #expect(throws: CalendarError(.unknownZone, at: "/tz", ["value": "Mars/Olympus"])) {
            try DayBoundaries(zone: "Mars/Olympus")
        }
    }
}

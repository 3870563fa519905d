import BusinessTime
import Foundation
import Testing

/// A calendar, a stretch of time, and the open segments that the rules give.
struct SegmentsExample: CustomTestStringConvertible, Sendable {
    let name: String
    let calendar: String
    let from: String
    let to: String
    let open: [String]

    var testDescription: String { name }
}

/// A wall reading in a zone and the first instant at which the clock reads it or later.
struct ReadingExample: CustomTestStringConvertible, Sendable {
    let name: String
    let zone: String
    let date: String
    let time: String
    let instant: String

    var testDescription: String { name }
}

struct TimeRuleTests {
    @Test func t1TargetsAreWholeSecondsUpToTheHorizon() throws {
        let start = try at("2025-06-02T10:00Z")
        #expect(OpenTime.always.deadline(start: start, pauses: [], targetSeconds: 0) == nil)
        #expect(OpenTime.always.deadline(start: start, pauses: [], targetSeconds: 1)?.dueAt == start.adding(seconds: 1))
        let longest = OpenTime.targetSecondsMax
        #expect(OpenTime.always.advance(from: start, openSeconds: longest) == start.adding(seconds: longest))
        #expect(OpenTime.always.deadline(start: start, pauses: [], targetSeconds: longest + 1) == nil)
        #expect(OpenTime.always.deadline(start: start, pauses: [], targetSeconds: .max) == nil)
    }

    @Test(arguments: [
        ReadingExample(
            name: "gap gives the transition",
            zone: "Europe/Berlin",
            date: "2025-03-30",
            time: "02:30",
            instant: "2025-03-30T01:00Z"
        ),
        ReadingExample(
            name: "after the gap",
            zone: "Europe/Berlin",
            date: "2025-03-30",
            time: "03:30",
            instant: "2025-03-30T01:30Z"
        ),
        ReadingExample(
            name: "repeated time is the first pass",
            zone: "Europe/Berlin",
            date: "2025-10-26",
            time: "02:30",
            instant: "2025-10-26T00:30Z"
        ),
        ReadingExample(
            name: "end of the repeated hour",
            zone: "Europe/Berlin",
            date: "2025-10-26",
            time: "03:00",
            instant: "2025-10-26T02:00Z"
        ),
        ReadingExample(
            name: "New York repeated",
            zone: "America/New_York",
            date: "2025-11-02",
            time: "01:30",
            instant: "2025-11-02T05:30Z"
        ),
        ReadingExample(
            name: "half-hour gap",
            zone: "Australia/Lord_Howe",
            date: "2025-10-05",
            time: "02:15",
            instant: "2025-10-04T15:30Z"
        ),
        ReadingExample(
            name: "midnight does not exist",
            zone: "America/Sao_Paulo",
            date: "2017-10-15",
            time: "00:00",
            instant: "2017-10-15T03:00Z"
        ),
        ReadingExample(
            name: "midnight put off by an hour",
            zone: "America/Sao_Paulo",
            date: "2018-02-18",
            time: "00:00",
            instant: "2018-02-18T03:00Z"
        ),
        ReadingExample(
            name: "two-hour gap",
            zone: "Antarctica/Troll",
            date: "2025-03-30",
            time: "02:59",
            instant: "2025-03-30T01:00Z"
        ),
        ReadingExample(
            name: "skipped date",
            zone: "Pacific/Apia",
            date: "2011-12-30",
            time: "14:00",
            instant: "2011-12-30T10:00Z"
        ),
        ReadingExample(
            name: "quarter-hour zone",
            zone: "Asia/Kathmandu",
            date: "2025-01-01",
            time: "00:00",
            instant: "2024-12-31T18:15Z"
        ),
    ])
    func t2FirstInstantThatReadsTheWallTimeOrLater(_ example: ReadingExample) throws {
        let next = try #require(CivilDate(iso8601: example.date)).adding(days: 1)
        let line = try openTime(
            """
            {"tz": "\(example.zone)", "overrides": {"\(example.date)": [["\(example.time)","24:00"]],
             "\(next)": [["00:00","24:00"]]}}
            """
        )
        let expected = try at(example.instant)
        #expect(line.nextOpen(from: expected.adding(seconds: -3 * 86_400)) == expected)
    }

    @Test func t2SkippedDateHasNoLength() throws {
        let line = try openTime(
            #"{"tz": "Pacific/Apia", "overrides": {"2011-12-30": [["00:00","24:00"]], "2011-12-28": [["09:00","10:00"]]}}"#
        )
        #expect(
            try texts(line.segments(from: at("2011-12-20T00:00Z"), to: at("2012-01-20T00:00Z"))) == [
                "2011-12-28T19:00Z/2011-12-28T20:00Z"
            ]
        )
    }

    @Test func t4NightShiftLastsWhatTheClockDid() throws {
        let line = try openTime(
            #"{"tz": "Europe/Berlin", "weekly": {"sat": [["22:00","06:00"]]}}"#
        )
        let hours = try ["2025-03-29", "2025-06-07", "2025-10-25"].map { date in
            let start = try Instant(iso8601: date)
            return line.elapsed(from: start, to: start.adding(seconds: 2 * 86_400)) / 3_600_000_000
        }
        #expect(hours == [7, 8, 9])
    }

    @Test func t7AlwaysOpenNeedsNoZoneAndRecordsZoneData() throws {
        let named = try openTime(#"{"tz": "UTC", "always_open": true}"#)
        let bare = try openTime(#"{"always_open": true}"#)
        let from = try at("0001-01-01T00:00Z")
        for line in [named, bare, .always] {
            #expect(line.elapsed(from: from, to: .distantFuture) == Instant.distantFuture.microseconds(since: from))
            #expect(line.segments(from: from, to: .distantFuture) == [from..<Instant.distantFuture])
            #expect(line.isOpen(at: from))
        }
        #expect(OpenTime.timeZoneDataVersion == TimeZone.timeZoneDataVersion)
        #expect(!OpenTime.timeZoneDataVersion.isEmpty)
    }
}

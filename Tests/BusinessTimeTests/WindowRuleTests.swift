import BusinessTime
import Foundation
import Testing

struct WindowRuleTests {
    @Test(arguments: [
        SegmentsExample(
            name: "overlapping and abutting windows are one",
            calendar: #"{"tz":"UTC","weekly":{"mon":[["12:00","18:00"],["09:00","12:00"],["11:00","13:00"]]}}"#,
            from: "2025-06-02T00:00Z",
            to: "2025-06-03T00:00Z",
            open: ["2025-06-02T09:00Z/2025-06-02T18:00Z"]
        ),
        SegmentsExample(
            name: "equal times are 24 wall hours",
            calendar: #"{"tz":"Europe/Berlin","weekly":{"sat":[["12:00","12:00"]]}}"#,
            from: "2025-03-28T00:00Z",
            to: "2025-04-01T00:00Z",
            open: ["2025-03-29T11:00Z/2025-03-30T10:00Z"]
        ),
        SegmentsExample(
            name: "24:00 closes at midnight",
            calendar: #"{"tz":"UTC","weekly":{"mon":[["22:00","24:00"]],"tue":[["00:00","01:00"]]}}"#,
            from: "2025-06-02T00:00Z",
            to: "2025-06-04T00:00Z",
            open: ["2025-06-02T22:00Z/2025-06-03T01:00Z"]
        ),
        SegmentsExample(
            name: "override replaces the weekday",
            calendar:
                #"{"tz":"UTC","weekly":{"wed":[["09:00","18:00"]]},"overrides":{"2025-12-24":[["09:00","12:00"]]}}"#,
            from: "2025-12-24T00:00Z",
            to: "2025-12-25T00:00Z",
            open: ["2025-12-24T09:00Z/2025-12-24T12:00Z"]
        ),
        SegmentsExample(
            name: "empty override closes",
            calendar: #"{"tz":"UTC","weekly":{"wed":[["09:00","18:00"]]},"overrides":{"2025-12-24":[]}}"#,
            from: "2025-12-24T00:00Z",
            to: "2025-12-25T00:00Z",
            open: []
        ),
        SegmentsExample(
            name: "make-up working day on a weekend",
            calendar: #"{"tz":"Asia/Shanghai","overrides":{"2025-09-28":[["09:00","18:00"]]}}"#,
            from: "2025-09-27T00:00Z",
            to: "2025-09-30T00:00Z",
            open: ["2025-09-28T01:00Z/2025-09-28T10:00Z"]
        ),
        SegmentsExample(
            name: "breaks are cut after uniting",
            calendar: """
                {"tz":"UTC","weekly":{"mon":[["09:00","12:00"],["10:00","18:00"]]},
                 "breaks":{"2025-06-02":[["10:00","10:30"],["17:30","19:00"]]}}
                """,
            from: "2025-06-02T00:00Z",
            to: "2025-06-03T00:00Z",
            open: ["2025-06-02T09:00Z/2025-06-02T10:00Z", "2025-06-02T10:30Z/2025-06-02T17:30Z"]
        ),
        SegmentsExample(
            name: "holiday cuts the night shift begun the day before",
            calendar:
                #"{"tz":"UTC","weekly":{"sun":[["22:00","06:00"]],"mon":[["22:00","06:00"]]},"holidays":["2025-06-02"]}"#,
            from: "2025-06-01T00:00Z",
            to: "2025-06-04T00:00Z",
            open: ["2025-06-01T22:00Z/2025-06-02T00:00Z", "2025-06-03T00:00Z/2025-06-03T06:00Z"]
        ),
        SegmentsExample(
            name: "holiday beats override",
            calendar:
                #"{"tz":"UTC","overrides":{"2025-06-02":[["09:00","12:00"]]},"holidays":["2025-06-02","2025-06-02"]}"#,
            from: "2025-06-01T00:00Z",
            to: "2025-06-04T00:00Z",
            open: []
        ),
        SegmentsExample(
            name: "segments run over the end of the year in one piece",
            calendar: """
                {"tz":"Asia/Kathmandu","weekly":{"mon":[["00:00","24:00"]],"tue":[["00:00","24:00"]],"wed":[["00:00","24:00"]],
                 "thu":[["00:00","24:00"]],"fri":[["00:00","24:00"]],"sat":[["00:00","24:00"]],"sun":[["00:00","24:00"]]},
                 "holidays":["2024-12-30","2026-01-03"]}
                """,
            from: "2024-12-30T12:00Z",
            to: "2026-01-03T00:00Z",
            open: ["2024-12-30T18:15Z/2026-01-02T18:15Z"]
        ),
        SegmentsExample(
            name: "clipped at both ends",
            calendar: #"{"tz":"UTC","weekly":{"mon":[["09:00","18:00"]]}}"#,
            from: "2025-06-02T10:00Z",
            to: "2025-06-02T11:00Z",
            open: ["2025-06-02T10:00Z/2025-06-02T11:00Z"]
        ),
    ])
    func t3WindowsUnitedThenBreaksThenHolidaysCut(_ example: SegmentsExample) throws {
        let segments = try openTime(example.calendar).segments(from: at(example.from), to: at(example.to))
        #expect(texts(segments) == example.open)
    }

    @Test func t3AbuttingWindowsAbutInAGap() throws {
        let line = try openTime(
            #"{"tz":"Europe/Berlin","overrides":{"2025-03-30":[["01:00","02:15"],["02:15","02:45"],["02:45","04:00"]]}}"#
        )
        #expect(
            try texts(line.segments(from: at("2025-03-29T00:00Z"), to: at("2025-04-01T00:00Z"))) == [
                "2025-03-30T00:00Z/2025-03-30T02:00Z"
            ]
        )
    }

    @Test func c1EachVersionCountsForItsOwnTime() throws {
        let day = #"{"tz":"UTC","weekly":{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]]}}"#
        let late = #"{"tz":"UTC","weekly":{"mon":[["13:00","21:00"]],"tue":[["13:00","21:00"]]}}"#
        let line = try OpenTime(versions: [
            CalendarVersion(
                id: "1",
                document: CalendarDocument(json: Data(day.utf8)),
                effectiveFrom: at("2025-06-02T00:00Z")
            ),
            CalendarVersion(
                id: "2",
                document: CalendarDocument(json: Data(late.utf8)),
                effectiveFrom: at("2025-06-02T15:00Z")
            ),
        ])
        #expect(
            try texts(line.segments(from: at("2025-05-26T00:00Z"), to: at("2025-06-04T00:00Z"))) == [
                "2025-05-26T09:00Z/2025-05-26T17:00Z", "2025-05-27T09:00Z/2025-05-27T17:00Z",
                "2025-06-02T09:00Z/2025-06-02T21:00Z", "2025-06-03T13:00Z/2025-06-03T21:00Z",
            ]
        )
        let deadline = try line.deadline(start: at("2025-06-02T14:00Z"), pauses: [], targetSeconds: 8 * 3600)
        #expect(try deadline?.dueAt == at("2025-06-03T14:00Z"))
    }

    @Test func c1VersionsMeetAtTheMicrosecond() throws {
        let closed = try CalendarDocument(zone: "UTC")
        let change = try at("2025-06-02T15:00:00.000001Z")
        let line = try OpenTime(versions: [
            CalendarVersion(id: "1", document: .always, effectiveFrom: .distantPast),
            CalendarVersion(id: "2", document: closed, effectiveFrom: change),
        ])
        #expect(try line.segments(from: at("2025-06-02T00:00Z"), to: .distantFuture).last?.upperBound == change)
        #expect(line.nextOpen(from: change) == .distantFuture)
        #expect(throws: CalendarError(.noVersion)) { try OpenTime(versions: []) }
    }
}

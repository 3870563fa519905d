import BusinessTime
import Testing

/// A clock on Monday-to-Friday 09:00-17:00 UTC and the deadline it has.
struct DeadlineExample: CustomTestStringConvertible, Sendable {
    let name: String
    let start: String
    let minutes: Int64
    var pauses: [[String]] = []
    let due: String
    let breach: String

    var testDescription: String { name }
}

struct DeadlineRuleTests {
    private static let office = """
        {"tz":"UTC","weekly":{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]],"wed":[["09:00","17:00"]],
         "thu":[["09:00","17:00"]],"fri":[["09:00","17:00"]]}}
        """

    @Test(arguments: [
        DeadlineExample(
            name: "inside hours both are one",
            start: "2025-06-02T10:00Z",
            minutes: 60,
            due: "2025-06-02T11:00Z",
            breach: "2025-06-02T11:00Z"
        ),
        DeadlineExample(
            name: "exactly at closing the breach waits for the opening",
            start: "2025-06-02T16:00Z",
            minutes: 60,
            due: "2025-06-02T17:00Z",
            breach: "2025-06-03T09:00Z"
        ),
        DeadlineExample(
            name: "exactly at Friday's closing",
            start: "2025-06-06T09:00Z",
            minutes: 480,
            due: "2025-06-06T17:00Z",
            breach: "2025-06-09T09:00Z"
        ),
        DeadlineExample(
            name: "start out of hours counts from the opening",
            start: "2025-06-07T12:00Z",
            minutes: 30,
            due: "2025-06-09T09:30Z",
            breach: "2025-06-09T09:30Z"
        ),
        DeadlineExample(
            name: "pause moves it",
            start: "2025-06-02T10:00Z",
            minutes: 60,
            pauses: [["2025-06-02T10:30Z", "2025-06-02T12:00Z"]],
            due: "2025-06-02T12:30Z",
            breach: "2025-06-02T12:30Z"
        ),
        DeadlineExample(
            name: "pause beginning at the due instant",
            start: "2025-06-02T10:00Z",
            minutes: 60,
            pauses: [["2025-06-02T11:00Z", "2025-06-02T12:00Z"]],
            due: "2025-06-02T11:00Z",
            breach: "2025-06-02T12:00Z"
        ),
        DeadlineExample(
            name: "pause from the due instant into the night",
            start: "2025-06-02T10:00Z",
            minutes: 60,
            pauses: [["2025-06-02T11:00Z", "2025-06-02T22:00Z"]],
            due: "2025-06-02T11:00Z",
            breach: "2025-06-03T09:00Z"
        ),
        DeadlineExample(
            name: "second pause outside hours keeps the first due",
            start: "2025-06-02T16:00Z",
            minutes: 30,
            pauses: [["2025-06-02T20:00Z", "2025-06-02T21:00Z"], ["2025-06-02T16:30Z", "2025-06-02T18:00Z"]],
            due: "2025-06-02T16:30Z",
            breach: "2025-06-03T09:00Z"
        ),
        DeadlineExample(
            name: "pause out of hours changes nothing",
            start: "2025-06-02T16:00Z",
            minutes: 90,
            pauses: [["2025-06-02T17:00Z", "2025-06-03T09:00Z"]],
            due: "2025-06-03T09:30Z",
            breach: "2025-06-03T09:30Z"
        ),
        DeadlineExample(
            name: "overlapping pauses count once, an earlier one not at all",
            start: "2025-06-02T10:00Z",
            minutes: 60,
            pauses: [
                ["2025-06-02T10:45Z", "2025-06-02T11:15Z"], ["2025-06-02T10:30Z", "2025-06-02T11:00Z"],
                ["2025-06-02T08:00Z", "2025-06-02T10:00Z"],
            ],
            due: "2025-06-02T11:45Z",
            breach: "2025-06-02T11:45Z"
        ),
    ])
    func t5DueReachesTheTargetAndBreachPassesIt(_ example: DeadlineExample) throws {
        let pauses = try example.pauses.map { try at($0[0])..<at($0[1]) }
        let deadline = try openTime(Self.office)
            .deadline(start: at(example.start), pauses: pauses, targetSeconds: example.minutes * 60)
        #expect(deadline.map { [shortText($0.dueAt), shortText($0.breachAt)] } == [example.due, example.breach])
    }

    @Test func t5ResumedClockUsesWhatWasConsumed() throws {
        let line = try openTime(Self.office)
        let paused = try at("2025-06-02T11:00Z")
        let resumed = try at("2025-06-02T20:00Z")
        func deadline(_ consumedMinutes: Int64, _ targetMinutes: Int64) -> [String]? {
            line.deadline(
                from: resumed,
                consumedMicroseconds: consumedMinutes * 60_000_000,
                targetSeconds: targetMinutes * 60,
                pausedAt: paused
            ).map { [shortText($0.dueAt), shortText($0.breachAt)] }
        }
        #expect(deadline(60, 90) == ["2025-06-03T09:30Z", "2025-06-03T09:30Z"])
        #expect(deadline(60, 60) == ["2025-06-02T11:00Z", "2025-06-03T09:00Z"])
        #expect(deadline(60, 30) == ["2025-06-02T10:30Z", "2025-06-02T10:30Z"])
    }

    @Test func t5SpentTargetOfTheAlwaysOpenLine() throws {
        let paused = try at("2025-06-02T11:00Z")
        let resumed = try at("2025-06-02T12:00Z")
        let deadline = OpenTime.always.deadline(
            from: resumed,
            consumedMicroseconds: 60_000_000,
            targetSeconds: 60,
            pausedAt: paused
        )
        #expect(deadline == Deadline(dueAt: paused, breachAt: resumed))
    }

    @Test func t6UnreachableTargetHasNoDeadline() throws {
        let start = try at("2025-06-02T10:00Z")
        let empty = try openTime(#"{"tz":"UTC"}"#)
        #expect(empty.deadline(start: start, pauses: [], targetSeconds: 1) == nil)
        #expect(empty.advance(from: start, openSeconds: 1) == nil)
        let late = try openTime(
            #"{"tz":"UTC","overrides":{"2035-06-01":[["09:00","10:00"]],"2036-06-01":[["09:00","10:00"]]}}"#
        )
        #expect(try late.advance(from: start, openSeconds: 3600) == at("2035-06-01T10:00Z"))
        #expect(late.advance(from: start, openSeconds: 3601) == nil)
    }

    @Test func t6TargetReachedButNeverPassedCanNotBreach() throws {
        let once = try openTime(#"{"tz":"UTC","overrides":{"2025-06-03":[["09:00","10:00"]]}}"#)
        let deadline = try #require(try once.deadline(start: at("2025-06-02T10:00Z"), pauses: [], targetSeconds: 3600))
        #expect(shortText(deadline.dueAt) == "2025-06-03T10:00Z")
        #expect(deadline.breachAt == .distantFuture)
        #expect(!deadline.canBreach)
    }

    @Test func t6ClosedStretchOf28DaysIsReported() throws {
        let start = try at("2025-06-02T00:00Z")
        #expect(try openTime(Self.office).neverOpenStretch(from: start) == nil)
        #expect(OpenTime.always.neverOpenStretchDays(from: start) == nil)
        #expect(try openTime(#"{"tz":"UTC"}"#).neverOpenStretchDays(from: start) == 731)
        let monthly = try openTime(
            #"{"tz":"UTC","weekly":{"mon":[["09:00","17:00"]]},"holidays":["2025-06-16","2025-06-23","2025-06-30"]}"#
        )
        #expect(monthly.neverOpenStretch(from: start) == nil)
        let longer = try openTime(
            #"{"tz":"UTC","weekly":{"mon":[["09:00","17:00"]]},"holidays":["2025-06-16","2025-06-23","2025-06-30","2025-07-07"]}"#
        )
        #expect(longer.neverOpenStretch(from: start).map { texts([$0]) } == ["2025-06-09T17:00Z/2025-07-14T09:00Z"])
        #expect(longer.neverOpenStretchDays(from: start) == 34)
    }

    @Test(arguments: [(27, nil), (28, 28)] as [(Int, Int?)])
    func t6TheStretchBeginsToCountAt28DaysExactly(holidays: Int, reported: Int?) throws {
        let weekly = Weekday.allCases.map { #""\#($0.rawValue)":[["00:00","24:00"]]"# }.joined(separator: ",")
        let dates = (101...(100 + holidays)).map { #""2025-07-\#(String($0).suffix(2))""# }.joined(separator: ",")
        let line = try openTime(#"{"tz":"UTC","weekly":{\#(weekly)},"holidays":[\#(dates)]}"#)
        #expect(line.neverOpenStretchDays(from: try at("2025-06-02T00:00Z")) == reported)
    }

    @Test func openTimeIsKnownOnlyWithinTheCalculableRange() throws {
        let line = try openTime(Self.office)
        #expect(try !line.isOpen(at: at("1899-12-29T10:00Z")))
        #expect(try line.isOpen(at: at("1900-01-01T10:00Z")))
        #expect(line.elapsed(from: OpenTime.calculableRange.upperBound, to: .distantFuture) == 0)
        #expect(line.nextOpen(from: OpenTime.calculableRange.upperBound) == .distantFuture)
        #expect(try line.openMicroseconds(before: at("2020-01-01T00:00Z")) == 0)
        #expect(try line.openMicroseconds(before: at("2019-12-31T16:00Z")) == -3_600_000_000)
    }
}

import BusinessTime
import TestTools
import Testing

struct CronExample: CustomTestStringConvertible, Sendable {
    let cron: String
    var zone = "UTC"
    let after: String
    let fires: [String]
    var why = ""

    var testDescription: String { "\(cron) \(zone) after \(after) \(why)" }
}

@Suite struct CronTimingTests {
    private func fires(_ example: CronExample) throws -> [String] {
        let timing = try CronTiming(example.cron, zone: example.zone)
        var found: [Instant] = []
        var last = try at(example.after)
        for _ in example.fires {
            last = timing.next(after: last)
            found.append(last)
        }
        return found.map(shortText)
    }

    @Test(arguments: [
        CronExample(cron: "10 3 * * *", after: "2026-03-02T03:09Z", fires: ["2026-03-02T03:10Z", "2026-03-03T03:10Z"]),
        CronExample(
            cron: "10 3 * * *",
            after: "2026-03-02T03:10Z",
            fires: ["2026-03-03T03:10Z"],
            why: "strictly behind"
        ),
        CronExample(
            cron: "*/15 * * * *",
            after: "2026-12-31T23:45Z",
            fires: ["2027-01-01T00:00Z", "2027-01-01T00:15Z"]
        ),
        CronExample(
            cron: "*/30 * * * * *",
            after: "2026-03-02T10:00Z",
            fires: ["2026-03-02T10:00:30Z", "2026-03-02T10:01Z"],
            why: "seconds first"
        ),
        CronExample(
            cron: "0 9-17/4 * * mon-fri",
            after: "2026-03-06T16:00Z",
            fires: ["2026-03-06T17:00Z", "2026-03-09T09:00Z"]
        ),
        CronExample(cron: "0 0 * * 0", after: "2026-03-02T00:00Z", fires: ["2026-03-08T00:00Z"], why: "Sunday is 0"),
        CronExample(cron: "0 0 * * 7", after: "2026-03-02T00:00Z", fires: ["2026-03-08T00:00Z"], why: "and 7"),
        CronExample(cron: "0 0 * * SUN", after: "2026-03-02T00:00Z", fires: ["2026-03-08T00:00Z"]),
        CronExample(
            cron: "0 0 13 * 5",
            after: "2026-03-02T00:00Z",
            fires: [
                "2026-03-06T00:00Z", "2026-03-13T00:00Z", "2026-03-20T00:00Z", "2026-03-27T00:00Z", "2026-04-03T00:00Z",
                "2026-04-10T00:00Z", "2026-04-13T00:00Z",
            ],
            why: "the 13th or a Friday"
        ),
        CronExample(
            cron: "0 0 29 feb *",
            after: "2096-03-01T00:00Z",
            fires: ["2104-02-29T00:00Z"],
            why: "1900-like year"
        ),
        CronExample(cron: "0 0 31 * *", after: "2026-03-31T00:00Z", fires: ["2026-05-31T00:00Z"]),
    ])
    func firesLieWhereTheFieldsSay(_ example: CronExample) throws {
        #expect(try fires(example) == example.fires)
    }

    /// Berlin: 02:00 to 03:00 is skipped on 2026-03-29 (01:00Z) and shown twice on 2026-10-25 (00:00Z to 02:00Z).
    @Test(arguments: [
        CronExample(
            cron: "30 2 * * *",
            zone: "Europe/Berlin",
            after: "2026-03-28T02:00Z",
            fires: ["2026-03-29T01:00Z", "2026-03-30T00:30Z"],
            why: "a skipped time fires when it is skipped"
        ),
        CronExample(
            cron: "0,30 2,3 * * *",
            zone: "Europe/Berlin",
            after: "2026-03-29T00:00Z",
            fires: ["2026-03-29T01:00Z", "2026-03-29T01:30Z"],
            why: "skipped and shown at one instant are one fire"
        ),
        CronExample(
            cron: "30 2 * * *",
            zone: "Europe/Berlin",
            after: "2026-10-24T12:00Z",
            fires: ["2026-10-25T00:30Z", "2026-10-26T01:30Z"],
            why: "a repeated time fires once, the first time"
        ),
        CronExample(
            cron: "0 3 * * *",
            zone: "Europe/Berlin",
            after: "2026-10-24T12:00Z",
            fires: ["2026-10-25T02:00Z"],
            why: "behind the repeated hour"
        ),
        CronExample(
            cron: "30 * * * *",
            zone: "Europe/Berlin",
            after: "2026-03-28T23:45Z",
            fires: ["2026-03-29T00:30Z", "2026-03-29T01:30Z"],
            why: "every hour: what is skipped never comes"
        ),
        CronExample(
            cron: "30 * * * *",
            zone: "Europe/Berlin",
            after: "2026-10-25T00:00Z",
            fires: ["2026-10-25T00:30Z", "2026-10-25T01:30Z", "2026-10-25T02:30Z"],
            why: "every hour: shown twice, fired twice"
        ),
        CronExample(
            cron: "15 2 * * *",
            zone: "Australia/Lord_Howe",
            after: "2026-10-03T00:00Z",
            fires: ["2026-10-03T15:30Z", "2026-10-04T15:15Z"],
            why: "half an hour is skipped"
        ),
        CronExample(
            cron: "0 12 * * *",
            zone: "Pacific/Apia",
            after: "2011-12-29T00:00Z",
            fires: ["2011-12-29T22:00Z", "2011-12-30T10:00Z", "2011-12-30T22:00Z"],
            why: "the date that Samoa skipped"
        ),
    ])
    func changesOfTheClockAreDecided(_ example: CronExample) throws {
        #expect(try fires(example) == example.fires)
    }

    @Test(arguments: [
        "", "* * * *", "* * * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 13 *",
        "* * * * 8", "*/0 * * * *",
        "*/61 * * * *", "5/10 * * * *", "5-1 * * * *", "1,,2 * * * *", "a * * * *", "+1 * * * *", "1- * * * *",
        "-1 * * * *",
        "1-2-3 * * * *", "*/1/2 * * * *", "* * * foo *", "* * * * monday", "0 0 30 2 *", "0 0 31 4,6,9,11 *", "@daily",
        "１ * * * *",
    ])
    func whatIsNoTimingIsRefused(cron: String) {
        #expect(throws: CronError.self) { try CronTiming(cron, zone: "UTC") }
    }

    @Test func anUnknownZoneIsRefused() {
        #expect(throws: CalendarError.self) { try CronTiming("0 0 * * *", zone: "Europe/Bonn") }
    }

    @Test func theNewestFiresAreFoundHoweverLongAgoTheLastLookWas() throws {
        let timing = try CronTiming("* * * * * *", zone: "UTC")
        let now = try at("2026-03-02T10:00Z")
        let found = timing.newest(3, after: .distantPast, through: now)
        #expect(found.fires == [-2, -1, 0].map { now.adding(seconds: $0) })
        #expect(found.hasOlder)
        let few = timing.newest(3, after: now.adding(seconds: -3), through: now)
        #expect(few.fires.count == 3)
        #expect(!few.hasOlder)
        #expect(timing.newest(3, after: now, through: now).fires == [])
        let leap = try CronTiming("0 0 29 2 *", zone: "UTC")
        #expect(
            leap.newest(1, after: try at("2020-01-01T00:00Z"), through: now).fires.map(shortText) == [
                "2024-02-29T00:00Z"
            ]
        )
    }

    /// Against a walk over every minute around changes of the clock.
    @Test(arguments: RandomCalendar.zones)
    func aWalkMinuteByMinuteFindsTheSameFires(zone: String) throws {
        var random = SeededNumbers(seed: 5)
        var offsets = LocalOffsets()
        let year = Int(try at("2017-01-01T00:00Z").microseconds / 86_400_000_000)
        for _ in 0..<20 {
            // Days around which something changes are worth more than others.
            var day = year + Int.random(in: 0..<3_000, using: &random)
            for _ in 0..<200 where !(try offsets.changes(within: day * 1440..<(day + 2) * 1440, of: zone)) { day += 1 }
            let hours =
                random.chance(percent: 30) ? nil : Set((0..<3).map { _ in Int.random(in: 0...23, using: &random) })
            let minutes = Set((0..<3).map { _ in random.pick([0, 15, 30, 45]) })
            let field = hours.map { $0.sorted().map(String.init).joined(separator: ",") } ?? "*"
            let cron = "\(minutes.sorted().map(String.init).joined(separator: ",")) \(field) * * *"
            let timing = try CronTiming(cron, zone: zone)
            let (from, to) = (day * 1440, (day + 3) * 1440)
            func reading(_ minute: Int) throws -> Int {
                try minute + offsets.day(minute / 1440, of: zone)[minute % 1440]
            }
            func takes(_ reading: Int) -> Bool {
                minutes.contains(reading % 60) && hours.map { $0.contains(reading / 60 % 24) } ?? true
            }
            var shown = try (from - 3 * 1440...from).map(reading).max() ?? 0
            var expected: [Int] = []
            for minute in from + 1...to {
                let now = try reading(minute)
                let isFire = hours == nil ? takes(now) : now > shown && (shown + 1...now).contains(where: takes)
                if isFire { expected.append(minute) }
                shown = max(shown, now)
            }
            let range = timing.newest(
                10_000,
                after: Instant(microseconds: Int64(from) * 60_000_000),
                through: Instant(microseconds: Int64(to) * 60_000_000)
            )
            #expect(range.fires.map { Int($0.microseconds / 60_000_000) } == expected, "\(cron) \(zone) day \(day)")
        }
    }
}

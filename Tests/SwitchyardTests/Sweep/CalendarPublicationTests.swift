import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// What a published calendar moves (`spec/sla.md` C1, S5, T6, T7). The case comes in on a Monday at nine; first reply in an
/// hour, resolution in a day, round the clock.
@Suite(.needsDatabase) struct CalendarPublicationTests {
    private static let hour: Int64 = 3600
    private let at = ClockedCase.at

    private func story() throws -> ClockedCase { try ClockedCase { $0.calendar = Calendars.always } }

    @Test func c1_runningClocksMoveAndTheirAlarmsRingNoLaterThanTheyMust() throws {
        let story = try story()
        story.moveTo(600)
        let version = try story.fixture.publish(.calendar, Calendars.daily("12:00", "20:00"))
        #expect(try story.clock(.firstReply).dueAt == at(Self.hour))
        try story.fixture.sweep(version)
        // Ten minutes were used; fifty are left from noon on, and of the day 23 h 50 in three times eight hours.
        #expect(try story.clock(.firstReply).dueAt == at(3 * Self.hour + 3000))
        #expect(try story.clock(.resolution).dueAt == at(2 * 86_400 + 11 * Self.hour - 600))
        #expect(try story.alarm() == 1800)
        story.moveTo(1800)
        #expect(try story.wake() == 0)
        #expect(try story.alarm() == 3 * Self.hour + 1200)
        #expect(try story.fixture.swept(version) == .init(seen: 1, moved: 1, failed: 0, passedOver: 0))
    }

    @Test func c1_aClosedClockKeepsItsDueTimeHoweverOftenTheCaseIsDerivedAgain() throws {
        let story = try story()
        story.moveTo(600)
        _ = try story.act { try $0.reply("Done.") }
        story.moveTo(1200)
        let version = try story.fixture.publish(.calendar, Calendars.daily("12:00", "20:00"))
        try story.fixture.sweep(version)
        story.moveTo(90_000)
        _ = try story.act { try $0.note("Still there?") }
        let clock = try story.clock(.firstReply)
        #expect(clock.dueAt == at(Self.hour))
        #expect(clock.verdict == "met")
        #expect(try story.clock(.resolution).dueAt != at(86_400))
    }

    @Test func c1_aClockCrossesFromOneVersionIntoTheNextAtEffectiveFrom() throws {
        let story = try story()
        let version = try story.fixture.publish(.calendar, Calendars.daily("14:00", "15:00")) {
            $0.effectiveFrom = at(Self.hour / 2)
        }
        try story.fixture.sweep(version)
        #expect(try story.clock(.firstReply).dueAt == at(5 * Self.hour + 1800))
        #expect(version.effectiveFrom == at(1800))
    }

    @Test func c1_twoPendingVersionsComeIntoForceInTheirOrder() throws {
        let story = try story()
        _ = try story.fixture.publish(.calendar, Calendars.daily("00:00", "01:00")) {
            $0.effectiveFrom = at(2 * Self.hour)
        }
        story.moveTo(60)
        let sooner = try story.fixture.publish(.calendar, Calendars.daily("10:30", "11:00")) {
            $0.effectiveFrom = at(1800)
        }
        try story.fixture.sweep(sooner)
        // Half an hour round the clock, then half an hour from 10:30 on.
        #expect(try story.clock(.firstReply).dueAt == at(2 * Self.hour))
    }

    @Test func c1_whatAClockUsedBeforeTheFirstCalendarStaysUsed() throws {
        let story = try ClockedCase()
        story.moveTo(1800)
        let version = try story.fixture.publish(.calendar, Calendars.daily("12:00", "13:00"))
        try story.fixture.sweep(version)
        #expect(try story.clock(.firstReply).dueAt == at(3 * Self.hour + 1800))
        // Whoever comes later is measured by the first version from the beginning of time.
        let next = try story.fixture.openTicket()
        let clocks = try story.fixture.transaction(as: .worker) { try ClockRow.all(of: next, in: $0) }
        #expect(clocks.first { $0.metric == "first_reply" }?.dueAt == at(4 * Self.hour))
    }

    /// The statement in `ClockSweep`: it lies at or after `effective_from`, and is served when the sweep has come by.
    @Test func aDeadlineThatMovesEarlierIsServedWhenTheSweepHasPassed() throws {
        let story = try ClockedCase { $0.calendar = Calendars.daily("12:00", "20:00") }
        #expect(try story.clock(.firstReply).dueAt == at(4 * Self.hour))
        story.moveTo(600)
        let version = try story.fixture.publish(.calendar, Calendars.always)
        // An hour from ten past nine; nobody has told the alarm.
        story.moveTo(600 + Self.hour + 60)
        #expect(try story.alarm() == 3 * Self.hour + 1800)
        try story.fixture.sweep(version)
        #expect(try story.alarm() == 600 + 1800)
        #expect(try story.wake() == 4)
        #expect(try story.clock(.firstReply).breachedAt == at(600 + Self.hour))
    }

    @Test func t6_aTargetThatIsNeverReachedIsUnschedulableAndComesBack() throws {
        let story = try story()
        let closed = try story.fixture.publish(.calendar, ["tz": "UTC"]) { $0.confirmsNeverOpen = true }
        try story.fixture.sweep(closed)
        #expect(try story.clock(.firstReply).state == "unschedulable")
        #expect(try story.clock(.firstReply).dueAt == nil)
        #expect(try story.alarm() == nil)
        story.moveTo(7200)
        let open = try story.fixture.publish(.calendar, Calendars.always)
        try story.fixture.sweep(open)
        #expect(try story.clock(.firstReply).dueAt == at(7200 + Self.hour))
        #expect(try story.alarm() == 7200 + 1800)
    }

    struct Refused: CustomTestStringConvertible {
        let testDescription: String
        let document: JSON
        var effective: Int64?
        let pointer: String
        let code: FieldError.Code
    }

    @Test(arguments: [
        Refused(testDescription: "T6 empty", document: ["tz": "UTC"], pointer: "/weekly", code: .neverOpen),
        Refused(
            testDescription: "T6 holidays only",
            document: ["tz": "UTC", "overrides": ["2025-06-20": [["09:00", "10:00"]]]],
            pointer: "/weekly",
            code: .neverOpen
        ),
        Refused(
            testDescription: "C1 backdated",
            document: Calendars.always,
            effective: -1,
            pointer: "/effective_from",
            code: .outOfRange
        ),
        Refused(
            testDescription: "far ahead",
            document: Calendars.always,
            effective: 732 * 86_400,
            pointer: "/effective_from",
            code: .outOfRange
        ),
        Refused(
            testDescription: "25:00",
            document: Calendars.daily("09:00", "25:00"),
            pointer: "/weekly/mon/0/1",
            code: .badFormat
        ),
        Refused(testDescription: "zone", document: ["tz": "Mars/Olympus"], pointer: "/tz", code: .badFormat),
    ])
    func whatCannotWorkIsRefusedAtItsField(_ test: Refused) throws {
        let story = try story()
        do {
            _ = try story.fixture.publish(.calendar, test.document) { terms in
                terms.effectiveFrom = test.effective.map(at)
            }
            Issue.record("published")
        } catch let error as DomainError {
            let field = try #require(error.fields.first)
            #expect(field.code == test.code)
            #expect(field.pointer == test.pointer || test.testDescription == "25:00" && field.pointer.hasSuffix("/0/1"))
        }
        #expect(
            try story.fixture.transaction(as: .worker) { try SettingVersion.latest(.calendar, in: $0) }?.version == 1
        )
    }

    @Test func theFirstVersionIsInForceFromTheBeginningAndTakesNoDate() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        #expect(throws: DomainError.field("/effective_from", .outOfRange, ["reason": "first_version"])) {
            try fixture.publish(.calendar, Calendars.always) { $0.effectiveFrom = .distantFuture }
        }
    }

    @Test func t7_aVersionNamesTheZonesRulesItWasCheckedWith() throws {
        let story = try story()
        let stored = try story.fixture.transaction(as: .worker) { try SettingVersion.latest(.calendar, in: $0) }
        #expect(stored?.zoneData == OpenTime.timeZoneDataVersion)
        #expect(stored?.zoneData?.isEmpty == false)
    }

    @Test func calendarsOfOtherNamesAreLinesOfTheirOwn() throws {
        let story = try story()
        let asia = try story.fixture.publish(.calendar, Calendars.daily("00:00", "09:00")) { $0.line = "asia" }
        #expect(asia.version == 1)
        try story.fixture.sweep(asia)
        #expect(try story.clock(.firstReply).dueAt == at(Self.hour))
        #expect(try story.fixture.publish(.calendar, Calendars.always).version == 2)
    }
}

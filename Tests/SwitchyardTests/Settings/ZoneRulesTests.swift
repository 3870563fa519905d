import BusinessTime
import Foundation
import Postgres
import TestSupport
import TestTools
import Testing

@testable import Switchyard

/// A release with newer rules of the zones compiles calendars anew (`spec/sla.md T7`). The case comes in on a Monday at nine.
@Suite(.needsDatabase) struct ZoneRulesTests {
    private static let berlin: JSON = ["tz": "Europe/Berlin", "weekly": ["mon": [["08:00", "20:00"]]]]

    /// As a release of some years ago left it.
    private func age(_ story: ClockedCase, to zoneData: String?, offsets: [Int64]? = nil) throws {
        try story.fixture.asAdmin { admin in
            _ = try admin.execute(
                """
                UPDATE switchyard.setting_version SET zone_data = \(zoneData), zone_offsets = \(offsets)
                WHERE tenant_id = \(story.fixture.tenantID) AND kind = 'calendar'
                """
            )
            // As if every process had been started anew.
            _ = try admin.execute(
                "UPDATE directory.tenant SET settings_revision = settings_revision + 1 WHERE id = \(story.fixture.tenantID)"
            )
        }
    }

    private func renew(_ story: ClockedCase) throws -> Int {
        try story.fixture.transaction(as: .worker) { try ZoneRules.renew(in: $0) }
    }

    private func newest(_ story: ClockedCase) throws -> SettingVersion {
        try #require(try story.fixture.transaction(as: .worker) { try SettingVersion.latest(.calendar, in: $0) })
    }

    @Test func t7_aCalendarOfOlderRulesIsPublishedAgainOnceAndItsClocksFollow() throws {
        let story = try ClockedCase { $0.calendar = Self.berlin }
        try age(story, to: "2019a")
        story.moveTo(600)
        #expect(try renew(story) == 1)
        let version = try newest(story)
        #expect((version.version, version.document, version.zoneData) == (2, Self.berlin, ZoneRules.current))
        #expect(version.effectiveFrom == ClockedCase.at(600))
        try story.fixture.sweep(version)
        #expect(try story.fixture.swept(version)?.seen == 1)
        #expect(try renew(story) == 0)
    }

    @Test func t7_whatIsDueToComeIntoForceStaysSo() throws {
        let story = try ClockedCase { $0.calendar = Self.berlin }
        let later = ClockedCase.at(86_400)
        _ = try story.fixture.publish(.calendar, Self.berlin) { $0.effectiveFrom = later }
        try age(story, to: nil)
        #expect(try renew(story) == 1)
        #expect(try (newest(story).version, newest(story).effectiveFrom) == (3, later))
    }

    /// To that release Berlin was at the meridian: its eight o'clock was 08:00Z, where it is 06:00Z to this one.
    @Test func t7_onlyFutureTimeIsMeasuredByNewerRules() throws {
        let story = try ClockedCase { $0.calendar = Self.berlin }
        let years: Int64 = 5 * 365 * 86_400
        let known = [-years, years].map { ClockedCase.at($0).microseconds / 1_000_000 }
        try age(story, to: "2019a", offsets: [known[0], 0, known[1]])
        #expect(try open(story) == ["08:00-20:00", "08:00-20:00"])
        story.moveTo(600)
        #expect(try renew(story) == 1)
        #expect(try open(story) == ["08:00-18:00", "06:00-18:00"])
    }

    /// The two Mondays from that of the case on, in UTC.
    private func open(_ story: ClockedCase) throws -> [String] {
        let line = try story.fixture.transaction(as: .worker) { try $0.settings().calendar().line }
        let monday = ClockedCase.at(-9 * 3600)
        let segments = line.openTime(knownAt: ClockedCase.at(600)).segments(
            from: monday,
            to: ClockedCase.at(10 * 86_400)
        )
        func hour(_ instant: Instant) -> Substring { instant.iso8601.dropFirst(11).prefix(5) }
        return segments.map { "\(hour($0.lowerBound))-\(hour($0.upperBound))" }
    }

    @Test(arguments: ["9999z", ZoneRules.current])
    func t7_rulesThatAreNotOlderAreLeftAlone(_ zoneData: String) throws {
        let story = try ClockedCase { $0.calendar = Self.berlin }
        try age(story, to: zoneData)
        #expect(try renew(story) == 0)
    }

    @Test func t7_roundTheClockHasNoZone() throws {
        let story = try ClockedCase { $0.calendar = Calendars.always }
        try age(story, to: "2019a")
        #expect(try renew(story) == 0)
    }

    @Test(arguments: [
        ("# version 2025b\n# tzdb", "2025b"), ("# version 2030aa\n", "2030aa"), ("# redo 2025b\n", nil), ("", nil),
    ])
    func theSystemSaysItsVersionInTheFirstLine(_ text: String, _ version: String?) throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/tzdata.zi"
        #expect(ZoneRules.systemVersion(file) == nil)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(ZoneRules.systemVersion(file) == version)
    }

    @Test func versionsAreOrderedByYearAndLetter() {
        let versions = ["2019a", "2024b", "2025a", "2025b", "2026a"]
        for (older, newer) in zip(versions, versions.dropFirst()) {
            #expect(ZoneRules.isNewer(newer, than: older))
            #expect(!ZoneRules.isNewer(older, than: newer))
        }
    }
}

import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// What publishing would do, and that looking does nothing. The case comes in on a Monday at nine; first reply in an hour,
/// resolution in a day, round the clock.
@Suite(.needsDatabase) struct PublicationPreviewTests {
    private let at = ClockedCase.at

    private func preview(
        _ kind: SettingKind,
        _ document: JSON,
        _ story: ClockedCase,
        _ change: (inout PublishTerms) -> Void = { _ in }
    ) throws -> PublicationPreview {
        var terms = PublishTerms()
        change(&terms)
        return try story.fixture.transaction(as: story.fixture.tenantAdmin.actor) { tx in
            try PublicationPreview.make(ClockDraft(kind, document, terms, in: tx), in: tx)
        }
    }

    /// Every due time that a preview foretells is the one that publishing makes.
    private func expectForetold(_ preview: PublicationPreview, _ story: ClockedCase) throws {
        for move in preview.moves {
            let clock = try story.clock(move.metric)
            #expect(clock.dueAt == move.after?.dueAt, "\(move.metric)")
            #expect(clock.state == move.after?.state.rawValue)
            #expect(clock.targetSeconds == move.after?.targetSeconds)
        }
    }

    @Test func policiesForRunningClocksMoveThemAndTheFloorHoldsThem() throws {
        let story = try ClockedCase()
        story.moveTo(1200)
        let tighter: JSON = ["targets": ["first_reply": 600, "resolution": 43_200]]
        let preview = try preview(.policy, tighter, story) { $0.scope = .running }
        #expect(preview.moves.map(\.metric) == [.firstReply, .resolution])
        #expect(preview.moves.map(\.effect) == [.earlier, .earlier])
        #expect(preview.moves.map(\.isHeldByFloor) == [true, false])
        #expect(preview.moves.map { $0.before?.dueAt } == [at(3600), at(86_400)])
        #expect(preview.moves.map { $0.after?.dueAt } == [at(2100), at(43_200)])
        #expect(preview.counts.running == 2)
        #expect(preview.counts.heldByFloor == 1)
        #expect(preview.policies == ["default": 1])
        let version = try story.fixture.publish(.policy, tighter) { $0.scope = .running }
        try story.fixture.sweep(version)
        try expectForetold(preview, story)
    }

    @Test func policiesForNewClocksMoveNothing() throws {
        let story = try ClockedCase()
        let preview = try preview(.policy, ["targets": ["first_reply": 60]], story)
        #expect(preview.counts.running == 2)
        #expect(preview.counts.moved == 0)
        #expect(preview.moves.isEmpty)
    }

    @Test func withoutAFloorAClockBreachesAtOnceAndTheListBeginsWithIt() throws {
        let story = try ClockedCase()
        story.moveTo(1800)
        let preview = try preview(.policy, ["targets": ["first_reply": 86_000, "resolution": 600], "floor": 0], story) {
            $0.scope = .running
        }
        #expect(preview.moves.map(\.effect) == [.breachesAtOnce, .later])
        #expect(preview.moves.first?.metric == .resolution)
        #expect(preview.counts.byEffect[.breachesAtOnce] == 1)
    }

    @Test func whatHasNoPromiseAnyMoreIsShownAsCancelledAndTheCaseAsWithoutAPolicy() throws {
        let story = try ClockedCase()
        let byTier: JSON = [
            "policies": [["name": "vip", "when": ["tiers": ["vip"]], "targets": ["first_reply": 600]]]
        ]
        let preview = try preview(.policy, byTier, story) { $0.scope = .running }
        #expect(preview.moves.map(\.effect) == [.cancelled, .cancelled])
        #expect(preview.policies == [nil: 1])
        #expect(preview.warnings.map(\.code) == [.noCatchAll])
    }

    @Test func aVersionOfLaterIsLookedAtAsOfItsDate() throws {
        let story = try ClockedCase()
        let preview = try preview(.policy, ["targets": ["first_reply": 600, "resolution": 7200]], story) {
            $0.scope = .running
            $0.effectiveFrom = at(1800)
        }
        #expect(preview.effectiveFrom == at(1800))
        #expect(preview.moves.map { $0.after?.dueAt } == [at(2700), at(7200)])
    }

    @Test func aCalendarShowsWhichClocksMoveWhichWindowsAreUnitedAndWhereItIsClosed() throws {
        let story = try ClockedCase { $0.calendar = Calendars.always }
        story.moveTo(600)
        let document: JSON = [
            "tz": "UTC",
            "weekly": ["mon": [["12:00", "16:00"], ["15:00", "20:00"]], "tue": [["09:00", "17:00"]]],
        ]
        let preview = try preview(.calendar, document, story)
        #expect(preview.unitedWindows == ["/weekly/mon/1"])
        #expect(preview.closedStretches.isEmpty)
        #expect(preview.moves.map(\.effect) == [.later, .later])
        #expect(preview.moves.first?.after?.dueAt == at(3 * 3600 + 3000))
        let version = try story.fixture.publish(.calendar, document)
        try story.fixture.sweep(version)
        try expectForetold(preview, story)
    }

    @Test func aCalendarThatNeverOpensIsShownNotRefused() throws {
        let story = try ClockedCase { $0.calendar = Calendars.always }
        let preview = try preview(.calendar, ["tz": "UTC"], story)
        #expect(preview.moves.map(\.effect) == [.unschedulable, .unschedulable])
        #expect(preview.closedStretches.count == 1)
        #expect(preview.closedStretches.first?.lowerBound == preview.effectiveFrom)
    }

    @Test func aCalendarThatNoPolicyNamesMovesNothing() throws {
        let story = try ClockedCase { $0.calendar = Calendars.always }
        let preview = try preview(.calendar, ["tz": "UTC"], story) { $0.line = "elsewhere" }
        #expect(preview.counts.moved == 0)
        #expect(preview.casesSeen == 1)
    }

    @Test func lookingWritesNothing() throws {
        let story = try ClockedCase()
        func rows() throws -> [String] {
            try story.fixture.asAdmin { connection in
                try connection.query(
                    """
                    SELECT (SELECT string_agg(c::text, ';' ORDER BY c::text) FROM switchyard.sla_cycle c
                            WHERE c.tenant_id = \(story.fixture.tenantID))
                        || (SELECT k::text FROM switchyard.ticket k WHERE k.tenant_id = \(story.fixture.tenantID))
                        || (SELECT count(*) FROM switchyard.setting_version v
                            WHERE v.tenant_id = \(story.fixture.tenantID))
                        || (SELECT count(*) FROM switchyard.event e WHERE e.tenant_id = \(story.fixture.tenantID))
                    """
                ).map { try $0.column(0) }
            }
        }
        let before = try rows()
        _ = try preview(.policy, ["targets": ["first_reply": 60]], story) { $0.scope = .running }
        _ = try preview(.calendar, ["tz": "UTC"], story)
        #expect(try rows() == before)
        #expect(before.count == 1)
        // The database would not let it.
        let refused = #expect(throws: PostgresError.self) {
            try story.fixture.transaction(as: story.fixture.tenantAdmin.actor) { tx in
                try tx.refuseWrites()
                _ = try tx.execute("UPDATE switchyard.ticket SET level = 2 WHERE tenant_id = \(tx.tenantID)")
            }
        }
        #expect(refused?.sqlState == "25006")
    }

    @Test func whatCannotBePublishedCannotBePreviewed() throws {
        let story = try ClockedCase()
        #expect(throws: DomainError.self) { try preview(.policy, ["targets": ["first_reply": 34_560_000]], story) }
        #expect(throws: DomainError.self) {
            try preview(.calendar, ["tz": "UTC", "weekly": ["mon": [["09:00", "25:00"]]]], story)
        }
        #expect(throws: DomainError.self) {
            try preview(.policy, TenantFixture.policy, story) { $0.effectiveFrom = at(-1) }
        }
    }
}

import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Published policies and the cases of the database (P1, C2, C3, T6). The case comes in on a Monday at nine; first reply in
/// an hour, next reply in two, resolution in a day, round the clock.
@Suite(.needsDatabase) struct PolicyPublicationTests {
    private let at = ClockedCase.at
    private static let tighter: JSON = ["targets": ["first_reply": 1800, "next_reply": 600, "resolution": 7200]]

    /// What a rebuild from the log and the published versions would store is what is stored.
    private func expectRebuildable(_ story: ClockedCase) throws {
        try story.act {
            let fresh = try $0.clocks()
            #expect(Set(fresh.cycles.map(StoredCycle.init)) == Set($0.cycles))
            #expect(fresh.policies[$0.ticket.id.text]?.name == $0.ticket.policy)
        }
    }

    @Test func c3_newCyclesOnlyChangesNoRunningClockAndTheNextOneIsUnderIt() throws {
        let story = try ClockedCase()
        story.moveTo(600)
        let version = try story.fixture.publish(.policy, Self.tighter)
        try story.fixture.sweep(version)
        #expect(try story.clock(.firstReply).dueAt == at(3600))
        #expect(try story.fixture.swept(version) == .init(seen: 1, moved: 0, failed: 0, passedOver: 0))
        story.moveTo(1200)
        _ = try story.act { try $0.reply("Done.") }
        story.moveTo(1800)
        try story.act { try $0.record(.customerMessage, ["message_id": UUID().json]) }
        let next = try story.clock(.nextReply)
        #expect(next.dueAt == at(2400))
        #expect(next.policy == PolicyRef(version: 2, name: "default"))
        #expect(try story.clock(.resolution).policy.version == 1)
        try expectRebuildable(story)
    }

    @Test func c3_runningMovesTheClocksWhenTheSweepPassesAndRingsInTime() throws {
        let story = try ClockedCase()
        story.moveTo(600)
        let before = try story.ticket().revision
        let version = try story.fixture.publish(.policy, Self.tighter) { $0.scope = .running }
        story.moveTo(660)
        try story.fixture.sweep(version)
        // P2 counts from the publication, whenever the sweep came by.
        #expect(try story.clock(.firstReply).dueAt == at(1800))
        #expect(try story.clock(.resolution).dueAt == at(7200))
        #expect(try story.clock(.resolution).policy.version == 2)
        #expect(try story.ticket().revision == before + 1)
        // Half of the new target was not passed yet: its warning is what comes next.
        #expect(try story.alarm() == 900)
        #expect(try story.fixture.swept(version)?.moved == 1)
        try expectRebuildable(story)
    }

    @Test func aVersionIsInForceFromItsDateOnAndTheSweepWaitsForIt() throws {
        let story = try ClockedCase()
        let version = try story.fixture.publish(.policy, Self.tighter) {
            $0.scope = .running
            $0.effectiveFrom = at(1200)
        }
        let job: Instant? = try story.fixture.asAdmin { connection in
            try connection.query("SELECT run_at FROM switchyard.job WHERE subject_id = \(version.id)").first?.column(0)
        }
        #expect(job == at(1200))
        story.moveTo(600)
        try story.act { _ = try $0.note("still the old terms") }
        #expect(try story.clock(.firstReply).dueAt == at(3600))
        story.moveTo(1200)
        try story.fixture.sweep(version)
        #expect(try story.clock(.firstReply).dueAt == at(2100))
        try expectRebuildable(story)
    }

    @Test func aLaterVersionThatIsNotInForceYetDoesNotSupersedeASweep() throws {
        let story = try ClockedCase()
        story.moveTo(600)
        let now = try story.fixture.publish(.policy, Self.tighter) { $0.scope = .running }
        _ = try story.fixture.publish(.policy, TenantFixture.policy) {
            $0.scope = .running
            $0.effectiveFrom = at(86_400)
        }
        try story.fixture.sweep(now)
        #expect(try story.clock(.resolution).targetSeconds == 7200)
    }

    private static let byTier: JSON = [
        "policies": [
            ["name": "vip", "when": ["tiers": ["vip"]], "targets": ["first_reply": 600], "level": "L2"],
            ["name": "second", "when": ["levels": ["L2"]], "targets": ["first_reply": 7200]],
            ["name": "chat", "when": ["channels": ["chat"]], "targets": ["first_reply": 60]],
        ]
    ]

    @Test func p1_aNewCaseIsMatchedAndPlacedByItsPolicy() throws {
        let fixture = try TenantFixture.make { $0.policy = Self.byTier }
        func open(_ change: (inout CustomerRequest) -> Void) throws -> (Ticket, [ClockRow]) {
            let id = try fixture.openTicket(text: "Hello", change)
            return try fixture.transaction(as: .worker) {
                (try Ticket.find(id, in: $0), try ClockRow.all(of: id, in: $0))
            }
        }
        let (vip, clocks) = try open { $0.tier = "vip" }
        #expect(vip.policy == "vip")
        #expect(vip.level == 2)
        #expect(vip.teamID == fixture.teams[2])
        #expect(clocks.map(\.targetSeconds) == [600])
        let (chat, quick) = try open { $0.channel = "chat" }
        #expect(chat.policy == "chat")
        #expect(quick.map(\.policy) == [PolicyRef(version: 1, name: "chat")])
    }

    @Test func p1_escalationToAnotherLevelMatchesAgainInTheSameTransaction() throws {
        let story = try ClockedCase {
            $0.policy = [
                "policies": [
                    [
                        "name": "second", "when": ["levels": ["L2"]],
                        "targets": ["first_reply": 60, "resolution": 90_000],
                    ],
                    ["name": "rest", "targets": ["first_reply": 60, "resolution": 86_400]],
                ]
            ]
        }
        story.moveTo(61)
        #expect(try story.wake() > 0)
        #expect(try story.ticket().level == 2)
        #expect(try story.ticket().policy == "second")
        #expect(try story.clock(.resolution).targetSeconds == 90_000)
        try expectRebuildable(story)
    }

    @Test func aCaseThatNoPolicyIsForSaysSoAndItsDeskIsTold() throws {
        let story = try ClockedCase { $0.policy = Self.byTier }
        #expect(try story.ticket().policy == nil)
        #expect(try story.events(.slaMissing).map { $0.body["policy_version"] } == [1])
        #expect(try story.told() == [story.fixture.lead().name])
        #expect(try story.deliveries(.noticeMail) == 1)
        // It is told once, and again only after the case had a policy in between.
        story.moveTo(60)
        try story.act { _ = try $0.note("Why?") }
        let catchAll = try story.fixture.publish(.policy, TenantFixture.policy) { $0.scope = .running }
        try story.fixture.sweep(catchAll)
        #expect(try story.ticket().policy == "default")
        #expect(try story.clock(.resolution).policy.version == 2)
        #expect(try story.events(.slaMissing).count == 1)
        try expectRebuildable(story)
        story.moveTo(120)
        let without = try story.fixture.publish(.policy, Self.byTier) { $0.scope = .running }
        try story.fixture.sweep(without)
        #expect(try story.events(.slaMissing).count == 2)
        #expect(try story.clock(.resolution).reason == "policy_change")
        try expectRebuildable(story)
    }

    @Test func ofASweepsManyCasesWithoutAPolicyTheFirstOfABatchIsTold() throws {
        let fixture = try TenantFixture.make()
        for _ in 0..<3 { _ = try fixture.openTicket { $0.email = "ada@example.com" } }
        let version = try fixture.publish(.policy, Self.byTier) { $0.scope = .running }
        try fixture.sweep(version)
        let kinds = [EventKind.slaMissing.rawValue, EventKind.notified.rawValue]
        let counts: [Int] = try fixture.asAdmin { connection in
            try kinds.flatMap { kind in
                try connection.query(
                    "SELECT count(*) FROM switchyard.event WHERE tenant_id = \(fixture.tenantID) AND kind = \(kind)"
                ).map { try $0.column(0) }
            }
        }
        #expect(counts == [3, 1])
    }

    @Test func t6_aClockThatCanNeverBeDueAlertsOnce() throws {
        let story = try ClockedCase { $0.calendar = Calendars.always }
        let closed = try story.fixture.publish(.calendar, ["tz": "UTC"]) { $0.confirmsNeverOpen = true }
        try story.fixture.sweep(closed)
        let metrics = try story.events(.slaUnschedulable).map { try $0.body.string("metric") }
        #expect(metrics.sorted() == ["first_reply", "resolution"])
        #expect(try story.deliveries(.noticeMail) == 2)
        try story.act { _ = try $0.note("Nobody is there.") }
        #expect(try story.events(.slaUnschedulable).count == 2)
    }

    @Test func c2_aPolicySendsItsClocksToItsCalendarAndTheRowsSaySo() throws {
        let fixture = try TenantFixture.make {
            $0.policy = nil
            $0.clock = TestClock(ClockedCase.start)
        }
        for line in ["default", "night"] {
            _ = try fixture.publish(.calendar, line == "night" ? Calendars.daily("22:00", "23:00") : Calendars.always) {
                $0.line = line
            }
        }
        _ = try fixture.publish(
            .policy,
            [
                "policies": [
                    [
                        "name": "night", "when": ["channels": ["chat"]], "targets": ["first_reply": 60],
                        "calendar": "night",
                    ],
                    ["name": "rest", "targets": ["first_reply": 60]],
                ]
            ]
        )
        let id = try fixture.openTicket { $0.channel = "chat" }
        let clocks = try fixture.transaction(as: .worker) { try ClockRow.all(of: id, in: $0) }
        let clock = try #require(clocks.first)
        #expect(clock.calendar == "night")
        #expect(clock.dueAt?.iso8601 == "2025-06-02T22:01:00Z")
    }

    @Test func anUnknownTeamOrCalendarIsRefusedAndAKnownOneIsNot() throws {
        let fixture = try TenantFixture.make()
        let team = try #require(fixture.teams[1])
        func publish(_ team: UUID) throws -> Int {
            try fixture.publish(
                .policy,
                ["policies": [["name": "a", "when": ["teams": [team.json]], "targets": ["first_reply": 60]]]]
            ).version
        }
        #expect(try publish(team) == 2)
        let refusal = #expect(throws: DomainError.self) { try publish(UUID()) }
        #expect(refusal?.fields.map(\.pointer) == ["/policies/0/when/teams/0"])
    }
}

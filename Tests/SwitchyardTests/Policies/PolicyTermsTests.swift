import BusinessTime
import Foundation
import Testing

@testable import Switchyard

/// Which policy a clock is under, and what that does to it (C2, C3, P1, P2, P3, P5), on the fold alone.
@Suite struct PolicyTermsTests {
    /// Published at 08:00 (version 1) and at later times.
    private struct Versions {
        var versions: [PolicyLine.Version] = []
        var lines: [String: CalendarLine] = ["default": CalendarLine(.always)]
        var attributes = CaseAttributes(priority: "P3")

        mutating func publish(_ time: String, _ scope: CaseFact.PublishScope, _ document: JSON) throws {
            versions.append(
                PolicyLine.Version(
                    number: versions.count + 1,
                    effectiveFrom: try ClockStory.at(time),
                    scope: scope,
                    book: try PolicyBook(document)
                )
            )
        }

        /// Of a case that became known at 09:00.
        func clocks(_ facts: [CaseFact], _ asOf: String) throws -> CaseClocks {
            let calendars = lines.mapValues { line in
                TenantCalendar([
                    CalendarLine.Version(
                        publishedAt: .distantPast,
                        effectiveFrom: .distantPast,
                        openTime: line.openTime(knownAt: .distantPast)
                    )
                ])
            }
            let start = try ClockStory.at("09:00")
            let policies = PolicyLine(versions)
            let terms = CaseTerms(
                policies,
                version: policies.version(inForceAt: start),
                attributes: attributes,
                calendars: .tenant(calendars.compactMapValues { $0 }, caseRecordedAt: start)
            )
            let published = terms.publications(ticket: "A", occurredAt: start, recordedAt: start)
            return try ClockMachine.fold(facts + published, terms: terms, asOf: ClockStory.at(asOf))
        }
    }

    private func story(_ facts: (String, CaseFact.Kind)...) throws -> [CaseFact] {
        try facts.enumerated().map { place, fact in
            CaseFact(id: "fact \(100 + place)", ticket: "A", occurredAt: try ClockStory.at(fact.0), kind: fact.1)
        }
    }

    private static func targets(_ targets: JSON, _ members: JSON = [:]) -> JSON {
        guard case .object(var document) = members else { return members }
        document["targets"] = targets
        return .object(document)
    }

    @Test func c3_newCyclesOnly_aRunningClockKeepsItsTermsAndTheNextOneHasTheNew() throws {
        var tenant = Versions()
        try tenant.publish("08:00", .newCyclesOnly, Self.targets(["first_reply": 3600, "next_reply": 3600]))
        try tenant.publish("09:10", .newCyclesOnly, Self.targets(["first_reply": 60, "next_reply": 600]))
        let clocks = try tenant.clocks(
            story(("09:00", .customerMessage), ("09:20", .publicReply(messageID: nil)), ("09:30", .customerMessage)),
            "09:35"
        )
        let first = try #require(clocks[.firstReply].first)
        #expect(first.targetSeconds == 3600)
        #expect(first.targetRevision == 0)
        #expect(first.policy == PolicyRef(version: 1, name: "default"))
        let next = try #require(clocks[.nextReply].first)
        #expect(next.targetSeconds == 600)
        #expect(next.policy == PolicyRef(version: 2, name: "default"))
        #expect(clocks.policies["A"] == PolicyRef(version: 2, name: "default"))
    }

    @Test func c3_running_aRunningClockFollowsAndKeepsWhatItUsed() throws {
        var tenant = Versions()
        try tenant.publish("08:00", .newCyclesOnly, Self.targets(["resolution": 10_800]))
        try tenant.publish("10:00", .running, Self.targets(["resolution": 7200]))
        let clocks = try tenant.clocks(story(("09:00", .customerMessage)), "10:05")
        let cycle = try #require(clocks[.resolution].first)
        // P2: at one hour of three, now of two, one hour is left.
        #expect(cycle.dueAt == (try ClockStory.at("11:00")))
        #expect(cycle.targetRevision == 1)
        #expect(cycle.policy.version == 2)
        let before = try tenant.clocks(story(("09:00", .customerMessage)), "09:59")
        #expect(before[.resolution].first?.dueAt == (try ClockStory.at("12:00")))
    }

    @Test func p3_noPublicationBreachesAtOnce() throws {
        var tenant = Versions()
        try tenant.publish("08:00", .newCyclesOnly, Self.targets(["resolution": 10_800]))
        try tenant.publish("10:00", .running, Self.targets(["resolution": 60], ["floor": 1200]))
        let clocks = try tenant.clocks(story(("09:00", .customerMessage)), "10:05")
        #expect(clocks[.resolution].first?.dueAt == (try ClockStory.at("10:20")))
        #expect(clocks[.resolution].first?.breachedAt == nil)
    }

    @Test func c3_whatHasEndedIsNotTouched() throws {
        var tenant = Versions()
        try tenant.publish("08:00", .newCyclesOnly, Self.targets(["first_reply": 3600, "resolution": 7200]))
        try tenant.publish("11:00", .running, Self.targets(["first_reply": 60]))
        let facts = try story(
            ("09:00", .customerMessage),
            ("09:30", .publicReply(messageID: nil)),
            ("10:00", .resolved)
        )
        let clocks = try tenant.clocks(facts, "12:00")
        #expect(clocks.cycles.map(\.targetSeconds) == [3600, 7200])
        #expect(clocks.cycles.map(\.state) == [.fulfilled, .fulfilled])
        #expect(clocks.cycles.allSatisfy { $0.policy.version == 1 })
    }

    @Test func p1_aChangeOfPriorityMatchesAgainInTheVersionThatTheClockIsPinnedTo() throws {
        var tenant = Versions()
        func urgentFirst(_ urgent: Int64, _ other: Int64) -> JSON {
            [
                "policies": [
                    ["name": "urgent", "when": ["priorities": ["P1"]], "targets": ["resolution": .integer(urgent)]],
                    ["name": "rest", "targets": ["resolution": .integer(other)]],
                ]
            ]
        }
        try tenant.publish("08:00", .newCyclesOnly, urgentFirst(3600, 36_000))
        try tenant.publish("09:10", .newCyclesOnly, urgentFirst(1800, 18_000))
        let facts = try story(("09:00", .customerMessage), ("09:20", .attributesChanged(.priority("P1"))))
        let clocks = try tenant.clocks(facts, "09:25")
        let cycle = try #require(clocks[.resolution].first)
        #expect(cycle.policy == PolicyRef(version: 1, name: "urgent"))
        #expect(cycle.targetSeconds == 3600)
        #expect(cycle.dueAt == (try ClockStory.at("10:00")))
        #expect(clocks.policies["A"] == PolicyRef(version: 2, name: "urgent"))
    }

    @Test func p1_anotherLevelIsAnotherPolicy() throws {
        let team = UUID()
        var tenant = Versions()
        try tenant.publish(
            "08:00",
            .newCyclesOnly,
            [
                "policies": [
                    ["name": "desk", "when": ["teams": [team.json]], "targets": ["resolution": 7200]],
                    ["name": "second", "when": ["levels": ["L2"]], "targets": ["resolution": 14_400]],
                    ["name": "rest", "targets": ["resolution": 10_800]],
                ]
            ]
        )
        let message = ("09:00", CaseFact.Kind.customerMessage)
        for (place, name) in [
            (CaseAttributes.Change.place(level: 2, teamID: nil), "second"), (.place(level: 2, teamID: team), "desk"),
        ] {
            let clocks = try tenant.clocks(story(message, ("09:30", .attributesChanged(place))), "09:31")
            #expect(clocks[.resolution].first?.policy.name == name)
        }
    }

    @Test func p5_aMetricThatThePolicyHasNotIsCancelledAndStartsAnewWhenItComesBack() throws {
        var tenant = Versions()
        try tenant.publish("08:00", .newCyclesOnly, Self.targets(["first_reply": 3600, "resolution": 10_800]))
        try tenant.publish("09:30", .running, Self.targets(["requester_wait": 600]))
        try tenant.publish("10:00", .running, Self.targets(["first_reply": 1800, "resolution": 7200]))
        let facts = try story(("09:00", .customerMessage))
        let without = try tenant.clocks(facts, "09:40")
        #expect(without[.firstReply].map(\.reason) == [.policyChange])
        #expect(without[.resolution].map(\.reason) == [.policyChange])
        // The clock that would have run shows itself, with the floor before it.
        #expect(without[.requesterWait].first?.dueAt == (try ClockStory.at("09:45")))
        let back = try tenant.clocks(facts, "10:01")
        #expect(back[.firstReply].map(\.state) == [.cancelled, .running])
        #expect(back[.firstReply].last?.startAt == (try ClockStory.at("10:00")))
        #expect(back[.resolution].last?.dueAt == (try ClockStory.at("12:00")))
        #expect(back[.requesterWait].map(\.reason) == [.policyChange])
        #expect(Set(back.cycles.map { [$0.metric.rawValue, $0.startedBy] }).count == back.cycles.count)
    }

    @Test func c2_pausesAreThoseOfThePolicyThatTheClockIsUnder() throws {
        var tenant = Versions()
        try tenant.publish("08:00", .newCyclesOnly, Self.targets(["resolution": 36_000]))
        try tenant.publish(
            "10:00",
            .running,
            Self.targets(["resolution": 36_000], ["pause": ["resolution": ["waiting_client"]]])
        )
        let facts = try story(
            ("09:00", .customerMessage),
            ("09:30", .statusChanged(.waitingClient)),
            ("10:30", .statusChanged(.open))
        )
        let clocks = try tenant.clocks(facts, "11:00")
        let cycle = try #require(clocks[.resolution].first)
        #expect(cycle.spans.map(\.kind) == [.running, .paused, .running])
        #expect(cycle.spans[1].from == (try ClockStory.at("10:00")))
        #expect(cycle.dueAt == (try ClockStory.at("19:30")))
    }

    @Test func c2_anotherCalendarCountsFromTheChangeOn() throws {
        var tenant = Versions()
        tenant.lines["office"] = CalendarLine(try ClockStory.officeHours())
        try tenant.publish(
            "08:00",
            .newCyclesOnly,
            [
                "policies": [
                    [
                        "name": "low", "when": ["priorities": ["P4"]], "targets": ["resolution": 36_000],
                        "calendar": "office",
                    ],
                    ["name": "rest", "targets": ["resolution": 36_000]],
                ]
            ]
        )
        let facts = try story(
            ("09:00", .customerMessage),
            ("11:00", .attributesChanged(.priority("P4"))),
            ("18:00", .attributesChanged(.priority("P3")))
        )
        // Two hours round the clock, then eight office hours: six today, two tomorrow from nine on.
        let evening = try tenant.clocks(facts, "17:59")
        let office = try #require(evening[.resolution].first)
        #expect(office.dueAt == (try ClockStory.at("03 11:00")))
        #expect(office.calendar.text == "default@\(try ClockStory.at("11:00").microseconds),office")
        // Back round the clock at six in the evening, with two hours left.
        let night = try tenant.clocks(facts, "18:30")
        let back = try #require(night[.resolution].first)
        #expect(back.dueAt == (try ClockStory.at("20:00")))
        #expect(back.elapsedSeconds == 8 * 3600 + 1800)
    }

    @Test func noPolicyForACaseIsNoClockUntilOneIs() throws {
        var tenant = Versions()
        let vip: JSON = [
            "policies": [["name": "vip", "when": ["tiers": ["vip"]], "targets": ["resolution": 7200]]]
        ]
        try tenant.publish("08:00", .newCyclesOnly, vip)
        try tenant.publish("09:30", .running, Self.targets(["resolution": 3600]))
        let facts = try story(("09:00", .customerMessage))
        let none = try tenant.clocks(facts, "09:29")
        #expect(none.cycles.isEmpty)
        #expect(none.policies["A"] == PolicyRef(version: 1, name: nil))
        let some = try tenant.clocks(facts, "09:31")
        #expect(some[.resolution].first?.dueAt == (try ClockStory.at("10:00")))
    }

    @Test func aVersionThatComesIntoForceLaterThanAnotherFollowsItWhateverItsNumber() throws {
        var tenant = Versions()
        try tenant.publish("08:00", .newCyclesOnly, Self.targets(["resolution": 36_000]))
        try tenant.publish("12:00", .running, Self.targets(["resolution": 28_800]))
        try tenant.publish("10:00", .running, Self.targets(["resolution": 18_000]))
        let facts = try story(("09:00", .customerMessage))
        #expect(try tenant.clocks(facts, "11:00")[.resolution].first?.policy.version == 3)
        #expect(try tenant.clocks(facts, "12:30")[.resolution].first?.policy.version == 2)
        #expect(PolicyLine(tenant.versions).version(inForceAt: try ClockStory.at("13:00")) == 2)
    }

    /// First replies are timed for all but the least urgent.
    private static let withoutForLow: JSON = [
        "policies": [
            ["name": "low", "when": ["priorities": ["P4"]], "targets": ["resolution": 86_400]],
            ["name": "rest", "targets": ["first_reply": 3600, "resolution": 86_400]],
        ]
    ]

    @Test(arguments: [("09:44", false), ("09:45", true), ("11:00", true)])
    func p4_aTargetThatIsTakenAwayLateIsALateRelaxation(_ time: String, _ isLate: Bool) throws {
        var tenant = Versions()
        try tenant.publish("08:00", .newCyclesOnly, Self.withoutForLow)
        let facts = try story(("09:00", .customerMessage), (time, .attributesChanged(.priority("P4"))))
        let cycle = try #require(try tenant.clocks(facts, "11:30")[.firstReply].first)
        #expect(cycle.lateRelaxation == isLate)
        #expect(cycle.reason == .policyChange)
        #expect(cycle.verdict == (time == "11:00" ? .missed : nil))
    }

    @Test func p4_onceBreachedEveryLongerTargetIsGivenLate() throws {
        var tenant = Versions()
        try tenant.publish("08:00", .newCyclesOnly, Self.targets(["first_reply": 3600]))
        let facts = try story(
            ("09:00", .customerMessage),
            ("10:30", .targetChanged([.firstReply: 28_800])),
            ("10:40", .targetChanged([.firstReply: 36_000]))
        )
        let cycle = try #require(try tenant.clocks(facts, "11:00")[.firstReply].first)
        #expect(cycle.relaxations.map(\.seconds) == [28_800, 36_000])
        #expect(cycle.relaxations.map(\.secondsBefore) == [3600, 28_800])
        #expect(cycle.relaxations.map(\.factID) == ["fact 101", "fact 102"])
    }

    @Test func p4_aCorrectionToAPolicyWithoutTheTargetTakesTheBreachBack() throws {
        var tenant = Versions()
        try tenant.publish("08:00", .newCyclesOnly, Self.withoutForLow)
        let facts = try story(("09:00", .customerMessage), ("11:00", .attributesCorrected(.priority("P4"))))
        let clocks = try tenant.clocks(facts, "11:30")
        let cycle = try #require(clocks[.firstReply].first)
        #expect(cycle.breachedAt == nil && !cycle.lateRelaxation)
        #expect(cycle.reason == .policyChange && cycle.verdict == nil)
        #expect(clocks.moves.map(\.kind).contains(.breachRetracted))
    }
}

import BusinessTime
import Switchyard
import Testing

/// The ladder (`spec/sla.md` E1 to E4), worked by hand.
struct LadderRuleTests {
    private let at = ClockStory.at

    private func ladder(_ story: ClockStory, asOf: String, priority: String? = nil) throws -> [LadderStep] {
        let cycle = try #require(try story.clocks(asOf).cycles.first)
        let calendar = story.line.openTime(knownAt: try at(asOf))
        return cycle.ladder(policy: story.policy, calendar: calendar, priority: priority)
    }

    private func waiting(_ seconds: Int64, line: CalendarLine = CalendarLine(.always)) throws -> ClockStory {
        var story = ClockStory([.firstReply: seconds], line: line)
        try story.tell("09:00", .customerMessage)
        return story
    }

    @Test func e1WarningsComeAtTheirShareOfTheTarget() throws {
        // 50, 75 and 90 % of 1 h, rounded up: 1800, 2700, 3240 s.
        let steps = try ladder(waiting(3600), asOf: "09:00").prefix(3)
        #expect(steps.map(\.key) == ["warn_50", "warn_75", "warn_90"])
        #expect(try steps.map(\.at) == [at("09:30"), at("09:45"), at("09:54")])
        // 101 s: 50.5, 75.75, 90.9 become 51, 76, 91.
        let odd = try ladder(waiting(101), asOf: "09:00").prefix(3)
        #expect(try odd.map { $0.at.microseconds(since: try at("09:00")) / 1_000_000 } == [51, 76, 91])
    }

    @Test func e1OfSeveralJumpedWarningsTheHighestFiresAtTheChange() throws {
        // 70 min from 09:00: 50 % at 09:35 and 75 % at 09:52:30 are past at 10:00; 90 % is at 10:03.
        var story = try waiting(14400)
        try story.tell("10:00", .targetChanged([.firstReply: 4200]))
        let warnings = try ladder(story, asOf: "10:00").prefix(2)
        #expect(warnings.map(\.key) == ["warn_75", "warn_90"])
        #expect(try warnings.map(\.at) == [at("10:00"), at("10:03")])
        #expect(warnings.map(\.isJumped) == [true, false])
        #expect(warnings.map(\.revision) == [1, 1])
    }

    @Test func e2E3TheBreachRaisesOneLevelAndEachRepeatOneRungMore() throws {
        let steps = try ladder(waiting(3600), asOf: "09:00").dropFirst(3)
        #expect(steps.count == 11)
        #expect(
            steps.prefix(6).map { $0.recipient?.name } == [
                "L2", "L3", "L4", "duty_supervisor", "operations_manager", "operations_manager",
            ]
        )
        #expect(try steps.prefix(3).map(\.at) == [at("10:00"), at("10:30"), at("11:00")])
        var story = try waiting(3600)
        story.policy.escalatesToClient = true
        story.policy.startLevel = .l3
        #expect(
            try ladder(story, asOf: "09:00").dropFirst(3).prefix(4).map { $0.recipient?.name } == [
                "L4", "duty_supervisor", "operations_manager", "client_contact",
            ]
        )
    }

    @Test func e3RepeatsCountOpenTimeUnlessThePriorityIsHigh() throws {
        // Office hours, breach at Monday 16:45: open repeats at Tuesday 09:15, wall repeats at 17:15.
        let story = try waiting(27_900, line: CalendarLine(ClockStory.officeHours()))
        #expect(try ladder(story, asOf: "09:00").dropFirst(4).first?.at == at("03 09:15"))
        #expect(try ladder(story, asOf: "09:00", priority: "P1").dropFirst(4).first?.at == at("17:15"))
    }

    @Test func e4AnAcknowledgementHoldsTheNextStepOnly() throws {
        // Breach 10:00 to L2, acknowledged 10:10: the step of 10:30 waits until 10:40, that of 11:00 does not.
        var story = try waiting(3600)
        try story.tell("10:10", .acknowledged(.level(.l2)))
        let steps = try ladder(story, asOf: "10:11").dropFirst(3)
        #expect(try steps.prefix(3).map(\.at) == [at("10:00"), at("10:40"), at("11:00")])
    }

    @Test func e4AnAcknowledgementByAnotherLevelHoldsNothing() throws {
        var story = try waiting(3600)
        try story.tell("10:10", .acknowledged(.level(.l3)))
        #expect(try ladder(story, asOf: "10:11").dropFirst(4).first?.at == at("10:30"))
    }

    @Test func e4AReplyStopsWhatIsPending() throws {
        var story = try waiting(3600)
        try story.tell("10:40", .publicReply(messageID: nil))
        #expect(try ladder(story, asOf: "11:00").map(\.key).suffix(2) == ["breach", "repeat_1"])
        let cycle = try #require(try story.clocks("11:00").cycles.first)
        #expect(cycle.nextWake(policy: story.policy, calendar: .always, fired: []) == nil)
    }

    @Test func e4AReplyAfterTheBreachEndsRepeatsOfTheWallClock() throws {
        var story = try waiting(3600)
        try story.tell("10:40", .publicReply(messageID: nil))
        let steps = try ladder(story, asOf: "12:00", priority: "P1")
        #expect(steps.map(\.key) == ["warn_50", "warn_75", "warn_90", "breach", "repeat_1"])
    }

    @Test func e4APauseStopsOpenStepsAndTheyGoOnAfterIt() throws {
        // Breach 10:00, paused 10:10 to 12:10: the first repeat comes 30 running minutes after the breach, at 12:30.
        for (clock, times) in [
            (SLAPolicy.RepeatClock.open, ["10:00", "12:30"]), (.wall, ["10:00", "10:30"]),
        ] {
            var story = ClockStory([.agentWork: 3600])
            story.policy.repeatClock = clock
            try story.tell("09:00", .customerMessage)
            try story.tell("10:10", .publicReplyWithStatus(messageID: nil, .waitingCustomer))
            try story.tell("12:10", .customerMessage)
            let steps = try ladder(story, asOf: "12:10").filter { $0.recipient != nil }
            #expect(try steps.prefix(2).map(\.at) == times.map(at))
        }
    }

    @Test func theWorkerWakesAtTheNextStepAndPastTheBreach() throws {
        let story = try waiting(3600)
        var fired: Set<FiredStep> = []
        var wakes: [Instant] = []
        for _ in 0..<4 {
            let cycle = try #require(try story.clocks("09:00").cycles.first)
            let next = try #require(
                cycle.pendingSteps(policy: story.policy, calendar: .always, fired: fired).min { $0.wakeAt < $1.wakeAt }
            )
            wakes.append(try #require(cycle.nextWake(policy: story.policy, calendar: .always, fired: fired)))
            fired.insert(next.fired)
        }
        #expect(try wakes == [at("09:30"), at("09:45"), at("09:54"), at("2025-06-02T10:00:00.000001Z")])
    }

    @Test func timersAreEveryInstantStillToCome() throws {
        let cycle = try #require(try waiting(3600).clocks("09:40").cycles.first)
        let timers = cycle.timers(policy: SLAPolicy(targetSeconds: [:]), calendar: .always, asOf: try at("09:40"))
        #expect(timers.map(\.name) == ["75", "90", "due", "breach"])
    }

    @Test func everyLevelHasItsName() {
        for level in Level.allCases {
            #expect(Level(name: level.name) == level)
            #expect(LadderRecipient(name: level.name) == .level(level))
        }
        #expect(Level.allCases.map(\.name) == ["L0", "L1", "L2", "L3", "L4"])
        for recipient in LadderRecipient.path(above: .l0, clientContact: true) {
            #expect(LadderRecipient(name: recipient.name) == recipient)
        }
    }
}

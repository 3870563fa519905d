import BusinessTime
import Switchyard
import Testing

/// One case per rule of the clocks (`spec/sla.md` K, S, T5, T6), worked by hand.
struct ClockRuleTests {
    private let at = ClockStory.at

    @Test func t5AReplyAtTheBreachInstantIsMetAndLaterIsMissed() throws {
        // 1 h from 09:00 round the clock: due = breach = 10:00.
        for (reply, verdict) in [("10:00", ClockCycle.Verdict.met), ("2025-06-02T10:00:00.000001Z", .missed)] {
            var story = ClockStory([.firstReply: 3600])
            try story.tell("09:00", .customerMessage)
            try story.tell(reply, .publicReply(messageID: nil))
            let cycle = try #require(try story.clocks("11:00").cycles.first)
            #expect(cycle.verdict == verdict)
            #expect(try cycle.breachAt == at("10:00"))
        }
    }

    @Test func t5ATargetThatEndsAtClosingIsDueThenAndMissedFromTheNextOpening() throws {
        // Office hours: 1 h from 16:00 is used up at 17:00; the clock passes it on Tuesday 09:00.
        var story = ClockStory([.firstReply: 3600], line: CalendarLine(try ClockStory.officeHours()))
        try story.tell("16:00", .customerMessage)
        try story.tell("03 08:00", .publicReply(messageID: nil))
        let cycle = try #require(try story.clocks("03 12:00").cycles.first)
        #expect(try cycle.dueAt == at("17:00"))
        #expect(try cycle.breachAt == at("03 09:00"))
        #expect(cycle.verdict == .met)
        #expect(cycle.elapsedSeconds == 3600)
    }

    @Test func t6AClockThatCannotBeReachedIsUnschedulable() throws {
        let closed = try OpenTime(document: CalendarDocument(zone: "UTC"))
        var story = ClockStory([.firstReply: 3600], line: CalendarLine(closed))
        try story.tell("09:00", .customerMessage)
        let cycle = try #require(try story.clocks("11:00").cycles.first)
        #expect(cycle.state == .unschedulable)
        #expect(cycle.dueAt == nil && cycle.breachAt == nil && cycle.verdict == nil)
    }

    @Test func k1OnlyAPublicReplyFulfils() throws {
        for kind in [CaseFact.Kind.autoAck, .internalNote] {
            var story = ClockStory([.firstReply: 3600])
            try story.tell("09:00", .customerMessage)
            try story.tell("09:10", kind)
            #expect(try story.clocks("09:30").cycles.first?.state == .running)
        }
    }

    @Test func k1AFinallyFailedReplyHasNeverBeen() throws {
        // Replied at 09:30, target 10:00, failure known at 12:00: running again, breached at 10:00.
        var story = ClockStory([.firstReply: 3600])
        try story.tell("09:00", .customerMessage)
        try story.tell("09:30", .publicReply(messageID: "m1"))
        #expect(try story.clocks("11:00").cycles.first?.verdict == .met)
        try story.tell("12:00", .sendFailedFinally(messageID: "m1"))
        let cycle = try #require(try story.clocks("12:00").cycles.first)
        #expect(cycle.state == .running)
        #expect(cycle.fulfilledAt == nil)
        #expect(try cycle.breachedAt == at("10:00"))
    }

    @Test func k1AFailedReplyLeavesTheLaterOneToFulfil() throws {
        var story = ClockStory([.firstReply: 3600, .nextReply: 3600])
        try story.tell("09:00", .customerMessage)
        try story.tell("09:20", .publicReply(messageID: "m1"))
        try story.tell("09:30", .customerMessage)
        try story.tell("09:40", .publicReply(messageID: "m2"))
        #expect(try story.clocks("10:00")[.nextReply].count == 1)
        try story.tell("10:00", .sendFailedFinally(messageID: "m1"))
        let clocks = try story.clocks("10:00")
        #expect(try clocks[.firstReply].map(\.fulfilledAt) == [at("09:40")])
        #expect(clocks[.nextReply].isEmpty)
    }

    @Test func firstReplyOfAnAgentsTicketWaitsForTheFirstMessage() throws {
        var story = ClockStory([.firstReply: 3600, .resolution: 36000])
        try story.tell("08:00", .openedByAgent)
        try story.tell("08:05", .publicReply(messageID: nil))
        #expect(try story.clocks("08:30")[.firstReply].isEmpty)
        try story.tell("09:00", .customerMessage)
        let clocks = try story.clocks("09:30")
        #expect(try clocks[.firstReply].map(\.startAt) == [at("09:00")])
        #expect(try clocks[.resolution].map(\.startAt) == [at("08:00")])
    }

    @Test func nextReplyCountsFromTheOldestUnansweredMessage() throws {
        var story = ClockStory([.nextReply: 3600])
        try story.tell("09:00", .customerMessage)
        try story.tell("09:10", .customerMessage)
        try story.tell("09:20", .publicReply(messageID: nil))
        try story.tell("10:00", .customerMessage)
        try story.tell("10:30", .customerMessage)
        try story.tell("10:45", .publicReply(messageID: nil))
        try story.tell("11:00", .customerMessage)
        let cycles = try story.clocks("11:10")[.nextReply]
        #expect(try cycles.map(\.startAt) == [at("10:00"), at("11:00")])
        #expect(cycles.map(\.ordinal) == [1, 2])
        #expect(cycles.map(\.elapsedSeconds) == [2700, 600])
    }

    @Test func periodicUpdateStartsAgainWithEachReplyWhileUnresolved() throws {
        var story = ClockStory([.periodicUpdate: 7200])
        try story.tell("09:00", .customerMessage)
        try story.tell("10:00", .publicReply(messageID: nil))
        try story.tell("11:00", .publicReply(messageID: nil))
        try story.tell("11:30", .resolved)
        let cycles = try story.clocks("12:00").cycles
        #expect(cycles.map(\.state) == [.fulfilled, .cancelled])
        #expect(cycles.map(\.elapsedSeconds) == [3600, 1800])
    }

    @Test func k3AResolutionWithoutReplyCancelsTheReplyClock() throws {
        for kind in [CaseFact.Kind.resolved, .resolvedWithoutReply] {
            var story = ClockStory([.firstReply: 3600, .resolution: 7200])
            try story.tell("09:00", .customerMessage)
            try story.tell("09:30", kind)
            let clocks = try story.clocks("12:00")
            #expect(clocks[.firstReply].map(\.reason) == [.resolvedWithoutReply])
            #expect(clocks[.firstReply].map(\.verdict) == [nil])
            #expect(clocks[.resolution].map(\.verdict) == [.met])
            story.policy.countsUnansweredAsMissed = true
            #expect(try story.clocks("12:00")[.firstReply].map(\.verdict) == [.missed])
        }
    }

    @Test func k4AReopenedResolutionContinuesAndTheResolvedTimeIsPaused() throws {
        // 1 h used, resolved 10:00 to 12:00, 1.5 h more: 2.5 h of 3 h.
        var story = ClockStory([.resolution: 10800])
        try story.tell("09:00", .customerMessage)
        try story.tell("10:00", .resolved)
        try story.tell("12:00", .customerMessage)
        let running = try #require(try story.clocks("12:30").cycles.first)
        #expect(running.state == .running && running.fulfilledAt == nil)
        #expect(try running.dueAt == at("14:00"))
        try story.tell("13:30", .resolved)
        let cycle = try #require(try story.clocks("14:00").cycles.first)
        #expect(cycle.elapsedSeconds == 9000 && cycle.verdict == .met)
        #expect(try cycle.firstFulfilledAt == at("10:00"))
        #expect(try cycle.fulfilledAt == at("13:30"))
        #expect(cycle.spans.map(\.kind) == [.running, .paused, .running])
    }

    @Test func k4TheWindowEndsAfterSevenDaysAndAFollowUpBegins() throws {
        for (time, reopens) in [("09 10:00", true), ("2025-06-09T10:00:00.000001Z", false)] {
            var story = ClockStory([.resolution: 10800])
            try story.tell("09:00", .customerMessage)
            try story.tell("10:00", .resolved)
            try story.tell(time, .customerMessage)
            let clocks = try story.clocks("10 00:00")
            #expect(clocks.cycles.count == (reopens ? 1 : 2))
            #expect(clocks.followUps.isEmpty == reopens)
            #expect(clocks.cycles.last?.ticket == clocks.followUps["A", default: "A"])
        }
    }

    @Test func k5AMergeCancelsAndAnOlderMessageMovesTheOtherStartBack() throws {
        // B waits since 10:00 with 2 h; A's message of 09:00 makes that 11:00.
        var story = ClockStory([.firstReply: 7200])
        try story.tell("09:00", .customerMessage)
        try story.tell("10:00", .customerMessage, ticket: "B")
        try story.tell("10:30", .merged(from: "A", into: "B"))
        try story.tell("10:40", .publicReply(messageID: nil))
        let cycles = try story.clocks("12:00").cycles
        #expect(cycles.map(\.ticket) == ["A", "B"])
        #expect(cycles.map(\.reason) == [.merged, nil])
        #expect(try cycles[1].startAt == at("09:00"))
        #expect(try cycles[1].dueAt == at("11:00"))
        #expect(try cycles[1].fulfilledAt == at("10:40"))
    }

    @Test func k5AMovedStartNeverBreachesAtOnce() throws {
        // A waits since 06:00 with 2 h, so B would be late at once: 15 min from 10:30 instead.
        var story = ClockStory([.firstReply: 7200])
        try story.tell("06:00", .customerMessage)
        try story.tell("10:00", .customerMessage, ticket: "B")
        try story.tell("10:30", .merged(from: "A", into: "B"))
        let moved = try #require(try story.clocks("10:30").cycles.last)
        #expect(try moved.dueAt == at("10:45"))
        #expect(moved.breachedAt == nil)
    }

    @Test func k5ANewerMessageMovesNothing() throws {
        var story = ClockStory([.firstReply: 7200])
        try story.tell("09:00", .customerMessage, ticket: "B")
        try story.tell("10:00", .customerMessage)
        try story.tell("10:30", .merged(from: "A", into: "B"))
        #expect(try story.clocks("10:30").cycles.last?.startAt == at("09:00"))
    }

    @Test func k8AMessageEndsTheWaitForTheCustomerAtItsOwnInstant() throws {
        // 1 h used, paused 10:00 to 12:00: 3 h from 09:00 are due at 14:00.
        var story = ClockStory([.agentWork: 10800])
        try story.tell("09:00", .customerMessage)
        try story.tell("10:00", .publicReplyWithStatus(messageID: nil, .waitingCustomer))
        let paused = try #require(try story.clocks("11:00").cycles.first)
        #expect(paused.state == .paused && paused.dueAt == nil)
        #expect(paused.remainingSeconds == 7200 && paused.elapsedSeconds == 3600)
        try story.tell("12:00", .customerMessage)
        let cycle = try #require(try story.clocks("12:30").cycles.first)
        #expect(cycle.state == .running)
        #expect(try cycle.dueAt == at("14:00"))
    }

    @Test func k7AProblemPausesOnlyWhatThePolicyLists() throws {
        var story = ClockStory([.agentWork: 10800, .resolution: 10800, .requesterWait: 10800])
        story.policy.pauses = [.resolution: [.waitingProblem]]
        try story.tell("09:00", .customerMessage)
        try story.tell("10:00", .statusChanged(.waitingProblem))
        let clocks = try story.clocks("11:00")
        #expect(clocks[.agentWork].map(\.state) == [.running])
        #expect(clocks[.requesterWait].map(\.state) == [.running])
        #expect(clocks[.resolution].map(\.state) == [.paused])
    }

    @Test func k7AProblemPausesNothingUnlessThePolicyListsIt() throws {
        var story = ClockStory(Dictionary(uniqueKeysWithValues: SLAMetric.allCases.map { ($0, 36000) }))
        try story.tell("09:00", .customerMessage)
        try story.tell("09:10", .publicReply(messageID: nil))
        try story.tell("09:20", .customerMessage)
        try story.tell("10:00", .statusChanged(.waitingProblem))
        let answered: Set<SLAMetric> = [.firstReply, .answer]
        let running = try story.clocks("11:00").cycles.filter { !answered.contains($0.metric) }
        #expect(running.count == SLAMetric.allCases.count - answered.count)
        #expect(running.allSatisfy { $0.state == .running })
    }

    @Test func s2AtOneInstantFulfilResumePauseStart() throws {
        // A message and a reply at 10:00: the reply answers what came before, the message waits for the next.
        var story = ClockStory([.firstReply: 7200, .nextReply: 3600])
        try story.tell("09:00", .customerMessage, id: "1")
        try story.tell("10:00", .customerMessage, id: "2")
        try story.tell("10:00", .publicReply(messageID: nil), id: "3")
        let clocks = try story.clocks("10:30")
        #expect(try clocks[.firstReply].map(\.fulfilledAt) == [at("10:00")])
        #expect(try clocks[.nextReply].map(\.startAt) == [at("10:00")])
    }

    @Test func s3ALateReplyCountsWhereItHappened() throws {
        var story = ClockStory([.firstReply: 3600])
        try story.tell("09:00", .customerMessage)
        #expect(try story.clocks("11:00").cycles.first?.breachedAt == at("10:00"))
        try story.tell("09:30", .publicReply(messageID: nil), recorded: "11:00")
        let cycle = try #require(try story.clocks("11:00").cycles.first)
        #expect(cycle.verdict == .met && cycle.breachedAt == nil)
        #expect(cycle.elapsedSeconds == 1800)
    }

    @Test func s3AFactFromTheFutureIsPlacedWhereItWasRecorded() throws {
        var story = ClockStory([.firstReply: 7200])
        try story.tell("09:00", .customerMessage)
        try story.tell("12:00", .publicReply(messageID: nil), recorded: "10:30")
        let cycle = try #require(try story.clocks("12:30").cycles.first)
        #expect(try cycle.fulfilledAt == at("10:30"))
        #expect(cycle.verdict == .met)
    }

    @Test func s3AFactBeforeTheTicketIsPlacedAtItsCreation() throws {
        var story = ClockStory([.resolution: 3600])
        try story.tell("08:00", .statusChanged(.open), recorded: "09:30")
        try story.tell("09:00", .customerMessage)
        #expect(try story.clocks("10:00").cycles.map(\.startAt) == [at("09:00")])
    }

    @Test func s4ABreachIsDatedAtItsInstantAndNotRecordedAtIt() throws {
        var story = ClockStory([.firstReply: 3600])
        try story.tell("09:00", .customerMessage)
        #expect(try story.clocks("10:00").cycles.first?.breachedAt == nil)
        #expect(try story.clocks("10:01").cycles.first?.breachedAt == at("10:00"))
        #expect(try story.clocks("2025-06-02T10:00:00.000001Z").moves.last?.at == at("10:00"))
    }

    @Test func k6AStartOutsideHoursWaitsForTheFirstOpenSecond() throws {
        // Saturday: 1 h is due on Monday 10:00.
        var story = ClockStory([.firstReply: 3600], line: CalendarLine(try ClockStory.officeHours()))
        try story.tell("07 12:00", .customerMessage)
        let cycle = try #require(try story.clocks("08 12:00").cycles.first)
        #expect(cycle.elapsedSeconds == 0 && cycle.state == .running)
        #expect(try cycle.dueAt == at("09 10:00"))
    }
}

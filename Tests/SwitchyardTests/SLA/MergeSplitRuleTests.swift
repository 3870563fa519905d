import BusinessTime
import TestTools
import Testing

@testable import Switchyard

/// K5: what a split does to the clocks of the case it takes messages from, and that a merge can be told to the surviving
/// case's own log.
struct MergeSplitRuleTests {
    private func at(_ time: String) throws -> Instant { try ClockStory.at(time) }

    /// First reply given at 09:10; a message waits since 10:00, another since 10:20. Next reply in 2 h.
    private func waiting() throws -> ClockStory {
        var story = ClockStory([.firstReply: 3600, .nextReply: 7200, .agentWork: 86_400])
        try story.tell("09:00", .customerMessage)
        try story.tell("09:10", .publicReply(messageID: nil))
        try story.tell("10:00", .customerMessage, id: "m1")
        try story.tell("10:20", .customerMessage, id: "m2")
        return story
    }

    @Test func k5AMessageThatLeavesTakesItsWaitAlong() throws {
        var story = try waiting()
        try story.tell("10:30", .messagesMoved(["m1", "m2"]))
        let clocks = try story.clocks("15:00")
        let next = try #require(clocks[.nextReply].first)
        #expect(clocks[.nextReply].count == 1)
        #expect(next.state == .cancelled && next.reason == .split)
        #expect(next.verdict == nil && next.elapsedSeconds == 1800)
        #expect(clocks[.agentWork].map(\.state) == [.running])
    }

    @Test func k5WhatIsLeftIsTimedFromItsOwnOldestMessage() throws {
        var story = try waiting()
        try story.tell("10:30", .messagesMoved(["m1"]))
        let next = try story.clocks("10:40")[.nextReply]
        #expect(next.map(\.state) == [.cancelled, .running])
        #expect(next[1].startedBy == "m2")
        #expect(try next[1].startAt == at("10:20"))
        #expect(try next[1].dueAt == at("12:20"))
    }

    @Test func k5AYoungerMessageThatLeavesMovesNothing() throws {
        var story = try waiting()
        try story.tell("10:30", .messagesMoved(["m2"]))
        let next = try story.clocks("10:40")[.nextReply]
        #expect(next.map(\.state) == [.running])
        #expect(try next[0].startAt == at("10:00"))
    }

    @Test func p4ABreachStaysWhereItWasRecorded() throws {
        var story = try waiting()
        try story.tell("12:30", .messagesMoved(["m1", "m2"]))
        let next = try #require(try story.clocks("15:00")[.nextReply].first)
        #expect(next.state == .cancelled)
        #expect(next.verdict == .missed)
        #expect(try next.breachedAt == at("12:00"))
    }

    @Test func k8AMessageThatLeavesHasStillEndedTheWaitForTheCustomer() throws {
        var story = ClockStory([.agentWork: 86_400])
        try story.tell("09:00", .customerMessage)
        try story.tell("10:00", .publicReplyWithStatus(messageID: nil, .waitingCustomer))
        try story.tell("11:00", .customerMessage, id: "m")
        try story.tell("12:00", .messagesMoved(["m"]))
        let cycle = try #require(try story.clocks("12:30").cycles.first)
        #expect(cycle.state == .running)
        #expect(cycle.spans.map(\.kind) == [.running, .paused, .running])
    }

    @Test func k5AnAnswerBeforeTheSplitStands() throws {
        var story = try waiting()
        try story.tell("10:25", .publicReply(messageID: nil))
        try story.tell("10:30", .messagesMoved(["m1"]))
        #expect(try story.clocks("10:40")[.nextReply].map(\.state) == [.fulfilled])
    }

    /// What a merge does to the surviving case is the same whether one fold sees both logs, or the survivor's own log with
    /// what the other one left to it.
    @Test(arguments: 1...400 as ClosedRange<UInt64>)
    func k5TheSurvivorsOwnLogDecidesItsClocks(_ seed: UInt64) throws {
        var pair = MergedPair(seed: seed)
        let (source, survivor) = pair.logs()
        let merged = CaseFact(id: "900", ticket: "B", occurredAt: pair.mergeAt, kind: .merged(from: "A", into: "B"))
        let known = source.filter { $0.recordedAt < pair.mergeAt }
        let failures = source.filter { $0.recordedAt > pair.mergeAt }
        let carried = try CarriedFacts.read(["facts": CarriedFacts.json(known)], under: "900")
        let own = survivor + carried + [merged] + failures.map { $0.told(on: "B") }
        func rows(_ facts: [CaseFact]) throws -> [ClockCycle] {
            try ClockMachine.fold(facts, policy: pair.policy, calendar: .always, asOf: pair.end).of("B").cycles
        }
        let both = try rows(source + survivor + [merged])
        let alone = try rows(own)
        #expect(both.map(\.withoutNames) == alone.map(\.withoutNames))
    }
}

/// Two cases of one customer: messages, replies that may fail (some after the merge), resolutions of the first one.
private struct MergedPair {
    private static let start = Instant(microseconds: 1_748_822_400_000_000)
    let mergeAt = start.adding(seconds: 100_000)
    let end = start.adding(seconds: 200_000)
    let policy: SLAPolicy
    private var random: SeededNumbers

    init(seed: UInt64) {
        random = SeededNumbers(seed: seed)
        var policy = SLAPolicy(targetSeconds: [
            .firstReply: 20_000, .nextReply: 30_000, .periodicUpdate: 50_000, .answer: 10_000,
        ])
        policy.floorSeconds = Int64.random(in: 0...3600, using: &random)
        self.policy = policy
    }

    mutating func logs() -> (source: [CaseFact], survivor: [CaseFact]) {
        (log("A", prefix: "1", resolves: true), log("B", prefix: "5", resolves: false))
    }

    private mutating func log(_ ticket: String, prefix: String, resolves: Bool) -> [CaseFact] {
        var facts = [fact(ticket, "\(prefix)00", 0, .customerMessage)]
        for index in 1...Int.random(in: 1...12, using: &random) {
            let seconds = Int64.random(in: 1...60, using: &random) * 1500
            let id = "\(prefix)\(index < 10 ? "0" : "")\(index)"
            switch Int.random(in: 0..<(resolves ? 9 : 8), using: &random) {
            case 0..<4: facts.append(fact(ticket, id, seconds, .customerMessage))
            case 4..<7:
                facts.append(fact(ticket, id, seconds, .publicReply(messageID: id)))
                guard Bool.random(using: &random) else { continue }
                let failed = Int64.random(in: 30...90, using: &random) * 1500 + 7
                facts.append(fact(ticket, id + "x", failed, .sendFailedFinally(messageID: id)))
            case 7: facts.append(fact(ticket, id, seconds, .internalNote))
            default: facts.append(fact(ticket, id, seconds, .resolved))
            }
        }
        return facts
    }

    private func fact(_ ticket: String, _ id: String, _ seconds: Int64, _ kind: CaseFact.Kind) -> CaseFact {
        CaseFact(id: id, ticket: ticket, occurredAt: Self.start.adding(seconds: seconds), kind: kind)
    }
}

extension CaseFact {
    fileprivate func told(on ticket: String) -> CaseFact {
        CaseFact(id: id, ticket: ticket, occurredAt: occurredAt, recordedAt: recordedAt, kind: kind)
    }
}

extension ClockCycle {
    /// What does not depend on how the facts are called.
    fileprivate var withoutNames: [String] {
        [
            metric.rawValue, "\(ordinal)", "\(startAt)", state.rawValue, reason?.rawValue ?? "", "\(dueAt as Any)",
            "\(breachAt as Any)", "\(breachedAt as Any)", "\(fulfilledAt as Any)", "\(elapsedMicroseconds)",
            "\(effectiveTargetMicroseconds)", "\(spans)",
        ]
    }
}

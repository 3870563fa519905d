import BusinessTime
import Testing

@testable import Switchyard

/// What a clock counts as, and in which period: told as stories, judged under the policy's target and under others.
struct CycleVerdictTests {
    struct Sample: CustomTestStringConvertible {
        let name: String
        var metric = SLAMetric.firstReply
        var policySeconds: Int64 = 3600
        /// Nil: the policy's target.
        var threshold: Int64?
        var office = false
        var countsUnanswered = false
        let facts: [(String, CaseFact.Kind)]
        var asOf = "04 00:00"
        /// Outcome and instant, or nil for no verdict.
        let expected: (CycleVerdict.Outcome, String)?
        var testDescription: String { name }
    }

    private static let reply = CaseFact.Kind.publicReply(messageID: "m")
    private static let message = CaseFact.Kind.customerMessage

    static let samples = [
        Sample(
            name: "in time: by its fulfilment",
            facts: [("09:00", message), ("09:30", reply)],
            expected: (.met, "09:30")
        ),
        Sample(
            name: "at the breach itself: met",
            facts: [("09:00", message), ("10:00", reply)],
            expected: (.met, "10:00")
        ),
        Sample(
            name: "late: by its breach, not by its fulfilment",
            facts: [("09:00", message), ("11:00", reply)],
            expected: (.missed, "10:00")
        ),
        Sample(
            name: "a shorter threshold is missed where the policy is met",
            threshold: 1200,
            facts: [("09:00", message), ("09:30", reply)],
            expected: (.missed, "09:20")
        ),
        Sample(
            name: "a longer threshold is met where the policy is missed",
            threshold: 7200,
            facts: [("09:00", message), ("11:00", reply)],
            expected: (.met, "11:00")
        ),
        Sample(
            name: "T5: a threshold that ends at closing breaches at the next opening",
            threshold: 28_800,
            office: true,
            facts: [("09:00", message), ("03 12:00", reply)],
            expected: (.missed, "03 09:00")
        ),
        Sample(
            name: "T5: what comes between closing and opening is in time",
            threshold: 28_800,
            office: true,
            facts: [("09:00", message), ("03 08:00", reply)],
            expected: (.met, "03 08:00")
        ),
        Sample(
            name: "a pause does not count",
            metric: .agentWork,
            threshold: 7200,
            facts: [
                ("09:00", message), ("10:00", .statusChanged(.waitingCustomer)), ("15:00", .statusChanged(.open)),
                ("16:30", .resolved),
            ],
            expected: (.missed, "16:00")
        ),
        Sample(
            name: "missed in an earlier span stays missed while paused",
            metric: .agentWork,
            policySeconds: 86_400,
            threshold: 1800,
            facts: [("09:00", message), ("10:00", .statusChanged(.waitingCustomer))],
            expected: (.missed, "09:30")
        ),
        Sample(
            name: "paused in time: no verdict, and none by waiting",
            metric: .agentWork,
            threshold: 7200,
            facts: [("09:00", message), ("09:30", .statusChanged(.waitingCustomer))],
            expected: nil
        ),
        Sample(
            name: "running: by the breach to come",
            policySeconds: 172_800,
            facts: [("09:00", message)],
            expected: (.running, "04 09:00")
        ),
        Sample(
            name: "running, and past a shorter threshold: the same as soon as time is past it",
            policySeconds: 172_800,
            threshold: 3600,
            facts: [("09:00", message)],
            expected: (.running, "10:00")
        ),
        Sample(
            name: "K3: resolved without a reply is counted apart",
            facts: [("09:00", message), ("09:30", .resolvedWithoutReply)],
            expected: (.unanswered, "09:30")
        ),
        Sample(
            name: "K3: a contract may count it as missed",
            countsUnanswered: true,
            facts: [("09:00", message), ("09:30", .resolvedWithoutReply)],
            expected: (.missed, "09:30")
        ),
        Sample(
            name: "K3: a breach before the resolution stays where it was",
            facts: [("09:00", message), ("12:00", .resolvedWithoutReply)],
            expected: (.missed, "10:00")
        ),
        Sample(
            name: "K3: under a longer threshold that breach is none",
            threshold: 14_400,
            facts: [("09:00", message), ("12:00", .resolvedWithoutReply)],
            expected: (.unanswered, "12:00")
        ),
        Sample(
            name: "P5: cancelled by a policy in time: nothing",
            facts: [("09:00", message), ("09:30", .policyWithout(.firstReply))],
            expected: nil
        ),
        Sample(
            name: "P5: cancelled by a policy after a shorter threshold: missed",
            threshold: 600,
            facts: [("09:00", message), ("09:30", .policyWithout(.firstReply))],
            expected: (.missed, "09:10")
        ),
        Sample(
            name: "P4: lengthened after the breach stays missed",
            facts: [("09:00", message), ("10:30", .targetChanged([.firstReply: 7200])), ("10:40", reply)],
            expected: (.missed, "10:00")
        ),
        Sample(
            name: "P4: a correction takes the breach back",
            facts: [
                ("09:00", message), ("10:30", .targetCorrected([.firstReply: 7200], approvedBy: "s")), ("10:40", reply),
            ],
            expected: (.met, "10:40")
        ),
        Sample(
            name: "a threshold does not care what the policy's target became",
            threshold: 3600,
            facts: [
                ("09:00", message), ("09:30", .targetCorrected([.firstReply: 7200], approvedBy: "s")), ("10:40", reply),
            ],
            expected: (.missed, "10:00")
        ),
        Sample(
            name: "K4: reopened, the verdict is open again",
            metric: .resolution,
            policySeconds: 172_800,
            facts: [("09:00", message), ("10:00", .resolved), ("12:00", .reopened)],
            expected: (.running, "04 11:00")
        ),
        Sample(
            name: "K4: resolved again, it belongs to the last",
            metric: .resolution,
            facts: [("09:00", message), ("09:10", .resolved), ("12:00", .reopened), ("12:05", .resolved)],
            expected: (.met, "12:05")
        ),
        Sample(
            name: "K1: a reply that never arrived: the breach is found",
            facts: [("09:00", message), ("09:30", reply), ("12:00", .sendFailedFinally(messageID: "m"))],
            expected: (.missed, "10:00")
        ),
    ]

    private static func cycle(_ sample: Sample) throws -> (ClockCycle, OpenTime) {
        let calendar = sample.office ? try ClockStory.officeHours() : .always
        var story = ClockStory([sample.metric: sample.policySeconds], line: CalendarLine(calendar))
        story.policy.countsUnansweredAsMissed = sample.countsUnanswered
        for (time, kind) in sample.facts { try story.tell(time, kind) }
        return (try #require(try story.clocks(sample.asOf)[sample.metric].first), calendar)
    }

    @Test(arguments: samples) func `X2: a clock counts once, by the instant of its verdict`(_ sample: Sample) throws {
        let (cycle, calendar) = try Self.cycle(sample)
        let verdict = CycleVerdict(of: cycle, thresholdSeconds: sample.threshold, calendar: calendar)
        let expected = try sample.expected.map { CycleVerdict($0.0, at: try ClockStory.at($0.1)) }
        #expect(verdict == expected)
    }

    @Test func `of a random history, a threshold that equals an unchanged target says what the policy says`() throws {
        let calendar = try ClockStory.officeHours()
        var compared: [CycleVerdict.Outcome: Int] = [:]
        for seed in 1...400 as ClosedRange<UInt64> {
            let history = try RandomHistory(seed: seed)
            let clocks = try ClockMachine.fold(
                history.facts,
                policy: history.policy,
                calendar: calendar,
                asOf: history.end
            )
            for cycle in clocks.cycles
            where cycle.targetRevision == 0
                && cycle.effectiveTargetMicroseconds == cycle.targetSeconds * Instant.microsecondsPerSecond
            {
                let own = CycleVerdict(of: cycle, thresholdSeconds: nil, calendar: calendar)?.seen(at: history.end)
                let same = CycleVerdict(of: cycle, thresholdSeconds: cycle.targetSeconds, calendar: calendar)
                #expect(own == same?.seen(at: history.end), "seed \(seed) \(cycle)")
                if let own { compared[own.outcome, default: 0] += 1 }
            }
        }
        for outcome in [CycleVerdict.Outcome.met, .missed, .running, .unanswered] {
            #expect(compared[outcome, default: 0] > 20, "\(compared)")
        }
    }

    @Test func `X4: what a clock ran through is open, running, and before its verdict`() throws {
        let calendar = try ClockStory.officeHours()
        var story = ClockStory([.agentWork: 36_000], line: CalendarLine(calendar))
        try story.tell("08:00", .customerMessage)
        try story.tell("12:00", .statusChanged(.waitingCustomer))
        try story.tell("13:00", .statusChanged(.open))
        try story.tell("04 12:00", .resolved)
        let cycle = try #require(try story.clocks("05 00:00").cycles.first)
        let ran = { (threshold: Int64?) throws -> [Range<Instant>] in
            try #require(CycleVerdict(of: cycle, thresholdSeconds: threshold, calendar: calendar))
                .ran(cycle, calendar: calendar)
        }
        let range = { (from: String, to: String) throws in try ClockStory.at(from)..<ClockStory.at(to) }
        #expect(
            try ran(nil) == [range("09:00", "12:00"), range("13:00", "17:00"), range("03 09:00", "03 12:00")]
        )
        #expect(try ran(7200) == [range("09:00", "11:00")])
    }
}

extension CycleVerdict {
    /// A clock that runs past its breach is missed, noticed or not.
    fileprivate func seen(at instant: Instant) -> CycleVerdict {
        outcome == .running && finalAt < instant ? CycleVerdict(.missed, at: finalAt) : self
    }
}

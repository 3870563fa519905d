import BusinessTime
import Switchyard
import Testing

@Suite struct DeliveryVerdictTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let outcome: SendOutcome
        var number = 1
        var mayHaveArrived = false
        let state: DeliveryState
        let decision: String
        var isFailure = false
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "accepted", outcome: .accepted(reference: "q1"), state: .accepted, decision: "done"),
        Case(
            name: "accepted at last",
            outcome: .accepted(reference: nil),
            number: 12,
            mayHaveArrived: true,
            state: .accepted,
            decision: "done"
        ),
        Case(
            name: "refused for good",
            outcome: .rejected(code: "smtp_550"),
            state: .rejected,
            decision: "dead",
            isFailure: true
        ),
        Case(
            name: "refused, but may have arrived before",
            outcome: .rejected(code: "smtp_550"),
            mayHaveArrived: true,
            state: .unknown,
            decision: "dead"
        ),
        Case(
            name: "not yet",
            outcome: .retry(code: "smtp_451", afterSeconds: nil),
            state: .pending,
            decision: "retry"
        ),
        Case(
            name: "never",
            outcome: .retry(code: "smtp_451", afterSeconds: nil),
            number: 12,
            state: .rejected,
            decision: "dead",
            isFailure: true
        ),
        Case(
            name: "never, but may have arrived",
            outcome: .retry(code: "smtp_451", afterSeconds: nil),
            number: 12,
            mayHaveArrived: true,
            state: .unknown,
            decision: "dead"
        ),
        Case(name: "nobody knows yet", outcome: .unknown(code: "timed_out"), state: .unknown, decision: "retry"),
        Case(
            name: "nobody will know",
            outcome: .unknown(code: "timed_out"),
            number: 12,
            state: .unknown,
            decision: "dead"
        ),
    ])
    func anAttemptDecides(sample: Case) {
        let verdict = DeliveryVerdict(
            sample.outcome,
            DeliveryVerdict.Attempt(
                number: sample.number,
                numberMax: 12,
                mayHaveArrived: sample.mayHaveArrived,
                now: Instant(microseconds: 0),
                chance: 0
            )
        )
        #expect(verdict.state == sample.state)
        #expect(verdict.decision.name == sample.decision)
        #expect(verdict.isFailure == sample.isFailure)
        #expect(verdict.isConcluded == (sample.decision != "retry"))
    }

    @Test(arguments: [
        Case(name: "accepted", outcome: .accepted(reference: nil, httpStatus: 204), state: .accepted, decision: "done"),
        Case(name: "moved away", outcome: .rejected(code: "http_302"), state: .pending, decision: "retry"),
        Case(name: "not found yet", outcome: .rejected(code: "http_404"), state: .pending, decision: "retry"),
        Case(name: "gone", outcome: .rejected(code: "gone"), state: .rejected, decision: "done", isFailure: true),
        Case(
            name: "nowhere to go",
            outcome: .rejected(code: "egress_refused"),
            state: .rejected,
            decision: "done",
            isFailure: true
        ),
        Case(
            name: "failed to the end",
            outcome: .retry(code: "http_500", afterSeconds: nil),
            number: 11,
            state: .rejected,
            decision: "done",
            isFailure: true
        ),
        Case(
            name: "nobody will know",
            outcome: .unknown(code: "timed_out"),
            number: 11,
            state: .unknown,
            decision: "done"
        ),
    ])
    func aReceiverOfEventsIsTriedAgainAndItsEndIsNoDeadJob(sample: Case) {
        let verdict = DeliveryVerdict(
            ofEvent: sample.outcome,
            DeliveryVerdict.Attempt(
                number: sample.number,
                numberMax: JobKind.deliverEvent.attemptsMax,
                mayHaveArrived: sample.mayHaveArrived,
                now: Instant(microseconds: 0),
                chance: 0
            )
        )
        #expect(verdict.state == sample.state)
        #expect(verdict.decision.name == sample.decision)
        #expect(verdict.isFailure == sample.isFailure)
    }

    @Test func retryAfterIsKept() {
        let verdict = DeliveryVerdict(
            .retry(code: "http_429", afterSeconds: 120),
            DeliveryVerdict.Attempt(
                number: 1,
                numberMax: 12,
                mayHaveArrived: false,
                now: Instant(microseconds: 0),
                chance: 0xffff
            )
        )
        #expect(verdict.decision == .retry(at: Instant(microseconds: 120_000_000), code: "http_429"))
    }

    @Test(arguments: DeliveryKind.allCases)
    func onlyRepliesAreUndone(kind: DeliveryKind) {
        let carriers: Set<DeliveryKind> = [.replyMail, .replyWebhook]
        #expect(kind.carriesReply == carriers.contains(kind))
        #expect(DeliveryKind(rawValue: kind.rawValue) == kind)
    }

    @Test(arguments: DeliveryObstacle.allCases)
    func obstaclesAreShortCodes(obstacle: DeliveryObstacle) {
        #expect(obstacle.rawValue.wholeMatch(of: #/[a-z_]{1,40}/#) != nil)
    }
}

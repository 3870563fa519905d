package import BusinessTime

/// What an attempt taught us about a delivery, and what becomes of its job. A pure function of what is known.
package struct DeliveryVerdict: Sendable, Hashable {
    package let state: DeliveryState
    package let code: String
    package let isConcluded: Bool
    package let decision: JobDecision

    /// Certainly never arrived. Only this undoes a reply (`spec/sla.md K1`): where an attempt may have arrived, the customer
    /// may be reading the answer, so the clocks keep it and the state says that nobody knows.
    package var isFailure: Bool { isConcluded && state == .rejected }

    /// One attempt of a delivery, with what was known before it.
    package struct Attempt: Sendable {
        package var number: Int
        package var numberMax: Int
        /// An earlier attempt may have arrived: it ended as `unknown`, or its process died over it.
        package var mayHaveArrived: Bool
        package var now: Instant
        package var chance: UInt64

        package init(number: Int, numberMax: Int, mayHaveArrived: Bool, now: Instant, chance: UInt64) {
            self.number = number
            self.numberMax = numberMax
            self.mayHaveArrived = mayHaveArrived
            self.now = now
            self.chance = chance
        }
    }

    package static let acceptedCode = "accepted"

    package init(_ outcome: SendOutcome, _ attempt: Attempt, schedule: RetrySchedule = .delivery) {
        switch outcome {
        case .accepted:
            self.init(
                .accepted,
                DeliveryVerdict.acceptedCode,
                ending: .finish(outcome: DeliveryState.accepted.rawValue)
            )
        case .rejected(let code):
            let state: DeliveryState = attempt.mayHaveArrived ? .unknown : .rejected
            self.init(state, code, ending: .bury(reason: code))
        case .retry(let code, let wish):
            self.init(again: attempt, code: code, wish: wish, mayHaveArrived: attempt.mayHaveArrived, schedule)
        case .unknown(let code):
            self.init(again: attempt, code: code, wish: nil, mayHaveArrived: true, schedule)
        }
    }

    private init(
        again attempt: Attempt,
        code: String,
        wish: Int?,
        mayHaveArrived: Bool,
        _ schedule: RetrySchedule
    ) {
        guard attempt.number < attempt.numberMax else {
            self.init(mayHaveArrived ? .unknown : .rejected, code, ending: .bury(reason: code))
            return
        }
        let delay = schedule.delayMicroseconds(attempt: attempt.number, wishSeconds: wish, chance: attempt.chance)
        self.init(
            state: mayHaveArrived ? .unknown : .pending,
            code: code,
            isConcluded: false,
            decision: .retry(at: attempt.now.adding(microseconds: delay), code: code)
        )
    }

    private init(_ state: DeliveryState, _ code: String, ending decision: JobDecision) {
        self.init(state: state, code: code, isConcluded: true, decision: decision)
    }

    init(state: DeliveryState, code: String, isConcluded: Bool, decision: JobDecision) {
        self.state = state
        self.code = code
        self.isConcluded = isConcluded
        self.decision = decision
    }
}

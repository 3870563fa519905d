/// What a clock measures (`spec/sla.md`, Clocks).
///
/// Those that start and end on facts this machine does not see yet get their case together with those facts, so that no
/// switch here answers for a clock that never runs; until then their names are refused as not available.
package enum SLAMetric: String, CaseIterable, Codable, Sendable, Hashable, CodingKeyRepresentable {
    case firstReply = "first_reply"
    case nextReply = "next_reply"
    case periodicUpdate = "periodic_update"
    case requesterWait = "requester_wait"
    case agentWork = "agent_work"
    case resolution
    /// From the arrival of a contact on a live channel until somebody answers it.
    case answer
    /// From entering a level until somebody there has taken the case on.
    case olaAccept = "ola_accept"
    /// From entering a level until leaving it.
    case olaHold = "ola_hold"

    /// Named by the rules, and promised by nobody yet.
    package static let namesNotAvailable = ["complaint_ack", "complaint_decision"]

    package enum Family: CaseIterable, Sendable {
        /// Fulfilled by a public reply; a new cycle each time.
        case reply
        /// Fulfilled by the resolution; a reopening continues the cycle.
        case resolution
        /// What the operator promises itself, by the OLA policy: a new cycle for each visit of a level.
        case level
    }

    package var family: Family {
        switch self {
        case .firstReply, .nextReply, .periodicUpdate, .answer: .reply
        case .requesterWait, .agentWork, .resolution: .resolution
        case .olaAccept, .olaHold: .level
        }
    }

    /// The rules' pauses, where the policy names none.
    package var pauseStatusesDefault: Set<ClockStatus> {
        switch self {
        case .firstReply, .nextReply, .periodicUpdate, .resolution, .answer, .olaAccept, .olaHold: []
        case .requesterWait: [.waitingCustomer]
        case .agentWork: [.waitingCustomer, .waitingThirdParty, .waitingClient]
        }
    }

    /// False for the metrics that the rules never pause, whatever a policy says.
    package var canPause: Bool {
        switch self {
        case .firstReply, .nextReply, .answer: false
        case .periodicUpdate, .requesterWait, .agentWork, .resolution, .olaAccept, .olaHold: true
        }
    }

    /// X2: a contact counts in the period of its arrival, every other clock in that of its verdict.
    package var countsByArrival: Bool { self == .answer }
}

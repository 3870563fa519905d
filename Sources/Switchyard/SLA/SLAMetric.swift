/// What a clock measures (`spec/sla.md`, Clocks).
///
/// `ola_accept`, `ola_hold`, `answer` and `complaint_*` start and end on facts this machine does not see yet; they get
/// their case together with those facts, so that no switch here answers for a clock that never runs.
package enum SLAMetric: String, CaseIterable, Codable, Sendable, Hashable, CodingKeyRepresentable {
    case firstReply = "first_reply"
    case nextReply = "next_reply"
    case periodicUpdate = "periodic_update"
    case requesterWait = "requester_wait"
    case agentWork = "agent_work"
    case resolution

    package enum Family: CaseIterable, Sendable {
        /// Fulfilled by a public reply; a new cycle each time.
        case reply
        /// Fulfilled by the resolution; a reopening continues the cycle.
        case resolution
    }

    package var family: Family {
        switch self {
        case .firstReply, .nextReply, .periodicUpdate: .reply
        case .requesterWait, .agentWork, .resolution: .resolution
        }
    }

    /// The rules' pauses, where the policy names none.
    package var pauseStatusesDefault: Set<ClockStatus> {
        switch self {
        case .firstReply, .nextReply, .periodicUpdate, .resolution: []
        case .requesterWait: [.waitingCustomer]
        case .agentWork: [.waitingCustomer, .waitingThirdParty, .waitingClient]
        }
    }

    /// False for the metrics that the rules never pause, whatever a policy says.
    package var canPause: Bool {
        switch self {
        case .firstReply, .nextReply: false
        case .periodicUpdate, .requesterWait, .agentWork, .resolution: true
        }
    }
}

import Switchyard

/// What lies in the queue when a run begins, and how much of it may be under way at once.
enum LeaseScene: String, CaseIterable, Sendable {
    /// Jobs that have nothing to do with each other.
    case free
    /// One after the other, beside one that has no order.
    case inOrder
    /// More than may be under way, asked for as many as there are.
    case capped
    /// Both.
    case cappedInOrder

    /// Of a probe the end is written in a batch, of the other kind in the transaction of its effect.
    var jobs: [(kind: JobKind, isInOrder: Bool)] {
        switch self {
        case .free: [(.probe, false), (.inviteSurvey, false)]
        case .inOrder: [(.probe, true), (.inviteSurvey, true), (.probe, true), (.probe, false)]
        case .capped: [(.probe, false), (.inviteSurvey, false), (.probe, false), (.inviteSurvey, false)]
        case .cappedInOrder: [(.probe, true), (.probe, true), (.inviteSurvey, false), (.inviteSurvey, true)]
        }
    }

    var hasOrder: Bool { jobs.contains(where: \.isInOrder) }

    /// Of all kinds together; nil where there are no caps.
    var runningMax: Int? {
        switch self {
        case .free, .inOrder: nil
        case .capped: 2
        case .cappedInOrder: 1
        }
    }

    /// Jobs of one claim.
    var limit: Int {
        switch self {
        case .free, .inOrder: 1
        case .capped, .cappedInOrder: 50
        }
    }
}

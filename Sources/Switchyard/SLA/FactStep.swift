import BusinessTime

/// A fact taken apart into what it does, so that S2's order holds between the parts of different facts at one instant.
struct FactStep: Comparable {
    /// S2: target change, fulfil, resume, pause, start. The creation of a ticket precedes other starts; an
    /// acknowledgement follows all.
    enum Rank: Int, Comparable {
        case change, fulfil, resume, pause, create, start, acknowledge

        static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }

    enum Action: Hashable {
        case setTargets([SLAMetric: Int64], TargetChange)
        case followPolicies(version: Int, CaseFact.PublishScope)
        case changeAttributes(CaseAttributes.Change, TargetChange)
        case dropMetric(SLAMetric)
        case recompute
        case reply
        case resolve
        case merge(into: String)
        case release([String])
        case reopen
        case hearCustomer
        case setStatus(ClockStatus)
        case create
        case startReplyClock
        case startUpdateClock
        case acknowledge(LadderRecipient)
        case assign(toSomebody: Bool)
        case accept
    }

    let at: Instant
    let rank: Rank
    let factID: String
    /// Place among the steps of its fact.
    let index: Int
    let ticket: String
    let action: Action

    static func < (left: FactStep, right: FactStep) -> Bool {
        (left.at, left.rank, left.factID, left.index) < (right.at, right.rank, right.factID, right.index)
    }
}

/// What kind of change a new target is (P2, P4, C3).
enum TargetChange: Hashable {
    case changed
    case corrected
    case published(CaseFact.PublishScope)
}

extension CaseFact {
    /// The fact's steps at `instant`, its place in time after clamping.
    func steps(at instant: Instant) -> [FactStep] {
        actions.enumerated().map { index, action in
            FactStep(
                at: instant,
                rank: action.0,
                factID: id,
                index: index,
                ticket: stepTicket,
                action: action.1
            )
        }
    }

    private var stepTicket: String {
        if case .merged(let from, _) = kind { return from }
        return ticket
    }

    private var actions: [(FactStep.Rank, FactStep.Action)] {
        switch kind {
        case .customerMessage: [(.resume, .hearCustomer), (.start, .startReplyClock)]
        case .publicReply: [(.fulfil, .reply), (.start, .startUpdateClock)]
        case .publicReplyWithStatus(_, let status):
            [(.fulfil, .reply), (.start, .startUpdateClock)] + Self.actions(of: status)
        case .autoAck, .internalNote, .openedByAgent, .sendFailedFinally: []
        case .statusChanged(let status): Self.actions(of: status)
        case .resolved, .resolvedWithoutReply: [(.fulfil, .resolve)]
        case .reopened: [(.resume, .reopen)]
        case .targetChanged(let seconds): [(.change, .setTargets(seconds, .changed))]
        case .targetCorrected(let seconds, _): [(.change, .setTargets(seconds, .corrected))]
        case .policyPublished(let seconds, let scope): [(.change, .setTargets(seconds, .published(scope)))]
        case .policyInForce(let version, let scope): [(.change, .followPolicies(version: version, scope))]
        case .attributesChanged(let change): [(.change, .changeAttributes(change, .changed))]
        case .attributesCorrected(let change): [(.change, .changeAttributes(change, .corrected))]
        case .policyWithout(let metric): [(.change, .dropMetric(metric))]
        case .calendarPublished: [(.change, .recompute)]
        case .merged(_, let into): [(.fulfil, .merge(into: into))]
        case .messagesMoved(let messages): [(.fulfil, .release(messages))]
        case .acknowledged(let recipient):
            (recipient.level == nil ? [] : [(.fulfil, .accept)]) + [(.acknowledge, .acknowledge(recipient))]
        case .assigned(let toSomebody): [(.fulfil, .assign(toSomebody: toSomebody))]
        }
    }

    /// A waiting status pauses, every other one resumes; which clocks it pauses is the policy's business.
    private static func actions(of status: ClockStatus) -> [(FactStep.Rank, FactStep.Action)] {
        if status.isEnd { return [(.fulfil, .resolve)] }
        return [(status == .open ? .resume : .pause, .setStatus(status))]
    }

    /// The message id of a reply, if it has one.
    var replyMessageID: String? {
        switch kind {
        case .publicReply(let id), .publicReplyWithStatus(let id, _): id
        default: nil
        }
    }

    /// The fact without its reply, after the reply failed for good (K1); nil when nothing is left.
    var withoutReply: CaseFact? {
        switch kind {
        case .publicReply: nil
        case .publicReplyWithStatus(_, let status):
            CaseFact(
                id: id,
                ticket: ticket,
                occurredAt: occurredAt,
                recordedAt: recordedAt,
                kind: .statusChanged(status)
            )
        default: self
        }
    }
}

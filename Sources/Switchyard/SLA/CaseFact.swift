package import BusinessTime

/// Something that happened to a case, as the clocks see it (`spec/sla.md` K, S2, S3).
///
/// `id` names the fact: a second fact with the same id is the same one, delivered again. What the platform does not count
/// (auto-replies of customers, bounces, survey answers: K2) is not turned into a `customerMessage` in the first place.
package struct CaseFact: Sendable, Hashable {
    package let id: String
    /// The ticket's name or id; facts after a merge or a follow-up may keep naming the old ticket.
    package let ticket: String
    package let occurredAt: Instant
    /// When the platform learned of it; `occurredAt` is never taken to be later (S3).
    package let recordedAt: Instant
    package let kind: Kind

    /// - Parameter recordedAt: nil when the fact was known at once.
    package init(id: String, ticket: String, occurredAt: Instant, recordedAt: Instant? = nil, kind: Kind) {
        self.id = id
        self.ticket = ticket
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt ?? occurredAt
        self.kind = kind
    }

    package enum Kind: Sendable, Hashable {
        /// A message by the customer (K2). The first one creates the ticket unless an agent opened it.
        case customerMessage
        /// Written by a human, visible to the customer (K1).
        case publicReply(messageID: String?)
        case publicReplyWithStatus(messageID: String?, ClockStatus)
        case autoAck
        case internalNote
        case openedByAgent
        case statusChanged(ClockStatus)
        case resolved
        case resolvedWithoutReply
        case reopened
        /// New targets in seconds after a change of priority or tier (P2).
        case targetChanged([SLAMetric: Int64])
        /// As `targetChanged`, approved as a correction of a wrong classification (P4).
        case targetCorrected([SLAMetric: Int64], approvedBy: String)
        case policyPublished([SLAMetric: Int64], applies: PublishScope)
        /// A published version of the tenant's policies is in force (C3).
        case policyInForce(version: Int, applies: PublishScope)
        /// The case is another one to the policies' conditions, or has another priority (P1, P2).
        case attributesChanged(CaseAttributes.Change)
        /// As `attributesChanged`, approved as a correction of a wrong classification (P4).
        case attributesCorrected(CaseAttributes.Change)
        /// The policy now in force has no such metric (P5).
        case policyWithout(SLAMetric)
        /// A calendar version became known (C1); the versions themselves are in the `CalendarLine`.
        case calendarPublished
        /// `from` was merged into `into` (K5).
        case merged(from: String, into: String)
        /// These customer messages, by their facts' ids, went to a case of their own (K5).
        case messagesMoved([String])
        /// The reply with this message id never reached the customer (K1).
        case sendFailedFinally(messageID: String)
        /// A person at the level that the ladder reached has taken it on (E4).
        case acknowledged(LadderRecipient)
        /// The case is somebody's from now on, or nobody's.
        case assigned(toSomebody: Bool)
    }

    /// What a published policy applies to (C3); restating closed cycles is a job of its own.
    package enum PublishScope: String, CaseIterable, Sendable, Hashable {
        case newCyclesOnly = "new_cycles_only"
        case running
    }

    /// True where the fact may change what was derived before it was known: it happened earlier (S3), or it takes something
    /// back (K1). After any other fact a fold goes on from where it was.
    var retellsThePast: Bool {
        if case .sendFailedFinally = kind { return true }
        return occurredAt < recordedAt
    }

    /// A move to another level or desk.
    var isOfPlace: Bool {
        if case .attributesChanged(.place) = kind { return true }
        return false
    }

    /// Who has the case, which is no matter of where it is.
    var isOfOwner: Bool {
        if case .assigned = kind { return true }
        return false
    }

    /// True for facts that bring a ticket into being.
    var createsTicket: Bool {
        switch kind {
        case .customerMessage, .openedByAgent: true
        default: false
        }
    }
}

import BusinessTime
import Foundation
import Postgres

/// What the facts of one case's clocks are made from: its clocks and spans as stored, and what its priority was when.
struct CycleFactFile {
    struct Subject: Hashable {
        let ticketID: UUID
        let channel: String
        let language: String
        let tier: String
        let category: String
        let priority: TicketPriority
        /// All it has are replies older than itself (`CaseFacts`).
        let hasOnlyPrecedingReplies: Bool
        /// When the platform learned of the case: it decides which calendar the case began with.
        let recordedAt: Instant
        /// When its customer asked: no clock of it began earlier.
        let openedAt: Instant
        /// Entries of its log.
        let events: Int
    }

    /// A change of priority, as the log tells it.
    struct PriorityChange {
        let at: Instant
        let from: TicketPriority
    }

    let subject: Subject
    var cycles: [ClockCycle] = []
    var priorityChanges: [PriorityChange] = []
    /// What its clocks would have been, by the revision of the restatement that says so.
    var restated: [Int: [ClockCycle]] = [:]

    func facts(
        of cycles: [ClockCycle],
        thresholds: ContractThresholds,
        settings: TenantSettings
    ) -> [CycleFact] {
        let terms = settings.terms(
            version: PolicyLine.noVersion,
            attributes: CaseAttributes(),
            caseRecordedAt: subject.recordedAt
        )
        return cycles.flatMap { cycle -> [CycleFact] in
            // Nothing that was published after a clock ended touches it (`spec/sla.md C1`).
            let calendar = terms.openTime(cycle.calendar, knownAt: cycle.endedAt ?? .distantFuture)
            let own = fact(of: cycle, thresholdSeconds: nil, calendar: calendar)
            return
                ([own]
                + thresholds.seconds(cycle.metric).map {
                    fact(of: cycle, thresholdSeconds: $0, calendar: calendar)
                })
                .compactMap { $0 }
        }
    }

    private func fact(of cycle: ClockCycle, thresholdSeconds: Int64?, calendar: OpenTime) -> CycleFact? {
        guard var verdict = CycleVerdict(of: cycle, thresholdSeconds: thresholdSeconds, calendar: calendar) else {
            return nil
        }
        if subject.hasOnlyPrecedingReplies, cycle.isOfFirstReply {
            verdict = CycleVerdict(.unmeasured, at: verdict.finalAt)
        }
        let arrivedAt = cycle.metric.countsByArrival ? cycle.arrivedAt ?? cycle.startAt : nil
        let isUnanswered = thresholdSeconds == nil && cycle.reason == .resolvedWithoutReply
        return CycleFact(
            subject: subject,
            metric: cycle.metric.rawValue,
            cycle: cycle.startedBy,
            thresholdSeconds: thresholdSeconds ?? CycleFact.policyTarget,
            verdict: verdict,
            isClosed: cycle.isEnded,
            startAt: cycle.startAt,
            arrivedAt: arrivedAt,
            ran: verdict.ran(cycle, calendar: calendar),
            unansweredAt: isUnanswered ? arrivedAt ?? cycle.cancelledAt : nil,
            priority: priority(at: verdict.finalAt)
        )
    }

    private func priority(at instant: Instant) -> TicketPriority {
        priorityChanges.first { $0.at > instant }?.from ?? subject.priority
    }
}

extension ClockCycle {
    /// Of a case whose only replies are older than itself nothing can be said of it.
    var isOfFirstReply: Bool { metric == .firstReply || metric == .answer && ordinal == 1 }
}

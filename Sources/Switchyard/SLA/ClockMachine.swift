package import BusinessTime

/// The SLA machine: a pure fold from facts to clocks (`spec/sla.md` S1). API, worker, replay, explain and simulation all
/// use this one.
///
/// Facts may come in any order and more than once; only `occurredAt`, the kind's rank and the fact's id decide (S2, S3).
package enum ClockMachine {
    /// Facts of one case.
    package static let factsMax = 100_000

    package struct TooManyFacts: Error, Sendable {}

    package static func fold(
        _ facts: [CaseFact],
        policy: SLAPolicy,
        calendar: OpenTime,
        priority: String? = nil,
        asOf: Instant
    ) throws -> CaseClocks {
        try fold(facts, policy: policy, line: CalendarLine(calendar), priority: priority, asOf: asOf)
    }

    /// What the clocks are at `asOf`. Breaches up to but not at `asOf` are recorded; facts after it are left out.
    ///
    /// - Parameter priority: picks the targets that the case starts with; later ones come with `targetChanged`.
    package static func fold(
        _ facts: [CaseFact],
        policy: SLAPolicy,
        line: CalendarLine,
        priority: String? = nil,
        asOf: Instant
    ) throws -> CaseClocks {
        try fold(facts, terms: CaseTerms(only: policy, line: line, priority: priority), asOf: asOf)
    }

    package static func fold(_ facts: [CaseFact], terms: CaseTerms, asOf: Instant) throws -> CaseClocks {
        guard facts.count <= factsMax else { throw TooManyFacts() }
        var fold = ClockFold(terms)
        fold.apply(steps(of: facts), until: asOf)
        return fold.clocks(asOf: asOf)
    }

    /// Facts once each, without failed replies, taken apart and in S2's order.
    static func steps(of facts: [CaseFact]) -> [FactStep] {
        let known = withoutFailedReplies(withoutDuplicates(facts))
        let creations = creations(known)
        var steps = creations.map { ticket, fact in
            FactStep(
                at: fact.occurredAtMost,
                rank: .create,
                factID: fact.id,
                index: 0,
                ticket: ticket,
                action: .create
            )
        }
        for fact in known {
            let created = creations[fact.ticket]?.occurredAtMost ?? .distantPast
            steps += fact.steps(at: max(created, fact.occurredAtMost))
        }
        return steps.sorted()
    }

    /// Of two deliveries of one fact the one recorded first counts.
    private static func withoutDuplicates(_ facts: [CaseFact]) -> [CaseFact] {
        var first: [String: CaseFact] = [:]
        for fact in facts {
            guard let other = first[fact.id] else {
                first[fact.id] = fact
                continue
            }
            if (fact.recordedAt, fact.occurredAt) < (other.recordedAt, other.occurredAt) { first[fact.id] = fact }
        }
        return Array(first.values)
    }

    /// K1: a reply that finally failed has never been.
    private static func withoutFailedReplies(_ facts: [CaseFact]) -> [CaseFact] {
        let failed = Set(
            facts.compactMap { fact -> String? in
                if case .sendFailedFinally(let id) = fact.kind { return id }
                return nil
            }
        )
        guard !failed.isEmpty else { return facts }
        return facts.compactMap { fact in
            guard let id = fact.replyMessageID, failed.contains(id) else { return fact }
            return fact.withoutReply
        }
    }

    /// The fact that brought each ticket into being: its first message or opening, else its first fact of any kind.
    private static func creations(_ facts: [CaseFact]) -> [String: CaseFact] {
        var first: [String: CaseFact] = [:]
        for fact in facts {
            guard let other = first[fact.ticket] else {
                first[fact.ticket] = fact
                continue
            }
            if fact.createsTicket != other.createsTicket {
                if fact.createsTicket { first[fact.ticket] = fact }
            } else if (fact.occurredAtMost, fact.id) < (other.occurredAtMost, other.id) {
                first[fact.ticket] = fact
            }
        }
        return first
    }
}

extension CaseFact {
    /// S3: nothing happened after it was recorded.
    var occurredAtMost: Instant { min(occurredAt, recordedAt) }
}

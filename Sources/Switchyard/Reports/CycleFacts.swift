import BusinessTime
import Foundation
import Postgres

/// Makes the facts of clocks: for every clock of a case, and for every threshold that a contract of the tenant asks about,
/// one row that says what it counts as and in which period (`spec/surveys-reports.md G1`; `spec/sla.md X2`). A case is made
/// anew as a whole, deleted and inserted, so that a run that dies or comes twice changes nothing.
///
/// A row holds the instant, not the month: a tenant that moves to another zone gets other months and the same facts.
enum CycleFacts {
    /// Cases that one statement reads and writes.
    static let casesMax = 500
    /// Clocks of one case that are counted.
    static let cyclesMax = 10_000

    static func remake(_ cases: [UUID], _ basis: FactBasis, in tx: TenantTransaction) throws {
        for start in stride(from: 0, to: cases.count, by: casesMax) {
            let some = Array(cases[start..<min(start + casesMax, cases.count)])
            var files = try CycleFactFile.load(some, in: tx)
            try CycleFactFile.restate(&files, basis, in: tx)
            tx.write(
                "clear cycle facts",
                """
                DELETE FROM switchyard.fact_cycle WHERE tenant_id = \(tx.tenantID) AND ticket_id = ANY (\(some))
                """
            )
            let settings = try tx.settings()
            let rows = files.flatMap { $0.rows(basis, settings: settings) }
            if !rows.isEmpty { tx.write("make cycle facts", CycleFactRow.insert(rows, tenant: tx.tenantID)) }
        }
    }
}

/// What one clock counts as under one threshold.
struct CycleFact: Hashable {
    /// Stands in the key for "the policy's own target".
    static let policyTarget: Int64 = 0

    let subject: CycleFactFile.Subject
    let metric: String
    /// `StoredCycle.key`.
    let cycle: String
    let thresholdSeconds: Int64
    var verdict: CycleVerdict
    /// The clock has ended; what still runs is no matter of a restatement.
    let isClosed: Bool
    let startAt: Instant
    /// Of a contact, which counts in the period that holds it; nil for other clocks, which count in that of their verdict.
    var arrivedAt: Instant?
    let ran: [Range<Instant>]
    /// Resolved without a reply: the instant whose period counts it (K3).
    let unansweredAt: Instant?
    /// In force when the verdict became final: a case that is downgraded afterwards stays where it was late.
    let priority: TicketPriority

    /// X2: it counts in the period that holds this instant.
    var countsAt: Instant { arrivedAt ?? verdict.finalAt }

    func counting(at instant: Instant) -> CycleFact {
        var moved = self
        if arrivedAt == nil {
            moved.verdict = CycleVerdict(verdict.outcome, at: instant)
        } else {
            moved.arrivedAt = instant
        }
        return moved
    }
}

/// One row of `fact_cycle`: a fact and the revisions of the reports in which it counts.
struct CycleFactRow {
    let fact: CycleFact
    let fromRevision: Int
    /// Not with it; nil when no later one says otherwise.
    let untilRevision: Int?

    static func insert(_ rows: [CycleFactRow], tenant: UUID) -> SQL {
        let facts = rows.map(\.fact)
        return """
            INSERT INTO switchyard.fact_cycle (tenant_id, ticket_id, metric, cycle_key, threshold_seconds, outcome, final_at,
                start_at, arrived_at, ran, unanswered_at, channel, language, tier, category, priority, from_revision,
                until_revision)
            SELECT \(tenant), ticket_id, metric, cycle_key, threshold_seconds, outcome, final_at, start_at,
                arrived_at, ran::tstzmultirange, unanswered_at, channel, language, tier, category, priority, from_revision,
                until_revision
            FROM unnest(\(facts.map(\.subject.ticketID)), \(facts.map(\.metric)), \(facts.map(\.cycle)),
                \(facts.map(\.thresholdSeconds)), \(facts.map(\.verdict.outcome.rawValue)), \(facts.map(\.verdict.finalAt)),
                \(facts.map(\.startAt)), \(facts.map(\.arrivedAt)), \(facts.map { multirange($0.ran) }),
                \(facts.map(\.unansweredAt)), \(facts.map(\.subject.channel)), \(facts.map(\.subject.language)),
                \(facts.map(\.subject.tier)), \(facts.map(\.subject.category)), \(facts.map { Int16($0.priority.rawValue) }),
                \(rows.map(\.fromRevision)), \(rows.map(\.untilRevision)))
                AS fact (ticket_id, metric, cycle_key, threshold_seconds, outcome, final_at, start_at, arrived_at, ran,
                    unanswered_at, channel, language, tier, category, priority, from_revision, until_revision)
            """
    }

    /// As PostgreSQL reads it: `{[from,to),…}`.
    private static func multirange(_ ranges: [Range<Instant>]) -> String {
        "{" + ranges.map { "[\($0.lowerBound.iso8601),\($0.upperBound.iso8601))" }.joined(separator: ",") + "}"
    }
}

package import BusinessTime
package import Foundation
import Postgres

/// What a draft would have changed, had it been in force all along (`spec/sla.md`, Simulate): past cases, brought in or
/// lived through, are folded twice and compared clock by clock. Nothing is written, and one page is a bounded piece of
/// work: a caller adds the sums of the pages up.
package struct Simulation: Sendable {
    /// Cases that one page folds.
    package static let casesMax = 5_000
    /// Cases that one page lists.
    package static let listedMax = 200

    package struct Query: Sendable {
        /// Cases whose customer asked in it; nil for all.
        package var range: Range<Instant>?
        /// The last case of the page before.
        package var after: (at: Instant, id: UUID)?
        /// Cases with a difference that are listed before the page ends.
        package var listed = listedMax
        /// Cases that are folded before the page ends.
        package var cases = casesMax

        package init() {}
    }

    package struct Case: Sendable {
        package let ticketID: UUID
        package let reference: Reference
        package let occurredAt: Instant
        package let clocks: [SimulatedClock]
    }

    /// Those with another verdict, in the order of their creation.
    package private(set) var cases: [Case] = []
    package private(set) var casesSeen = 0
    package private(set) var casesFailed = 0
    package private(set) var sums: [SLAMetric: SimulationSum] = [:]
    /// Where the next page goes on; nil at the end.
    package private(set) var next: (at: Instant, id: UUID)?

    package static func page(_ draft: ClockDraft, _ query: Query, in tx: TenantTransaction) throws -> Simulation {
        try tx.refuseWrites()
        let settings = try tx.settings()
        let settingsAfter = draft.always(in: settings)
        let now = try tx.now
        var page = Simulation()
        page.next = query.after
        while true {
            let left = min(query.cases, casesMax) - page.casesSeen - page.casesFailed
            guard left > 0 else { return page }
            let batch = try candidates(query.range, after: page.next, limit: min(left, CaseBatch.casesMax), in: tx)
            guard !batch.isEmpty else {
                page.next = nil
                return page
            }
            let keys = Dictionary(batch.map { ($0.id, $0.key) }) { first, _ in first }
            for (id, file) in try CaseFile.read(batch.map(\.id), in: tx) {
                page.next = keys[id]
                do {
                    try page.compare(file.get(), draft, settings, settingsAfter, asOf: now)
                    page.casesSeen += 1
                } catch let error as PostgresError where error.kind != .decoding {
                    throw error
                } catch {
                    page.casesFailed += 1
                }
                if page.cases.count >= query.listed { return page }
            }
            page.next = batch.last?.key
        }
    }

    private typealias Candidate = (id: UUID, events: Int, key: (at: Instant, id: UUID))

    private static func candidates(
        _ range: Range<Instant>?,
        after: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Candidate] {
        var condition: SQL = "k.tenant_id = \(tx.tenantID)"
        if let range {
            condition = """
                \(condition) AND k.occurred_at >= \(range.lowerBound) AND k.occurred_at < \(range.upperBound)
                AND k.created_at >= \(range.lowerBound)
                """
        }
        if let after { condition = "\(condition) AND (k.created_at, k.id) > (\(after.at), \(after.id))" }
        let rows = try tx.query(
            """
            SELECT k.id, k.event_count, k.created_at FROM switchyard.ticket k WHERE \(condition)
            ORDER BY k.created_at, k.id LIMIT \(limit)
            """,
            "cases to simulate"
        )
        let all = try rows.map { row -> Candidate in
            var cursor = row.cursor()
            let id: UUID = try cursor.next()
            return (id: id, events: try cursor.next(), key: (at: try cursor.next(), id: id))
        }
        return Array(all.prefix(CaseBatch(all.map { (id: $0.id, events: $0.events) }).ids.count))
    }

    private mutating func compare(
        _ file: CaseFile,
        _ draft: ClockDraft,
        _ settings: TenantSettings,
        _ settingsAfter: TenantSettings,
        asOf now: Instant
    ) throws {
        let asOf = max(now, file.events.last?.recordedAt ?? .distantPast)
        let terms = try file.terms(under: settings)
        let termsAfter = try file.terms(under: settingsAfter, version: draft.startVersion(of: file.ticket))
        let known = try file.clocks(terms: terms, asOf: asOf)
        let fresh = try file.clocks(terms: termsAfter, asOf: asOf)
        let clocks = SimulatedClock.pairs(
            known,
            terms,
            fresh,
            termsAfter,
            isMeasured: try !file.hasOnlyPrecedingReplies
        )
        for clock in clocks { sums[clock.metric, default: SimulationSum()].add(clock) }
        let changed = clocks.filter { $0.before?.outcome != $0.after?.outcome }
        guard !changed.isEmpty else { return }
        cases.append(
            Case(
                ticketID: file.ticket.id,
                reference: file.ticket.reference,
                occurredAt: file.ticket.occurredAt,
                clocks: changed
            )
        )
    }
}

extension CaseFile {
    /// All it has are replies older than itself (imported history): nothing can be said about its first reply.
    fileprivate var hasOnlyPrecedingReplies: Bool {
        get throws {
            let replies = events.filter { $0.kind == .replied }
            return !replies.isEmpty && replies.allSatisfy(\.precedes)
        }
    }
}

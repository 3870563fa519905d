package import BusinessTime
package import Foundation
import Postgres

/// How a contract was kept in one month of the tenant's zone: the one function behind the API, the export and
/// `switchyardctl attainment` (`spec/sla.md X1–X6`; `spec/surveys-reports.md G6`, `G8`).
package struct AttainmentReport: Sendable, Hashable {
    /// Exclusions that one report lists.
    package static let exclusionsMax = 1_000

    package enum Verdict: String, CaseIterable, Sendable {
        case reached, missed
        /// Not enough to be judged: carried into the next month (X6).
        case tooSmall = "n_too_small"
    }

    package struct Line: Sendable, Hashable {
        package let target: ServiceLevelTarget
        /// The month's own verdicts.
        package let counts: AttainmentCounts
        package let carried: AttainmentCarry?

        /// With what was carried.
        package var raw: VerdictCounts { counts.raw + (carried?.raw ?? .none) }
        /// The same without what the client has approved: what is judged (`spec/sla.md X4`).
        package var adjusted: VerdictCounts { counts.adjusted + (carried?.adjusted ?? .none) }

        package var verdict: Verdict {
            guard adjusted.n >= target.minimumVolume else { return .tooSmall }
            return adjusted.share.meets(basisPoints: target.percentBasisPoints) ? .reached : .missed
        }
    }

    package let tenantID: UUID
    package let slug: String
    package let name: String
    package let zone: String
    package let month: CivilMonth
    /// How often figures of this tenant have been restated before this reading; 0 is as they were measured.
    package let revision: Int
    /// Those up to this revision that are about the month.
    package let restatements: [Restatement]
    package let madeAt: Instant
    /// The month has ended; before that, verdicts are those so far.
    package let isOver: Bool
    /// All cases up to then are in; nil before the first roll-up.
    package let countedUntil: Instant?
    /// False while facts are being made for thresholds that are new, or for a restatement: figures are not those to be.
    package let isComplete: Bool
    /// Nil when nothing was promised for the month.
    package let terms: ServiceLevelTerms?
    package let lines: [Line]
    /// Windows in the month, whatever became of them, and all that touches a clock of it.
    package let exclusions: [Exclusion]
    /// There are more than `exclusionsMax`; the counts of the lines hold all of them.
    package let hasMoreExclusions: Bool
    /// Clocks of cases that were resolved without a reply, by metric: not counted, a figure of their own (K3).
    package let unanswered: [SLAMetric: Int64]

    /// Of a month that lies ahead nothing can be said.
    package static let notBegun = DomainError.field("?month", .outOfRange)

    /// - Parameter asked: a revision; nil for the newest.
    package static func make(
        _ month: CivilMonth,
        revision asked: Int? = nil,
        in tx: TenantTransaction
    ) throws -> AttainmentReport {
        let settings = try tx.settings()
        let days = try DayBoundaries(zone: settings.zone)
        let now = try tx.now
        let period = days.range(of: month)
        guard period.lowerBound <= now else { throw notBegun }
        let basis = try FactBasis.load(in: tx)
        let revision = try revision(asked, newest: basis.revision)
        let months = AttainmentMonths(
            terms: basis.terms,
            days: days,
            revision: revision,
            tx: tx
        )
        let terms = months.terms.inForce(in: month)
        let state = try FactState.read(period, revision: revision, in: tx)
        let lines = try lines(terms?.targets ?? [], in: month, months)
        let touching = Set(lines.flatMap { $0.counts.excluded.map(\.exclusionID) })
        let exclusions = try Exclusion.touching(touching, or: period, limit: exclusionsMax + 1, in: tx)
        return AttainmentReport(
            tenantID: tx.tenantID,
            slug: settings.slug,
            name: settings.name,
            zone: settings.zone,
            month: month,
            revision: revision,
            restatements: basis.restatements.filter {
                $0.period.overlaps(period) && ($0.revision ?? .max) <= revision
            },
            madeAt: now,
            isOver: period.upperBound <= now,
            countedUntil: state.countedUntil,
            isComplete: state.thresholds == basis.thresholds.text && state.revision == basis.revision,
            terms: terms,
            lines: lines,
            exclusions: Array(exclusions.prefix(exclusionsMax)),
            hasMoreExclusions: exclusions.count > exclusionsMax,
            unanswered: state.unanswered
        )
    }

    /// - Throws: `out_of_range` for a revision that is not there.
    static func revision(_ asked: Int?, newest: Int) throws -> Int {
        guard let asked else { return newest }
        guard (0...newest).contains(asked) else {
            throw DomainError.field("?revision", .outOfRange, ["min": "0", "max": String(newest)])
        }
        return asked
    }

    private static func lines(
        _ targets: [ServiceLevelTarget],
        in month: CivilMonth,
        _ months: AttainmentMonths
    ) throws -> [Line] {
        guard !targets.isEmpty else { return [] }
        let answers = try months.tx.read(targets.map { ("target", try months.query($0, in: month)) })
        return try zip(targets, answers).map { target, rows in
            Line(
                target: target,
                counts: try AttainmentCounts(rows),
                carried: try AttainmentCarry.into(month, target, months)
            )
        }
    }
}

/// How far the facts are, and what is counted of a month whatever was promised.
private struct FactState {
    let countedUntil: Instant?
    /// What all facts are made for; nil while some are not.
    let thresholds: String?
    let revision: Int?
    let unanswered: [SLAMetric: Int64]

    static func read(_ period: Range<Instant>, revision: Int, in tx: TenantTransaction) throws -> FactState {
        let answers = try tx.read([
            ("mark", "SELECT seen_until FROM switchyard.roll_up_mark WHERE tenant_id = \(tx.tenantID)"),
            (
                "sweep",
                """
                SELECT thresholds, revision FROM switchyard.fact_cycle_sweep
                WHERE tenant_id = \(tx.tenantID) AND swept_created_at IS NULL
                """
            ),
            (
                "unanswered",
                """
                SELECT f.metric, count(*) FROM switchyard.fact_cycle f
                WHERE f.tenant_id = \(tx.tenantID) AND f.unanswered_at >= \(period.lowerBound)
                  AND f.unanswered_at < \(period.upperBound) AND \(AttainmentQuery.counts(in: revision))
                GROUP BY f.metric
                """
            ),
        ])
        let unanswered = try answers[2].map { row -> (SLAMetric, Int64) in
            guard let metric = SLAMetric(rawValue: try row.column(0)) else { throw StoredValueUnknown() }
            return (metric, try row.column(1))
        }
        return FactState(
            countedUntil: try answers[0].first?.column(0),
            thresholds: try answers[1].first?.column(0),
            revision: try answers[1].first?.column(1),
            unanswered: Dictionary(unanswered) { first, _ in first }
        )
    }
}

package import BusinessTime
import Foundation
import Postgres

/// What earlier months had too little of to be judged, and so left to this one (`spec/sla.md X6`).
package struct AttainmentCarry: Sendable, Hashable {
    /// Months looked back at: a century of months too small each.
    static let monthsMax = 1_200

    /// The first month whose verdicts are in it.
    package let from: CivilMonth
    package let raw: VerdictCounts
    /// Without what the client has approved: this decides whether there is enough to be judged.
    package let adjusted: VerdictCounts

    /// What `target` carries into `month`. A month that has enough of its own is judged, whatever was carried into it, and
    /// leaves nothing: so looking back ends at the last such month, at other terms, or where there are no facts.
    static func into(
        _ month: CivilMonth,
        _ target: ServiceLevelTarget,
        _ months: AttainmentMonths
    ) throws
        -> AttainmentCarry?
    {
        guard target.minimumVolume > 1, let first = try months.firstMonth(of: target) else { return nil }
        var small: [(month: CivilMonth, counts: AttainmentCounts)] = []
        var earlier = month.previous
        while small.count < monthsMax, earlier >= first, months.terms.promised(target, in: earlier) {
            let counts = try months.counts(target, in: earlier)
            if counts.adjusted.n >= target.minimumVolume { break }
            small.append((earlier, counts))
            earlier = earlier.previous
        }
        var carry: AttainmentCarry?
        for (month, counts) in small.reversed() {
            let raw = (carry?.raw ?? .none) + counts.raw
            let adjusted = (carry?.adjusted ?? .none) + counts.adjusted
            let isJudged = adjusted.n >= target.minimumVolume
            carry =
                isJudged || raw.n == 0
                ? nil : AttainmentCarry(from: carry?.from ?? month, raw: raw, adjusted: adjusted)
        }
        return carry
    }
}

/// The months of one tenant, as targets ask for them.
struct AttainmentMonths {
    let terms: ServiceLevelTermsLine
    let days: DayBoundaries
    /// Of the reports.
    let revision: Int
    let tx: TenantTransaction

    func counts(_ target: ServiceLevelTarget, in month: CivilMonth) throws -> AttainmentCounts {
        try AttainmentCounts(tx.query(query(target, in: month), "target"))
    }

    func query(_ target: ServiceLevelTarget, in month: CivilMonth) throws -> SQL {
        AttainmentQuery(
            target: target,
            period: days.range(of: month),
            tenant: tx.tenantID,
            now: try tx.now,
            revision: revision
        ).counts
    }

    /// The month in which the target's first clock counts; nil when there are none.
    func firstMonth(of target: ServiceLevelTarget) throws -> CivilMonth? {
        let rows = try tx.query(
            """
            SELECT min(\(AttainmentQuery.countsAt(target))) FROM switchyard.fact_cycle f
            WHERE f.tenant_id = \(tx.tenantID) AND \(AttainmentQuery.facts(of: target, revision: revision))
            """,
            "first verdict"
        )
        return try rows.first?.column(0, as: Instant?.self).map { days.month(at: $0) }
    }
}

extension ServiceLevelTermsLine {
    /// Was it promised in the same words then?
    fileprivate func promised(_ target: ServiceLevelTarget, in month: CivilMonth) -> Bool {
        inForce(in: month)?.targets.contains { $0.promisesTheSame(as: target) } == true
    }
}

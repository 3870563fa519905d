import BusinessTime
import Foundation
import Postgres

/// What a target counts in a period, as one statement over the facts of clocks.
struct AttainmentQuery {
    let target: ServiceLevelTarget
    let period: Range<Instant>
    let tenant: UUID
    let now: Instant
    /// Of the reports (`Restatement`).
    let revision: Int

    /// One row per exclusion and one for what none touches.
    var counts: SQL {
        """
        \(judged)
        SELECT j.exclusion, j.approved, count(*) FILTER (WHERE j.outcome = 'met'),
            count(*) FILTER (WHERE j.outcome = 'missed'), count(*) FILTER (WHERE j.outcome = 'running'),
            count(*) FILTER (WHERE j.outcome = 'unmeasured')
        FROM judged j GROUP BY j.exclusion, j.approved ORDER BY j.approved DESC NULLS FIRST, j.exclusion
        """
    }

    /// The clocks themselves, by the instant of their verdict.
    func clocks(after cursor: (at: Instant, id: UUID)?, limit: Int) -> SQL {
        let rest: SQL = cursor.map { "WHERE (j.final_at, j.ticket_id) > (\($0.at), \($0.id))" } ?? ""
        return """
            \(judged)
            SELECT j.ticket_id, (SELECT k.reference FROM switchyard.ticket k
                    WHERE k.tenant_id = \(tenant) AND k.id = j.ticket_id),
                j.outcome, j.final_at, j.start_at, j.arrived_at, j.priority, j.exclusion, j.approved
            FROM judged j \(rest) ORDER BY j.final_at, j.ticket_id LIMIT \(limit)
            """
    }

    /// Every clock of the target in the period, with the one exclusion that takes it out or would. A clock that ran when its
    /// fact was made is missed once its breach has passed, whoever was up to notice (`spec/sla.md S4`).
    private var judged: SQL {
        """
        WITH window_exclusion AS MATERIALIZED (
            SELECT e.id, e.kind, e.state = 'approved' AS approved, e.from_at, e.until_at, e.channels, e.languages, e.tiers,
                e.priorities, e.categories
            FROM switchyard.exclusion e
            WHERE e.tenant_id = \(tenant) AND e.ticket_id IS NULL AND \(mayReach)
              AND e.state IN ('proposed', 'approved')
              AND (cardinality(e.metrics) = 0 OR \(target.metric.rawValue) = ANY (e.metrics))
        ), judged AS (
            SELECT f.ticket_id, f.final_at, f.start_at, f.arrived_at, f.priority,
                CASE WHEN f.outcome = 'running' AND f.final_at < \(now) THEN 'missed' ELSE f.outcome END AS outcome,
                CASE WHEN c.id IS NULL OR c.state <> 'approved' AND w.approved THEN w.id ELSE c.id END AS exclusion,
                CASE WHEN c.id IS NULL OR c.state <> 'approved' AND w.approved THEN w.approved ELSE c.state = 'approved'
                END AS approved
            FROM switchyard.fact_cycle f
            LEFT JOIN switchyard.exclusion c ON c.tenant_id = f.tenant_id AND c.ticket_id = f.ticket_id
                AND c.state IN ('proposed', 'approved')
            LEFT JOIN LATERAL (
                SELECT e.id, e.approved FROM window_exclusion e
                WHERE \(reaches) AND \(concerns) ORDER BY e.approved DESC, e.from_at, e.id LIMIT 1) w ON true
            WHERE f.tenant_id = \(tenant) AND \(AttainmentQuery.facts(of: target, revision: revision))
              AND \(countsAt) >= \(period.lowerBound) AND \(countsAt) < \(period.upperBound)
        )
        """
    }

    /// A window that begins behind the period reaches nothing in it, but a contact that arrived in it and waited on.
    private var mayReach: SQL { target.metric.countsByArrival ? "true" : "e.from_at < \(period.upperBound)" }

    private var countsAt: SQL { AttainmentQuery.countsAt(target) }

    /// `Exclusion.Kind.Reach`, for window `e` and row `f` of `fact_cycle`. A clock belongs to an instant as much as to a
    /// stretch: one that ran no open time at all before its verdict is reached by no outage.
    private var reaches: SQL {
        """
        (e.kind = ANY (\(Exclusion.Kind.of(.ranWithin))) AND f.start_at < e.until_at AND f.final_at > e.from_at
            AND f.ran && tstzrange(e.from_at, e.until_at)
          OR e.kind = ANY (\(Exclusion.Kind.of(.beganWithin))) AND \(began) >= e.from_at AND \(began) < e.until_at)
        """
    }

    private var began: SQL { target.metric.countsByArrival ? "f.arrived_at" : "f.start_at" }

    /// The window's own population.
    private var concerns: SQL {
        Population.condition(
            channels: "e.channels",
            languages: "e.languages",
            tiers: "e.tiers",
            priorities: "e.priorities",
            categories: "e.categories"
        )
    }

    /// The instant of row `f` of `fact_cycle` whose period counts it (X2).
    static func countsAt(_ target: ServiceLevelTarget) -> SQL {
        target.metric.countsByArrival ? "f.arrived_at" : "f.final_at"
    }

    /// Rows of `fact_cycle` that a target is about, whenever.
    static func facts(of target: ServiceLevelTarget, revision: Int) -> SQL {
        """
        f.metric = \(target.metric.rawValue) AND f.threshold_seconds = \(target.withinSeconds ?? CycleFact.policyTarget)
          AND \(counts(in: revision)) AND \(target.population.condition)
        """
    }

    /// Row `f` of `fact_cycle` says what counts in a revision.
    static func counts(in revision: Int) -> SQL {
        "f.from_revision <= \(revision) AND (f.until_revision IS NULL OR f.until_revision > \(revision))"
    }
}

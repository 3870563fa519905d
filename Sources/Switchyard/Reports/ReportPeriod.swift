import BusinessTime
import Foundation
import Postgres

/// What a report reads, as statements over one tenant's facts.
struct ReportPeriod {
    let tenant: UUID
    let from: CivilDate
    let to: CivilDate
    let start: Instant
    let end: Instant
    let now: Instant

    private var facts: SQL {
        """
        switchyard.fact_case f
        WHERE f.tenant_id = \(tenant) AND f.business_date >= \(from.stored) AND f.business_date < \(to.stored)
        """
    }

    /// A clock that ran when the fact was made is missed once its breach has passed, whoever was up to notice
    /// (`spec/sla.md S4`).
    var caseTotals: SQL {
        """
        SELECT count(*), count(*) FILTER (WHERE f.answered), count(*) FILTER (WHERE f.excluded),
            coalesce(sum(f.escalated_l2), 0)::bigint, coalesce(sum(f.escalated_l3), 0)::bigint,
            coalesce(sum(f.escalated_l4), 0)::bigint,
            count(f.first_reply_seconds),
            count(*) FILTER (WHERE f.first_reply_verdict = 'met'),
            count(*) FILTER (WHERE f.first_reply_verdict = 'missed'
                OR f.first_reply_verdict IS NULL AND f.first_reply_breach_at < \(now) AND NOT f.excluded),
            count(*) FILTER (WHERE f.first_reply_verdict IS NULL AND NOT f.excluded
                AND f.first_reply_state IN ('running', 'paused', 'unschedulable')
                AND (f.first_reply_breach_at IS NULL OR f.first_reply_breach_at >= \(now))),
            count(f.resolution_seconds),
            count(*) FILTER (WHERE f.resolution_verdict = 'met'),
            count(*) FILTER (WHERE f.resolution_verdict = 'missed'
                OR f.resolution_verdict IS NULL AND f.resolution_breach_at < \(now)),
            count(*) FILTER (WHERE f.resolution_verdict IS NULL
                AND f.resolution_state IN ('running', 'paused', 'unschedulable')
                AND (f.resolution_breach_at IS NULL OR f.resolution_breach_at >= \(now)))
        FROM \(facts)
        """
    }

    var surveyTotals: SQL {
        """
        SELECT (SELECT count(*) FROM switchyard.survey_invitation i
                WHERE i.tenant_id = \(tenant) AND i.sent_at >= \(start) AND i.sent_at < \(end)),
            count(*), count(*) FILTER (WHERE a.score >= 4)
        FROM switchyard.survey_answer a
        WHERE a.tenant_id = \(tenant) AND a.answered_at >= \(start) AND a.answered_at < \(end) AND NOT a.quarantined
        """
    }

    var mark: SQL { "SELECT seen_until FROM switchyard.roll_up_mark WHERE tenant_id = \(tenant)" }

    /// Nearest rank on the facts (`spec/surveys-reports.md G3`): the n-th value itself, in the order of the metrics.
    func percentiles(of totals: CaseTotals) -> [(name: StaticString, sql: SQL)] {
        let place = { (percent: Int64, count: Int64) in (NearestRank.rank(percent: percent, count: count) ?? 1) - 1 }
        let firstReply = { (percent: Int64) -> SQL in
            """
            SELECT f.first_reply_seconds FROM \(facts) AND f.first_reply_seconds IS NOT NULL
            ORDER BY f.first_reply_seconds LIMIT 1 OFFSET \(place(percent, totals.firstReply.fulfilled))
            """
        }
        let resolution = { (percent: Int64) -> SQL in
            """
            SELECT f.resolution_seconds FROM \(facts) AND f.resolution_seconds IS NOT NULL
            ORDER BY f.resolution_seconds LIMIT 1 OFFSET \(place(percent, totals.resolution.fulfilled))
            """
        }
        return [
            ("first reply p50", firstReply(50)), ("first reply p90", firstReply(90)),
            ("resolution p50", resolution(50)),
            ("resolution p90", resolution(90)),
        ]
    }
}

/// The counters of a report as one row brings them.
struct CaseTotals {
    struct Clock {
        let fulfilled: Int64
        let met: Int64
        let missed: Int64
        let pending: Int64

        func metric(_ name: String, p50: Int64?, p90: Int64?) -> ServiceLevelReport.Metric {
            ServiceLevelReport.Metric(
                name: name,
                fulfilled: fulfilled,
                p50Seconds: p50,
                p90Seconds: p90,
                met: met,
                missed: missed,
                pending: pending
            )
        }

        init(_ cursor: inout RowCursor) throws {
            fulfilled = try cursor.next()
            met = try cursor.next()
            missed = try cursor.next()
            pending = try cursor.next()
        }
    }

    let cases: Int64
    let answered: Int64
    let excluded: Int64
    let escalations: [Int64]
    let firstReply: Clock
    let resolution: Clock

    init(_ rows: Rows) throws {
        guard var cursor = rows.first?.cursor() else { throw StoredValueUnknown() }
        cases = try cursor.next()
        answered = try cursor.next()
        excluded = try cursor.next()
        escalations = [try cursor.next(), try cursor.next(), try cursor.next()]
        firstReply = try Clock(&cursor)
        resolution = try Clock(&cursor)
    }
}

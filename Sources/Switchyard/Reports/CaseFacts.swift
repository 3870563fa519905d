import BusinessTime
import Foundation
import Postgres

/// The one statement that says what a case counts as. Everything in it is stored already: verdicts and open seconds come
/// from the clocks, which the log decides.
enum CaseFacts {
    /// A live request may lie so far back (`IntakeRequest.ageSecondsMax`): cases of a day were created no later than this
    /// after it, so the index on the time of creation finds them. Imported ones were created when they were opened.
    static let createdAfterSecondsMax = IntakeRequest.ageSecondsMax + 86_400

    /// - A case is answered when its first-reply clock was fulfilled; where the policy has no such clock, when a public
    ///   reply followed the request.
    /// - It is excluded when all it has are replies older than itself; it then has no verdict of the first reply.
    static func insert(
        _ date: CivilDate,
        in range: Range<Instant>,
        tenant: UUID,
        now: Instant
    ) -> SQL {
        """
        INSERT INTO switchyard.fact_case (tenant_id, ticket_id, business_date, opened_at, channel, language, tier, category,
            priority, messages_in, messages_out, answered, excluded, first_reply_state, first_reply_seconds,
            first_reply_verdict, first_reply_breach_at, resolution_state, resolution_seconds, resolution_verdict,
            resolution_breach_at, escalated_l2, escalated_l3, escalated_l4, case_revision, computed_at)
        SELECT k.tenant_id, k.id, \(date.stored), k.occurred_at, k.channel, k.language, k.tier, k.category, k.priority,
            m.received, m.sent, a.answered, a.excluded,
            f.state, CASE f.state WHEN 'fulfilled' THEN f.elapsed_microseconds / 1000000 END,
            CASE WHEN NOT a.excluded THEN f.verdict END, CASE f.state WHEN 'running' THEN f.breach_at END,
            r.state, CASE r.state WHEN 'fulfilled' THEN r.elapsed_microseconds / 1000000 END,
            r.verdict, CASE r.state WHEN 'running' THEN r.breach_at END,
            e.l2, e.l3, e.l4, k.revision, \(now)
        FROM switchyard.ticket k
        LEFT JOIN switchyard.sla_cycle f ON f.tenant_id = k.tenant_id AND f.ticket_id = k.id
            AND f.metric = 'first_reply' AND f.ordinal = 1
        LEFT JOIN switchyard.sla_cycle r ON r.tenant_id = k.tenant_id AND r.ticket_id = k.id
            AND r.metric = 'resolution' AND r.ordinal = 1
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE x.direction = 'in') AS received,
                count(*) FILTER (WHERE x.direction = 'out') AS sent,
                count(*) FILTER (WHERE x.direction = 'out' AND NOT x.precedes) AS answers,
                count(*) FILTER (WHERE x.direction = 'out' AND x.precedes) AS preceding
            FROM switchyard.message x WHERE x.tenant_id = k.tenant_id AND x.ticket_id = k.id) m
        CROSS JOIN LATERAL (
            SELECT b.answered, NOT b.answered AND m.preceding > 0 AS excluded
            FROM (SELECT coalesce(f.state = 'fulfilled', m.answers > 0) AS answered) b) a
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE s.level_after = 2) AS l2, count(*) FILTER (WHERE s.level_after = 3) AS l3,
                count(*) FILTER (WHERE s.level_after = 4) AS l4
            FROM switchyard.sla_step s
            WHERE s.tenant_id = k.tenant_id AND s.ticket_id = k.id AND s.level_after > s.level_before) e
        WHERE k.tenant_id = \(tenant) AND k.occurred_at >= \(range.lowerBound) AND k.occurred_at < \(range.upperBound)
          AND k.created_at >= \(range.lowerBound)
          AND k.created_at < \(range.upperBound.adding(seconds: createdAfterSecondsMax))
        """
    }
}

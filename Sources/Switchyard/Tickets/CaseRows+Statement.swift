import Foundation
import Postgres

extension CaseRows {
    var name: StaticString {
        switch self {
        case .ticketChange: "update ticket"
        case .event: "insert events"
        case .factStale: "mark fact stale"
        case .cycleStart: "start clocks"
        case .cycleChange: "change clocks"
        case .spanClearing: "clear spans"
        case .span: "write spans"
        case .alarmStart: "set alarm"
        case .alarmMove: "move alarm"
        case .alarmEnd: "clear alarm"
        case .step: "take step"
        case .delivery: "insert delivery"
        case .eventDelivery: "insert deliveries of events"
        case .job: "enqueue jobs"
        case .uniqueJob: "enqueue unique jobs"
        case .orderedJob: "enqueue jobs in order"
        case .notice: "insert notices"
        }
    }

    /// `rows` has the columns in the order given here, behind the tenant.
    func statement(_ rows: RowSet, tenant: UUID) -> SQL {
        switch self {
        case .ticketChange:
            """
            UPDATE switchyard.ticket k SET priority = r.priority, status = r.status, level = r.level,
                merged_into = r.merged_into, team_id = r.team_id, assignee_id = r.assignee_id, policy = r.policy,
                event_count = r.event_count, revision = r.revision, updated_at = r.updated_at, resolved_at = r.resolved_at,
                standing_since = r.standing_since, unserved_since = r.unserved_since, urgent_at = r.urgent_at
            FROM (\(rows, of: tenant)) AS r (tenant_id, id, priority, status, level, merged_into, team_id, assignee_id, policy, event_count,
                revision, updated_at, resolved_at, standing_since, unserved_since, urgent_at)
            WHERE k.tenant_id = \(tenant) AND k.id = r.id
            """
        case .event:
            """
            INSERT INTO switchyard.event (tenant_id, ticket_id, case_seq, id, kind, schema_version, occurred_at,
                recorded_at, actor_kind, actor_id, credential_id, request_id, body) \(rows, of: tenant)
            """
        case .factStale: "INSERT INTO switchyard.fact_stale (tenant_id, ticket_id, case_revision) \(rows, of: tenant)"
        case .cycleStart: "INSERT INTO switchyard.sla_cycle (\(CaseRows.cycleColumns)) \(rows, of: tenant)"
        case .cycleChange:
            """
            UPDATE switchyard.sla_cycle c SET ordinal = r.ordinal, state = r.state, reason = r.reason,
                target_seconds = r.target_seconds, target_revision = r.target_revision, start_at = r.start_at,
                due_at = r.due_at, breach_at = r.breach_at, breached_at = r.breached_at, fulfilled_at = r.fulfilled_at,
                elapsed_microseconds = r.elapsed_microseconds, verdict = r.verdict,
                policy_version = r.policy_version, policy = r.policy, calendar = r.calendar,
                late_relaxation = r.late_relaxation, arrived_at = r.arrived_at
            FROM (\(rows, of: tenant)) AS r (\(CaseRows.cycleColumns))
            WHERE c.tenant_id = \(tenant) AND c.ticket_id = r.ticket_id AND c.metric = r.metric
                AND c.cycle_key = r.cycle_key
            """
        case .spanClearing:
            """
            DELETE FROM switchyard.sla_span s USING (\(rows, of: tenant)) AS r (tenant_id, ticket_id, metric, cycle_key)
            WHERE s.tenant_id = \(tenant) AND s.ticket_id = r.ticket_id AND s.metric = r.metric AND s.cycle_key = r.cycle_key
            """
        case .span:
            "INSERT INTO switchyard.sla_span (tenant_id, ticket_id, metric, cycle_key, from_at, to_at, kind) \(rows, of: tenant)"
        case .alarmStart: "INSERT INTO switchyard.sla_timer (tenant_id, ticket_id, wake_at) \(rows, of: tenant)"
        case .alarmMove:
            """
            UPDATE switchyard.sla_timer t SET wake_at = r.wake_at FROM (\(rows, of: tenant)) AS r (tenant_id, ticket_id, wake_at)
            WHERE t.tenant_id = \(tenant) AND t.ticket_id = r.ticket_id
            """
        case .alarmEnd:
            """
            DELETE FROM switchyard.sla_timer t USING (\(rows, of: tenant)) AS r (tenant_id, ticket_id)
            WHERE t.tenant_id = \(tenant) AND t.ticket_id = r.ticket_id
            """
        case .step:
            """
            INSERT INTO switchyard.sla_step (tenant_id, ticket_id, metric, cycle_key, step, target_revision, scheduled_at,
                taken_at, level_before, level_after) \(rows, of: tenant)
            """
        case .delivery:
            """
            INSERT INTO switchyard.delivery (tenant_id, id, kind, ticket_id, message_id, person_id, body, state, attempts,
                created_at) \(rows, of: tenant)
            """
        case .eventDelivery:
            """
            INSERT INTO switchyard.delivery (tenant_id, id, kind, ticket_id, body, state, attempts, created_at,
                subscription_id, event_type) \(rows, of: tenant)
            """
        case .job: "INSERT INTO switchyard.job (\(JobDraft.columns)) \(rows, of: tenant)"
        case .uniqueJob: JobDraft.once(rows, tenant: tenant)
        case .orderedJob: JobDraft.inOrder(rows, tenant: tenant)
        case .notice: "INSERT INTO switchyard.notice (\(CaseRows.noticeColumns)) \(rows, of: tenant)"
        }
    }

    private static let noticeColumns: SQL = """
        tenant_id, id, ticket_id, recipient, metric, step, level, at, due_at, delivery_id, created_at
        """

    private static let cycleColumns: SQL = """
        tenant_id, ticket_id, metric, cycle_key, ordinal, state, reason, target_seconds, target_revision, start_at, due_at,
        breach_at, breached_at, fulfilled_at, elapsed_microseconds, verdict, policy_version, policy, calendar,
        late_relaxation, arrived_at
        """
}

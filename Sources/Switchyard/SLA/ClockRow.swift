package import BusinessTime
package import Foundation
import Postgres

/// A clock as readers see it.
package struct ClockRow: Sendable {
    /// Clocks of one case that are shown.
    package static let shownMax = 500

    package let metric: String
    /// The entry of the log that started it: its name for as long as it lives.
    package let key: String
    package let ordinal: Int
    package let state: String
    package let reason: String?
    package let targetSeconds: Int64
    package let startAt: Instant
    package let dueAt: Instant?
    package let breachAt: Instant?
    package let breachedAt: Instant?
    package let fulfilledAt: Instant?
    package let verdict: String?
    /// What it is measured under.
    package let policy: PolicyRef
    package let calendar: String

    package static func all(of ticket: UUID, in tx: TenantTransaction) throws -> [ClockRow] {
        try tx.query(byTicket(ticket, tenant: tx.tenantID), "clocks").map(ClockRow.init(from:))
    }

    static func byTicket(_ ticket: UUID, tenant: UUID) -> SQL {
        """
        SELECT \(StoredCycle.columns) FROM switchyard.sla_cycle c
        WHERE c.tenant_id = \(tenant) AND c.ticket_id = \(ticket) ORDER BY c.metric, c.ordinal LIMIT \(shownMax)
        """
    }

    init(from row: Row) throws {
        let cycle = try StoredCycle(from: row)
        metric = cycle.metric
        key = cycle.key
        ordinal = cycle.ordinal
        state = cycle.state
        reason = cycle.reason
        targetSeconds = cycle.targetSeconds
        startAt = cycle.startAt
        dueAt = cycle.dueAt
        breachAt = cycle.breachAt
        breachedAt = cycle.breachedAt
        fulfilledAt = cycle.fulfilledAt
        verdict = cycle.verdict
        policy = cycle.policyRef
        calendar = CalendarPath(text: cycle.calendar)?.name ?? cycle.calendar
    }
}

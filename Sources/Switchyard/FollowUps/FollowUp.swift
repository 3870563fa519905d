package import BusinessTime
package import Foundation
import Postgres

/// A bad score that a supervisor looks into (`spec/surveys-reports.md V10`).
package struct FollowUp: Sendable {
    package enum State: String, CaseIterable, Sendable { case open, done }

    package static let pageMax = 100

    package let id: UUID
    package let invitationID: UUID
    package let ticketID: UUID
    package let score: Int
    package let supervisorID: UUID?
    package let proposesComplaint: Bool
    package let openedAt: Instant
    package let dueAt: Instant
    package let doneAt: Instant?
    package let doneBy: UUID?

    package var state: State { doneAt == nil ? .open : .done }

    package func isOverdue(at now: Instant) -> Bool { doneAt == nil && now > dueAt }

    static let columns: SQL = """
        f.id, f.invitation_id, f.ticket_id, f.score, f.supervisor_id, f.proposes_complaint, f.opened_at, f.due_at, f.done_at,
        f.done_by
        """

    init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        invitationID = try cursor.next()
        ticketID = try cursor.next()
        score = try cursor.next()
        supervisorID = try cursor.next()
        proposesComplaint = try cursor.next()
        openedAt = try cursor.next()
        dueAt = try cursor.next()
        doneAt = try cursor.next()
        doneBy = try cursor.next()
    }

    static func find(_ id: UUID, in tx: TenantTransaction) throws -> FollowUp? {
        let rows = try tx.query(
            "SELECT \(columns) FROM switchyard.survey_follow_up f WHERE f.tenant_id = \(tx.tenantID) AND f.id = \(id)",
            "follow-up"
        )
        return try rows.first.map(FollowUp.init(from:))
    }

    /// What is due first comes first. Supervisors and the tenant's administrators see them; single scores are not for agents
    /// (`V12`).
    package static func page(
        _ state: State?,
        after cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [FollowUp] {
        try requireSupervisor(in: tx)
        let which: SQL =
            switch state {
            case .open: "AND f.done_at IS NULL"
            case .done: "AND f.done_at IS NOT NULL"
            case nil: ""
            }
        let edge: SQL = cursor.map { "AND (f.due_at, f.id) > (\($0.at), \($0.id))" } ?? ""
        let rows = try tx.query(
            """
            SELECT \(columns) FROM switchyard.survey_follow_up f WHERE f.tenant_id = \(tx.tenantID) \(which) \(edge)
            ORDER BY f.due_at, f.id LIMIT \(min(limit, pageMax))
            """,
            "follow-ups"
        )
        return try rows.map(FollowUp.init(from:))
    }

    static func requireSupervisor(in tx: TenantTransaction) throws {
        guard try tx.seesSingleScores else { throw DomainError(.forbidden, "scores_in_groups") }
    }
}

extension TenantTransaction {
    /// Agents, and those of a client who only follow, see scores in groups; who leads or administers sees each
    /// (`spec/surveys-reports.md V12`).
    package var seesSingleScores: Bool {
        get throws {
            guard request.actor.kind == .agent else { return true }
            return switch try personRole {
            case .admin, .operationsManager, .lead, .auditor, .tenantAdmin, .compliance: true
            case .agent, .contact, .viewer, nil: false
            }
        }
    }
}

package import BusinessTime
package import Foundation
import Postgres

/// Who was told of what about a case, by which channel, and how it ended (`spec/sla.md E8`).
package struct CaseNotice: Sendable {
    package let id: UUID
    package let recipient: NoticeRecipient
    package let metric: String
    package let step: String
    package let level: Int
    /// The step's own instant.
    package let at: Instant
    package let createdAt: Instant
    package let deliveryID: UUID
    package let deliveryKind: DeliveryKind
    package let deliveryState: DeliveryState
    package let code: String?
    package let concludedAt: Instant?
    /// When later knowledge took the breach back that this told of: what was sent is annotated, not unsent
    /// (`spec/sla.md S3`).
    package private(set) var breachRetractedAt: Instant?

    /// Oldest first; one more than asked for when there are more.
    package static func page(
        of ticket: UUID,
        after cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [CaseNotice] {
        let after: SQL = cursor.map { "AND (n.created_at, n.id) > (\($0.at), \($0.id))" } ?? ""
        let rows = try tx.query(
            """
            SELECT n.id, n.recipient, n.metric, n.step, n.level, n.at, n.created_at, d.id, d.kind, d.state, d.code,
                d.concluded_at
            FROM switchyard.notice n
            JOIN switchyard.delivery d ON d.tenant_id = n.tenant_id AND d.id = n.delivery_id
            WHERE n.tenant_id = \(tx.tenantID) AND n.ticket_id = \(ticket) \(after)
            ORDER BY n.created_at, n.id LIMIT \(limit + 1)
            """,
            "notices of case"
        )
        var notices = try rows.map(CaseNotice.init(from:))
        guard notices.contains(where: \.isOfBreach) else { return notices }
        let breaches = try ToldBreach.all(of: ticket, in: tx)
        for index in notices.indices where notices[index].isOfBreach {
            notices[index].breachRetractedAt = breaches.last { $0.isMeant(by: notices[index]) }?.retractedAt
        }
        return notices
    }

    fileprivate var isOfBreach: Bool { step == LadderStep.breachKey || step.hasPrefix(LadderStep.repeatPrefix) }

    private init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        recipient = try NoticeRecipient(key: cursor.next())
        metric = try cursor.next()
        step = try cursor.next()
        level = try cursor.next()
        at = try cursor.next()
        createdAt = try cursor.next()
        deliveryID = try cursor.next()
        guard let kind = DeliveryKind(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        deliveryKind = kind
        guard let state = DeliveryState(rawValue: try cursor.next()) else { throw StoredValueUnknown() }
        deliveryState = state
        code = try cursor.next()
        concludedAt = try cursor.next()
    }
}

/// A breach as the case's log tells it, and when it was taken back.
private struct ToldBreach {
    let metric: String
    let cycle: String
    let breachedAt: Instant
    var retractedAt: Instant?

    static func all(of ticket: UUID, in tx: TenantTransaction) throws -> [ToldBreach] {
        let kinds = [EventKind.slaBreached, .breachRetracted].map(\.rawValue)
        let vault = try tx.vault()
        let rows = try tx.query(
            """
            SELECT \(CaseEvent.columns) FROM switchyard.event e
            WHERE e.tenant_id = \(tx.tenantID) AND e.ticket_id = \(ticket) AND e.kind = ANY (\(kinds))
            ORDER BY e.case_seq LIMIT \(CaseFile.eventsMax)
            """,
            "breaches of case"
        )
        var breaches: [ToldBreach] = []
        for row in rows {
            let event = try CaseEvent(from: row, vault: vault)
            let (metric, cycle) = (try event.body.string("metric"), try event.body.string("cycle"))
            if event.kind == .slaBreached {
                breaches.append(ToldBreach(metric: metric, cycle: cycle, breachedAt: event.occurredAt))
            } else if let told = breaches.lastIndex(where: { $0.metric == metric && $0.cycle == cycle }) {
                breaches[told].retractedAt = event.recordedAt
            }
        }
        return breaches
    }

    func isMeant(by notice: CaseNotice) -> Bool { metric == notice.metric && breachedAt <= notice.at }
}

package import BusinessTime
package import Foundation
import Postgres

/// A page of a tenant's cases, newest first, by any mix of filters and words.
package struct TicketList: Sendable {
    package static let pageMax = 100

    package struct Filter: Sendable {
        package var statuses: [TicketStatus] = []
        package var levels: [Int] = []
        package var priorities: [TicketPriority] = []
        package var team: UUID?
        package var assignee: UUID?
        package var customer: UUID?
        /// Only those on which an alarm stands (`spec/sla.md` E3, E5).
        package var hasStandingAlarm = false
        /// Only those for which no policy is, so that no clock runs (`spec/sla.md` P1).
        package var hasNoPolicy = false
        /// Full text, any language: words all have to occur; quoted words and Chinese runs as phrases.
        package var words: String?
        /// An order id or a transaction hash, exactly.
        package var reference: String?

        package init() {}

        /// Leaves few enough cases to look through their texts one by one.
        fileprivate var isNarrow: Bool { reference != nil || hasStandingAlarm || hasNoPolicy }
    }

    /// The last row of the page before.
    package struct Cursor: Sendable, Hashable {
        package let at: Instant
        package let id: UUID

        package init(at: Instant, id: UUID) {
            self.at = at
            self.id = id
        }
    }

    package let tickets: [Ticket]
    package let hasMore: Bool

    /// Ends the transaction: nothing is asked after a list.
    package static func page(
        _ filter: Filter,
        after cursor: Cursor?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> TicketList {
        let limit = min(max(limit, 1), pageMax)
        _ = try tx.vault()
        var found: [Ticket]
        if let words = filter.words {
            guard let query = SearchTokens.query(words) else { return TicketList(tickets: [], hasMore: false) }
            found =
                filter.isNarrow
                ? try walk(filter, words: query, after: cursor, limit: limit + 1, in: tx)
                : try search(query, filter, after: cursor, limit: limit + 1, in: tx)
        } else {
            found = try walk(filter, after: cursor, limit: limit + 1, in: tx)
        }
        let hasMore = found.count > limit
        if hasMore { found.removeLast(found.count - limit) }
        return TicketList(tickets: found, hasMore: hasMore)
    }

    /// The search function answers ids only, called as a statement of its own; the rows come under row security.
    private static func search(
        _ query: String,
        _ filter: Filter,
        after cursor: Cursor?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Ticket] {
        let hits = try tx.query(
            """
            SELECT id FROM switchyard.search_tickets(\(query), \(filter.statusNames), \(filter.levelNumbers),
                \(filter.priorityNumbers), \(filter.team), \(filter.assignee), \(filter.customer), \(cursor?.at), \(cursor?.id),
                \(Int32(clamping: limit)))
            """,
            "search tickets"
        )
        let ids = try hits.map { try $0.column(0, as: UUID.self) }
        guard !ids.isEmpty else { return [] }
        let rows = try tx.lastQuery(
            """
            SELECT \(Ticket.columns) FROM switchyard.ticket k WHERE k.tenant_id = \(tx.tenantID) AND k.id = ANY (\(ids))
            ORDER BY k.created_at DESC, k.id DESC LIMIT \(limit)
            """,
            "found tickets"
        )
        return try rows.map(Ticket.init(from:))
    }

    /// `words` only beside a narrow filter.
    private static func walk(
        _ filter: Filter,
        words: String? = nil,
        after cursor: Cursor?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Ticket] {
        let condition = condition(filter, words: words, after: cursor, tenant: tx.tenantID)
        let rows = try tx.lastQuery(
            """
            SELECT \(Ticket.columns) FROM switchyard.ticket k WHERE \(condition)
            ORDER BY k.created_at DESC, k.id DESC LIMIT \(limit)
            """,
            "list tickets"
        )
        return try rows.map(Ticket.init(from:))
    }

    private static func condition(
        _ filter: Filter,
        words: String? = nil,
        after cursor: Cursor? = nil,
        tenant: UUID
    ) -> SQL {
        var condition: SQL = "k.tenant_id = \(tenant)"
        if let cursor { condition = "\(condition) AND (k.created_at, k.id) < (\(cursor.at), \(cursor.id))" }
        if let names = filter.statusNames { condition = "\(condition) AND k.status = ANY (\(names))" }
        if let levels = filter.levelNumbers { condition = "\(condition) AND k.level = ANY (\(levels))" }
        if let priorities = filter.priorityNumbers { condition = "\(condition) AND k.priority = ANY (\(priorities))" }
        if let team = filter.team { condition = "\(condition) AND k.team_id = \(team)" }
        if let assignee = filter.assignee { condition = "\(condition) AND k.assignee_id = \(assignee)" }
        if let customer = filter.customer { condition = "\(condition) AND k.customer_id = \(customer)" }
        if filter.hasStandingAlarm { condition = "\(condition) AND k.standing_since IS NOT NULL" }
        if filter.hasNoPolicy { condition = "\(condition) AND k.policy IS NULL" }
        if let reference = filter.reference {
            let value = TicketAttributes.normalised(reference)
            condition = """
                \(condition) AND k.id IN (SELECT r.ticket_id FROM switchyard.ticket_ref r WHERE r.tenant_id = \(tenant)
                    AND r.kind IN ('tx_hash', 'order_id') AND r.value = \(value))
                """
        }
        if let words {
            condition = """
                \(condition) AND EXISTS (SELECT FROM switchyard.message m
                    WHERE m.tenant_id = k.tenant_id AND m.ticket_id = k.id AND m.tokens @@ \(words)::text::tsquery)
                """
        }
        return condition
    }

    /// All that a filter without words leaves, newest first: for acts on many cases. Words are looked for a page at a time.
    static func ids(_ filter: Filter, limit: Int, in tx: TenantTransaction) throws -> [UUID] {
        let rows = try tx.query(
            """
            SELECT k.id FROM switchyard.ticket k WHERE \(condition(filter, tenant: tx.tenantID))
            ORDER BY k.created_at DESC, k.id DESC LIMIT \(limit)
            """,
            "tickets of a filter"
        )
        return try rows.map { try $0.column(0) }
    }
}

extension TicketList.Filter {
    fileprivate var statusNames: [String]? { statuses.isEmpty ? nil : statuses.map(\.rawValue) }
    fileprivate var levelNumbers: [Int16]? { levels.isEmpty ? nil : levels.map { Int16(clamping: $0) } }
    fileprivate var priorityNumbers: [Int16]? { priorities.isEmpty ? nil : priorities.map { Int16($0.rawValue) } }
}

extension Ticket {
    /// Reads without a lock.
    package static func find(_ id: UUID, in tx: TenantTransaction) throws -> Ticket {
        guard let row = try tx.query(byID(id, tenant: tx.tenantID), "ticket").first else { throw DomainError.notFound }
        return try Ticket(from: row)
    }

    static func byID(_ id: UUID, tenant: UUID) -> SQL {
        "SELECT \(Ticket.columns) FROM switchyard.ticket k WHERE k.tenant_id = \(tenant) AND k.id = \(id)"
    }
}

package import BusinessTime
package import Foundation
import Postgres

/// How a case was solved, as somebody wrote it down for the next one like it. A version never changes; a better text is a
/// further version, and the newest of each case is what is found.
package struct Solution: Sendable {
    package static let textBytesMax = 16_384
    /// Of one case.
    package static let versionsMax = 1_000
    package static let pageMax = 100

    package struct Filter: Sendable {
        package var categories: [TicketCategory] = []
        /// At which the case was when it was written.
        package var levels: [Int] = []
        /// Full text, any language: words all have to occur; quoted words and Chinese runs as phrases.
        package var words: String?

        package init() {}
    }

    package let ticketID: UUID
    package let reference: String
    /// From 1 in its case.
    package let version: Int
    package let category: String
    package let level: Int
    package let text: String
    package let writtenBy: UUID?
    package let writtenAt: Instant

    private static let columns: SQL = """
        w.ticket_id, k.reference, w.version, w.category, w.level, w.written_by, w.written_at, w.id, w.body
        """

    private init(from row: Row, vault: Vault) throws {
        var cursor = row.cursor()
        ticketID = try cursor.next()
        reference = try cursor.next()
        version = try cursor.next()
        category = try cursor.next()
        level = try cursor.next()
        writtenBy = try cursor.next()
        writtenAt = try cursor.next()
        let id: UUID = try cursor.next()
        text = try vault.openText(cursor.next(), as: .solution, row: id)
    }

    /// Every version of one case, the newest first; one more than asked for when there are more.
    package static func versions(
        of ticket: UUID,
        before version: Int?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Solution] {
        let vault = try tx.vault()
        let edge: SQL = version.map { "AND w.version < \($0)" } ?? ""
        let rows = try tx.query(
            """
            SELECT \(columns) FROM switchyard.solution w
            JOIN switchyard.ticket k ON k.tenant_id = w.tenant_id AND k.id = w.ticket_id
            WHERE w.tenant_id = \(tx.tenantID) AND w.ticket_id = \(ticket) \(edge)
            ORDER BY w.version DESC LIMIT \(min(limit, pageMax) + 1)
            """,
            "versions of solution"
        )
        return try rows.map { try Solution(from: $0, vault: vault) }
    }

    /// The newest of each case, the newest first; one more than asked for when there are more.
    package static func page(
        _ filter: Filter,
        after cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [Solution] {
        let vault = try tx.vault()
        let most = min(limit, pageMax) + 1
        var condition: SQL = "s.tenant_id = \(tx.tenantID)"
        if let words = filter.words {
            guard let query = SearchTokens.query(words) else { return [] }
            let found = try search(query, filter, after: cursor, limit: most, in: tx)
            condition = "\(condition) AND s.ticket_id = ANY (\(found))"
        } else {
            if let names = filter.categoryNames { condition = "\(condition) AND s.category = ANY (\(names))" }
            if let levels = filter.levelNumbers { condition = "\(condition) AND s.level = ANY (\(levels))" }
            if let cursor { condition = "\(condition) AND (s.written_at, s.ticket_id) < (\(cursor.at), \(cursor.id))" }
        }
        let rows = try tx.query(
            """
            SELECT \(columns) FROM switchyard.solution_search s
            JOIN switchyard.solution w ON w.tenant_id = s.tenant_id AND w.ticket_id = s.ticket_id AND w.version = s.version
            JOIN switchyard.ticket k ON k.tenant_id = s.tenant_id AND k.id = s.ticket_id
            WHERE \(condition) ORDER BY s.written_at DESC, s.ticket_id DESC LIMIT \(most)
            """,
            "solutions"
        )
        return try rows.map { try Solution(from: $0, vault: vault) }
    }

    /// The search function answers keys only, called as a statement of its own; the rows come under row security.
    private static func search(
        _ query: String,
        _ filter: Filter,
        after cursor: (at: Instant, id: UUID)?,
        limit: Int,
        in tx: TenantTransaction
    ) throws -> [UUID] {
        try tx.query(
            """
            SELECT ticket_id FROM switchyard.search_solutions(\(query), \(filter.categoryNames), \(filter.levelNumbers),
                \(cursor?.at), \(cursor?.id), \(Int32(clamping: limit)))
            """,
            "search solutions"
        ).map { try $0.column(0) }
    }
}

extension Solution.Filter {
    fileprivate var categoryNames: [String]? { categories.isEmpty ? nil : categories.map(\.rawValue) }
    fileprivate var levelNumbers: [Int16]? { levels.isEmpty ? nil : levels.map { Int16(clamping: $0) } }
}

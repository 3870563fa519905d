package import Foundation
import Postgres

/// A team and how many serve on it now.
package struct TeamRecord: Sendable {
    package static let pageMax = 200

    package let id: UUID
    package let name: String
    package let members: Int

    /// By id; one more than `limit` where there are more.
    package static func page(after id: UUID?, limit: Int, in tx: DirectoryTransaction) throws -> [TeamRecord] {
        try read("t.id > \(id ?? .lowest) ORDER BY t.id LIMIT \(min(limit, pageMax) + 1)", in: tx)
    }

    /// Those that somebody serves on now.
    package static func all(of person: UUID, in tx: DirectoryTransaction) throws -> [TeamRecord] {
        try read(
            """
            EXISTS (SELECT FROM directory.team_member o WHERE o.team_id = t.id AND o.person_id = \(person)
              AND o.valid_from <= \(tx.now) AND (o.valid_until IS NULL OR o.valid_until > \(tx.now)))
            ORDER BY t.id LIMIT \(pageMax)
            """,
            in: tx
        )
    }

    static func all(named names: [String], in tx: DirectoryTransaction) throws -> [TeamRecord] {
        try read("t.name = ANY (\(names)) ORDER BY t.id", in: tx)
    }

    private static func read(_ rest: SQL, in tx: DirectoryTransaction) throws -> [TeamRecord] {
        let rows = try tx.query(
            """
            SELECT t.id, t.name, (SELECT count(*) FROM directory.team_member m WHERE m.team_id = t.id
              AND m.valid_from <= \(tx.now) AND (m.valid_until IS NULL OR m.valid_until > \(tx.now)))
            FROM directory.team t WHERE \(rest)
            """
        )
        return try rows.map { row in
            TeamRecord(id: try row.column(0), name: try row.column(1), members: try row.column(2))
        }
    }
}

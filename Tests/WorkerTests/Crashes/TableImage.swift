import Foundation
import Postgres
import TestSupport

/// Everything that one tenant's tables hold, row by row, without what differs by nature from one run to the next: ids,
/// random and sealed texts, and when and how often something left the house.
struct TableImage: Equatable {
    /// A crash repeats or delays an outside effect, and what is made with it; the places of later entries in the log then
    /// shift. Tables by name, or any.
    private static let ignoredColumns = [
        "*.attempts", "*.case_seq", "*.concluded_at", "*.cycle_key", "*.dedup_key", "*.finished_at", "*.reference",
        "delivery.created_at", "digest.closed_at", "digest.recipient", "job_done.created_at", "notice.recipient",
        "survey_invitation.expires_at",
        "survey_invitation.reminded_at", "survey_invitation.resolution_seq", "survey_invitation.sent_at",
        "survey_turn.taken_at", "ticket.updated_at",
    ]
    private static let ignoredTypes = ["bytea", "tsvector", "uuid", "uuid[]", "xid8"]
    /// Entries of the log that tell of an outside effect, at its instant.
    private static let effects = ["delivered", "survey_decided", "survey_reminded"]

    /// Ascending, one line a row.
    let rows: [String]

    /// Differences told of; the first ones show what went wrong.
    private static let differencesMax = 5

    /// Rows that are there more often than in `other`, and the other way round; at most `differencesMax` of them.
    func differences(from other: TableImage) -> [String] {
        var counts: [String: Int] = [:]
        for row in rows { counts[row, default: 0] += 1 }
        for row in other.rows { counts[row, default: 0] -= 1 }
        let lines = counts.filter { $0.value != 0 }.map { "\($0.value > 0 ? "+" : "")\($0.value) \($0.key)" }
        return Array(lines.sorted().prefix(Self.differencesMax))
    }

    init(of tenant: UUID, tables: Tables, on admin: Connection) throws {
        rows = try admin.query(tables.rows(of: tenant)).map { try $0.column(0) }
    }

    /// The tenant tables of a database and what of them is not compared, as the catalogue has them.
    struct Tables {
        private let ignored: [(table: String, columns: [String])]

        init(on admin: Connection) throws {
            let rows = try admin.query(
                """
                SELECT c.relname::text, array_agg(a.attname::text) FILTER (
                    WHERE a.atttypid::regtype::text = ANY (\(ignoredTypes))
                        OR ARRAY['*.' || a.attname, c.relname || '.' || a.attname] && \(ignoredColumns))
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE c.relnamespace = 'switchyard'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                GROUP BY 1 HAVING bool_or(a.attname = 'tenant_id') ORDER BY 1
                """
            )
            ignored = try rows.map { row in
                var cursor = row.cursor()
                return (table: try cursor.next(), columns: try cursor.next())
            }
        }

        fileprivate func rows(of tenant: UUID) -> SQL {
            let each = ignored.map { table, columns -> SQL in
                let times: SQL =
                    table == "event"
                    ? "CASE WHEN t.kind = ANY (\(effects)) THEN '{occurred_at,recorded_at}'::text[] ELSE '{}' END"
                    : "'{}'::text[]"
                // A table's name, from the catalogue, is no value.
                return """
                    SELECT \(table)::text || ' ' || (to_jsonb(t) - \(columns) - \(times))::text AS line
                    FROM switchyard.\(unsafeSQL: table) t WHERE t.tenant_id = \(tenant)
                    """
            }
            return "SELECT line FROM (\(each.joined(separator: " UNION ALL "))) x ORDER BY 1"
        }
    }
}

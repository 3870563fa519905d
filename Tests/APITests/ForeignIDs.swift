import Foundation
import Postgres
import Switchyard
import TestSupport

/// The ids that one tenant's rows hold, by what the catalog says: a new table or column is among them without a line here.
struct ForeignIDs {
    struct Found: Sendable {
        /// With its schema.
        let table: String
        let column: String
        let id: String
    }

    private(set) var all: [Found] = []

    /// Leaves a row in every table that has none of this tenant's yet, and reads one of each id that `own`, the tenant of the
    /// test, has not got. Nothing of the tenant can be relied on any more: only its ids are.
    init(of tenant: UUID, own: UUID, on admin: Connection) throws {
        let columns = try admin.query(
            """
            SELECT n.nspname || '.' || c.relname, array_agg(a.attname::text ORDER BY a.attnum)
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('switchyard', 'directory') AND c.relkind IN ('r', 'p') AND a.atttypid = 'uuid'::regtype
                AND a.attnum > 0 AND NOT c.relispartition AND EXISTS (SELECT FROM pg_attribute t
                    WHERE t.attrelid = c.oid AND t.attname = 'tenant_id')
            GROUP BY 1 ORDER BY 1
            """
        ).map { (table: try $0.column(0, as: String.self), columns: try $0.column(1, as: [String].self)) }
        let walled = columns.map(\.table).filter { $0.hasPrefix("switchyard.") }
        let maker = try RowMaker(admin, tables: walled)
        for table in walled where try ForeignIDs.ids("tenant_id", in: table, of: tenant, on: admin).isEmpty {
            _ = try maker.storedRow(table, tenant: tenant)
        }
        var known: Set<String> = []
        for (table, columns) in columns {
            for column in columns { known.formUnion(try ForeignIDs.ids(column, in: table, of: own, on: admin)) }
        }
        for (table, columns) in columns {
            for column in columns where column != "tenant_id" {
                let ids = try ForeignIDs.ids(column, in: table, of: tenant, on: admin)
                guard let id = ids.first(where: { !known.contains($0) }) else { continue }
                all.append(Found(table: table, column: column, id: id))
            }
        }
    }

    private static func ids(
        _ column: String,
        in table: String,
        of tenant: UUID,
        on admin: Connection
    ) throws -> [String] {
        // Names out of the catalog.
        try admin.query(
            """
            SELECT DISTINCT \(unsafeSQL: column)::text FROM \(unsafeSQL: table)
            WHERE tenant_id = \(tenant) AND \(unsafeSQL: column) IS NOT NULL ORDER BY 1
            """
        ).map { try $0.column(0) }
    }

    /// What a parameter or member of this name is meant to name: `ticket` is any `ticket_id` and the id of a table `ticket`, as
    /// `follow_up` is that of `survey_follow_up`.
    func meant(by name: String) -> [Found] {
        let name = name.hasSuffix("_id") ? String(name.dropLast(3)) : name
        return all.filter { found in
            found.column == name + "_id"
                || found.column == "id" && (found.table.hasSuffix("." + name) || found.table.hasSuffix("_" + name))
        }
    }
}

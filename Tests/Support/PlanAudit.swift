import Foundation
package import Postgres

/// How the server would carry out the statements that a run has prepared, whatever the values and however much it knows of the
/// tables: by an index on every walled table, and in a tenant's table with the tenant in the index's condition.
package struct PlanAudit {
    package struct Statement: Hashable, Sendable {
        package let text: String
        /// Of its parameters, as PostgreSQL names them.
        package let types: [String]
    }

    /// What a connection has prepared so far.
    package static func statements(on connection: Connection) throws -> Set<Statement> {
        let rows = try connection.query(
            "SELECT statement, parameter_types::text[] FROM pg_prepared_statements WHERE from_sql = false"
        )
        return Set(try rows.map { Statement(text: try $0.column(0), types: try $0.column(1)) })
    }

    package private(set) var audited = 0
    /// Looks at a walled table.
    package private(set) var looks = 0
    package private(set) var faults: [String] = []

    /// - Parameter admin: the administrator, for whom no policy adds a condition: what is seen is in the statement itself.
    package init(_ statements: Set<Statement>, on admin: Connection) throws {
        let families = try Dictionary(
            uniqueKeysWithValues: admin.query(
                """
                SELECT f.table_name, f.family FROM migration.table_family f JOIN pg_attribute a
                    ON a.attrelid = f.table_name::regclass AND a.attname = 'tenant_id'
                """
            ).map {
                (try $0.column(0, as: String.self), try $0.column(1, as: String.self))
            }
        )
        try admin.script(
            "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan = off"
        )
        for statement in statements.sorted(by: { $0.text < $1.text }) where PlanAudit.hasPlan(statement.text) {
            audited += 1
            for look in try PlanAudit.looks(statement, on: admin) {
                guard let family = families[look.table], family != "directory" else { continue }
                looks += 1
                // Queue tables may be looked at over all tenants, by their time.
                let isGood = family == "queue" ? look.usesIndex : look.condition.contains("tenant_id")
                if !isGood { faults.append("\(look.table) by [\(look.condition)] in \(statement.text)") }
            }
        }
    }

    private struct Look {
        let table: String
        let usesIndex: Bool
        var condition = ""
    }

    private static func hasPlan(_ text: String) -> Bool {
        let word = text.drop { $0.isWhitespace || $0 == "(" }.prefix { $0.isLetter }.uppercased()
        return ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(word)
    }

    private static func looks(_ statement: Statement, on admin: Connection) throws -> [Look] {
        let types = statement.types.isEmpty ? "" : "(\(statement.types.joined(separator: ", ")))"
        let values = statement.types.isEmpty ? "" : "(\(statement.types.map { _ in "NULL" }.joined(separator: ", ")))"
        // Texts that the product has prepared itself.
        try admin.script("PREPARE audited \(types) AS \(statement.text)")
        defer { try? admin.script("DEALLOCATE audited") }
        let lines: [String] = try admin.query("EXPLAIN (VERBOSE, COSTS OFF) EXECUTE audited \(unsafeSQL: values)").map {
            try $0.column(0)
        }
        var looks: [Look] = []
        for line in lines {
            if let scan = line.firstMatch(
                of: #/(?<kind>[A-Z]\w*( \w+)* Scan)( Backward)?( using \S+)? on (?<table>\w+\.\w+)/#
            ) {
                // A place that another scan of the statement has found.
                let usesIndex = scan.output.kind.hasPrefix("Index") || scan.output.kind == "Tid Scan"
                looks.append(Look(table: String(scan.output.table), usesIndex: usesIndex))
            } else if let condition = line.firstMatch(of: #/Index Cond: (?<text>.*)/#), !looks.isEmpty {
                looks[looks.count - 1].condition += String(condition.output.text)
            }
        }
        return looks
    }
}

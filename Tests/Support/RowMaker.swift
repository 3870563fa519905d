package import Foundation
package import Postgres
import Testing

/// Makes rows for any table from its catalog entry, so that a new table is covered without a line from anybody: keys of
/// parents come from rows that are there, other values from the column's type and its CHECK constraint.
package struct RowMaker {
    /// Tries with other allowed words and numbers of CHECK constraints, before the test says it cannot make a row.
    static let attemptsMax = 60

    package struct Column {
        package let name: String
        package let type: String
        let isRequired: Bool
        let words: [String]
        let numbers: [Int]
    }

    package struct ForeignKey {
        package let columns: [String]
        package let parent: String
        package let parentColumns: [String]
        package let isWalled: Bool
    }

    package struct Table {
        package let name: String
        package let columns: [Column]
        package let keys: [ForeignKey]
        package let primaryKey: [String]

        /// Keys that with the tenant are the whole primary key: a second row needs a second parent.
        var keysOfItsOwn: [ForeignKey] { keys.filter { primaryKey == ["tenant_id"] + $0.columns } }
    }

    /// A value per column, as an SQL expression.
    package typealias Values = [String: String]

    package let connection: Connection
    package let tables: [String: Table]

    package init(_ connection: Connection, tables names: [String]) throws {
        self.connection = connection
        var tables: [String: Table] = [:]
        for name in names { tables[name] = try RowMaker.read(name, on: connection) }
        for name in Set(tables.values.flatMap(\.keysOfItsOwn).map(\.parent)) where tables[name] == nil {
            tables[name] = try RowMaker.read(name, on: connection)
        }
        self.tables = tables
    }

    /// A row that could be inserted now, on parents of its own that are.
    package func freshRow(_ name: String, tenant: UUID) throws -> Values {
        let table = try #require(tables[name], "\(name) is not in the matrix")
        var refusal: (any Error)?
        for attempt in 0..<RowMaker.attemptsMax {
            let values = try values(of: table, tenant: tenant, attempt: attempt)
            do {
                try connection.script("BEGIN; \(insertion(table, values)); ROLLBACK")
                return values
            } catch {
                connection.rollback()
                refusal = error
            }
        }
        throw try #require(refusal)
    }

    /// Inserts a row and answers it.
    package func storedRow(_ name: String, tenant: UUID) throws -> Values {
        let values = try freshRow(name, tenant: tenant)
        try connection.script(insertion(try #require(tables[name]), values))
        return values
    }

    /// The row with a key that points at another tenant's parent, where nothing else is wrong with it: CHECKs may want another
    /// word beside such a key, or a value where there was none.
    package func strayRow(_ table: Table, _ row: Values, key: ForeignKey, parent: Values) throws -> Values {
        var stray = row
        for (own, other) in zip(key.columns, key.parentColumns) where own != "tenant_id" { stray[own] = parent[other] }
        let words = table.columns.flatMap { column in column.words.map { [column.name: "'\($0)'"] } }
        let keyed = Set(table.keys.flatMap(\.columns))
        let absent = table.columns.filter { stray[$0.name] == nil && !keyed.contains($0.name) }
        for word in [[:]] + words {
            for filled in [[:]] + absent.map({ [$0.name: $0.value(0, place: 0)] }) {
                let candidate = stray.merging(word) { $1 }.merging(filled) { $1 }
                if try refusal(of: insertion(table, candidate)) == "23503" { return candidate }
            }
        }
        throw StrayRowMissing(table: table.name, columns: key.columns)
    }

    private struct StrayRowMissing: Error {
        let table: String
        let columns: [String]
    }

    private func refusal(of statement: String) throws -> String? {
        defer { connection.rollback() }
        do {
            try connection.script("BEGIN; \(statement); SET CONSTRAINTS ALL IMMEDIATE")
            return nil
        } catch let error as PostgresError where error.kind == .server {
            return error.sqlState
        }
    }

    package func insertion(_ table: Table, _ values: Values) -> String {
        let names = values.keys.sorted()
        let list = names.map { values[$0] ?? "NULL" }.joined(separator: ", ")
        return "INSERT INTO \(table.name) (\(names.joined(separator: ", "))) VALUES (\(list))"
    }

    private func values(of table: Table, tenant: UUID, attempt: Int) throws -> Values {
        var values: Values = [:]
        if table.columns.contains(where: { $0.name == "tenant_id" }) { values["tenant_id"] = "'\(tenant)'::uuid" }
        for (place, column) in table.columns.enumerated() where values[column.name] == nil && column.isRequired {
            values[column.name] = column.value(attempt, place: place)
        }
        for key in table.keys where key.columns.contains(where: { values[$0] != nil && $0 != "tenant_id" }) {
            let isFresh = key.isWalled || table.keysOfItsOwn.contains { $0.columns == key.columns }
            let parent = try parentKey(key, isFresh: isFresh, tenant: tenant)
            for (own, value) in zip(key.columns, parent) where own != "tenant_id" { values[own] = value }
        }
        return values
    }

    private func parentKey(_ key: ForeignKey, isFresh: Bool, tenant: UUID) throws -> [String] {
        if isFresh {
            let parent = try storedRow(key.parent, tenant: tenant)
            return key.parentColumns.map { parent[$0] ?? "NULL" }
        }
        let list = key.parentColumns.map { "\($0)::text" }.joined(separator: ", ")
        let row = try #require(
            // Names of columns and of a table, out of the catalog.
            connection.query("SELECT \(unsafeSQL: list) FROM \(unsafeSQL: key.parent) LIMIT 1").first,
            "no row in \(key.parent)"
        )
        return try key.parentColumns.indices.map { "'\(try row.column($0, as: String.self))'" }
    }
}

extension RowMaker.Column {
    /// Instants grow from column to column, or the other way round on every second attempt, for CHECKs between them; numbers
    /// grow after some attempts, for keys that end in one.
    func value(_ attempt: Int, place: Int) -> String {
        let minute = 100 + (attempt.isMultiple(of: 2) ? place : -place)
        if !words.isEmpty { return "'\(words[attempt % words.count])'" }
        if let number = numbers.first { return "\(number + attempt / 4)" }
        let word = UUID().uuidString.filter { $0 != "-" }.lowercased()
        return switch type {
        case "uuid": "'\(UUID())'::uuid"
        case "text": "'\(word)'"
        case "bytea": "'\\x\(word)\(word)'::bytea"
        case "smallint", "integer", "bigint": "1"
        case "boolean": "false"
        case "timestamp with time zone": "'2030-01-01Z'::timestamptz + interval '\(minute) minutes'"
        case "date": "'2030-01-01'::date"
        case "jsonb": "'{}'::jsonb"
        case "tsvector": "'word'::tsvector"
        case "xid8": "pg_current_xact_id()"
        default: "'{}'"
        }
    }
}

extension RowMaker {
    private static func read(_ name: String, on connection: Connection) throws -> Table {
        Table(
            name: name,
            columns: try columns(name, connection),
            keys: try foreignKeys(name, connection),
            primaryKey: try connection.query(
                """
                SELECT a.attname::text FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place)
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                WHERE i.indrelid = (\(name)::text)::regclass AND i.indisprimary ORDER BY k.place
                """
            ).map { try $0.column(0) }
        )
    }

    private static func columns(_ name: String, _ connection: Connection) throws -> [Column] {
        let rows = try connection.query(
            """
            SELECT a.attname::text, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL), a.attnotnull AND NOT a.atthasdef OR EXISTS (
                SELECT FROM pg_constraint w WHERE w.conrelid = a.attrelid AND w.contype = 'c'
                    AND strpos(pg_get_constraintdef(w.oid), '(' || a.attname || ' IS NOT NULL) OR') > 0),
                coalesce((SELECT string_agg(pg_get_constraintdef(k.oid), ' ') FROM pg_constraint k
                    WHERE k.contype = 'c' AND (k.conrelid = a.attrelid AND k.conkey = ARRAY[a.attnum] OR k.contypid = t.oid)), '')
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = (\(name)::text)::regclass AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """
        )
        return try rows.map { row in
            let check: String = try row.column(3)
            return Column(
                name: try row.column(0),
                type: try row.column(1),
                isRequired: try row.column(2),
                words: check.matches(of: #/'([a-z_0-9]+)'::text/#).map { String($0.output.1) },
                numbers: check.matches(of: #/[><]=? (\d+)/#).compactMap { Int($0.output.1) }.map { max($0, 1) }
            )
        }
    }

    private static func foreignKeys(_ name: String, _ connection: Connection) throws -> [ForeignKey] {
        let rows = try connection.query(
            """
            SELECT array_agg(a.attname::text ORDER BY k.place), p.nspname || '.' || c.relname,
                array_agg(b.attname::text ORDER BY k.place), p.nspname = 'switchyard'
            FROM pg_constraint f CROSS JOIN LATERAL unnest(f.conkey, f.confkey) WITH ORDINALITY k (own, other, place)
            JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.own
            JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = k.other
            JOIN pg_class c ON c.oid = f.confrelid JOIN pg_namespace p ON p.oid = c.relnamespace
            WHERE f.conrelid = (\(name)::text)::regclass AND f.contype = 'f'
            GROUP BY f.conname, p.nspname, c.relname ORDER BY f.conname
            """
        )
        return try rows.map { row in
            ForeignKey(
                columns: try row.column(0),
                parent: try row.column(1),
                parentColumns: try row.column(2),
                isWalled: try row.column(3)
            )
        }
    }
}

import Foundation
import Postgres
import TestSupport

/// Databases for tests that change the schema: nobody else's locks are in the way, and everything is rolled back.
enum SchemaDatabase {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// Runs the body as the administrator in a transaction that never commits, in a database of its own.
    static func alone<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        try TestDatabase.fresh().withConnection(.admin) { connection in
            try connection.script("BEGIN")
            defer { connection.rollback() }
            return try body(connection)
        }
    }
}

/// Text of a test as a statement: names of tables and columns come from the catalog itself.
func raw(_ text: String) -> SQL { "\(unsafeSQL: text)" }

import Foundation

/// Brings a database up to the newest file of a folder, each migration in a transaction of its own.
///
/// What was applied is kept in `migration.applied` with a checksum that PostgreSQL computes. Nothing runs unless the files
/// agree with that table. The connection's statement limit holds for each migration: give it one that suits DDL.
package struct Migrator {
    package static let lockWaitSecondsMax = 60
    /// How long a migration waits for tables that others hold, before it gives up and leaves them in peace.
    package static let lockTimeoutSeconds = 5
    private static let lockPollMilliseconds = 200
    /// Any constant; it only must not be used for another lock.
    private static let lockKey = 7_415_992_650_331

    package struct Applied: Sendable, Hashable {
        package let version: Int
        package let name: String
    }

    package struct Status: Sendable, Hashable {
        package let applied: [Applied]
        package let pending: [Applied]
    }

    private struct Landed {
        let version: Int
        let name: String
        let checksum: String
    }

    private let connection: Connection
    private let directory: String

    package init(connection: Connection, directory: String) {
        self.connection = connection
        self.directory = directory
    }

    /// Applies what is missing and returns it.
    package func migrate() throws -> [Applied] {
        let migrations = try Migration.all(in: directory)
        try lock()
        defer { unlock() }
        try createTable()
        let landed = try verified(migrations)
        return try migrations.dropFirst(landed.count).map { migration in
            try apply(migration)
            return Applied(version: migration.version, name: migration.name)
        }
    }

    /// What is applied and what is missing. Throws where the files and the database disagree; changes nothing.
    package func status() throws -> Status {
        let migrations = try Migration.all(in: directory)
        let landed = try verified(migrations)
        return Status(
            applied: landed.map { Applied(version: $0.version, name: $0.name) },
            pending: migrations.dropFirst(landed.count).map { Applied(version: $0.version, name: $0.name) }
        )
    }

    /// 0 for a database that was never migrated. Needs SELECT on `migration.applied`.
    package static func versionInDatabase(_ connection: Connection) throws -> Int {
        guard try hasTable(connection) else { return 0 }
        let rows = try connection.query("SELECT coalesce(max(version), 0) FROM migration.applied")
        return try rows.first?.column(0) ?? 0
    }

    private static func hasTable(_ connection: Connection) throws -> Bool {
        let rows = try connection.query(
            """
            SELECT EXISTS (
                SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'migration' AND c.relname = 'applied')
            """
        )
        return try rows.first?.column(0) ?? false
    }

    private func lock() throws {
        let deadline = Deadline(milliseconds: Self.lockWaitSecondsMax * 1_000)
        while true {
            let rows = try connection.query("SELECT pg_try_advisory_lock(\(Self.lockKey))")
            if try rows.first?.column(0, as: Bool.self) == true { return }
            guard !deadline.hasPassed else { throw MigrationError.locked }
            Thread.sleep(forTimeInterval: Double(Self.lockPollMilliseconds) / 1_000)
        }
    }

    private func unlock() {
        // A connection that cannot unlock has lost its session, and the lock with it.
        _ = try? connection.query("SELECT pg_advisory_unlock(\(Self.lockKey))")
    }

    private func createTable() throws {
        guard try !Self.hasTable(connection) else { return }
        try connection.script(
            """
            CREATE SCHEMA IF NOT EXISTS migration;
            CREATE TABLE migration.applied (
                version int CONSTRAINT applied_version PRIMARY KEY,
                name text NOT NULL,
                checksum text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            );
            """
        )
    }

    /// What the database has, after it was found to be the beginning of what the folder has.
    private func verified(_ migrations: [Migration]) throws -> [Landed] {
        guard try Self.hasTable(connection) else { return [] }
        let rows = try connection.query("SELECT version, name, checksum FROM migration.applied ORDER BY version")
        let landed = try rows.map { row in
            var cursor = row.cursor()
            return try Landed(version: cursor.next(), name: cursor.next(), checksum: cursor.next())
        }
        for (index, one) in landed.enumerated() where one.version != index + 1 {
            throw MigrationError.gap(missing: index + 1)
        }
        guard landed.count <= migrations.count else {
            throw MigrationError.databaseNewer(database: landed.count, files: migrations.count)
        }
        for (one, migration) in zip(landed, migrations) {
            let rows = try connection.query("SELECT encode(sha256(convert_to(\(migration.text), 'UTF8')), 'hex')")
            guard try rows.first?.column(0) == one.checksum, one.name == migration.name else {
                throw MigrationError.changed(version: migration.version, name: migration.name)
            }
        }
        return landed
    }

    private func apply(_ migration: Migration) throws {
        do {
            try connection.script("BEGIN; SET LOCAL lock_timeout = '\(Self.lockTimeoutSeconds)s'")
            try connection.script(migration.text)
            guard connection.transactionStatus == .inTransaction else {
                throw MigrationError.endsItsTransaction(version: migration.version)
            }
            try connection.execute(
                """
                INSERT INTO migration.applied (version, name, checksum)
                VALUES (\(migration.version), \(migration.name),
                        encode(sha256(convert_to(\(migration.text), 'UTF8')), 'hex'))
                """
            )
            try connection.commit()
        } catch let error as PostgresError {
            connection.rollback()
            throw MigrationError.failed(version: migration.version, name: migration.name, error: error)
        } catch {
            connection.rollback()
            throw error
        }
    }
}

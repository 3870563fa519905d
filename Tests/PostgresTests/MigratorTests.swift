import Foundation
import Postgres
import TestTools
import Testing

@Suite(.needsServer, .timeLimit(.minutes(2))) struct MigratorTests {
    private let database: ThrowawayDatabase
    private let connection: Connection
    private let folder: MigrationFolder

    init() throws {
        database = try ThrowawayDatabase()
        connection = try Connection(database.settings)
        folder = try MigrationFolder()
        try folder.write("0001_first.sql", "CREATE TABLE first (a int); INSERT INTO first VALUES (1)")
        try folder.write("0002_second.sql", "CREATE TABLE second (a int)")
    }

    private var migrator: Migrator { Migrator(connection: connection, directory: folder.path) }

    @Test func aFreshDatabaseGetsEverythingOnce() throws {
        #expect(try Migrator.versionInDatabase(connection) == 0)
        #expect(try migrator.status().pending.map(\.name) == ["first", "second"])
        #expect(try migrator.migrate().map(\.version) == [1, 2])
        #expect(try Migrator.versionInDatabase(connection) == 2)
        #expect(try migrator.migrate().isEmpty)
        try folder.write("0003_third.sql", "CREATE TABLE third (a int)")
        #expect(try migrator.status().applied.count == 2)
        #expect(try migrator.migrate().map(\.name) == ["third"])
        #expect(try connection.value("SELECT count(*) FROM first", as: Int.self) == 1)
    }

    @Test(arguments: ["0001_first.sql", "0002_second.sql"])
    func aChangedMigrationIsRefused(file: String) throws {
        _ = try migrator.migrate()
        try folder.write(file, "SELECT 'changed'")
        try folder.write("0003_third.sql", "CREATE TABLE third (a int)")
        let error = try #require(throws: MigrationError.self) { try migrator.migrate() }
        #expect("\(error)".contains("differs"))
        #expect(try Migrator.versionInDatabase(connection) == 2)
    }

    @Test func aGapIsRefusedBeforeAnythingRuns() throws {
        try folder.write("0004_fourth.sql", "SELECT 1")
        #expect(throws: MigrationError.gap(missing: 3)) { try migrator.migrate() }
        #expect(try Migrator.versionInDatabase(connection) == 0)
    }

    @Test func twoOfOneNumberAreRefused() throws {
        try folder.write("0002_other.sql", "SELECT 1")
        #expect(throws: MigrationError.duplicate(version: 2)) { try migrator.migrate() }
    }

    @Test(arguments: ["3_third.sql", "0003.sql", "abcd_third.sql", "0000_none.sql"])
    func aBadNameIsRefused(file: String) throws {
        try folder.write(file, "SELECT 1")
        #expect(throws: MigrationError.badFile(file)) { try migrator.migrate() }
    }

    @Test func aNewerDatabaseIsRefused() throws {
        _ = try migrator.migrate()
        try folder.remove("0002_second.sql")
        #expect(throws: MigrationError.databaseNewer(database: 2, files: 1)) { try migrator.migrate() }
        #expect(throws: MigrationError.databaseNewer(database: 2, files: 1)) { try migrator.status() }
    }

    @Test func aFailingMigrationLeavesNothingAndKeepsTheOnesBefore() throws {
        try folder.write("0003_third.sql", "CREATE TABLE third (a int); SELECT 1/0")
        let error = try #require(throws: MigrationError.self) { try migrator.migrate() }
        guard case .failed(3, "third", let cause) = error else {
            Issue.record(error)
            return
        }
        #expect(cause.sqlState == "22012")
        #expect(connection.transactionStatus == .idle)
        #expect(try Migrator.versionInDatabase(connection) == 2)
        #expect(try connection.value("SELECT to_regclass('third') IS NULL", as: Bool.self))
        try folder.write("0003_third.sql", "CREATE TABLE third (a int)")
        #expect(try migrator.migrate().map(\.version) == [3])
    }

    @Test func aMigrationMayNotEndItsTransaction() throws {
        try folder.write("0003_third.sql", "SELECT 1; COMMIT")
        #expect(throws: MigrationError.endsItsTransaction(version: 3)) { try migrator.migrate() }
        #expect(try Migrator.versionInDatabase(connection) == 2)
    }

    @Test func twoAtOnceApplyEachMigrationOnce() throws {
        let (settings, path) = (database.settings, folder.path)
        let others = (0..<3).map { _ in
            onThread { _ = try Migrator(connection: try Connection(settings), directory: path).migrate() }
        }
        _ = try migrator.migrate()
        for other in others { other.wait() }
        #expect(try connection.value("SELECT count(*) FROM first", as: Int.self) == 1)
    }
}

private struct MigrationFolder {
    private let folder: TemporaryFolder

    var path: String { folder.path }

    init() throws { folder = try TemporaryFolder() }

    func write(_ file: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.url.appending(path: file))
    }

    func remove(_ file: String) throws { try FileManager.default.removeItem(at: folder.url.appending(path: file)) }
}

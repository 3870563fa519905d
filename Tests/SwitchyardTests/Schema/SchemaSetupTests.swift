import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

@Suite(.needsDatabase) struct SchemaSetupTests {
    private func setUp(_ admin: Connection, master: MasterKey) throws -> [Migrator.Applied] {
        try TestCluster.withRolesLocked {
            try SchemaSetup.run(
                admin: admin,
                sqlDirectory: TestCluster.sqlDirectory,
                passwords: [:],
                master: master
            )
        }
    }

    @Test func aSecondRunChangesNothing() throws {
        let database = try TestDatabase.fresh()
        try database.withConnection(.admin) { admin in
            let keys = try admin.query("SELECT wrapped FROM directory.operator_key").map {
                try $0.column(0, as: Bytea.self)
            }
            #expect(try setUp(admin, master: database.master) == [])
            let after = try admin.query("SELECT wrapped FROM directory.operator_key").map {
                try $0.column(0, as: Bytea.self)
            }
            #expect(after == keys)
            #expect(after.count == 1)
        }
    }

    @Test func anotherMasterKeyIsRefused() throws {
        let database = try TestDatabase.fresh()
        let other = try MasterKey(base64: Data(UInt8(101)...UInt8(132)).base64EncodedString())
        try database.withConnection(.admin) { admin in
            #expect(throws: SchemaRefusal.masterKeyDiffers) {
                try setUp(admin, master: other)
            }
        }
    }

    @Test func aDatabaseWithoutCharacterTypesIsRefused() throws {
        let name = try TestDatabase.createEmpty(options: "LC_CTYPE 'C'")
        let master = try MasterKey(base64: Data(UInt8(1)...UInt8(32)).base64EncodedString())
        let admin = try TestCluster.connect(database: name)
        #expect(throws: SchemaRefusal.characterType("C")) {
            try setUp(admin, master: master)
        }
    }

    @Test(arguments: [150_013, 140_020, 90_624]) func anOldServerIsRefused(version: Int) {
        #expect(throws: SchemaRefusal.serverTooOld(version: version)) {
            try SchemaSetup.requireServer(version: version)
        }
    }

    @Test(arguments: [150_014, 150_018, 160_000]) func aServerWithTheFixIsTaken(version: Int) {
        #expect(throws: Never.self) { try SchemaSetup.requireServer(version: version) }
    }

    @Test func theBinaryNeedsTheNewestMigration() throws {
        let newest = try #require(Migration.all(in: TestCluster.sqlDirectory + "/migrations").last).version
        #expect(BinaryVersion.schemaNeeded == newest, "a new migration: raise BinaryVersion.schemaNeeded")
    }

    @Test func aProcessRefusesASchemaItCannotWorkWith() throws {
        try TestDatabase.shared().withConnection(.api) { connection in
            try SchemaSetup.requireVersion(connection)
            let newest = try Migrator.versionInDatabase(connection)
            #expect(throws: SchemaRefusal.schemaTooOld(database: newest, needed: newest + 1)) {
                try SchemaSetup.requireVersion(connection, atLeast: newest + 1)
            }
            #expect(throws: SchemaRefusal.binaryTooOld(binary: 0, oldest: 6)) {
                try SchemaSetup.requireVersion(connection, binary: 0)
            }
        }
    }

    @Test func anEmptyDatabaseIsTooOld() throws {
        let connection = try TestCluster.connect(database: TestDatabase.createEmpty())
        #expect(throws: SchemaRefusal.schemaTooOld(database: 0, needed: 1)) {
            try SchemaSetup.requireVersion(connection, atLeast: 1)
        }
    }

    @Test(arguments: [
        SchemaRefusal.serverTooOld(version: 150_013), .characterType("C"), .rolesFileMissing(path: "sql/roles.sql"),
        .unknownRole("x"), .masterKeyDiffers, .schemaTooOld(database: 1, needed: 2),
        .binaryTooOld(binary: 1, oldest: 2),
    ])
    func aRefusalIsOneSentence(refusal: SchemaRefusal) {
        #expect(refusal.description.hasSuffix("."))
        #expect(!refusal.description.contains("\n"))
    }

    /// Their check is off while migrations run, because it would trip over the wall.
    @Test func everyFunctionBodyIsGood() throws {
        try TestDatabase.shared().withConnection(.admin) { admin in
            let checked = try admin.query(
                """
                SELECT CASE l.lanname WHEN 'sql' THEN fmgr_sql_validator(p.oid)::text ELSE plpgsql_validator(p.oid)::text END
                FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
                WHERE n.nspname IN ('switchyard', 'directory', 'migration') AND l.lanname IN ('sql', 'plpgsql')
                """
            )
            #expect(checked.count > 10)
        }
    }
}

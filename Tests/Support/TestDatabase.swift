import BusinessTime
import Foundation
package import Postgres
package import Switchyard
import Synchronization

/// A migrated database. `shared` is made once in a process and holds many tenants side by side, as production does;
/// `fresh` is for a test that must be alone, say one that counts over all tenants. Both go when the process ends.
package final class TestDatabase: Sendable {
    private static let sharedResult = Result { try TestDatabase() }
    /// Migrated once in a process; every database is a copy of it.
    private static let templateResult = Result { try TestDatabase.migrated() }
    private static let names = Mutex<[String]>([])

    package let name: String
    package let master: MasterKey
    package let operatorVault: Vault
    private let settingsByRole: [TestRole: ConnectionSettings]

    package static func shared() throws -> TestDatabase { try sharedResult.get() }

    package static func fresh() throws -> TestDatabase { try TestDatabase() }

    private init() throws {
        name = try TestDatabase.create(template: TestDatabase.templateResult.get())
        master = try TestDatabase.masterKey()
        let admin = try SchemaSetup.connect(TestCluster.settings(database: name))
        // Rights on the database itself are not copied.
        try TestDatabase.setUp(admin, passwords: [:])
        let passwords = try TestCluster.passwords(SchemaSetup.loginRoles, on: admin)
        operatorVault = try Deployment.load(master: master, on: admin).operatorVault
        let administrator = try TestCluster.settings(database: name)
        settingsByRole = Dictionary(
            uniqueKeysWithValues: TestRole.allCases.map { role in
                guard role != .admin else { return (role, administrator) }
                var settings = administrator
                settings.user = role.databaseName
                settings.setPassword(passwords[role.databaseName])
                return (role, settings)
            }
        )
    }

    /// A database without anything in it, dropped when the process ends.
    package static func createEmpty(options: SQL = "") throws -> String {
        try create(template: "template0", options: options)
    }

    private static func create(template: String, options: SQL = "") throws -> String {
        let name = "switchyard_test_" + UUID().uuidString.filter { $0 != "-" }.lowercased()
        // Letters and digits made above; CREATE DATABASE takes no values.
        try SchemaSetup.connect(TestCluster.settings()).execute(
            "CREATE DATABASE \(unsafeSQL: name) TEMPLATE \(unsafeSQL: template) \(options)"
        )
        let isFirst = names.withLock { names in
            names.append(name)
            return names.count == 1
        }
        // Only now: what runs at exit runs in reverse, and the driver's cryptography has its own clean-up since the first
        // connection.
        if isFirst, !TestCluster.isTemporary { atexit { TestDatabase.dropAll() } }
        return name
    }

    private static func migrated() throws -> String {
        let name = try createEmpty()
        let admin = try SchemaSetup.connect(TestCluster.settings(database: name))
        // A database that somebody is connected to cannot be copied.
        defer { admin.close() }
        try setUp(admin, passwords: TestCluster.passwords(SchemaSetup.loginRoles, on: admin))
        return name
    }

    private static func masterKey() throws -> MasterKey {
        try MasterKey(base64: Data(UInt8(1)...UInt8(32)).base64EncodedString())
    }

    private static func setUp(_ admin: Connection, passwords: [String: String]) throws {
        try TestCluster.withRolesLocked {
            _ = try SchemaSetup.run(
                admin: admin,
                sqlDirectory: TestCluster.sqlDirectory,
                passwords: passwords,
                master: masterKey()
            )
        }
    }

    private static func dropAll() {
        guard let connection = try? TestCluster.connect() else { return }
        for name in names.withLock({ $0 }) {
            _ = try? connection.execute("DROP DATABASE IF EXISTS \(unsafeSQL: name) WITH (FORCE)")
        }
    }

    package func settings(_ role: TestRole) -> ConnectionSettings {
        guard let settings = settingsByRole[role] else { preconditionFailure("no settings for \(role)") }
        return settings
    }

    /// A connection of its own for the body. Opening one takes some milliseconds and keeps tests apart.
    @discardableResult
    package func withConnection<Value>(_ role: TestRole, _ body: (Connection) throws -> Value) throws -> Value {
        let connection = try Connection(settings(role))
        defer { connection.close() }
        return try body(connection)
    }

    /// A deployment with the tests' master key; `clock` replaces the database's time, `onWork` is called after a commit that
    /// made work for now.
    package func deployment(clock: TestClock? = nil, onWork: (@Sendable () -> Void)? = nil) -> Deployment {
        Deployment(master: master, operatorVault: operatorVault, clock: clock, onWork: onWork)
    }
}

/// Who a test connects as. `admin` is the cluster's superuser, who sees every row.
package enum TestRole: String, CaseIterable, Sendable {
    case admin, api, worker, dispatcher, search

    package var databaseName: String { "switchyard_" + rawValue }
}

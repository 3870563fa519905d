package import Foundation
package import Postgres
package import Testing

/// The PostgreSQL cluster that the tests may use, by the administrator's URL in the environment.
package enum TestCluster {
    package static let variable = "SWITCHYARD_TEST_ADMIN_URL"
    package static let url = ProcessInfo.processInfo.environment[variable]

    /// The cluster goes with the run, and every database with it.
    package static let isTemporary = ProcessInfo.processInfo.environment["SWITCHYARD_TEST_CLUSTER_IS_TEMPORARY"] == "1"

    /// Where the repository is: found from this file, so that a test can be started from any folder.
    package static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    package static let sqlDirectory =
        ProcessInfo.processInfo.environment["SWITCHYARD_SQL"] ?? repository.appendingPathComponent("sql").path

    /// The administrator's settings, for the database named or the one in the URL.
    package static func settings(database: String? = nil) throws -> ConnectionSettings {
        guard let url else { throw TestClusterMissing() }
        var settings = try ConnectionSettings(url)
        if let database { settings.database = database }
        return settings
    }

    package static func connect(database: String? = nil) throws -> Connection {
        try Connection(settings(database: database))
    }

    /// Any constant that is not used for another lock.
    private static let rolesLock = 5_120_977_314_402
    private static let rolesWaitMillisecondsMax = 120_000

    /// Roles belong to the cluster: whoever changes them, in whatever process, does so alone.
    package static func withRolesLocked<Value>(_ body: () throws -> Value) throws -> Value {
        var settings = try settings(database: "postgres")
        settings.lockTimeoutMilliseconds = rolesWaitMillisecondsMax
        settings.statementTimeoutMilliseconds = rolesWaitMillisecondsMax
        settings.idleInTransactionTimeoutMilliseconds = 0
        let guardian = try Connection(settings)
        defer { guardian.close() }
        try guardian.execute("SELECT pg_advisory_lock(\(rolesLock))")
        return try body()
    }

    /// The same for every process that tests in this cluster, because roles are the cluster's: derived from the
    /// administrator's password.
    package static func passwords(_ roles: [String], on connection: Connection) throws -> [String: String] {
        let seed = url.flatMap(URLComponents.init(string:))?.password ?? ""
        var passwords: [String: String] = [:]
        for role in roles {
            let rows = try connection.query("SELECT encode(sha256(convert_to(\(seed + ":" + role), 'UTF8')), 'hex')")
            passwords[role] = try rows.first?.column(0)
        }
        return passwords
    }
}

package struct TestClusterMissing: Error, CustomStringConvertible {
    package var description: String {
        "Set \(TestCluster.variable) to the administrator's URL of a PostgreSQL cluster, or run scripts/test."
    }
}

/// Fails a suite once and clearly where there is no server, instead of each test on its own.
package struct NeedsDatabase: SuiteTrait, TestScoping {
    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard TestCluster.url != nil else {
            Issue.record("\(TestClusterMissing())")
            return
        }
        try await function()
    }
}

extension Trait where Self == NeedsDatabase {
    package static var needsDatabase: Self { NeedsDatabase() }
}

import Dispatch
import Foundation
import Postgres
import Testing

/// The cluster these tests talk to, by the administrator's URL in the environment.
enum AdminServer {
    static let variable = "SWITCHYARD_TEST_ADMIN_URL"
    static let url = ProcessInfo.processInfo.environment[variable]
    static let clusterScript = ProcessInfo.processInfo.environment["SWITCHYARD_CLUSTER_SCRIPT"]

    static func settings() throws -> ConnectionSettings {
        try ConnectionSettings(try #require(url, "\(variable) is not set"))
    }

    static func connect(_ change: (inout ConnectionSettings) -> Void = { _ in }) throws -> Connection {
        var settings = try settings()
        change(&settings)
        return try Connection(settings)
    }
}

/// Fails a suite once and clearly where there is no server, instead of each test on its own.
struct NeedsServer: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard AdminServer.url != nil else {
            Issue.record("set \(AdminServer.variable) to the administrator's URL of a PostgreSQL cluster")
            return
        }
        try await function()
    }
}

extension Trait where Self == NeedsServer {
    static var needsServer: Self { NeedsServer() }
}

/// A database for one test, dropped when the test ends.
final class ThrowawayDatabase {
    let settings: ConnectionSettings
    private let name = "test_\(UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased())"

    init() throws {
        var settings = try AdminServer.settings()
        // A name made of letters and digits above; CREATE DATABASE takes no values.
        try Connection(settings).execute("CREATE DATABASE \(unsafeSQL: name) TEMPLATE template0")
        settings.database = name
        self.settings = settings
    }

    deinit {
        do {
            try AdminServer.connect().execute("DROP DATABASE \(unsafeSQL: name) WITH (FORCE)")
        } catch {
            Issue.record(error)
        }
    }
}

extension Connection {
    /// The one value of a statement that returns one.
    func value<T: PostgresDecodable>(_ sql: SQL, as type: T.Type = T.self) throws -> T {
        let rows = try query(sql)
        return try #require(rows.first).column(0)
    }
}

/// The error that the body throws.
func postgresError(_ body: () throws -> Void) throws -> PostgresError {
    try #require(throws: PostgresError.self) { try body() }
}

/// Asks the server until it says yes. The waiting is the server's.
func eventually(_ connection: Connection, _ condition: SQL) throws {
    let attemptsMax = 2_000
    for _ in 0..<attemptsMax {
        if try connection.value("SELECT \(condition)", as: Bool.self) { return }
        try connection.execute("SELECT pg_sleep(0.005)")
    }
    Issue.record("the condition never came true: \(condition.text)")
}

/// Runs the body on a thread of its own, because it blocks.
func onThread(_ body: @escaping @Sendable () throws -> Void) -> DispatchGroup {
    let group = DispatchGroup()
    group.enter()
    Thread.detachNewThread {
        do {
            try body()
        } catch {
            Issue.record(error)
        }
        group.leave()
    }
    return group
}

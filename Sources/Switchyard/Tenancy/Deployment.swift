package import BusinessTime
import Foundation
package import Postgres
import Synchronization

/// What all transactions of a process share: the master key, the operator's vault and the compiled set-up of tenants.
package final class Deployment: Sendable {
    package let master: MasterKey
    package let operatorVault: Vault
    package let settings = SettingsCache()
    package let sources = SourceBook()
    /// Tests replace the database's time; the shipped executables never do.
    package let clock: TestClock?
    /// Called after a commit that made work for now.
    let onWork: (@Sendable () -> Void)?

    package init(
        master: MasterKey,
        operatorVault: Vault,
        clock: TestClock? = nil,
        onWork: (@Sendable () -> Void)? = nil
    ) {
        self.master = master
        self.operatorVault = operatorVault
        self.clock = clock
        self.onWork = onWork
    }

    /// What a process does first: reach the database, check that schema and binary fit, read the operator's keys.
    package static func start(
        settings: ConnectionSettings,
        master: MasterKey,
        onWork: (@Sendable () -> Void)? = nil
    ) throws -> Deployment {
        let connection = try Connection(settings)
        defer { connection.close() }
        try SchemaSetup.requireVersion(connection)
        return try load(master: master, on: connection, onWork: onWork)
    }

    /// Reads the operator's keys. `switchyardctl migrate` has made the first one.
    package static func load(
        master: MasterKey,
        on connection: Connection,
        clock: TestClock? = nil,
        onWork: (@Sendable () -> Void)? = nil
    ) throws -> Deployment {
        let rows = try connection.query("SELECT id, wrapped FROM directory.operator_key ORDER BY id LIMIT 100")
        let wrapped = try rows.map { row in
            var cursor = row.cursor()
            return (id: try cursor.next(Int16.self), bytes: try cursor.next(Bytea.self).bytes)
        }
        let vault = try Vault(owner: Vault.operatorOwner, wrapped: wrapped, master: master)
        return Deployment(master: master, operatorVault: vault, clock: clock, onWork: onWork)
    }
}

/// A clock that a test moves by hand.
package final class TestClock: Sendable {
    private let instant: Mutex<Instant>

    package init(_ start: Instant) { instant = Mutex(start) }

    package var now: Instant { instant.withLock { $0 } }

    package func advance(seconds: Int64) { instant.withLock { $0 = $0.adding(seconds: seconds) } }

    package func set(_ next: Instant) { instant.withLock { $0 = next } }
}

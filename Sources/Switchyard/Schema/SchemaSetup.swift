import Foundation
package import Postgres

/// Makes a database what this product needs: roles, their passwords, the migrations and the operator's first key. Safe to
/// repeat. `switchyardctl migrate` and the tests run this one piece.
///
/// Migrations run as `switchyard_owner`, whose rows are walled like everybody's. With `row_security` off a data migration
/// that forgets this fails instead of "succeeding" on nothing (`spec/tenancy.md` pitfall 14); one that means it sets
/// `LOCAL ROLE switchyard_migrator` for its step. Bodies of functions are not checked meanwhile, because the check would
/// trip over the wall as well; a test checks them all.
package enum SchemaSetup {
    /// 15.14 fixed what reading another tenant's statistics gave away.
    package static let serverVersionMin = 150_014
    /// For one migration; the locks it waits for have their own, short limit (`Migrator.lockTimeoutSeconds`).
    package static let statementTimeoutMilliseconds = 3_600_000
    private static let rolesFileBytesMax = 65_536

    /// Roles that log in. Their passwords come from the environment of `switchyardctl migrate`.
    package static let loginRoles = [
        "switchyard_migrator", "switchyard_api", "switchyard_worker", "switchyard_dispatcher", "switchyard_search",
        "switchyard_backup",
    ]

    /// The administrator's connection, with time for long migrations.
    package static func connect(_ settings: ConnectionSettings) throws -> Connection {
        var settings = settings
        settings.statementTimeoutMilliseconds = statementTimeoutMilliseconds
        settings.applicationName = "switchyardctl"
        return try Connection(settings)
    }

    /// `passwords` by role; a role without an entry keeps the one it has.
    package static func run(
        admin: Connection,
        sqlDirectory: String,
        passwords: [String: String],
        master: MasterKey
    ) throws -> [Migrator.Applied] {
        try requireServer(admin)
        try admin.script(rolesText(in: sqlDirectory))
        try set(passwords, on: admin)
        try admin.script(schemaOfMigrations)
        let applied = try migrate(admin, directory: sqlDirectory)
        try admin.script(readingOfVersions)
        try makeOperatorKey(admin, master: master)
        return applied
    }

    private static func requireServer(_ connection: Connection) throws {
        try requireServer(version: connection.serverVersion)
        _ = try requireCharacterType(connection)
    }

    /// - Returns: the database's LC_CTYPE.
    static func requireCharacterType(_ connection: Connection) throws -> String {
        let rows = try connection.query("SELECT datctype::text FROM pg_database WHERE datname = current_database()")
        let characterType: String = try rows.first?.column(0) ?? ""
        guard characterType != "C", characterType != "POSIX" else { throw SchemaRefusal.characterType(characterType) }
        return characterType
    }

    static func versionText(_ version: Int) -> String { "\(version / 10_000).\(version % 10_000)" }

    /// `version` as the server numbers itself: 150014 is 15.14.
    package static func requireServer(version: Int) throws {
        guard version >= serverVersionMin else { throw SchemaRefusal.serverTooOld(version: version) }
    }

    private static func rolesText(in directory: String) throws -> String {
        let path = directory + "/roles.sql"
        guard let data = FileManager.default.contents(atPath: path), data.count <= rolesFileBytesMax else {
            throw SchemaRefusal.rolesFileMissing(path: path)
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// The server is given a verifier and quotes it itself, so no password travels or is logged.
    private static func set(_ passwords: [String: String], on connection: Connection) throws {
        for (role, password) in passwords.sorted(by: { $0.key < $1.key }) {
            guard loginRoles.contains(role) else { throw SchemaRefusal.unknownRole(role) }
            let verifier = try connection.passwordVerifier(password, role: role)
            let rows = try connection.query("SELECT format('ALTER ROLE %I PASSWORD %L', \(role), \(verifier))")
            if let statement: String = try rows.first?.column(0) { try connection.script(statement) }
        }
    }

    /// Bookkeeping that migrations stand on, made before the first of them like the migrator's own table.
    static let schemaOfMigrations = """
        SET client_min_messages = warning;
        CREATE SCHEMA IF NOT EXISTS migration AUTHORIZATION switchyard_owner;
        GRANT USAGE ON SCHEMA migration TO switchyard_api, switchyard_worker, switchyard_dispatcher, switchyard_search;
        SET ROLE switchyard_owner;
        CREATE TABLE IF NOT EXISTS migration.compatibility (
            is_only boolean NOT NULL DEFAULT true CONSTRAINT compatibility_pkey PRIMARY KEY
                CONSTRAINT compatibility_one_row CHECK (is_only),
            oldest_binary integer NOT NULL CONSTRAINT compatibility_oldest_positive CHECK (oldest_binary > 0)
        );
        INSERT INTO migration.compatibility (oldest_binary) VALUES (1) ON CONFLICT (is_only) DO NOTHING;
        RESET ROLE;
        RESET client_min_messages;
        """

    private static let readingOfVersions = """
        GRANT SELECT ON migration.applied, migration.compatibility
            TO switchyard_api, switchyard_worker, switchyard_dispatcher, switchyard_search;
        """

    private static func migrate(_ connection: Connection, directory: String) throws -> [Migrator.Applied] {
        try connection.script("SET ROLE switchyard_owner; SET row_security = off; SET check_function_bodies = off")
        let applied = try Migrator(connection: connection, directory: directory + "/migrations").migrate()
        try connection.script("RESET check_function_bodies; RESET row_security; RESET ROLE")
        return applied
    }

    private static func makeOperatorKey(_ connection: Connection, master: MasterKey) throws {
        let known = try connection.query("SELECT 1 FROM directory.operator_key LIMIT 1")
        if known.isEmpty {
            let wrapped = try Vault.makeKey(owner: Vault.operatorOwner, id: 1, master: master)
            try connection.execute(
                """
                INSERT INTO directory.operator_key (id, wrapped, created_at) VALUES (1, \(Bytea(wrapped)), now())
                ON CONFLICT (id) DO NOTHING
                """
            )
        }
        do {
            _ = try Deployment.load(master: master, on: connection)
        } catch let error as PostgresError {
            throw error
        } catch {
            throw SchemaRefusal.masterKeyDiffers
        }
    }
}

extension SchemaSetup {
    /// A process asks this before it serves: is the schema new enough for me, and I for it?
    package static func requireVersion(
        _ connection: Connection,
        atLeast needed: Int = BinaryVersion.schemaNeeded,
        binary: Int = BinaryVersion.current
    ) throws {
        let database = try Migrator.versionInDatabase(connection)
        guard database >= needed else { throw SchemaRefusal.schemaTooOld(database: database, needed: needed) }
        let rows = try connection.query("SELECT oldest_binary FROM migration.compatibility")
        let oldest: Int = try rows.first?.column(0) ?? 1
        guard binary >= oldest else { throw SchemaRefusal.binaryTooOld(binary: binary, oldest: oldest) }
    }
}

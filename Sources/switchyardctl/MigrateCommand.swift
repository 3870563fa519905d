import ArgumentParser
import Postgres
import Switchyard

/// Roles, passwords, migrations and the operator's first key.
struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database of DATABASE_URL up to date; safe to repeat.",
        discussion: """
            DATABASE_URL is the administrator's. Passwords of the roles are taken from SWITCHYARD_API_PASSWORD,
            SWITCHYARD_WORKER_PASSWORD, SWITCHYARD_DISPATCHER_PASSWORD, SWITCHYARD_SEARCH_PASSWORD and
            SWITCHYARD_BACKUP_PASSWORD where they are set. SWITCHYARD_MASTER_KEY_FILE wraps the operator's key.
            """
    )

    @Option(help: "Folder with roles.sql and migrations/.")
    var sql: String?

    func run() throws {
        let config = Config()
        let directory = sql ?? config.text("SWITCHYARD_SQL", default: "sql")
        let admin = try SchemaSetup.connect(config.connection(.administrator, name: "switchyardctl"))
        defer { admin.close() }
        let applied = try SchemaSetup.run(
            admin: admin,
            sqlDirectory: directory,
            passwords: passwords(config),
            master: config.masterKey()
        )
        for migration in applied { print("applied \(migration.version) \(migration.name)") }
        print("schema is at version \(try Migrator.versionInDatabase(admin))")
    }

    private func passwords(_ config: Config) -> [String: String] {
        var passwords: [String: String] = [:]
        for role in SchemaSetup.loginRoles {
            let name = "SWITCHYARD_" + role.replacing("switchyard_", with: "").uppercased() + "_PASSWORD"
            passwords[role] = config.optional(name)
        }
        return passwords
    }
}

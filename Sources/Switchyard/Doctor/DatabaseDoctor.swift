import Postgres

/// Is it there, and is it what this program can work with?
enum DatabaseDoctor {
    /// A line for every role that is set; none set is a failure.
    static func reach(_ visit: DoctorVisit) -> [DoctorWord] {
        let roles = Config.Role.allCases.filter { visit.config.optional($0.rawValue) != nil }
        guard !roles.isEmpty else {
            let names = Config.Role.allCases.map(\.rawValue)
            return [.fail("no URL is set", limit: "one role at least", "Set \(names.joined(separator: ", ")).")]
        }
        return roles.map { role in
            switch visit.open(role) {
            case .success(let connection):
                let user: String? = try? connection.query("SELECT current_user::text").first?.column(0)
                return .ok("\(role.rawValue) connects as \(user ?? "?")", limit: "connects")
            case .failure(let error):
                let advice = "Look whether the server runs, is reached from here, and knows this password."
                return .fail("\(role.rawValue): \(error)", limit: "connects", advice)
            }
        }
    }

    static func server(_ visit: DoctorVisit) throws -> DoctorWord {
        server(version: try visit.connection().serverVersion)
    }

    static func server(version: Int) -> DoctorWord {
        let (found, limit) = (SchemaSetup.versionText(version), SchemaSetup.versionText(SchemaSetup.serverVersionMin))
        do {
            try SchemaSetup.requireServer(version: version)
            return .ok("PostgreSQL \(found)", limit: "\(limit) or newer")
        } catch {
            return .fail("PostgreSQL \(found)", limit: "\(limit) or newer", "Update the server.")
        }
    }

    static func characterType(_ visit: DoctorVisit) throws -> DoctorWord {
        let connection = try visit.connection()
        let limit = "neither C nor POSIX"
        do {
            return .ok("LC_CTYPE \(try SchemaSetup.requireCharacterType(connection))", limit: limit)
        } catch SchemaRefusal.characterType(let name) {
            return .fail("LC_CTYPE \(name)", limit: limit, "Create the database anew with --locale=C.UTF-8.")
        }
    }

    /// Nothing is acknowledged before it is committed, and these make "committed" true.
    static let durable = ["fsync", "full_page_writes", "synchronous_commit"]

    static func durability(_ visit: DoctorVisit) throws -> DoctorWord {
        let rows = try visit.connection().query(
            "SELECT name, setting FROM pg_catalog.pg_settings WHERE name = ANY (\(durable)) ORDER BY name"
        )
        return durability(try rows.map { (name: try $0.column(0), setting: try $0.column(1)) })
    }

    static func durability(_ settings: [(name: String, setting: String)]) -> DoctorWord {
        let off = settings.filter { $0.setting == "off" }.map(\.name)
        guard off.isEmpty else {
            let advice = "Switch it on in postgresql.conf: what was acknowledged can be lost."
            return .fail("off: \(DoctorFinding.listed(off))", limit: "all on", advice)
        }
        return .ok("\(durable.joined(separator: ", ")) are on", limit: "all on")
    }

    static func schema(_ visit: DoctorVisit) throws -> DoctorWord {
        let connection = try visit.connection()
        let limit = "\(BinaryVersion.schemaNeeded) or newer"
        let version = try Migrator.versionInDatabase(connection)
        do {
            try SchemaSetup.requireVersion(connection)
        } catch let refusal as SchemaRefusal {
            return .fail("schema \(version)", limit: limit, refusal.description)
        }
        guard version == BinaryVersion.schemaNeeded else {
            let advice = "Install the release that the schema was migrated with."
            return .warn("schema \(version), newer than this program", limit: limit, advice)
        }
        return .ok("schema \(version)", limit: limit)
    }
}

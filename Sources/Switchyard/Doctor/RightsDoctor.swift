import Foundation
import Postgres

/// May everybody do what the migrations say, and nobody more?
enum RightsDoctor {
    private static let fileBytesMax = 4_194_304

    /// Of each role: whether it logs in and whether it sees past the walls, as `sql/roles.sql` makes it.
    private static let roles: [(name: String, logsIn: Bool, seesAll: Bool)] =
        [("switchyard_owner", false, false)]
        + SchemaSetup.loginRoles.map { ($0, true, ["switchyard_migrator", "switchyard_backup"].contains($0)) }

    private static let limit = "as sql/roles.sql makes them"
    private static let advice = "Run switchyardctl migrate, which sets the attributes of all roles anew."

    static func roles(_ visit: DoctorVisit) throws -> DoctorWord { try roles(on: visit.connection()) }

    static func roles(on connection: Connection) throws -> DoctorWord {
        let rows = try connection.query(
            """
            SELECT r.rolname::text, r.rolcanlogin, r.rolbypassrls,
                concat_ws(', ', CASE WHEN r.rolsuper THEN 'superuser' END, CASE WHEN r.rolcreaterole THEN 'createrole' END,
                    CASE WHEN r.rolcreatedb THEN 'createdb' END, CASE WHEN r.rolreplication THEN 'replication' END),
                (SELECT string_agg('member of ' || m.roleid::regrole::text, ', ') FROM pg_catalog.pg_auth_members m
                    WHERE m.member = r.oid AND r.rolname IN ('switchyard_api', 'switchyard_worker', 'switchyard_dispatcher',
                        'switchyard_search'))
            FROM pg_catalog.pg_roles r WHERE r.rolname = ANY (\(roles.map(\.name))) ORDER BY r.rolname
            """
        )
        var faults: [String] = []
        var seen: Set<String> = []
        for row in rows {
            var cursor = row.cursor()
            let name: String = try cursor.next()
            seen.insert(name)
            guard let wanted = roles.first(where: { $0.name == name }) else { continue }
            let (logsIn, seesAll): (Bool, Bool) = (try cursor.next(), try cursor.next())
            if logsIn != wanted.logsIn { faults.append("\(name) \(logsIn ? "may" : "may not") log in") }
            if seesAll != wanted.seesAll { faults.append("\(name) \(seesAll ? "" : "no ")bypassrls") }
            let more: [String] = [try cursor.next(String.self), try cursor.next(String?.self) ?? ""]
            faults += more.filter { !$0.isEmpty }.map { "\(name) \($0)" }
        }
        faults += roles.map(\.name).filter { !seen.contains($0) }.map { "\($0) is missing" }
        guard faults.isEmpty else { return .fail(DoctorFinding.listed(faults), limit: limit, advice) }
        return .ok("\(seen.count) roles", limit: limit)
    }

    static func rights(_ visit: DoctorVisit) throws -> DoctorWord {
        let directory = visit.config.text("SWITCHYARD_SQL", default: "sql")
        let path = "\(directory)/\(RightsList.fileName)"
        guard let data = FileManager.default.contents(atPath: path), data.count <= fileBytesMax,
            let wanted = RightsList(text: String(decoding: data, as: UTF8.self))
        else {
            throw DoctorBlind(
                found: "not looked at: no list of rights at \(path)",
                advice: "Set SWITCHYARD_SQL to the folder sql of this release."
            )
        }
        return compare(wanted, with: try RightsList(of: visit.connection()))
    }

    static func compare(_ wanted: RightsList, with found: RightsList) -> DoctorWord {
        let limit = "those of schema \(wanted.schemaVersion)"
        guard wanted.schemaVersion == found.schemaVersion else {
            return .warn(
                "not looked at: the database has schema \(found.schemaVersion)",
                limit: limit,
                "Use the doctor and the folder sql of the release that the database was migrated with."
            )
        }
        let more = found.lines.subtracting(wanted.lines).sorted().map { "+ \($0)" }
        let less = wanted.lines.subtracting(found.lines).sorted().map { "- \($0)" }
        guard more.isEmpty, less.isEmpty else {
            return .fail(
                "\(more.count) too many, \(less.count) missing: \(DoctorFinding.listed(more + less))",
                limit: limit,
                "Take back what was changed by hand: nothing but a migration changes rights and walls."
            )
        }
        return .ok("\(found.lines.count) rights and walls", limit: limit)
    }
}

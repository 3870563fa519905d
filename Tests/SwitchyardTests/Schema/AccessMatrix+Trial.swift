import Foundation
import Postgres
import TestSupport

extension AccessMatrix {
    struct Trial {
        var cells = 0
        /// Cells that came out other than they must.
        var surprises: [String] = []
    }

    /// A matrix of every walled table, in a database that nobody else is in, with its administrator.
    static func inDatabaseOfItsOwn(_ body: (TestDatabase, Connection, AccessMatrix) throws -> Void) throws {
        let database = try TestDatabase.fresh()
        let tenants = Tenants(
            owner: try TenantFixture.make(in: database).tenantID,
            other: try TenantFixture.make(in: database) { $0.hasDesks = false }.tenantID,
            newcomer: try TenantFixture.make(in: database) { $0.hasDesks = false }.tenantID
        )
        try database.withConnection(.admin) { admin in
            // What the fixtures stored is in the way of rows that are made here.
            try admin.script("TRUNCATE switchyard.data_key, switchyard.setting_version CASCADE")
            try body(database, admin, AccessMatrix(admin, tables: walledTables(admin), tenants: tenants))
        }
    }

    private static func walledTables(_ connection: Connection) throws -> [String] {
        try connection.query(
            """
            SELECT table_name FROM migration.table_family WHERE family <> 'directory'
            AND table_name <> ALL (\(CatalogLint.tenantless)) ORDER BY table_name
            """
        ).map { try $0.column(0) }
    }

    /// All cells of one role under one setting; of one table, where it is named.
    func trial(
        _ roleRights: RoleRights,
        _ setting: Setting,
        of table: String? = nil,
        on connection: Connection
    ) throws -> Trial {
        var trial = Trial()
        for subject in subjects where table == nil || subject.table.name == table {
            let name = subject.table.name
            guard let rights = roleRights.byTable[name] else { continue }
            for operation in Operation.allCases {
                for statement in statements(operation, on: subject, rights: rights) {
                    trial.cells += 1
                    let outcome = try attempt(statement, operation, setting, on: connection)
                    guard !isExpected(outcome, operation, setting, on: name, rights: rights) else { continue }
                    trial.surprises.append("\(roleRights.role) \(setting) \(operation) \(name): \(outcome)")
                }
            }
            guard !rights.seesAll, setting == .right || setting == .other else { continue }
            trial.cells += 1
            let foreign = try foreignRows(in: name, setting, on: connection) ?? 0
            if foreign > 0 {
                trial.surprises.append("\(roleRights.role) \(setting) sees \(foreign) foreign rows of \(name)")
            }
        }
        return trial
    }
}

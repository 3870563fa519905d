import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

@Suite(.needsDatabase) struct AccessMatrixTests {
    /// Every table with a tenant × operation × setting × role, on connections that really log in as the role.
    @Test func rowsAreReachedInTheirOwnTenantOnly() throws {
        let database = try TestDatabase.fresh()
        let tenants = try tenants(in: database)
        // What the fixtures stored is in the way of rows that are made here.
        try database.withConnection(.admin) { admin in
            try admin.script("TRUNCATE switchyard.data_key, switchyard.setting_version CASCADE")
            let matrix = try AccessMatrix(admin, tables: try tables(admin), tenants: tenants)
            var cells = 0
            for role in TestRole.allCases where role != .admin {
                let rights = try matrix.rights(of: role)
                for setting in AccessMatrix.Setting.allCases {
                    let surprises = try database.withConnection(role) { connection in
                        try self.surprises(matrix, rights, setting, on: connection) { cells += $0 }
                    }
                    #expect(surprises == [])
                }
            }
            #expect(cells >= matrix.subjects.count * 6 * 5 * 4, "only \(cells) cells were tried")
        }
    }

    private func tables(_ connection: Connection) throws -> [String] {
        try connection.query(
            """
            SELECT table_name FROM migration.table_family WHERE family <> 'directory'
            AND table_name <> ALL (\(CatalogLint.tenantless)) ORDER BY table_name
            """
        ).map { try $0.column(0) }
    }

    /// All cells of one role under one setting that came out other than they must.
    private func surprises(
        _ matrix: AccessMatrix,
        _ roleRights: AccessMatrix.RoleRights,
        _ setting: AccessMatrix.Setting,
        on connection: Connection,
        counting cells: (Int) -> Void = { _ in }
    ) throws -> [String] {
        var surprises: [String] = []
        for subject in matrix.subjects {
            let name = subject.table.name
            let rights = try #require(roleRights.byTable[name])
            for operation in AccessMatrix.Operation.allCases {
                let statements = matrix.statements(operation, on: subject, rights: rights)
                for statement in statements {
                    let outcome = try matrix.attempt(statement, operation, setting, on: connection)
                    guard !matrix.isExpected(outcome, operation, setting, on: name, rights: rights) else { continue }
                    surprises.append("\(roleRights.role) \(setting) \(operation) \(name): \(outcome)")
                }
                cells(statements.count)
            }
            guard !rights.seesAll, setting == .right || setting == .other else { continue }
            let foreign = try matrix.foreignRows(in: name, setting, on: connection) ?? 0
            if foreign > 0 { surprises.append("\(roleRights.role) \(setting) sees \(foreign) foreign rows of \(name)") }
        }
        return surprises
    }

    /// The control of the control: with a wall down the matrix is red.
    @Test func aWallThatIsDownIsSeen() throws {
        let wall = "nullif(current_setting('\(TenantSetting.name)', true), '')::uuid"
        let mutations = [
            (
                "ALTER TABLE switchyard.thread DISABLE ROW LEVEL SECURITY",
                "ALTER TABLE switchyard.thread ENABLE ROW LEVEL SECURITY"
            ),
            (
                "ALTER POLICY wall ON switchyard.thread USING (true)",
                "ALTER POLICY wall ON switchyard.thread USING (tenant_id = \(wall))"
            ),
            (
                "ALTER POLICY wall ON switchyard.thread WITH CHECK (true)",
                "ALTER POLICY wall ON switchyard.thread WITH CHECK (tenant_id = \(wall))"
            ),
            (
                "CREATE POLICY gate ON switchyard.thread TO switchyard_api USING (true)",
                "DROP POLICY gate ON switchyard.thread"
            ),
            (
                "GRANT UPDATE (tenant_id) ON switchyard.thread TO switchyard_api",
                "REVOKE UPDATE (tenant_id) ON switchyard.thread FROM switchyard_api"
            ),
            ("ALTER TABLE switchyard.thread DROP CONSTRAINT thread_ticket", "SELECT 1"),
        ]
        let database = try TestDatabase.fresh()
        let tenants = try tenants(in: database)
        try database.withConnection(.admin) { admin in
            let matrix = try AccessMatrix(
                admin,
                tables: ["switchyard.customer", "switchyard.ticket", "switchyard.thread"],
                tenants: tenants
            )
            for (mutation, undoing) in mutations {
                #expect(try surprises(matrix, in: database) == [], "before \(mutation)")
                try admin.script(mutation)
                let found = try surprises(matrix, in: database)
                #expect(
                    !found.isEmpty && found.allSatisfy { $0.contains("switchyard.thread") },
                    "\(mutation): \(found)"
                )
                try admin.script(undoing)
            }
        }
    }

    private func surprises(_ matrix: AccessMatrix, in database: TestDatabase) throws -> [String] {
        let rights = try matrix.rights(of: .api)
        return try AccessMatrix.Setting.allCases.flatMap { setting in
            try database.withConnection(.api) { try surprises(matrix, rights, setting, on: $0) }
        }
    }

    private func tenants(in database: TestDatabase) throws -> AccessMatrix.Tenants {
        AccessMatrix.Tenants(
            owner: try TenantFixture.make(in: database).tenantID,
            other: try TenantFixture.make(in: database) { $0.hasDesks = false }.tenantID,
            newcomer: try TenantFixture.make(in: database) { $0.hasDesks = false }.tenantID
        )
    }

    @Test(arguments: CatalogLint.tenantless) func tablesOfNoTenantAreTheDispatchersAlone(table: String) throws {
        let database = try TestDatabase.shared()
        for role in TestRole.allCases where role != .admin && role != .dispatcher {
            let refused = try #require(throws: PostgresError.self) {
                try database.withConnection(role) { try $0.execute("SELECT 1 FROM \(raw(table))") }
            }
            #expect(refused.sqlState == "42501")
        }
        try database.withConnection(.dispatcher) { connection in
            #expect(throws: Never.self) { try connection.execute("SELECT 1 FROM \(raw(table))") }
        }
    }
}

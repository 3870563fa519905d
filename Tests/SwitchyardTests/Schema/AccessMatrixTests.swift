import Foundation
import Postgres
import Switchyard
import TestSupport
import Testing

@Suite(.needsDatabase) struct AccessMatrixTests {
    /// Every table with a tenant × operation × setting × role, on connections that really log in as the role.
    @Test func rowsAreReachedInTheirOwnTenantOnly() throws {
        try AccessMatrix.inDatabaseOfItsOwn { database, _, matrix in
            var cells: [AccessMatrix.Setting: Int] = [:]
            for role in TestRole.allCases where role != .admin {
                let rights = try matrix.rights(of: role)
                for setting in AccessMatrix.Setting.allCases {
                    let found = try database.withConnection(role) { connection in
                        try matrix.trial(rights, setting, on: connection)
                    }
                    cells[setting, default: 0] += found.cells
                    #expect(found.surprises == [])
                }
            }
            let all = cells.values.reduce(0, +)
            #expect(all >= matrix.subjects.count * 6 * 5 * 4, "only \(all) cells were tried")
            let bySetting = AccessMatrix.Setting.allCases.map { "\($0.rawValue) \(cells[$0] ?? 0)" }
            print(
                "access matrix: \(matrix.subjects.count) tables, \(all) cells (\(bySetting.joined(separator: ", "))), 0 surprises"
            )
        }
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

import Foundation
import Postgres
import TestSupport
import Testing

/// The control of the controls: the access matrix is red as soon as any one of them is gone. What the matrix cannot see,
/// FORCE, the catalog lint finds (`CatalogLintTests.aWallThatIsTakenDownIsFound`).
@Suite(.needsDatabase) struct RemovedControlTests {
    @Test func everyControlThatIsTakenAwayTurnsTheMatrixRed() throws {
        try AccessMatrix.inDatabaseOfItsOwn { database, admin, matrix in
            let seats = try TestRole.allCases.filter { $0 != .admin }.map { role in
                (rights: try matrix.rights(of: role), connection: try Connection(database.settings(role)))
            }
            defer { for seat in seats { seat.connection.close() } }
            func surprises(_ control: WallControl) throws -> [String] {
                try seats.filter { control.roles.contains($0.rights.role) }.flatMap { seat in
                    try [AccessMatrix.Setting.right, .other, .unset].flatMap { setting in
                        try matrix.trial(seat.rights, setting, of: control.table, on: seat.connection).surprises
                    }
                }
            }
            let controls = try WallControl.all(admin)
            #expect(controls.count > 6 * matrix.subjects.count)
            for control in controls {
                try admin.script(control.removal)
                let found = try surprises(control)
                try admin.script(control.restoring)
                #expect(!found.isEmpty, "nobody noticed: \(control.name)")
                print("without \(control.name): \(found.count) cells red, \(found.first ?? "none")")
            }
            for table in Set(controls.map(\.table)) {
                let whole = WallControl(name: "", table: table, roles: TestRole.allCases, removal: "", restoring: "")
                #expect(try surprises(whole) == [], "not as it was: \(table)")
            }
            print("removed controls: \(controls.count), each noticed by the access matrix")
        }
    }
}

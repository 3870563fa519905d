package import Foundation
import Postgres

extension Person {
    /// Out at once: their keys and sessions stop working with the next request, and their cases go back (`StrayCases`).
    ///
    /// - Throws: `permission_missing` where the person reaches further than who asks.
    package static func leave(_ id: UUID, in tx: DirectoryTransaction) throws {
        try tx.requireReach(over: id)
        let changed = try tx.execute(
            "UPDATE directory.person SET status = 'left' WHERE id = \(id) AND status = 'active'"
        )
        guard changed == 1 else { throw DomainError.notFound }
        try tx.record(.personLeft, subject: id)
    }
}

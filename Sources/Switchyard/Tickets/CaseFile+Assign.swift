package import Foundation
import Postgres

extension CaseFile {
    /// Gives the case to a person who holds a grant here, or to nobody.
    package mutating func assign(to person: UUID?) throws {
        if let person {
            let rows = try tx.query(
                "SELECT person_id FROM switchyard.granted_person(\(person), \(try tx.now))",
                "granted person"
            )
            guard !rows.isEmpty else { throw DomainError.field("/person_id", .unknown) }
        }
        guard person != ticket.assigneeID else { return }
        try record(.assigned, ["person_id": person?.json, "before": ticket.assigneeID?.json])
        ticket.assigneeID = person
        if ticket.status == .new, person != nil { ticket.status = .open }
    }
}

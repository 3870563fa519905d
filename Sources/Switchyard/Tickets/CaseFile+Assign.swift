package import Foundation
import Postgres

extension CaseFile {
    /// Gives the case to a person whose grant here reaches its level, or to nobody.
    ///
    /// - Parameter reason: what the log tells of it, where nobody chose the person.
    /// - Throws: `level_not_granted` to somebody whose own grant does not.
    package mutating func assign(to person: UUID?, because reason: String? = nil) throws {
        try requireLevel(ticket.level)
        if let person {
            guard try tx.duty.person(person) != nil else { throw DomainError.field("/person_id", .unknown) }
            guard try serves(person, ticket.level) else { throw DomainError.field("/person_id", .notEntitled) }
        }
        guard person != ticket.assigneeID else { return }
        try record(
            .assigned,
            ["person_id": person?.json, "before": ticket.assigneeID?.json, "because": reason.map(JSON.string)]
        )
        ticket.assigneeID = person
        if ticket.status == .new, person != nil { ticket.status = .open }
    }
}

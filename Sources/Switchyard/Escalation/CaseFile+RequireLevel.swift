import Foundation

/// What a person may do ends at the level of their grant here.
extension CaseFile {
    /// From this level on only those act on a case whom a grant of it names: one grant is for one person, one tenant and a
    /// time, and the directory has it on record. Everybody else reads.
    static let namedLevel = 4

    /// - Throws: `level_not_granted`, also to whoever is no person of a desk.
    func requireLevel(_ level: Int) throws {
        guard let person = tx.request.actor.personID, try serves(person, level) else {
            throw DomainError(.forbidden, "level_not_granted")
        }
    }

    /// Asked before every act of the work on a case. What a customer writes is always taken, and the product's own acts
    /// follow the ladder.
    func requireNamed() throws {
        guard ticket.level >= CaseFile.namedLevel else { return }
        switch tx.request.actor.kind {
        case .worker, .importer: return
        case .agent, .operatorAdmin, .tenantAdmin, .intake, .source, .customer: try requireLevel(ticket.level)
        }
    }

    /// Now, whatever it was when they were given something.
    func serves(_ person: UUID, _ level: Int) throws -> Bool {
        guard let post = DutyPost(level: max(level, 1)) else { return false }
        return try tx.duty.grants(of: person).contains { $0.entitles(to: post) }
    }
}

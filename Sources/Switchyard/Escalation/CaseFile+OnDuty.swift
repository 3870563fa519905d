import Foundation

/// Who answers for a case. Its team need not be the level's own desk; then that team's people come first at its level.
extension CaseFile {
    func onDuty(_ level: Int) throws -> Recipient? {
        try onDuty(level, team: level == ticket.level ? ticket.teamID : nil)
    }

    /// - Parameter team: nil for the level's own desk.
    func onDuty(_ level: Int, team: UUID?) throws -> Recipient? {
        if let first = try special(team, level).first { return Recipient(person: first, source: .team) }
        return try tx.duty.onDuty(level)
    }

    func lead() throws -> Recipient? {
        if let lead = try special(ticket.teamID, ticket.level).first(where: \.isLead) {
            return Recipient(person: lead, source: .lead)
        }
        return try tx.duty.lead(ticket.level)
    }

    /// Agents before leads; nobody for the level's own desk.
    private func special(_ team: UUID?, _ level: Int) throws -> [DeskPerson] {
        guard let team, try tx.settings().desks[level] != team else { return [] }
        return try tx.duty.people(of: team, level: level)
    }
}

import BusinessTime
package import Foundation

extension CaseFile {
    package struct HandoverProposal: Sendable, Hashable {
        package let level: Int
        /// Nil for the level's own desk, or the case's team when the level stays.
        package let teamID: UUID?
        package let personID: UUID?
        package let note: String
        /// Seconds; nil for the default.
        package let openSeconds: Int64?

        package init(
            level: Int,
            teamID: UUID? = nil,
            personID: UUID? = nil,
            note: String,
            openSeconds: Int64? = nil
        ) {
            self.level = level
            self.teamID = teamID
            self.personID = personID
            self.note = note
            self.openSeconds = openSeconds
        }
    }

    /// Offers the case to another level, team or person. Whoever has it keeps it until the offer is accepted.
    ///
    /// - Throws: `level_not_granted` to somebody who does not serve the case's own level, `handover_open` while another
    ///   offer waits, `nobody_at_level` where nobody could accept.
    package mutating func proposeHandover(_ proposal: HandoverProposal) throws {
        guard ticket.status.isOpen else { throw DomainError(.conflict, "case_not_open") }
        try requireLevel(ticket.level)
        _ = try expireHandoverIfDue()
        guard try openHandover() == nil else { throw DomainError(.conflict, "handover_open") }
        guard try !isAtHome(to: proposal) else { throw DomainError.field("/level", .notInList) }
        let team = try team(of: proposal)
        try requireTaker(of: proposal, team: team)
        let expiresAt = try tx.now.adding(seconds: proposal.openSeconds ?? Handover.openSecondsDefault)
        try record(
            .handoverProposed,
            [
                "from": ticket.level.json, "to": proposal.level.json, "team_id": team?.json,
                "person_id": proposal.personID?.json, "note": .string(Secrets.redact(proposal.note).text),
                "expires_at": .string(expiresAt.iso8601),
            ]
        )
        guard let handover = try openHandover() else { return }
        insertOffer(handover)
    }

    /// Whether it would stay where it is.
    func isAtHome(to proposal: HandoverProposal) throws -> Bool {
        try proposal.level == ticket.level && proposal.personID == nil && team(of: proposal) == ticket.teamID
    }

    private func team(of proposal: HandoverProposal) throws -> UUID? {
        if let team = proposal.teamID { return team }
        return try proposal.level == ticket.level ? ticket.teamID : tx.settings().desks[proposal.level]
    }

    /// An offer that nobody could accept is not made.
    private func requireTaker(of proposal: HandoverProposal, team: UUID?) throws {
        let people = try proposal.teamID.map { try tx.duty.people(of: $0, level: proposal.level) }
        if let people, people.isEmpty { throw DomainError.field("/team_id", .notEntitled) }
        guard let person = proposal.personID else {
            guard try people != nil || onDuty(proposal.level, team: team) != nil else {
                throw DomainError(.conflict, "nobody_at_level")
            }
            return
        }
        let grants = try tx.duty.grants(of: person)
        guard !grants.isEmpty else { throw DomainError.field("/person_id", .unknown) }
        guard person != tx.request.actor.personID, let post = DutyPost(level: proposal.level),
            grants.contains(where: { $0.entitles(to: post) }), people?.contains(where: { $0.id == person }) ?? true
        else { throw DomainError.field("/person_id", .notEntitled) }
    }
}

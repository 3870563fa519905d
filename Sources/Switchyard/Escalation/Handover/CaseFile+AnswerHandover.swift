import BusinessTime
import Foundation

extension CaseFile {
    /// Takes the case over: from now on it is this person's, at the level and team it was offered to.
    ///
    /// - Throws: `no_handover`, `handover_expired`, `level_not_granted`, `handover_for_another`, `own_proposal`.
    package mutating func acceptHandover() throws {
        guard ticket.status.isOpen else { throw DomainError(.conflict, "case_not_open") }
        let handover = try answerableHandover()
        try requireReader(of: handover)
        guard let person = tx.request.actor.personID, person != handover.proposed.by else {
            throw DomainError(.forbidden, "own_proposal")
        }
        try record(
            .handoverAccepted,
            [
                "handover": handover.number.json, "from": ticket.level.json, "from_team_id": ticket.teamID?.json,
                "from_person_id": ticket.assigneeID?.json, "to": handover.toLevel.json,
                "team_id": handover.toTeamID?.json, "person_id": person.json,
            ]
        )
        ticket.level = handover.toLevel
        ticket.teamID = handover.toTeamID
        ticket.assigneeID = person
        if ticket.status == .new { ticket.status = .open }
        deleteOffer()
    }

    /// Does not take what is offered, or hands back what was accepted to those who had it. Whoever offered it may take the
    /// offer back the same way.
    ///
    /// - Throws: `no_handover` also when the case has moved since it was accepted: that is not taken back with it.
    package mutating func returnHandover(note: String) throws {
        guard ticket.status.isOpen else { throw DomainError(.conflict, "case_not_open") }
        let words = Secrets.redact(note).text
        guard let accepted = try handovers().last, let holder = accepted.holderBefore,
            accepted.state == .accepted
        else { return try declineHandover(words) }
        guard accepted.toLevel == ticket.level, accepted.toTeamID == ticket.teamID else {
            throw DomainError(.conflict, "no_handover")
        }
        try requireLevel(ticket.level)
        let person = try holder.personID.flatMap { try serves($0, holder.level) ? $0 : nil }
        try record(
            .handoverReturned,
            [
                "handover": accepted.number.json, "note": .string(words), "from": ticket.level.json,
                "to": holder.level.json, "team_id": holder.teamID?.json, "person_id": person?.json,
            ]
        )
        ticket.level = holder.level
        ticket.teamID = holder.teamID
        ticket.assigneeID = person
    }

    /// The case stays where it is.
    private mutating func declineHandover(_ words: String) throws {
        let handover = try answerableHandover()
        if tx.request.actor.personID != handover.proposed.by { try requireReader(of: handover) }
        try end(handover, note: words)
    }

    /// Whoever may offer the case may end an offer of it: nobody has taken anything yet.
    ///
    /// - Returns: false where it is not waiting any more.
    mutating func withdrawOffer(_ number: Int, note: String) throws -> Bool {
        guard let handover = try openHandover(), handover.number == number, try tx.now < handover.expiresAt else {
            return false
        }
        try requireLevel(ticket.level)
        try end(handover, note: Secrets.redact(note).text)
        return true
    }

    private mutating func end(_ handover: Handover, note: String) throws {
        try record(.handoverReturned, ["handover": handover.number.json, "note": .string(note)])
        deleteOffer()
    }

    private func answerableHandover() throws -> Handover {
        guard let handover = try openHandover() else { throw DomainError(.conflict, "no_handover") }
        guard try tx.now < handover.expiresAt else { throw DomainError(.conflict, "handover_expired") }
        return handover
    }

    /// Whoever serves the level may answer; of a team that is not the level's own desk its people, else the one named.
    private func requireReader(of handover: Handover) throws {
        try requireLevel(handover.toLevel)
        let person = tx.request.actor.personID
        if let reader = handover.toPersonID {
            guard reader == person else { throw DomainError(.forbidden, "handover_for_another") }
        } else if let team = handover.toTeamID, try tx.settings().desks[handover.toLevel] != team {
            guard try tx.duty.people(of: team, level: handover.toLevel).contains(where: { $0.id == person }) else {
                throw DomainError(.forbidden, "handover_for_another")
            }
        }
    }
}

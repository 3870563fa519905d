import BusinessTime
import Foundation

extension CaseFile {
    /// The one it is meant for is told, else whoever is on duty there.
    mutating func tellOfOffer(_ event: CaseEvent) throws {
        let handover = try Handover(proposal: event)
        let reader = try handover.toPersonID ?? onDuty(handover.toLevel, team: handover.toTeamID)?.person.id
        if let reader { try tell(.person(reader), of: event, as: .handover, dueAt: handover.expiresAt) }
    }

    /// Whoever offered it need not look after it any longer.
    mutating func tellOfAcceptance(_ event: CaseEvent) throws {
        guard let reader = try proposer(of: event), try tx.duty.person(reader) != nil else { return }
        try tell(.person(reader), of: event, as: .handover)
    }

    /// Whoever made an offer that was not taken has the case as before and hears of it, as does whoever gets back what was
    /// accepted; not by their own act. What moved a case on has told its own people.
    mutating func tellOfReturn(_ event: CaseEvent) throws {
        if event.kind == .handoverExpired {
            guard ticket.status.isOpen, event.body["cause"] == .string(Handover.Expiry.time.rawValue) else { return }
        }
        guard let reader = try event.body.optionalUUID("person_id") ?? proposer(of: event), reader != event.actorID
        else { return }
        guard let person = try tx.duty.person(reader)?.id ?? onDuty(ticket.level)?.person.id else { return }
        try tell(.person(person), of: event, as: .handover)
    }

    private func proposer(of event: CaseEvent) throws -> UUID? {
        let number = Int(try event.body.integer("handover"))
        return try handovers().first { $0.number == number }?.proposed.by
    }
}

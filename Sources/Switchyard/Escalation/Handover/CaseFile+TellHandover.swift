import BusinessTime
import Foundation

extension CaseFile {
    /// The one it is meant for is told, else whoever is on duty there.
    mutating func tellOfOffer(_ event: CaseEvent) throws {
        let handover = try Handover(proposal: event)
        let reader = try handover.toPersonID ?? onDuty(handover.toLevel, team: handover.toTeamID)?.person.id
        if let reader { try tell(reader, of: event, dueAt: handover.expiresAt) }
    }

    /// Whoever made an offer that was not taken has the case as before and hears of it, as does whoever gets back what was
    /// accepted; not by their own act. What moved a case on has told its own people.
    mutating func tellOfReturn(_ event: CaseEvent) throws {
        if event.kind == .handoverExpired {
            guard ticket.status.isOpen, event.body["cause"] == .string(Handover.Expiry.time.rawValue) else { return }
        }
        let number = Int(try event.body.integer("handover"))
        let proposer = try handovers().first { $0.number == number }?.proposed.by
        guard let reader = try event.body.optionalUUID("person_id") ?? proposer, reader != event.actorID else { return }
        guard let person = try tx.duty.person(reader)?.id ?? onDuty(ticket.level)?.person.id else { return }
        try tell(person, of: event, dueAt: nil)
    }

    private mutating func tell(_ person: UUID, of event: CaseEvent, dueAt: Instant?) throws {
        let step = event.kind.rawValue
        let notice = try notify(
            .person(person),
            metric: "handover",
            step: step,
            at: event.occurredAt,
            dueAt: dueAt,
            digestAfter: tx.settings().policies.policy(
                PolicyRef(version: ticket.policyVersion, name: ticket.policy)
            ).digestAfter
        )
        try record(
            .notified,
            [
                "person_id": person.json, "notice_id": notice.id.json, "channel": "mail", "metric": "handover",
                "step": .string(step),
            ]
        )
    }
}

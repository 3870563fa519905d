import BusinessTime
import Foundation

extension CaseEvent {
    /// What the clocks see of an event; empty where they see nothing.
    func facts(ticket: String) throws -> [CaseFact] {
        let id = CaseEvent.factID(sequence)
        let carried = kind == .absorbed ? try CarriedFacts.read(body, under: id) : []
        guard let kind = try factKind(ticket: ticket) else { return carried }
        return carried + [fact(id, kind, of: ticket)] + (try holder.map { [fact(id + "/0001", $0, of: ticket)] } ?? [])
    }

    private func fact(_ id: String, _ kind: CaseFact.Kind, of ticket: String) -> CaseFact {
        CaseFact(id: id, ticket: ticket, occurredAt: occurredAt, recordedAt: recordedAt, kind: kind)
    }

    /// Who is handed a case has it at once.
    private var holder: CaseFact.Kind? {
        get throws {
            switch kind {
            case .handoverAccepted, .handoverReturned: .assigned(toSomebody: try body.optionalUUID("person_id") != nil)
            default: nil
            }
        }
    }

    /// Digits that every fact of an entry begins with.
    static let factIDDigits = 9

    /// The name of an entry's fact: sorts as the entries do.
    static func factID(_ sequence: Int) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: max(0, factIDDigits - digits.count)) + digits
    }

    /// An imported reply that is older than what it answers: kept, and no answer to any clock.
    var precedes: Bool { body["precedes"] == true }

    private func factKind(ticket: String) throws -> CaseFact.Kind? {
        switch kind {
        case .opened, .customerMessage: return .customerMessage
        case .replied:
            if precedes { return nil }
            let message = try body.optionalString("message_id")
            guard let status = try body.optionalString("status") else { return .publicReply(messageID: message) }
            return .publicReplyWithStatus(messageID: message, ClockStatus(rawValue: status))
        case .replyFailed: return .sendFailedFinally(messageID: try body.string("message_id"))
        case .noted: return .internalNote
        case .priorityChanged: return .attributesChanged(.priority(try body.string("to")))
        case .escalated:
            let level = Int(try body.integer("to"))
            return .attributesChanged(.place(level: level, teamID: try body.optionalUUID("team_id")))
        case .routed, .handoverAccepted, .handoverReturned:
            guard let level = try placedAt else { return nil }
            return .attributesChanged(.place(level: level, teamID: try body.optionalUUID("team_id")))
        case .correctionDecided:
            guard try body.bool("approved") else { return nil }
            return .attributesCorrected(.priority(try body.string("to")))
        case .statusChanged: return .statusChanged(ClockStatus(rawValue: try body.string("to")))
        case .resolved: return try body.bool("answered") ? .resolved : .resolvedWithoutReply
        case .reopened: return .reopened
        case .acknowledged:
            guard let recipient = LadderRecipient(name: try body.string("recipient")) else {
                throw StoredValueUnknown()
            }
            return .acknowledged(recipient)
        case .merged: return .merged(from: ticket, into: try body.uuid("into").text)
        case .absorbed: return .merged(from: try body.uuid("from").text, into: ticket)
        case .split: return .messagesMoved(try movedMessages().map { CaseEvent.factID($0.sequence) })
        case .slaMissing, .slaUnschedulable, .handoverProposed, .handoverExpired, .solutionRecorded: return nil
        case .nobodyEligible, .somebodyEligible: return nil
        case .assigned: return .assigned(toSomebody: try body.optionalUUID("person_id") != nil)
        case .standingAlarm, .secretRemoved, .slaWarned, .slaBreached, .breachRetracted, .nobodyToNotify,
            .notified,
            .delivered, .surveyDecided, .surveyAnswered, .surveyReminded, .followUpOpened, .followUpOverdue,
            .followUpDone, .exclusionChanged, .clocksRepaired, .breachFound, .clockRelaxed, .correctionProposed:
            return nil
        }
    }
}

extension CaseEvent {
    /// The level to which an act of people, or a rule, moved the case. Nil where nothing moved: an offer that is not taken, a
    /// route of a case that began on it or is higher already.
    var placedAt: Int? {
        get throws {
            guard kind.isPlacing, try kind != .routed || body.optionalInteger("from") != nil else { return nil }
            return try body.optionalInteger("to").map(Int.init)
        }
    }
}

extension EventKind {
    var isPlacing: Bool {
        switch self {
        case .routed, .handoverAccepted, .handoverReturned: true
        default: false
        }
    }
}

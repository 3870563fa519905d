import Foundation

/// What follows from an event, in the same transaction: the one map from events to work.
enum Reactions {
    static func follow(_ file: inout CaseFile) throws {
        let takers = try file.tx.settings().eventTakers
        for event in file.events[file.eventsStored...] {
            try file.publish(event, to: takers)
            switch event.kind {
            case .replied: try file.sendReply(event)
            case .secretRemoved: try file.warnCustomer(event)
            case .resolved: try file.planSurvey(event)
            case .reopened, .merged: file.voidSurvey()
            case .slaMissing, .slaUnschedulable, .nobodyEligible: try file.tellTheDesk(of: event)
            case .routed: try file.tellOfRoute(event)
            case .handoverProposed: try file.tellOfOffer(event)
            case .handoverAccepted: try file.tellOfAcceptance(event)
            case .handoverReturned, .handoverExpired: try file.tellOfReturn(event)
            case .opened, .customerMessage, .replyFailed, .noted, .assigned, .priorityChanged, .statusChanged,
                .absorbed, .split, .slaWarned, .slaBreached, .breachRetracted, .escalated, .standingAlarm,
                .acknowledged, .solutionRecorded, .somebodyEligible,
                .nobodyToNotify, .notified, .delivered, .surveyDecided, .surveyAnswered, .surveyReminded,
                .followUpOpened, .followUpOverdue, .followUpDone, .exclusionChanged, .clocksRepaired,
                .breachFound, .clockRelaxed, .correctionProposed, .correctionDecided:
                continue
            }
        }
    }
}

extension CaseFile {
    /// Back over the channel it came by: mail to those who mailed, else the exchange's own webhook, else mail. An exchange
    /// that set no endpoint and told no address reads the answer over the API, which is the channel its request came by: the
    /// answer is accepted when it is stored, and nothing has to be sent.
    fileprivate mutating func sendReply(_ event: CaseEvent) throws {
        guard let message = try event.body.optionalUUID("message_id") else { return }
        let settings = try tx.settings()
        let customer = try Customer.find(ticket.customerID, in: tx)
        let hasMail = customer.profile.email != nil
        if hasMail, ticket.channel == TicketChannel.email.rawValue || settings.replyEndpoint == nil {
            try deliver(DeliveryDraft(kind: .replyMail, messageID: message))
        } else if settings.replyEndpoint != nil {
            try deliver(DeliveryDraft(kind: .replyWebhook, messageID: message))
        }
    }

    /// Told at once, once a message: a pasted seed phrase is a race against thieves.
    fileprivate mutating func warnCustomer(_ event: CaseEvent) throws {
        guard let message = try event.body.optionalUUID("message_id"), isFromCustomer(message) else { return }
        guard event.removedSecret?.endangersFunds == true else { return }
        let isTold = events[eventsStored...].contains { earlier in
            earlier.kind == .secretRemoved && earlier.sequence < event.sequence
                && earlier.body["message_id"] == event.body["message_id"]
                && earlier.removedSecret?.endangersFunds == true
        }
        guard !isTold else { return }
        guard try Customer.find(ticket.customerID, in: tx).profile.email != nil else { return }
        try deliver(DeliveryDraft(kind: .warningMail, messageID: message))
    }
}

extension CaseFile {
    /// Whoever filed it: an agent's own answer or note warns nobody.
    fileprivate func isFromCustomer(_ message: UUID) -> Bool {
        events[eventsStored...].contains { event in
            (event.kind == .opened || event.kind == .customerMessage) && event.body["message_id"] == message.json
        }
    }
}

extension CaseEvent {
    fileprivate var removedSecret: SecretKind? {
        guard kind == .secretRemoved, case .string(let name)? = body["kind"] else { return nil }
        return SecretKind(rawValue: name)
    }
}

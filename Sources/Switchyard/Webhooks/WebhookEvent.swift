import BusinessTime
import Foundation

/// What a subscription may ask to be told of. Names and what they mean are public and stay; a new kind of news is a new name.
package enum WebhookEvent: String, CaseIterable, Sendable, Hashable {
    case ticketOpened = "ticket.opened"
    case messageReceived = "ticket.message_received"
    case answered = "ticket.answered"
    case answerFailed = "ticket.answer_failed"
    case assigned = "ticket.assigned"
    case priorityChanged = "ticket.priority_changed"
    case statusChanged = "ticket.status_changed"
    case escalated = "ticket.escalated"
    case routed = "ticket.routed"
    case handedOver = "ticket.handed_over"
    case resolved = "ticket.resolved"
    case reopened = "ticket.reopened"
    case merged = "ticket.merged"
    case split = "ticket.split"
    case slaWarned = "sla.warned"
    case slaBreached = "sla.breached"
    case breachRetracted = "sla.breach_retracted"
    case surveyAnswered = "survey.answered"
    case subscriptionDisabled = "subscription.disabled"
    /// Sent to one subscription when somebody asks for it; not to be chosen.
    case test = "webhook.test"

    package static let choices = allCases.filter { $0 != .test }

    package var meaning: String {
        switch self {
        case .ticketOpened: "A case was opened."
        case .messageReceived: "The customer added a message to a case."
        case .answered: "An agent answered the customer."
        case .answerFailed: "An answer could not be delivered, and its clocks go on as if it had never been written."
        case .assigned: "A case was given to a person, or to nobody."
        case .priorityChanged: "A case became more or less urgent."
        case .statusChanged: "What a case waits for changed."
        case .escalated: "The ladder of a clock raised a case to another level."
        case .routed: "A rule sent a case to a level or team at once."
        case .handedOver: "A case went to another level, team or person, or came back from there."
        case .resolved: "A case was resolved."
        case .reopened: "A resolved case was reopened."
        case .merged: "A case goes on in another one."
        case .split: "Some messages of a case went to a case of their own, which is opened."
        case .slaWarned: "A clock used up a share of its target."
        case .slaBreached: "A clock missed its target."
        case .breachRetracted: "Later knowledge took a breach back."
        case .surveyAnswered: "A customer answered a survey."
        case .subscriptionDisabled: "Another subscription gets nothing any more: gone, failing, or switched off."
        case .test: "Somebody asked for it, to see that deliveries arrive."
        }
    }
}

extension WebhookEvent {
    /// Nil for what stays in the house.
    init?(_ event: CaseEvent) throws {
        switch event.kind {
        case .opened: self = .ticketOpened
        case .customerMessage: self = .messageReceived
        case .replied: self = .answered
        case .replyFailed: self = .answerFailed
        case .assigned: self = .assigned
        case .priorityChanged: self = .priorityChanged
        case .statusChanged: self = .statusChanged
        case .escalated: self = .escalated
        case .routed: self = .routed
        case .handoverAccepted, .handoverReturned:
            // An offer that nobody took moved nothing.
            guard try event.placedAt != nil else { return nil }
            self = .handedOver
        case .resolved: self = .resolved
        case .reopened: self = .reopened
        case .merged: self = .merged
        case .split: self = .split
        case .slaWarned: self = .slaWarned
        case .slaBreached, .breachFound: self = .slaBreached
        case .breachRetracted: self = .breachRetracted
        case .surveyAnswered: self = .surveyAnswered
        case .noted, .absorbed, .secretRemoved, .slaMissing, .slaUnschedulable, .standingAlarm, .nobodyEligible,
            .somebodyEligible, .acknowledged, .handoverProposed, .handoverExpired, .solutionRecorded, .nobodyToNotify,
            .notified, .delivered, .surveyDecided, .clocksRepaired, .exclusionChanged, .surveyReminded,
            .followUpOpened, .followUpOverdue, .followUpDone, .clockRelaxed, .correctionProposed, .correctionDecided:
            return nil
        }
    }

    /// What happened to a case, and how the case stands after the act.
    func data(_ event: CaseEvent, _ ticket: Ticket) -> JSON {
        [
            "ticket": [
                "id": ticket.id.json, "reference": .string(ticket.reference.text),
                "status": .string(ticket.status.rawValue), "priority": .string(ticket.priority.name),
                "level": .string("L\(ticket.level)"), "category": .string(ticket.category),
                "team_id": ticket.teamID.json, "assignee_id": ticket.assigneeID.json,
            ],
            "event": entry(event),
        ]
    }

    /// What leaves the house of an entry of the log. `sequence` puts events of one case in order: they may arrive in another.
    func entry(_ event: CaseEvent) -> JSON {
        var entry: JSONObject = [
            "sequence": event.sequence.json, "kind": .string(event.kind.rawValue),
            "recorded_at": .string(event.recordedAt.iso8601), "actor_kind": .string(event.actorKind.rawValue),
        ]
        for member in Self.memberNames[self] ?? [] {
            if let value = event.body[member] { entry[member] = value }
        }
        return .object(entry)
    }
}

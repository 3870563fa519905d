import BusinessTime
import Foundation

extension CaseFile {
    /// Follows the direct route that a customer's words ask for (`spec/sla.md E6`): up to its level and team at once, never
    /// down, and each route once, so that a case which people have moved since stays where they put it.
    ///
    /// A new case begins on its route (`TenantSettings.seat`); its entry says only why.
    mutating func follow(_ decision: TriageRules.Decision, of message: UUID) throws {
        guard let route = decision.route else { return }
        let team = try route.teamID ?? tx.settings().desks[route.level]
        let isKnown = try events.contains { event in
            guard event.kind == .routed, try event.body.integer("to") == Int64(route.level) else { return false }
            return try event.body.optionalUUID("team_id") == team && route.contacts.allSatisfy(event.told.contains)
        }
        guard !isKnown else { return }
        let isUp = route.level > ticket.level
        let isAcross = route.level == ticket.level && route.teamID != nil && team != ticket.teamID
        try record(
            .routed,
            [
                "rules_version": decision.version.json, "rule": decision.routeRule?.json, "message_id": message.json,
                "from": isUp || isAcross ? ticket.level.json : nil, "to": route.level.json, "team_id": team?.json,
                "tell": .array(route.contacts.map { .string($0.rawValue) }),
            ]
        )
        guard isUp || isAcross else { return }
        ticket.level = route.level
        ticket.teamID = team
        ticket.assigneeID = nil
    }

    /// Whoever answers for the case now, or the next above where nobody does, and the contacts at the client whom no
    /// earlier route has told.
    mutating func tellOfRoute(_ event: CaseEvent) throws {
        try tellThoseInCharge(of: event)
        let known = events.filter { $0.kind == .routed && $0.sequence < event.sequence }.flatMap(\.told)
        for purpose in event.told where !known.contains(purpose) {
            if try tx.settings().escalation.contacts[purpose] == nil {
                try recordNobody(LadderRecipient.clientContact, of: event)
            } else {
                try tell(.contact(purpose), of: event, as: .route)
            }
        }
    }

    private mutating func tellThoseInCharge(of event: CaseEvent) throws {
        if let person = try assignee() { return try tell(.person(person.person.id), of: event, as: .route) }
        let path = LadderRecipient.path(above: .l0, clientContact: false)
        for rung in path where rung >= .level(Level(rawValue: max(ticket.level, 1)) ?? .l4) {
            if case .person(let found)? = try addressees(rung).first {
                return try tell(.person(found.person.id), of: event, as: .route)
            }
            try recordNobody(rung, of: event)
        }
    }

    private mutating func recordNobody(_ recipient: LadderRecipient, of event: CaseEvent) throws {
        try record(
            .nobodyToNotify,
            [
                "recipient": .string(recipient.name), "level": recipient.level?.rawValue.json,
                "metric": .string(NoticeTopic.route.rawValue), "step": .string(event.kind.rawValue),
            ]
        )
    }
}

extension CaseEvent {
    /// Of a route: contacts of the client that it tells.
    fileprivate var told: [ClientContact.Purpose] {
        ((try? body.optionalStrings("tell")) ?? nil ?? []).compactMap(ClientContact.Purpose.init(rawValue:))
    }
}

import BusinessTime
import Foundation
import Switchyard

/// Cases as the API shows them. Explicit field lists: nothing leaves because a column was added.
enum TicketView {
    static func put(_ ticket: Ticket, vault: Vault, into members: inout some JSONMembers) throws {
        members.put("id", ticket.id)
        members.put("reference", ticket.reference.text)
        members.put("subject", try vault.openText(ticket.subject, as: .ticketSubject, row: ticket.id))
        members.put("status", ticket.status.rawValue)
        members.put("priority", ticket.priority.name)
        members.put("category", ticket.category)
        members.put("level", "L\(ticket.level)")
        members.put("channel", ticket.channel)
        members.put("language", ticket.language)
        members.put("tier", ticket.tier)
        members.put("customer_id", ticket.customerID)
        members.put("policy", ticket.policy)
        members.put("team_id", ticket.teamID)
        members.put("assignee_id", ticket.assigneeID)
        members.putIfAny("follow_up_of", ticket.followUpOf)
        members.putIfAny("split_from", ticket.splitFrom)
        members.putIfAny("merged_into", ticket.mergedInto)
        members.put("occurred_at", ticket.occurredAt)
        members.put("created_at", ticket.createdAt)
        members.put("updated_at", ticket.updatedAt)
        members.put("resolved_at", ticket.resolvedAt)
        members.put("due_at", ticket.dueAt)
        members.put("standing_alarm_since", ticket.standingSince)
        members.put("unserved_since", ticket.unservedSince)
        members.put("revision", ticket.revision)
    }

    static func put(_ details: TicketDetails, vault: Vault, into text: inout JSONWriter) throws {
        let ticket = details.ticket
        try put(ticket, vault: vault, into: &text)
        text.put("merged_from", details.mergedFrom)
        text.member("customer") { text in text.object { put(details.customer, into: &$0) } }
        text.put(
            "attributes",
            try ticket.attributes.map {
                try JSONParser.parse(vault.open($0, as: .ticketAttributes, row: ticket.id))
            } ?? .object(JSONObject())
        )
        text.member("clocks") { text in
            text.array(details.clocks) { clock, text in text.object { put(clock, into: &$0) } }
        }
    }

    private static func put(_ customer: Customer, into text: inout JSONWriter) {
        text.put("id", customer.id)
        text.put("external_id", customer.profile.externalID)
        text.put("name", customer.profile.name)
        text.put("email", customer.profile.email)
        text.put("address", customer.profile.address)
        text.put("language", customer.language)
        text.put("zone", customer.zone)
        text.put("tier", customer.tier)
    }

    private static func put(_ clock: ClockRow, into text: inout JSONWriter) {
        text.put("metric", clock.metric)
        text.put("cycle", clock.key)
        text.put("ordinal", clock.ordinal)
        text.put("state", clock.state)
        text.put("reason", clock.reason)
        text.put("target_seconds", clock.targetSeconds)
        text.put("start_at", clock.startAt)
        text.put("due_at", clock.dueAt)
        text.put("breach_at", clock.breachAt)
        text.put("breached_at", clock.breachedAt)
        text.put("fulfilled_at", clock.fulfilledAt)
        text.put("verdict", clock.verdict)
        text.member("policy") { text in
            text.object { policy in
                policy.put("version", clock.policy.version)
                policy.put("name", clock.policy.name)
            }
        }
        text.put("calendar", clock.calendar)
    }

    /// A clock as it is at this moment.
    static func cycle(_ cycle: ClockCycle) -> JSON {
        [
            "metric": .string(cycle.metric.rawValue), "cycle": .string(cycle.startedBy),
            "ordinal": cycle.ordinal.json, "state": .string(cycle.state.rawValue),
            "reason": (cycle.reason?.rawValue).json, "target_seconds": cycle.targetSeconds.json,
            "start_at": .string(cycle.startAt.iso8601), "due_at": (cycle.dueAt?.iso8601).json,
            "breach_at": (cycle.breachAt?.iso8601).json, "breached_at": (cycle.breachedAt?.iso8601).json,
            "fulfilled_at": (cycle.fulfilledAt?.iso8601).json, "verdict": (cycle.verdict?.rawValue).json,
            "elapsed_seconds": cycle.elapsedSeconds.json, "remaining_seconds": cycle.remainingSeconds.json,
            "late_relaxation": cycle.lateRelaxation.json,
        ]
    }

    static func message(_ message: Message) -> JSON {
        [
            "id": message.id.json, "direction": .string(message.direction.rawValue),
            "author_kind": .string(message.authorKind.rawValue), "author_id": message.authorID.json,
            "language": .string(message.language), "text": .string(message.text),
            "secrets_removed": message.secretsRemoved.json, "occurred_at": .string(message.occurredAt.iso8601),
            "recorded_at": .string(message.recordedAt.iso8601),
        ]
    }

    /// `seesScores` false: without what one customer answered (`spec/surveys-reports.md V12`).
    static func event(_ event: CaseEvent, seesScores: Bool) -> JSON {
        var details = event.body
        if !seesScores, case .object(var members) = details {
            members["score"] = nil
            details = .object(members)
        }
        return [
            "sequence": event.sequence.json, "kind": .string(event.kind.rawValue),
            "occurred_at": .string(event.occurredAt.iso8601), "recorded_at": .string(event.recordedAt.iso8601),
            "actor_kind": .string(event.actorKind.rawValue), "actor_id": event.actorID.json, "details": details,
        ]
    }
}

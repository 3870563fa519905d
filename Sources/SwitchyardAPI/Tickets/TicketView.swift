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

    static func put(
        _ ticket: Ticket,
        customer: Customer,
        clocks: [ClockRow],
        mergedFrom: [UUID],
        vault: Vault,
        into members: inout some JSONMembers
    ) throws {
        try put(ticket, vault: vault, into: &members)
        members.put("merged_from", mergedFrom)
        members.put("customer", view(customer))
        members.put(
            "attributes",
            try ticket.attributes.map {
                try JSONParser.parse(vault.open($0, as: .ticketAttributes, row: ticket.id))
            } ?? .object(JSONObject())
        )
        members.put("clocks", clocks.map(clock))
    }

    private static func view(_ customer: Customer) -> JSON {
        [
            "id": customer.id.json, "external_id": .string(customer.profile.externalID),
            "name": customer.profile.name.json,
            "email": customer.profile.email.json, "address": customer.profile.address.json,
            "language": customer.language.json, "zone": customer.zone.json, "tier": .string(customer.tier),
        ]
    }

    static func clock(_ clock: ClockRow) -> JSON {
        [
            "metric": .string(clock.metric), "cycle": .string(clock.key),
            "ordinal": clock.ordinal.json, "state": .string(clock.state),
            "reason": clock.reason.json, "target_seconds": clock.targetSeconds.json,
            "start_at": .string(clock.startAt.iso8601), "due_at": (clock.dueAt?.iso8601).json,
            "breach_at": (clock.breachAt?.iso8601).json, "breached_at": (clock.breachedAt?.iso8601).json,
            "fulfilled_at": (clock.fulfilledAt?.iso8601).json, "verdict": clock.verdict.json,
            "policy": ["version": clock.policy.version.json, "name": clock.policy.name.json],
            "calendar": .string(clock.calendar),
        ]
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

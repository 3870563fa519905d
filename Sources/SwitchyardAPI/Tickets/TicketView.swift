import BusinessTime
import Foundation
import Switchyard

/// Cases as the API shows them. Explicit field lists: nothing leaves because a column was added.
enum TicketView {
    static func summary(_ ticket: Ticket, vault: Vault) throws -> JSON {
        [
            "id": ticket.id.json, "reference": .string(ticket.reference.text),
            "subject": .string(try vault.openText(ticket.subject, as: .ticketSubject, row: ticket.id)),
            "status": .string(ticket.status.rawValue), "priority": .string(ticket.priority.name),
            "category": .string(ticket.category), "level": .string("L\(ticket.level)"),
            "channel": .string(ticket.channel),
            "language": .string(ticket.language), "tier": .string(ticket.tier), "customer_id": ticket.customerID.json,
            "policy": ticket.policy.json,
            "team_id": ticket.teamID.json, "assignee_id": ticket.assigneeID.json,
            "follow_up_of": ticket.followUpOf?.json, "split_from": ticket.splitFrom?.json,
            "merged_into": ticket.mergedInto?.json,
            "occurred_at": .string(ticket.occurredAt.iso8601), "created_at": .string(ticket.createdAt.iso8601),
            "updated_at": .string(ticket.updatedAt.iso8601), "resolved_at": (ticket.resolvedAt?.iso8601).json,
            "due_at": (ticket.dueAt?.iso8601).json,
            "standing_alarm_since": (ticket.standingSince?.iso8601).json,
            "unserved_since": (ticket.unservedSince?.iso8601).json,
            "revision": ticket.revision.json,
        ]
    }

    static func full(
        _ ticket: Ticket,
        customer: Customer,
        clocks: [ClockRow],
        mergedFrom: [UUID],
        vault: Vault
    ) throws -> JSON {
        guard case .object(var body) = try summary(ticket, vault: vault) else { return .null }
        body["merged_from"] = .array(mergedFrom.map(\.json))
        body["customer"] = [
            "id": customer.id.json, "external_id": .string(customer.profile.externalID),
            "name": customer.profile.name.json,
            "email": customer.profile.email.json, "address": customer.profile.address.json,
            "language": customer.language.json, "zone": customer.zone.json, "tier": .string(customer.tier),
        ]
        body["attributes"] =
            try ticket.attributes.map {
                try JSONParser.parse(vault.open($0, as: .ticketAttributes, row: ticket.id))
            } ?? .object(JSONObject())
        body["clocks"] = .array(clocks.map(clock))
        return .object(body)
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

import BusinessTime
import Foundation
import Postgres

extension CaseFile {
    /// Derives the clocks again, hands new events to their reactions, and writes everything.
    package mutating func save() throws {
        try finish()
        send()
    }

    /// What `save` does before anything is sent, so that cases of a batch can be written together.
    mutating func finish() throws {
        try expireHandoverIfOvertaken()
        try deriveClocks()
        ticket.urgentAt = urgentAt()
        ticket.unservedSince = try unservedSince()
        if !isHistory { try Reactions.follow(&self) }
        let isChanged = isNew || events[eventsStored...].contains { !$0.kind.isBookkeeping }
        if isChanged {
            ticket.revision += 1
            ticket.updatedAt = try tx.now
        }
        if !isNew { changeTicket() }
        try writeEvents()
        if isChanged, !isNew { markFactStale() }
    }

    private mutating func send() {
        if isNew { insertTicket() }
        writes.send(to: tx)
        writes = CaseWrites()
    }

    /// An import makes facts and verdicts at their own instants, and sends nothing.
    var isHistory: Bool { tx.request.actor.kind == .importer }

    private func insertTicket() {
        let k = ticket
        tx.insert(
            "insert ticket",
            """
            INSERT INTO switchyard.ticket (tenant_id, id, reference, customer_id, subject, attributes, channel, language, tier,
                category, priority, status, level, team_id, assignee_id, source_id, import_batch_id, follow_up_of,
                split_from, policy_version, policy, event_count, revision, occurred_at, created_at, updated_at, resolved_at,
                urgent_at, thread)
            VALUES (\(tx.tenantID), \(k.id), \(k.reference.text), \(k.customerID), \(k.subject), \(k.attributes), \(k.channel),
                \(k.language), \(k.tier), \(k.category), \(k.priority.rawValue), \(k.status.rawValue), \(k.level), \(k.teamID),
                \(k.assigneeID), \(k.sourceID), \(k.importBatchID), \(k.followUpOf), \(k.splitFrom), \(k.policyVersion), \(k.policy), \(k.eventCount),
                \(k.revision), \(k.occurredAt), \(k.createdAt), \(k.updatedAt), \(k.resolvedAt), \(k.urgentAt),
                \(thread))
            """
        )
    }

    private mutating func changeTicket() {
        let k = ticket
        writes.add(
            .ticketChange,
            k.id,
            k.priority.rawValue,
            k.status.rawValue,
            k.level,
            k.mergedInto,
            k.teamID,
            k.assigneeID,
            k.policy,
            k.eventCount,
            k.revision,
            k.updatedAt,
            k.resolvedAt,
            k.standingSince,
            k.unservedSince,
            k.urgentAt
        )
    }

    private mutating func writeEvents() throws {
        for event in events[eventsStored...] {
            let id = try tx.newID()
            writes.add(
                .event,
                ticket.id,
                event.sequence,
                id,
                event.kind.rawValue,
                event.kind.schemaVersion,
                event.occurredAt,
                event.recordedAt,
                event.actorKind.rawValue,
                event.actorID,
                tx.request.actor.credentialID,
                tx.request.requestID,
                try event.sealedBody(id: id, in: tx)
            )
        }
        eventsStored = events.count
    }
}

import BusinessTime
import Foundation
import Postgres

extension CaseFile {
    /// Derives the clocks again, hands new events to their reactions, and writes everything.
    package mutating func save() throws {
        try deriveClocks()
        if !isHistory { try Reactions.follow(&self) }
        let isChanged = isNew || events[eventsStored...].contains { !$0.kind.isBookkeeping }
        if isChanged {
            ticket.revision += 1
            ticket.updatedAt = try tx.now
        }
        if isNew { insertTicket() } else { updateTicket() }
        try writeEvents()
        if isChanged, !isNew { markFactStale() }
        for statement in writes { tx.write(statement.name, statement.sql) }
        writes.removeAll()
    }

    /// An import makes facts and verdicts at their own instants, and sends nothing.
    var isHistory: Bool { tx.request.actor.kind == .importer }

    private func insertTicket() {
        let k = ticket
        tx.write(
            "insert ticket",
            """
            INSERT INTO switchyard.ticket (tenant_id, id, reference, customer_id, subject, attributes, channel, language, tier,
                category, priority, status, level, team_id, assignee_id, source_id, import_batch_id, follow_up_of,
                split_from, policy_version, event_count, revision, occurred_at, created_at, updated_at, resolved_at)
            VALUES (\(tx.tenantID), \(k.id), \(k.reference.text), \(k.customerID), \(k.subject), \(k.attributes), \(k.channel),
                \(k.language), \(k.tier), \(k.category), \(k.priority.rawValue), \(k.status.rawValue), \(k.level), \(k.teamID),
                \(k.assigneeID), \(k.sourceID), \(k.importBatchID), \(k.followUpOf), \(k.splitFrom), \(k.policyVersion), \(k.eventCount),
                \(k.revision), \(k.occurredAt), \(k.createdAt), \(k.updatedAt), \(k.resolvedAt))
            """
        )
    }

    private func updateTicket() {
        let k = ticket
        tx.write(
            "update ticket",
            """
            UPDATE switchyard.ticket SET priority = \(k.priority.rawValue), status = \(k.status.rawValue), level = \(k.level),
                merged_into = \(k.mergedInto), team_id = \(k.teamID), assignee_id = \(k.assigneeID), event_count = \(k.eventCount), revision = \(k.revision),
                updated_at = \(k.updatedAt), resolved_at = \(k.resolvedAt)
            WHERE tenant_id = \(tx.tenantID) AND id = \(k.id)
            """
        )
    }

    private mutating func writeEvents() throws {
        let fresh = events[eventsStored...]
        guard !fresh.isEmpty else { return }
        let vault = try tx.vault()
        var rows: [SQL] = []
        for event in fresh {
            let id = try tx.newID()
            rows.append(
                """
                (\(tx.tenantID), \(ticket.id), \(event.sequence), \(id), \(event.kind.rawValue), \(event.kind.schemaVersion),
                 \(event.occurredAt), \(event.recordedAt), \(event.actorKind.rawValue), \(event.actorID),
                 \(tx.request.actor.credentialID), \(tx.request.requestID), \(try event.sealedBody(id: id, vault: vault)))
                """
            )
        }
        eventsStored = events.count
        tx.write(
            "insert events",
            """
            INSERT INTO switchyard.event (tenant_id, ticket_id, case_seq, id, kind, schema_version, occurred_at, recorded_at,
                actor_kind, actor_id, credential_id, request_id, body)
            VALUES \(rows.joined(separator: ", "))
            """
        )
    }
}

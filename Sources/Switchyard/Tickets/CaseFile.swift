import BusinessTime
package import Foundation
import Postgres

/// A case under its lock: the ticket, its log and its clocks. Every act opens one, records what happened, and saves it:
/// events, clocks, timer, follow-up work and the new revision go to the database in one flush.
package struct CaseFile {
    /// Entries of one log that are folded; a case that reaches it takes no further acts.
    package static let eventsMax = 10_000

    let tx: TenantTransaction
    package internal(set) var ticket: Ticket
    /// The whole log, oldest first, with what this act recorded at its end.
    package internal(set) var events: [CaseEvent]
    /// How many of `events` are stored already.
    var eventsStored: Int
    var cycles: [StoredCycle]
    var stepsTaken: Set<StepKey>
    var wakeAt: Instant?
    let isNew: Bool
    /// Set when the worker was woken: the alarm that rang has to move or go.
    var mustMoveAlarm = false
    /// What the act adds besides the log: rows that point at the ticket, so they follow it in the flush.
    var writes: [(name: StaticString, sql: SQL)] = []

    /// Takes the case's lock. Absent and behind another wall are the same answer.
    package static func open(_ id: UUID, in tx: TenantTransaction) throws -> CaseFile {
        let vault = try tx.vault()
        let answers = try tx.read(reads(id, tenant: tx.tenantID))
        guard let row = answers[0].first else { throw DomainError.notFound }
        guard answers[1].count < eventsMax else { throw DomainError(.conflict, "case_log_full") }
        let events = try answers[1].map { try CaseEvent(from: $0, vault: vault) }
        return CaseFile(
            tx: tx,
            ticket: try Ticket(from: row),
            events: events,
            eventsStored: events.count,
            cycles: try answers[2].map(StoredCycle.init(from:)),
            stepsTaken: Set(try answers[3].map(StepKey.init(from:))),
            wakeAt: try answers[4].first?.column(0),
            isNew: false
        )
    }

    private static func reads(_ id: UUID, tenant: UUID) -> [(name: StaticString, sql: SQL)] {
        [
            (
                "lock ticket",
                "SELECT \(Ticket.columns) FROM switchyard.ticket k WHERE k.tenant_id = \(tenant) AND k.id = \(id) FOR UPDATE"
            ),
            (
                "case log",
                """
                SELECT \(CaseEvent.columns) FROM switchyard.event e WHERE e.tenant_id = \(tenant) AND e.ticket_id = \(id)
                ORDER BY e.case_seq LIMIT \(eventsMax)
                """
            ),
            (
                "clocks",
                """
                SELECT \(StoredCycle.columns) FROM switchyard.sla_cycle c WHERE c.tenant_id = \(tenant) AND c.ticket_id = \(id)
                LIMIT \(eventsMax)
                """
            ),
            (
                "steps taken",
                """
                SELECT metric, cycle_key, step, target_revision FROM switchyard.sla_step
                WHERE tenant_id = \(tenant) AND ticket_id = \(id) LIMIT \(eventsMax)
                """
            ),
            ("timer", "SELECT wake_at FROM switchyard.sla_timer WHERE tenant_id = \(tenant) AND ticket_id = \(id)"),
        ]
    }

    /// A case that does not exist yet; `save` inserts it.
    static func fresh(_ ticket: Ticket, in tx: TenantTransaction) -> CaseFile {
        CaseFile(
            tx: tx,
            ticket: ticket,
            events: [],
            eventsStored: 0,
            cycles: [],
            stepsTaken: [],
            wakeAt: nil,
            isNew: true
        )
    }

    /// Adds an entry to the log. Under the lock our own acts never go back in time.
    mutating func record(
        _ kind: EventKind,
        _ body: JSON = [:],
        occurredAt: Instant? = nil,
        by actor: Actor? = nil
    ) throws {
        let now = max(try tx.now, events.last?.recordedAt ?? .distantPast)
        let actor = actor ?? tx.request.actor
        events.append(
            CaseEvent(
                sequence: ticket.eventCount + 1,
                kind: kind,
                occurredAt: min(occurredAt ?? now, now),
                recordedAt: now,
                actorKind: actor.kind,
                actorID: actor.id,
                body: body
            )
        )
        ticket.eventCount += 1
    }

    /// Joins the flush of `save`, behind the ticket's row.
    mutating func write(_ name: StaticString, _ sql: SQL) { writes.append((name, sql)) }

    /// Refuses the act when the caller saw another revision than the one under the lock.
    package func requireRevision(_ expected: Int64?) throws {
        guard let expected, expected != ticket.revision else { return }
        throw DomainError(.conflict, "revision_changed")
    }
}

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
    /// What the exchange calls the conversation that goes on in a new case.
    var thread: String?
    /// Set when the worker was woken: the alarm that rang has to move or go.
    var mustMoveAlarm = false
    /// Set by a sweep over many cases: of what happens to all of them at once nobody is told case by case.
    var isQuiet = false
    var hasToldTheDesk = false
    /// What the act writes besides the ticket, sent by `save`.
    var writes = CaseWrites()
    /// The last fold, and how many entries of the log it has seen.
    var folded: (clocks: CaseClocks, events: Int)?

    /// Takes the case's lock. Absent and behind another wall are the same answer.
    package static func open(_ id: UUID, in tx: TenantTransaction) throws -> CaseFile {
        let file = try load(id, lock: " FOR UPDATE", in: tx)
        try file.requireRoom()
        return file
    }

    /// The same without the lock, for readers: it is not to be saved.
    package static func read(_ id: UUID, in tx: TenantTransaction) throws -> CaseFile {
        try load(id, lock: "", in: tx)
    }

    private static func load(_ id: UUID, lock: SQL, in tx: TenantTransaction) throws -> CaseFile {
        let tenant = tx.tenantID
        let ticket: SQL =
            "SELECT \(Ticket.columns) FROM switchyard.ticket k WHERE k.tenant_id = \(tenant) AND k.id = \(id)\(lock)"
        let vault = try tx.vault()
        let answers = try tx.read([("open ticket", ticket)] + CaseRecords.reads(id, in: tx))
        guard let row = answers[0].first else { throw DomainError.notFound }
        return try CaseFile(Ticket(from: row), CaseRecords(answers.dropFirst()), vault: vault, in: tx)
    }

    func requireRoom() throws {
        guard events.count < CaseFile.eventsMax else { throw DomainError(.conflict, "case_log_full") }
    }

    init(_ ticket: Ticket, _ records: CaseRecords, vault: Vault, in tx: TenantTransaction) throws {
        self.tx = tx
        self.ticket = ticket
        events = try records.events.map { try CaseEvent(from: $0, vault: vault) }
        eventsStored = events.count
        cycles = try records.cycles.map(StoredCycle.init(from:))
        stepsTaken = Set(try records.steps.map(StepKey.init(from:)))
        wakeAt = try records.alarm?.column(0)
        isNew = false
    }

    /// A case that does not exist yet; `save` inserts it.
    static func fresh(_ ticket: Ticket, in tx: TenantTransaction) -> CaseFile { CaseFile(new: ticket, in: tx) }

    private init(new ticket: Ticket, in tx: TenantTransaction) {
        self.tx = tx
        self.ticket = ticket
        events = []
        eventsStored = 0
        cycles = []
        stepsTaken = []
        isNew = true
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
        let event = CaseEvent(
            sequence: ticket.eventCount + 1,
            kind: kind,
            occurredAt: min(occurredAt ?? now, now),
            recordedAt: now,
            actorKind: actor.kind,
            actorID: actor.id,
            body: tx.request.bulkActID.map(body.made(by:)) ?? body
        )
        // Whoever subscribes is told what is published of it: tried with every entry that any test makes. Stories of the rules
        // make up statuses; words of lists are looked at where events are sent.
        assert(
            WebhookEvent.faults(event).allSatisfy { $0.code == .notInList },
            "\(kind): \(WebhookEvent.faults(event))"
        )
        events.append(event)
        ticket.eventCount += 1
    }

    /// Joins the flush of `save`, behind the ticket's row and its log.
    mutating func write(_ name: StaticString, _ sql: SQL) { writes.add(Batch.Statement(name, sql)) }

    /// The same for rows that nothing of that flush reads (`Batch.Statement.insert`).
    mutating func insert(_ name: StaticString, _ sql: SQL) { writes.add(.insert(name, sql)) }

    /// Refuses the act when the caller saw another revision than the one under the lock.
    package func requireRevision(_ expected: Int64?) throws {
        guard let expected, expected != ticket.revision else { return }
        throw DomainError(.conflict, "revision_changed")
    }
}

extension JSON {
    /// The entry as part of a bulk act.
    fileprivate func made(by bulkAct: UUID) -> JSON {
        guard case .object(var members) = self else { return self }
        members["bulk_act_id"] = bulkAct.json
        return .object(members)
    }
}

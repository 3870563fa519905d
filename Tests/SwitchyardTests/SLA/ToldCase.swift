import BusinessTime
import Foundation
import Postgres
import TestSupport

@testable import Switchyard

/// A story told to the database: cases of a tenant's own whose logs receive the facts as the real acts write them, each
/// once for its key, in any order and at any time after they occurred.
struct ToldCase {
    private let tenant: TenantFixture
    private let clock: TestClock
    private let connection: Connection
    private let channel: TicketChannel
    /// The story's tickets.
    private var cases: [String: UUID] = [:]
    /// Messages by the name the story gives them.
    private var messages: [String: UUID] = [:]
    /// Facts by ticket and the name of their entry in its log.
    private var names: [String: [String: String]] = [:]
    private var priority = TicketPriority.normal
    /// Priorities that changes of target are told by, one after the other.
    private var priorities = ToldPolicy.prioritiesOfChanges[...]

    /// - Parameter channel: its cases come in on.
    init(in tenant: TenantFixture, clock: TestClock, channel: TicketChannel, on connection: Connection) {
        self.tenant = tenant
        self.clock = clock
        self.channel = channel
        self.connection = connection
    }

    struct NotTellable: Error { let kind: CaseFact.Kind }

    /// Records facts in one transaction. A fact that was told before changes nothing, as a request that is sent again; the
    /// first message of a ticket opens its case.
    mutating func tell(_ facts: [CaseFact]) throws {
        for fact in facts where clock.now < fact.recordedAt { clock.set(fact.recordedAt) }
        for fact in facts where fact.kind == .customerMessage && cases[fact.ticket] == nil { try open(fact) }
        let entries = try facts.map { (fact: $0, entry: try entry($0)) }
        try tenant.transaction(as: tenant.tenantAdmin.actor, on: connection) { tx in
            for (fact, entry) in entries {
                guard let entry else { continue }
                let key = IdempotencyKey(key: fact.id, request: [])
                _ = try tx.once(key) {
                    try write(entry, of: fact, in: tx)
                    return Answer(status: 200, body: [:])
                }
            }
        }
    }

    /// What the log has of a fact.
    private enum Entry {
        case event(EventKind, JSON)
        case merge(from: String, into: String)
    }

    private mutating func open(_ fact: CaseFact) throws {
        var request = CustomerRequest()
        request.customerID = "the customer"
        request.channel = channel.rawValue
        request.occurredAt = fact.occurredAt.iso8601
        let parsed = try IntakeRequest(request.json)
        let key = IdempotencyKey(key: fact.id, request: [])
        cases[fact.ticket] = try tenant.transaction(as: tenant.intake.actor, on: connection) { tx in
            try Intake.receive(parsed, key: key, in: tx).body.uuid("id")
        }
        names[fact.ticket, default: [:]][CaseEvent.factID(1)] = fact.id
    }

    private mutating func write(_ entry: Entry, of fact: CaseFact, in tx: TenantTransaction) throws {
        switch entry {
        case .event(let kind, let body):
            guard let id = cases[fact.ticket] else { throw NotTellable(kind: fact.kind) }
            var file = try CaseFile.open(id, in: tx)
            try file.record(kind, body, occurredAt: fact.occurredAt)
            names[fact.ticket, default: [:]][CaseEvent.factID(file.ticket.eventCount)] = fact.id
            try file.save()
        case .merge(let from, let into):
            guard let id = cases[from], let target = cases[into] else { throw NotTellable(kind: fact.kind) }
            let pair = try CaseFile.openPair(id, target, in: tx)
            guard var source = pair.first, var other = pair.second else { throw DomainError.notFound }
            try source.merge(into: &other, reason: nil)
            try source.save()
            try other.save()
        }
    }

    /// Nil for a fact that leaves no trace in a log.
    private mutating func entry(_ fact: CaseFact) throws -> Entry? {
        switch fact.kind {
        case .customerMessage: .event(.customerMessage, ["message_id": UUID().json])
        case .publicReply(let name): .event(.replied, ["message_id": message(name).json])
        case .publicReplyWithStatus(let name, let status):
            .event(.replied, ["message_id": message(name).json, "status": .string(status.rawValue)])
        case .sendFailedFinally(let name):
            .event(.replyFailed, ["message_id": message(name).json, "code": "smtp_550"])
        case .internalNote: .event(.noted, ["message_id": UUID().json])
        case .statusChanged(let status): .event(.statusChanged, ["from": "open", "to": .string(status.rawValue)])
        case .resolved: .event(.resolved, ["answered": true])
        case .resolvedWithoutReply: .event(.resolved, ["answered": false])
        case .reopened: .event(.reopened, [:])
        case .acknowledged(let recipient):
            .event(.acknowledged, ["recipient": .string(recipient.name), "level": 2])
        case .targetChanged: .event(.priorityChanged, try priorityChange(fact))
        case .targetCorrected: .event(.correctionDecided, try priorityChange(fact))
        case .merged(let from, let into): .merge(from: from, into: into)
        case .attributesChanged(.place(let level, _)):
            .event(.escalated, ["metric": "first_reply", "step": "breach", "from": 1, "to": level.json])
        case .assigned(let toSomebody): .event(.assigned, ["person_id": toSomebody ? UUID().json : nil])
        case .autoAck: nil
        case .policyInForce, .attributesChanged, .attributesCorrected: throw NotTellable(kind: fact.kind)
        case .openedByAgent, .policyPublished, .policyWithout, .calendarPublished, .messagesMoved:
            throw NotTellable(kind: fact.kind)
        }
    }

    /// The policy has the targets of each change under a priority (`ToldPolicy`).
    private mutating func priorityChange(_ fact: CaseFact) throws -> JSON {
        guard let next = priorities.popFirst() else { throw NotTellable(kind: fact.kind) }
        defer { priority = next }
        return [
            "from": .string(priority.name), "to": .string(next.name), "approved": true, "correction_id": UUID().json,
            "note": .null,
        ]
    }

    private mutating func message(_ name: String?) -> UUID {
        guard let name else { return UUID() }
        let id = messages[name] ?? UUID()
        messages[name] = id
        return id
    }

    /// The rows as of `end`, after one more look at the cases.
    func rows(asOf end: Instant) throws -> DerivedRows {
        clock.set(end)
        return try tenant.transaction(as: .worker, on: connection) { tx in
            var rows = DerivedRows()
            for (ticket, id) in cases {
                var file = try CaseFile.open(id, in: tx)
                try file.save()
                try rows.add(stored: id, as: ticket, names: names[ticket] ?? [:], in: tx)
            }
            return rows
        }
    }
}

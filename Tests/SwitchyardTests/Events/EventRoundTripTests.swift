import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Every kind can be written, read again, and understood by the clocks.
@Suite(.needsDatabase) struct EventRoundTripTests {
    /// A body as the act that records the kind writes it.
    private func body(_ kind: EventKind, message: UUID, person: UUID) -> JSON {
        switch kind {
        case .opened: ["message_id": message.json, "channel": "api"]
        case .customerMessage, .replied, .noted: ["message_id": message.json]
        case .replyFailed: ["message_id": message.json, "code": "smtp_550"]
        case .assigned: ["person_id": person.json]
        case .priorityChanged: ["from": "P3", "to": "P1"]
        case .statusChanged: ["from": "open", "to": "waiting_client"]
        case .resolved: ["answered": true]
        case .clocksRepaired: ["differences": []]
        case .merged: ["into": UUID().json]
        case .absorbed:
            ["from": UUID().json, "facts": [["ticket": "B", "at": "2025-06-02T09:00:00Z", "kind": "resolved"]]]
        case .split: ["to": UUID().json, "messages": [["message_id": message.json, "sequence": 2]]]
        case .secretRemoved: ["message_id": message.json, "kind": "seed_phrase", "from_byte": 0, "to_byte": 9]
        case .slaWarned: ["metric": "first_reply", "ordinal": 1, "cycle": "000000001", "percent": 50]
        case .slaMissing: ["policy_version": 2]
        case .nobodyEligible, .somebodyEligible: ["level": 2]
        case .slaUnschedulable:
            ["metric": "first_reply", "cycle": "000000001", "target_seconds": 60, "calendar": "night"]
        case .clockRelaxed:
            [
                "metric": "first_reply", "ordinal": 1, "cycle": "000000001", "target_seconds_before": 60,
                "target_seconds": 90, "used_seconds": 50, "breached_at": .null, "reason": "A holiday",
                "at": "2025-06-02T09:00:00Z", "fact": "000000002", "cause": "priority_changed", "actor_kind": "agent",
                "actor_id": message.json,
            ]
        case .correctionProposed: ["correction_id": message.json, "from": "P1", "to": "P3", "reason": "A holiday"]
        case .correctionDecided:
            ["correction_id": message.json, "approved": true, "from": "P1", "to": "P3", "note": .null]
        case .slaBreached, .breachRetracted, .breachFound:
            ["metric": "first_reply", "ordinal": 1, "cycle": "000000001", "target_seconds": 60]
        case .surveyAnswered: ["invitation_id": message.json]
        case .escalated: ["metric": "first_reply", "step": "breach", "from": 1, "to": 2]
        case .routed: ["rules_version": 1, "rule": 0, "from": 1, "to": 2, "tell": ["security"]]
        case .solutionRecorded: ["version": 1, "category": "wallet", "level": 4]
        case .acknowledged: ["recipient": "L2", "level": 2]
        case .nobodyToNotify: ["recipient": "L2", "level": 2, "metric": "first_reply", "step": "breach"]
        case .handoverProposed:
            ["from": 1, "to": 2, "note": "See the trace", "expires_at": "2025-06-02T10:00:00Z"]
        case .handoverAccepted: ["handover": 2, "from": 1, "to": 2, "person_id": person.json]
        case .handoverReturned: ["handover": 2, "note": "Not ours"]
        case .handoverExpired: ["handover": 2, "cause": "time"]
        case .standingAlarm: ["metric": "first_reply", "cycle": "000000001"]
        case .exclusionChanged: ["exclusion_id": message.json, "kind": "spam", "state": "proposed"]
        case .reopened, .notified, .delivered, .surveyDecided, .surveyReminded, .followUpOpened,
            .followUpOverdue,
            .followUpDone:
            [:]
        }
    }

    @Test(arguments: EventKind.allCases) func aKindIsRecordedReadAndMapped(_ kind: EventKind) throws {
        let fixture = try TenantFixture.make()
        let ticket = try fixture.openTicket()
        let agent = fixture.agent()
        let message = UUID()
        let written = body(kind, message: message, person: agent.personID)
        let requestID = UUID()
        try fixture.database.withConnection(.api) { connection in
            try TenantTransaction.run(
                tenant: fixture.tenantID,
                request: RequestContext(actor: agent.actor, requestID: requestID),
                deployment: fixture.deployment,
                on: connection
            ) { tx in
                var file = try CaseFile.open(ticket, in: tx)
                try file.record(kind, written)
                try file.save()
            }
        }
        let events = try fixture.transaction(as: agent.actor) {
            try CaseEvent.page(of: ticket, after: 1, limit: 10, in: $0)
        }
        let event = try #require(events.first { $0.kind == kind })
        #expect(event.body == written)
        #expect(event.actorKind == .agent)
        #expect(event.actorID == agent.personID)
        #expect(event.sequence == 2)
        _ = try event.facts(ticket: "A")
        _ = try fixture.transaction(as: agent.actor) { try CaseFile.open(ticket, in: $0).clocks() }
    }

    @Test(arguments: Actor.Kind.allCases) func everyActorIsRecorded(_ kind: Actor.Kind) throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let ticket = try fixture.openTicket()
        let id = UUID()
        try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            try file.record(.noted, ["message_id": UUID().json], by: Actor(kind: kind, id: id))
            try file.save()
        }
        let events = try fixture.transaction(as: fixture.tenantAdmin.actor) {
            try CaseEvent.page(of: ticket, after: 0, limit: 10, in: $0)
        }
        #expect(events.last?.actorKind == kind)
        #expect(events.last?.actorID == id)
    }

    @Test func aBodyIsSealedAndTheLogCannotBeChangedByTheAPI() throws {
        let fixture = try TenantFixture.make()
        let ticket = try fixture.openTicket()
        let bytes: Bytea = try fixture.asAdmin { connection in
            try #require(connection.query("SELECT body FROM switchyard.event WHERE ticket_id = \(ticket)").first)
                .column(0)
        }
        #expect(!String(decoding: bytes.bytes, as: UTF8.self).contains("message_id"))
        for statement in ["UPDATE switchyard.event SET kind = 'noted'", "DELETE FROM switchyard.event"] as [SQL] {
            #expect(throws: PostgresError.self) {
                try fixture.transaction(as: fixture.agent().actor) { _ = try $0.execute(statement) }
            }
        }
    }
}

/// Kinds that are stored with a case.
@Suite(.needsDatabase) struct StoredKindTests {
    private func change(_ fixture: TenantFixture, _ act: (inout CaseFile) throws -> Void) throws -> Ticket {
        let ticket = try fixture.openTicket()
        try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            try act(&file)
            try file.save()
        }
        return try fixture.transaction(as: fixture.tenantAdmin.actor) { try Ticket.find(ticket, in: $0) }
    }

    @Test(arguments: TicketStatus.allCases) func everyStatusIsStored(_ status: TicketStatus) throws {
        let stored = try change(TenantFixture.make { $0.hasDesks = false }) { $0.ticket.status = status }
        #expect(stored.status == status)
    }

    @Test(arguments: TicketPriority.allCases) func everyPriorityIsStored(_ priority: TicketPriority) throws {
        let stored = try change(TenantFixture.make { $0.hasDesks = false }) { $0.ticket.priority = priority }
        #expect(stored.priority == priority)
        #expect(TicketPriority(name: priority.name) == priority)
    }

    @Test(arguments: Level.allCases) func everyLevelIsStored(_ level: Level) throws {
        let stored = try change(TenantFixture.make { $0.hasDesks = false }) { $0.ticket.level = level.rawValue }
        #expect(stored.level == level.rawValue)
    }

    /// Those of no single case are stored by their own tests.
    @Test(arguments: DeliveryKind.allCases.filter { $0.isOfOneCase == true })
    func everyDeliveryIsStoredWithItsJob(
        _ kind: DeliveryKind
    ) throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        _ = try change(fixture) { try $0.deliver(DeliveryDraft(kind: kind)) }
        let found: [String] = try fixture.asAdmin { connection in
            try connection.query(
                """
                SELECT d.kind || ' ' || j.kind FROM switchyard.delivery d JOIN switchyard.job j ON j.subject_id = d.id
                WHERE d.tenant_id = \(fixture.tenantID)
                """
            ).map { try $0.column(0) }
        }
        #expect(found == ["\(kind.rawValue) deliver"])
    }

    @Test(arguments: TicketChannel.allCases) func everyChannelIsTaken(_ channel: TicketChannel) throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let ticket = try fixture.openTicket { $0.channel = channel.rawValue }
        #expect(
            try fixture.transaction(as: fixture.tenantAdmin.actor) { try Ticket.find(ticket, in: $0).channel }
                == channel.rawValue
        )
    }

    @Test(arguments: TicketCategory.allCases) func everyCategoryCanBeDecided(_ category: TicketCategory) throws {
        let fixture = try TenantFixture.make {
            $0.hasDesks = false
            $0.rules = ["rules": [["when": [:], "then": ["category": .string(category.rawValue)]]]]
        }
        let ticket = try fixture.openTicket()
        #expect(
            try fixture.transaction(as: fixture.tenantAdmin.actor) { try Ticket.find(ticket, in: $0).category }
                == category.rawValue
        )
    }

    @Test(arguments: Role.allCases) func everyRoleCanBeGranted(_ role: Role) throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let person = try fixture.person(role)
        #expect(try fixture.transaction(as: person.actor) { try $0.personRole } == role)
    }
}

import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Two cases of one customer under a clock that the test moves: the first came in at the start, the second 600 seconds
/// later. First reply in an hour, next reply in two, resolution in a day.
struct TwoCases {
    let clock = TestClock(ClockedCase.start)
    let fixture: TenantFixture
    let first: UUID
    let second: UUID

    init(secondCustomer: String = "ada") throws {
        let hand = clock
        fixture = try TenantFixture.make { $0.clock = hand }
        first = try fixture.openTicket {
            $0.customerID = "ada"
            $0.thread = "first"
            $0.email = "ada@example.com"
            $0.channel = "email"
        }
        clock.advance(seconds: 600)
        second = try fixture.openTicket {
            $0.customerID = secondCustomer
            $0.thread = "second"
        }
    }

    func moveTo(_ seconds: Int64) { clock.set(ClockedCase.at(seconds)) }

    @discardableResult
    func act<Value>(
        on id: UUID,
        as actor: Actor? = nil,
        _ body: (inout CaseFile) throws -> Value
    ) throws -> Value {
        try fixture.transaction(as: actor ?? fixture.agent().actor) { tx in
            var file = try CaseFile.open(id, in: tx)
            let value = try body(&file)
            try file.save()
            return value
        }
    }

    func merge(_ source: UUID, into target: UUID, reason: String? = nil) throws {
        try fixture.transaction(as: fixture.agent().actor) { tx in
            let pair = try CaseFile.openPair(source, target, in: tx)
            var file = try #require(pair.first)
            var other = try #require(pair.second)
            try file.merge(into: &other, reason: reason)
            try file.save()
            try other.save()
        }
    }

    func split(_ messages: [UUID], from source: UUID, subject: String? = nil) throws -> UUID {
        try fixture.transaction(as: fixture.agent().actor) { tx in
            var file = try CaseFile.open(source, in: tx)
            var fresh = try file.split(messages, subject: subject, reason: nil)
            try file.save()
            try fresh.save()
            return fresh.ticket.id
        }
    }

    /// The customer writes on a case; answers where it landed.
    @discardableResult
    func hear(on id: UUID, at seconds: Int64? = nil) throws -> (ticket: UUID, message: UUID) {
        let message: JSON = ["text": "And now?", "occurred_at": seconds.map { ClockedCase.at($0).iso8601.json }]
        let answer = try fixture.transaction(as: fixture.intake.actor) {
            try Intake.message(IntakeMessage(message), on: id, key: nil, in: $0)
        }
        return (try answer.body.uuid("id"), try answer.body.uuid("message_id"))
    }

    func ticket(_ id: UUID) throws -> Ticket { try fixture.transaction(as: .worker) { try Ticket.find(id, in: $0) } }

    func clocks(_ id: UUID, _ metric: SLAMetric) throws -> [ClockRow] {
        try fixture.transaction(as: .worker) { try ClockRow.all(of: id, in: $0) }.filter {
            $0.metric == metric.rawValue
        }
    }

    func hasAlarm(_ id: UUID) throws -> Bool {
        try fixture.asAdmin { connection in
            try !connection.query("SELECT 1 FROM switchyard.sla_timer WHERE ticket_id = \(id)").isEmpty
        }
    }

    /// S1: the case's own log gives the rows that are stored.
    func isReplayed(_ id: UUID) throws -> Bool {
        try fixture.transaction(as: .worker) { tx in
            let file = try CaseFile.open(id, in: tx)
            return try Set(file.clocks().cycles.map(StoredCycle.init)) == Set(file.cycles) && !file.cycles.isEmpty
        }
    }
}

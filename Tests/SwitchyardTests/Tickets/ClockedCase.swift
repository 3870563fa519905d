import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// One case under a clock that the test moves. First reply in an hour, next reply in two, resolution in a day, open round
/// the clock; the case came in at `start`.
struct ClockedCase {
    /// 2025-06-02T09:00:00Z, a Monday.
    static let start = Instant(microseconds: 1_748_854_800_000_000)

    let clock = TestClock(ClockedCase.start)
    let fixture: TenantFixture
    let id: UUID

    init(_ change: (inout TenantFixture.Options) -> Void = { _ in }) throws {
        let hand = clock
        fixture = try TenantFixture.make {
            $0.clock = hand
            change(&$0)
        }
        id = try fixture.openTicket { $0.email = "ada@example.com" }
    }

    static func at(_ seconds: Int64) -> Instant { start.adding(seconds: seconds) }

    /// Moves the clock to so many seconds after the start.
    func moveTo(_ seconds: Int64) { clock.set(ClockedCase.at(seconds)) }

    /// One act under the case's lock, saved; as the agent of level 1 unless said otherwise.
    @discardableResult
    func act<Value>(as actor: Actor? = nil, _ body: (inout CaseFile) throws -> Value) throws -> Value {
        try fixture.transaction(as: actor ?? fixture.agent().actor) { tx in
            var file = try CaseFile.open(id, in: tx)
            let value = try body(&file)
            try file.save()
            return value
        }
    }

    /// What the worker does when the case's timer rings. Answers the steps taken.
    @discardableResult
    func wake() throws -> Int { try act(as: .worker) { try $0.takeDueSteps() } }

    func ticket() throws -> Ticket { try fixture.transaction(as: .worker) { try Ticket.find(id, in: $0) } }

    func clock(_ metric: SLAMetric, _ ordinal: Int = 1) throws -> ClockRow {
        let rows = try fixture.transaction(as: .worker) { try ClockRow.all(of: id, in: $0) }
        let own = rows.filter { $0.metric == metric.rawValue }
        return try #require(own.count >= ordinal ? own[ordinal - 1] : nil)
    }

    func events(_ kind: EventKind) throws -> [CaseEvent] {
        try fixture.transaction(as: .worker) { tx in
            try CaseEvent.page(of: id, after: 0, limit: 200, in: tx).filter { $0.kind == kind }
        }
    }

    /// Seconds after the start at which the case wants the worker; nil for no timer.
    func alarm() throws -> Int64? {
        let at: Instant? = try fixture.asAdmin { connection in
            try connection.query("SELECT wake_at FROM switchyard.sla_timer WHERE ticket_id = \(id)").first?.column(0)
        }
        return at.map { $0.microseconds(since: ClockedCase.start) / 1_000_000 }
    }

    /// Who was told, in the order of the log, by the names of the fixture.
    func told() throws -> [String] {
        let members = fixture.agents + fixture.leads
        return try events(.notified).compactMap { event in
            guard let person = try event.body.optionalUUID("person_id") else { return nil }
            return members.first { $0.personID == person }?.name ?? "?"
        }
    }

    /// An operations manager of the tenant; answers their id.
    func addManager() throws -> UUID {
        try fixture.directory { tx in
            let profile = PersonProfile(name: "Manager", email: "manager-\(UUID().text)@example.com")
            let person = try Person.add(profile, language: "en", in: tx)
            _ = try AccessGrant(
                personID: person,
                tenantID: fixture.tenantID,
                role: .operationsManager,
                level: 4,
                from: ClockedCase.at(-1),
                until: nil
            ).give(in: tx)
            return person
        }
    }

    func deliveries(_ kind: DeliveryKind) throws -> Int {
        try fixture.asAdmin { connection in
            try #require(
                connection.query(
                    "SELECT count(*) FROM switchyard.delivery WHERE ticket_id = \(id) AND kind = \(kind.rawValue)"
                ).first
            ).column(0)
        }
    }
}

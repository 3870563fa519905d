import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Who may propose and who decides, and what cannot be proposed.
@Suite(.needsDatabase) struct ExclusionRuleTests {
    private static func desk() throws -> (ContractDesk, Exclusion) {
        let desk = try ContractDesk()
        return (desk, try desk.proposeOutage("2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z"))
    }

    @Test func `leads and the operator propose, agents and the client do not`() throws {
        let (desk, _) = try Self.desk()
        for actor in [desk.tenant.agent().actor, desk.tenant.tenantAdmin.actor] {
            #expect(throws: DomainError(.forbidden, "supervisor_required")) {
                try desk.proposeOutage("2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z", as: actor)
            }
        }
        let byOperator = try desk.proposeOutage(
            "2026-05-01T00:00:00Z",
            "2026-05-02T00:00:00Z",
            as: desk.tenant.operatorAdmin.actor
        )
        #expect(byOperator.acts.map(\.actorKind) == [.operatorAdmin])
    }

    @Test func `only the client decides, and only the operator withdraws`() throws {
        let (desk, outage) = try Self.desk()
        for actor in [desk.tenant.agent().actor, desk.tenant.lead().actor, desk.tenant.operatorAdmin.actor] {
            #expect(throws: DomainError(.forbidden, "client_required")) {
                try desk.decide(outage, approved: true, as: actor)
            }
        }
        #expect(throws: DomainError(.forbidden, "supervisor_required")) {
            try desk.withdraw(outage, as: desk.tenant.tenantAdmin.actor)
        }
        let decided = try desk.decide(outage, approved: true)
        #expect(decided.acts.map(\.actorKind) == [.agent, .tenantAdmin])
        #expect(
            decided.acts.map(\.credentialID) == [
                desk.tenant.lead().actor.credentialID, desk.tenant.tenantAdmin.actor.credentialID,
            ]
        )
    }

    @Test func `who proposed it does not decide in another role`() throws {
        let (desk, outage) = try Self.desk()
        let person = desk.tenant.lead()
        try desk.tenant.directory { tx in
            try AccessGrant.end(person.grantID, in: tx)
            _ = try AccessGrant(
                personID: person.personID,
                tenantID: desk.tenant.tenantID,
                role: .tenantAdmin,
                level: nil,
                from: desk.clock.now.adding(seconds: -60),
                until: nil
            ).give(in: tx)
        }
        #expect(throws: DomainError(.forbidden, "own_proposal")) {
            try desk.decide(outage, approved: true, as: person.actor)
        }
        #expect(try desk.decide(outage, approved: true).state == .approved)
    }

    @Test func `the same answer again changes nothing, another one is refused`() throws {
        let (desk, outage) = try Self.desk()
        try desk.decide(outage, approved: true)
        #expect(try desk.decide(outage, approved: true).acts.count == 2)
        #expect(throws: DomainError(.conflict, "already_approved")) { try desk.decide(outage, approved: false) }
        #expect(try desk.withdraw(outage).acts.map(\.state) == [.proposed, .approved, .withdrawn])
        #expect(throws: DomainError(.conflict, "already_withdrawn")) { try desk.decide(outage, approved: true) }
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let fault: FieldError
        let changes: [String: JSON]
        var testDescription: String { "\(fault.pointer) \(changes.keys.sorted())" }

        init(_ pointer: String, _ code: FieldError.Code, _ changes: [String: JSON]) {
            fault = FieldError(pointer, code)
            self.changes = changes
        }
    }

    @Test(arguments: [
        Refused("/until", .outOfRange, ["until": "2026-04-30T00:00:00Z"]),
        Refused("/until", .outOfRange, ["until": "2026-05-01T00:00:00Z"]),
        Refused("/until", .outOfRange, ["until": "2026-05-04T10:00:01Z"]),
        Refused("/until", .outOfRange, ["from": "2025-05-01T00:00:00Z", "until": "2026-05-03T00:00:00Z"]),
        Refused("/forecast", .unknownField, ["forecast": 10]),
        Refused("/tolerance_bp", .unknownField, ["tolerance_bp": 10]),
        Refused("/forecast", .required, ["kind": "volume_over_forecast"]),
        Refused("/forecast", .outOfRange, ["kind": "volume_over_forecast", "forecast": 0]),
    ])
    func `what cannot be is refused with its place`(_ sample: Refused) throws {
        let (desk, _) = try Self.desk()
        var members: JSONObject = [
            "kind": "force_majeure", "from": "2026-05-01T00:00:00Z", "until": "2026-05-02T00:00:00Z", "reason": "Flood",
        ]
        for (name, value) in sample.changes { members[name] = value }
        do {
            _ = try desk.propose(.object(members))
            Issue.record("it was taken")
        } catch let error as DomainError {
            #expect(error.fields.map(\.pointer) == [sample.fault.pointer])
            #expect(error.fields.map(\.code) == [sample.fault.code])
        } catch let error as FieldError {
            #expect((error.pointer, error.code) == (sample.fault.pointer, sample.fault.code))
        }
    }

    @Test func `a reason is sealed, and a secret in it is gone`() throws {
        let (desk, _) = try Self.desk()
        let phrase = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
        let stored = try desk.propose([
            "kind": "chain_halt", "from": "2026-05-01T00:00:00Z", "until": "2026-05-02T00:00:00Z",
            "reason": .string("Halted, see \(phrase)"),
        ])
        #expect(!stored.reason.contains("abandon"))
        let read = try desk.tenant.transaction(as: desk.tenant.tenantAdmin.actor) {
            try Exclusion.find(stored.id, in: $0)
        }
        #expect(read == stored)
        let row: String = try desk.tenant.asAdmin { admin in
            try #require(
                admin.query("SELECT e::text FROM switchyard.exclusion e WHERE e.id = \(stored.id)").first
            ).column(0)
        }
        #expect(!row.contains("Halted"))
    }

    @Test func `every kind reaches clocks in one of the ways, and every state leads where it says`() {
        for kind in Exclusion.Kind.allCases {
            #expect(Exclusion.Kind.of(kind.reach).contains(kind.rawValue))
        }
        #expect(ApprovalState.allCases.filter { $0.next.isEmpty } == [.declined, .withdrawn])
        for state in ApprovalState.allCases { #expect(!state.next.contains(.proposed)) }
    }

    @Test func `another tenant's exclusion is none`() throws {
        let (_, theirs) = try Self.desk()
        let mine = try ContractDesk()
        #expect(throws: DomainError.notFound) { try mine.decide(theirs, approved: true) }
        #expect(throws: DomainError.notFound) { try mine.withdraw(theirs) }
    }
}

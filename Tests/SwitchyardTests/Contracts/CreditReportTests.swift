import BusinessTime
import Foundation
import TestSupport
import Testing

@testable import Switchyard

/// Credits of real months: what is excluded costs nothing, what was missed before counts.
@Suite(.needsDatabase) struct CreditReportTests {
    private static let promise: JSON = [
        "name": "First reply", "metric": "first_reply", "percent_bp": 8_000, "weight": 50,
    ]

    private func desk(_ more: [String: JSON] = [:]) throws -> ContractDesk {
        let desk = try ContractDesk("2026-04-06T10:00:00Z", targets: [])
        var credit: JSONObject = ["currency": "EUR", "monthly_fee_minor": 1_000_000, "at_risk_bp": 1_000]
        for (name, value) in more { credit[name] = value }
        _ = try desk.tenant.transaction(as: desk.tenant.tenantAdmin.actor) { tx in
            try ServiceLevelTerms.publish(["targets": [Self.promise], "credit": .object(credit)], in: tx)
        }
        return desk
    }

    private func credits(_ desk: ContractDesk, _ month: String) throws -> CreditReport {
        try desk.rollUp()
        let month = try #require(CivilMonth(iso8601: month))
        return try desk.tenant.transaction(as: desk.tenant.tenantAdmin.actor) {
            try CreditReport.make(month, in: $0)
        }
    }

    @Test func `a second missed month costs more, and a month that is not over is not final`() throws {
        let desk = try desk(["consecutive_bp": [10_000, 15_000]])
        try desk.open(answeredAfter: 7_200)
        try desk.moveTo("2026-05-06T10:00:00Z")
        try desk.open(answeredAfter: 7_200)
        try desk.moveTo("2026-05-08T10:00:00Z")
        let april = try credits(desk, "2026-04")
        #expect((april.statement.creditMinor, april.isFinal, april.termsVersion) == (50_000, true, 1))
        let may = try credits(desk, "2026-05")
        #expect((may.statement.creditMinor, may.statement.lines[0].misses, may.isFinal) == (75_000, 2, false))
    }

    @Test func `what the client excluded costs nothing`() throws {
        let desk = try desk()
        try desk.open(answeredAfter: 60)
        try desk.open(answeredAfter: 7_200)
        try desk.moveTo("2026-05-06T10:00:00Z")
        #expect(try credits(desk, "2026-04").statement.netMinor == 50_000)
        try desk.decide(
            desk.proposeOutage("2026-04-06T10:30:00Z", "2026-04-06T11:30:00Z"),
            approved: true
        )
        #expect(try credits(desk, "2026-04").statement.netMinor == 0)
    }

    @Test func `exceeding the target in the month after earns the credit back`() throws {
        let desk = try desk(["earn_back_months": 1])
        try desk.open(answeredAfter: 7_200)
        try desk.moveTo("2026-05-06T10:00:00Z")
        try desk.open(answeredAfter: 60)
        try desk.moveTo("2026-06-01T10:00:00Z")
        let may = try credits(desk, "2026-05").statement
        #expect((may.creditMinor, may.earnedBackMinor, may.netMinor) == (0, 50_000, -50_000))
    }

    @Test func `a contract without credits has no statement of them`() throws {
        let desk = try ContractDesk()
        #expect(throws: DomainError(.conflict, "no_credit_terms")) { try credits(desk, "2026-05") }
    }

    @Test func `what is expected is never less than the minimum`() throws {
        let desk = try ContractDesk(targets: [])
        let low: JSON = ["name": "t", "metric": "first_reply", "percent_bp": 9_000, "expected_bp": 8_999]
        let error = #expect(throws: DomainError.self) { try desk.publish([low]) }
        #expect(error?.fields.map(\.pointer) == ["/targets/0/expected_bp"])
    }
}

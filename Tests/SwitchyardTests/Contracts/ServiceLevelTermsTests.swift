import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct ServiceLevelTermsTests {
    private static func target(_ name: String = "t", within: Int64? = nil) -> JSON {
        ["name": name.json, "metric": "first_reply", "percent_bp": 9000, "within_seconds": within?.json]
    }

    @Test func `the first version holds for all months, each later one from the next on`() throws {
        let desk = try ContractDesk(targets: [Self.target(within: 600)])
        let second = try desk.publish([Self.target(within: 60)])
        #expect((second.version, second.fromMonth.description) == (2, "2026-06"))
        try desk.moveTo("2026-07-01T00:00:00Z")
        let within = try ["2020-01", "2026-05", "2026-06", "2026-07"].map { month in
            try desk.report(month).lines[0].target.withinSeconds
        }
        #expect(within == [600, 600, 60, 60])
    }

    @Test func `of two versions for one month the later one counts`() throws {
        let desk = try ContractDesk(targets: [Self.target(within: 600)])
        try desk.publish([Self.target(within: 60)], from: "2026-06")
        try desk.publish([Self.target(within: 30)], from: "2026-05")
        try desk.moveTo("2026-06-15T00:00:00Z")
        #expect(try desk.line("2026-05").target.withinSeconds == 30)
        #expect(try desk.line("2026-06").target.withinSeconds == 30)
        #expect(try desk.line("2026-04").target.withinSeconds == 600)
    }

    @Test func `a contract may begin later, and nothing is promised before`() throws {
        let desk = try ContractDesk(targets: [])
        try desk.publish([Self.target()], from: "2026-03")
        #expect(try desk.report("2026-02").terms == nil)
        #expect(try desk.report("2026-03").terms?.version == 1)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let targets: [JSON]
        var month: String?
        let pointer: String
        let code: FieldError.Code
        var testDescription: String { pointer }
    }

    @Test(arguments: [
        Refused(targets: [target()], month: "2026-04", pointer: "/from_month", code: .outOfRange),
        Refused(targets: [target()], month: "2026-13", pointer: "/from_month", code: .badFormat),
        Refused(targets: [target("a"), target("a")], pointer: "/targets/1/name", code: .taken),
    ])
    func `what cannot be is refused with its place`(_ sample: Refused) throws {
        let desk = try ContractDesk()
        let error = #expect(throws: DomainError.self) { try desk.publish(sample.targets, from: sample.month) }
        #expect(error?.fields.map(\.pointer) == [sample.pointer])
        #expect(error?.fields.map(\.code) == [sample.code])
    }

    @Test func `who published is on record`() throws {
        let desk = try ContractDesk()
        let acts: [String] = try desk.tenant.asAdmin { admin in
            try admin.query(
                """
                SELECT a.actor_kind FROM directory.act a
                JOIN switchyard.service_level_version v ON v.id = a.subject_id AND v.tenant_id = a.tenant_id
                WHERE a.tenant_id = \(desk.tenant.tenantID) AND a.kind = 'service_levels_published'
                """
            ).map { try $0.column(0) }
        }
        #expect(acts == ["tenant_admin"])
    }
}

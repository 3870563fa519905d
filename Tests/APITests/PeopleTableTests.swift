import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// A whole staff from one table.
@Suite(.needsDatabase) struct PeopleTableTests {
    private let api: API
    /// Its own addresses, so that tests beside it meet nobody of it.
    private let domain = "\(UUID().uuidString.lowercased()).example"
    private let team = "Team \(UUID().text)"

    init() throws { api = try API.make { $0.hasDesks = false } }

    private var admin: TenantFixture.Credential { api.fixture.operatorAdmin }

    private func send(_ table: String, dryRun: Bool = false, type: String = "text/csv") async -> Reply {
        await api.send(
            "POST",
            "/v1/people/table",
            as: admin,
            query: dryRun ? "dry_run=true" : "",
            headers: ["content-type": type],
            bytes: Array(table.utf8)
        )
    }

    private func counts(_ reply: Reply) throws -> [String: Int64] {
        var counts: [String: Int64] = [:]
        for outcome in PeopleFileReport.Outcome.allCases {
            counts[outcome.rawValue] = try reply.json["counts"]?.integer(outcome.rawValue)
        }
        return counts.filter { $0.value > 0 }
    }

    private func staff(_ count: Int) -> String {
        let rows = (1...count).map { number in
            "a\(number)@\(domain),\"Agent, \(number)\",en,\(api.fixture.slug),agent,L\(number % 4 + 1),\(team),fraud;kyc"
        }
        return (["email,name,language,tenant,role,level,team,skills"] + rows).joined(separator: "\r\n")
    }

    @Test func twoHundredPeopleComeAtOnceAndTheSecondRunChangesNothing() async throws {
        #expect(await api.send("POST", "/v1/teams", as: admin, body: ["name": .string(team)]).status == 201)
        let table = staff(200)
        let rehearsal = await send(table, dryRun: true)
        #expect(try rehearsal.json["applied"] == false)
        #expect(try counts(rehearsal) == ["added": 200])
        let path = "/v1/people"
        let query = "tenant=\(api.fixture.tenantID.text)&limit=100"
        #expect(try await api.send("GET", path, as: admin, query: query).json["items"] == [])

        let first = await send(table)
        #expect(first.status == 200, "\(first.text)")
        #expect(try first.json["applied"] == true)
        #expect(try counts(first) == ["added": 200])
        #expect(try await api.send("GET", path, as: admin, query: query).json.array("items").count == 100)
        #expect(try counts(await send(table)) == ["unchanged": 200])
        #expect(try counts(await send(table, dryRun: true)) == ["unchanged": 200])
    }

    @Test func whatDiffersIsChanged() async throws {
        #expect(await api.send("POST", "/v1/teams", as: admin, body: ["name": .string(team)]).status == 201)
        _ = await send(staff(3))
        let changed = staff(3).replacing("\"Agent, 1\"", with: "Anna").replacing("L3", with: "L4")
        #expect(try counts(await send(changed)) == ["changed": 2, "unchanged": 1])
        let people = try await api.send("GET", "/v1/people", as: admin, query: "tenant=\(api.fixture.tenantID.text)")
            .json
        let anna = try people.array("items").first { try $0.string("email") == "a1@\(domain)" }
        #expect(anna?["name"] == "Anna")
    }

    @Test func everyFaultIsNamedAndNothingIsApplied() async throws {
        let table = """
            email,name,tenant,role,level,team,valid_until
            ok@\(domain),Fine,\(api.fixture.slug),agent,L1,,
            nobody,No Address,,,,,
            b@\(domain),B,\(api.fixture.slug),agent,,,
            c@\(domain),C,no-such-exchange,viewer,,,
            d@\(domain),D,,agent,L1,,
            e@\(domain),E,\(api.fixture.slug),boss,L9,,soon
            f@\(domain),F,,,,No Such Team,
            g@\(domain),G,,,L1,,
            """
        let faults = [
            "/3/email bad_format", "/4/level required", "/5/tenant unknown", "/6/level not_in_list",
            "/7/role not_in_list", "/7/level not_in_list", "/7/valid_until bad_format", "/8/team unknown",
            "/9/role required",
        ]
        let reply = await send(table)
        #expect(reply.status == 422)
        #expect(Set(reply.faults) == Set(faults))
        let rehearsal = await send(table, dryRun: true)
        #expect(try counts(rehearsal) == ["added": 1, "refused": 7])
        let told = try rehearsal.json.array("rows").flatMap { row in
            try row.array("errors").map { "\(try $0.string("pointer")) \(try $0.string("code"))" }
        }
        #expect(Set(told) == Set(faults))
        let query = "tenant=\(api.fixture.tenantID.text)"
        #expect(try await api.send("GET", "/v1/people", as: admin, query: query).json["items"] == [])
    }

    @Test(arguments: [
        ("", " required"), ("email,name,salary\n", "/1/salary unknown_field"), ("name\nX\n", "/1/email required"),
        ("email,name\na@b.example\n", "/2 bad_format"), ("email,name\n\"a", "/2 bad_format"),
        ("email,email,name\n", "/1/email unknown_field"),
    ])
    func whatIsNoSuchTableIsRefused(table: String, fault: String) async {
        #expect(await send(table).faults == [fault])
    }

    @Test func itIsATableOfARoundNumberOfRowsAndNothingElse() async {
        #expect(await send("{}", type: "application/json").problem == "not_csv")
        let long = (0...PeopleFile.rowsMax).map { "\($0)@\(domain),N" }.joined(separator: "\n")
        #expect(await send("email,name\n\(long)").faults == [" too_many"])
    }
}

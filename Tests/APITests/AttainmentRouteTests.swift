import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// What a contract promises and how it was kept, over HTTP.
@Suite(.needsDatabase) struct AttainmentRouteTests {
    private static let target: JSON = [
        "name": "VIP mail", "metric": "first_reply", "percent_bp": 9500, "within_seconds": 3600, "minimum_volume": 30,
        "weight": 40, "population": ["channels": ["email"], "tiers": ["vip"]],
    ]

    @Test func `terms are published in versions and read back as they were sent`() async throws {
        let api = try API.make { $0.hasDesks = false }
        let path = "\(api.tenant)/service-levels"
        let admin = api.fixture.tenantAdmin
        let empty = try await api.send("GET", path, as: admin).json
        #expect(empty["in_force"] == .null)
        let first = await api.send("PUT", path, as: admin, body: ["targets": [Self.target]])
        #expect(first.status == 200, "\(first.text)")
        #expect(try first.json["from_month"] == .null)
        let second = await api.send("PUT", path, as: admin, body: ["targets": []])
        #expect(try second.json["version"] == 2)
        let read = try await api.send("GET", path, as: admin).json
        #expect(read["in_force"]?["targets"] == [Self.target])
        #expect(read["versions"]?[1]?["version"] == 2)
        let past = try await api.send("GET", path, as: admin, query: "month=2020-02").json
        #expect(past["in_force"]?["version"] == 1)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let body: JSON
        let fault: String
        var testDescription: String { fault }

        init(_ fault: String, _ changes: [String: JSON?]) {
            guard case .object(var target) = AttainmentRouteTests.target else { preconditionFailure("no object") }
            for (name, value) in changes { target[name] = value }
            self.fault = fault
            body = ["targets": [.object(target)]]
        }

        init(_ fault: String, body: JSON) {
            self.fault = fault
            self.body = body
        }
    }

    @Test(arguments: [
        Refused("/targets/0/metric not_in_list", ["metric": "mood"]),
        Refused("/targets/0/percent_bp out_of_range", ["percent_bp": 10_001]),
        Refused("/targets/0/percent_bp wrong_type", ["percent_bp": 99.5]),
        Refused("/targets/0/percent_bp required", ["percent_bp": Optional<JSON>.none]),
        Refused("/targets/0/within_seconds out_of_range", ["within_seconds": .integer(400 * 86_400)]),
        Refused("/targets/0/within_seconds out_of_range", ["within_seconds": 0]),
        Refused("/targets/0/minimum_volume out_of_range", ["minimum_volume": 0]),
        Refused("/targets/0/weight out_of_range", ["weight": 101]),
        Refused("/targets/0/population/channels/0 not_in_list", ["population": ["channels": ["pigeon"]]]),
        Refused("/targets/0/population/priorities/0 not_in_list", ["population": ["priorities": ["P9"]]]),
        Refused("/targets/0/population/brand unknown_field", ["population": ["brand": []]]),
        Refused("/targets/0/name too_short", ["name": ""]),
        Refused("/targets/0/expected_bp out_of_range", ["expected_bp": 9_499]),
        Refused(
            "/credit/currency not_in_list",
            body: ["targets": [], "credit": ["currency": "BTC", "monthly_fee_minor": 1, "at_risk_bp": 1]]
        ),
        Refused(
            "/credit/at_risk_bp out_of_range",
            body: ["targets": [], "credit": ["currency": "EUR", "monthly_fee_minor": 1, "at_risk_bp": 10_001]]
        ),
        Refused("/targets required", body: [:]),
        Refused("/from_month bad_format", body: ["targets": [], "from_month": "2026-99"]),
        Refused("/from_month bad_format", body: ["targets": [], "from_month": "2026-05-01"]),
    ])
    func `what cannot work is refused with its place`(_ test: Refused) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send("PUT", "\(api.tenant)/service-levels", as: api.fixture.tenantAdmin, body: test.body)
        #expect(reply.status == 422, "\(reply.text)")
        #expect(reply.faults == [test.fault])
    }

    @Test func `credits are read as they are promised, and refused where none are`() async throws {
        let api = try API.make { $0.hasDesks = false }
        let admin = api.fixture.tenantAdmin
        let path = "\(api.tenant)/reports/credits"
        let none = await api.send("GET", path, as: admin, query: "month=2026-01")
        #expect((none.status, none.problem) == (409, "no_credit_terms"))
        let credit: JSON = [
            "currency": "USD", "monthly_fee_minor": 2_500_000, "at_risk_bp": 1_200,
            "severity_bp": ["minimum": 10_000, "expected": 2_500], "consecutive_bp": [10_000, 12_500],
            "earn_back_months": 3,
        ]
        let body: JSON = ["targets": [Self.target], "credit": credit]
        let put = await api.send("PUT", "\(api.tenant)/service-levels", as: admin, body: body)
        #expect(try put.json["credit"] == credit, "\(put.text)")
        let read = try await api.send("GET", path, as: admin, query: "month=2026-01").json
        #expect(read["at_risk_minor"] == 300_000 && read["net_minor"] == 0 && read["currency"] == "USD")
        #expect(read["lines"]?[0]?["level"] == "n_too_small")
        #expect(await api.send("GET", path, as: admin).status == 422)
    }

    @Test func `a report comes as JSON or CSV, to the tenant and to whoever serves it`() async throws {
        let api = try API.make()
        let put = await api.send(
            "PUT",
            "\(api.tenant)/service-levels",
            as: api.fixture.tenantAdmin,
            body: ["targets": [Self.target]]
        )
        #expect(put.status == 200)
        let path = "\(api.tenant)/reports/attainment"
        let mine = await api.send("GET", path, as: api.fixture.tenantAdmin, query: "month=2026-01")
        #expect(mine.status == 200, "\(mine.text)")
        #expect(try mine.json["targets"]?[0]?["verdict"] == "n_too_small")
        let csv = await api.send("GET", path, as: api.fixture.tenantAdmin, query: "month=2026-01&format=csv")
        #expect(csv.header("content-type") == "text/csv; charset=utf-8")
        #expect(csv.text.hasPrefix("tenant,name,zone,month,"))
        let all = await api.send(
            "GET",
            "/v1/reports/attainment",
            as: api.fixture.agent().credential,
            query: "month=2026-01"
        )
        #expect(try all.json.array("items").count == 1)
        #expect(try all.json["items"]?[0]?["tenant"]?["id"] == api.fixture.tenantID.json)
    }

    @Test(arguments: ["", "month=2026", "month=2026-5", "month=9000-01", "month=2026-01&format=pdf"])
    func `a report of no month is refused`(_ query: String) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send(
            "GET",
            "\(api.tenant)/reports/attainment",
            as: api.fixture.tenantAdmin,
            query: query
        )
        #expect(reply.status == 422, "\(reply.text)")
        #expect(reply.faults.count == 1)
    }
}

import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// What is wrong with a request is said once, with a pointer, and nothing is stored.
@Suite(.needsDatabase) struct ValidationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let body: JSON
        let faults: [String]
        var testDescription: String { name }
    }

    private static func request(_ change: (inout JSONObject) -> Void) -> JSON {
        var object: JSONObject = ["customer": ["id": "c-1"], "text": "Hello"]
        change(&object)
        return .object(object)
    }

    static let cases: [Case] = [
        Case(name: "unknown field", body: request { $0["priority"] = "P1" }, faults: ["/priority unknown_field"]),
        Case(
            name: "unknown field inside",
            body: request { $0["customer"] = ["id": "c", "nam": "x"] },
            faults: ["/customer/nam unknown_field"]
        ),
        Case(
            name: "unknown attribute",
            body: request { $0["attributes"] = ["hash": "x"] },
            faults: ["/attributes/hash unknown_field"]
        ),
        Case(name: "absent text", body: ["customer": ["id": "c"]], faults: ["/text required"]),
        Case(name: "absent customer", body: ["text": "x"], faults: ["/customer required"]),
        Case(name: "text is a number", body: request { $0["text"] = 7 }, faults: ["/text wrong_type"]),
        Case(name: "customer is a list", body: request { $0["customer"] = [] }, faults: ["/customer wrong_type"]),
        Case(name: "body is a list", body: [], faults: [" wrong_type"]),
        Case(name: "null text", body: request { $0["text"] = .null }, faults: ["/text wrong_type"]),
        Case(name: "empty text", body: request { $0["text"] = "" }, faults: ["/text too_short"]),
        Case(
            name: "text of 64 KiB and one byte",
            body: request { $0["text"] = .string(String(repeating: "a", count: 65_537)) },
            faults: ["/text too_long"]
        ),
        Case(
            name: "text of 64 KiB and one byte in two-byte letters",
            body: request { $0["text"] = .string(String(repeating: "ж", count: 32_768) + "a") },
            faults: ["/text too_long"]
        ),
        Case(
            name: "subject too long",
            body: request { $0["subject"] = .string(String(repeating: "s", count: 301)) },
            faults: ["/subject too_long"]
        ),
        Case(name: "unknown channel", body: request { $0["channel"] = "fax" }, faults: ["/channel not_in_list"]),
        Case(name: "no language", body: request { $0["language"] = "english!" }, faults: ["/language bad_format"]),
        Case(
            name: "no zone",
            body: request { $0["customer"] = ["id": "c", "zone": "Mars/Olympus"] },
            faults: ["/customer/zone bad_format"]
        ),
        Case(
            name: "no email",
            body: request { $0["customer"] = ["id": "c", "email": "nobody"] },
            faults: ["/customer/email bad_format"]
        ),
        Case(
            name: "no instant",
            body: request { $0["occurred_at"] = "yesterday" },
            faults: ["/occurred_at bad_format"]
        ),
        Case(
            name: "amount with a sign",
            body: request { $0["attributes"] = ["amount": "-1"] },
            faults: ["/attributes/amount bad_format"]
        ),
        Case(
            name: "too old",
            body: request { $0["occurred_at"] = "2001-01-01T00:00:00Z" },
            faults: ["/occurred_at out_of_range"]
        ),
        Case(
            name: "from the future",
            body: request { $0["occurred_at"] = "9000-01-01T00:00:00Z" },
            faults: ["/occurred_at out_of_range"]
        ),
        Case(
            name: "two faults at once",
            body: request {
                $0["text"] = 1; $0["x"] = 1
            },
            faults: ["/text wrong_type", "/x unknown_field"]
        ),
    ]

    @Test(arguments: cases) func aBodyThatBreaksTheSchemaIsRefusedWithPointers(_ test: Case) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send("POST", "\(api.tenant)/tickets", as: api.fixture.intake, body: test.body)
        #expect(reply.status == 422)
        #expect(reply.problem == "validation_failed")
        #expect(reply.faults == test.faults)
    }

    @Test func aTextOfExactly64KiBIsTaken() async throws {
        let api = try API.make { $0.hasDesks = false }
        let text = String(repeating: "a ", count: 32_768)
        let reply = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            as: api.fixture.intake,
            body: CustomerRequest(text: text).json
        )
        #expect(reply.status == 201)
    }

    struct Bytes: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let code: String
        var testDescription: String { name }
    }

    static let malformed: [Bytes] = [
        Bytes(name: "nothing", text: "", code: "unexpected_end"),
        Bytes(name: "cut short", text: #"{"text":"#, code: "unexpected_end"),
        Bytes(name: "two documents", text: "{} {}", code: "trailing_garbage"),
        Bytes(name: "the same key twice", text: #"{"text":"a","text":"b"}"#, code: "duplicate_key"),
        Bytes(name: "NUL", text: #"{"text":"\u0000"}"#, code: "nul_character"),
        Bytes(name: "half a pair", text: #"{"text":"\ud800"}"#, code: "lone_surrogate"),
        Bytes(
            name: "depth 33",
            text: String(repeating: "[", count: 33) + String(repeating: "]", count: 33),
            code: "too_deep"
        ),
    ]

    @Test(arguments: malformed) func aBodyThatIsNoJSONIs400WithItsPlace(_ test: Bytes) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            as: api.fixture.intake,
            headers: ["content-type": "application/json; charset=utf-8"],
            bytes: Array(test.text.utf8)
        )
        #expect(reply.status == 400)
        #expect(reply.problem == "malformed_json")
        #expect(try reply.json.string("code") == test.code)
        #expect(try reply.json.optionalString("pointer") != nil)
    }

    @Test func depth32IsReadAndThenJudgedByTheSchema() async throws {
        let api = try API.make { $0.hasDesks = false }
        let text = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        let reply = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            as: api.fixture.intake,
            headers: ["content-type": "application/json"],
            bytes: Array(text.utf8)
        )
        #expect(reply.status == 422)
    }

    @Test func aBodyBeyond1MiBIs413AndOneOf1MiBIsRead() async throws {
        let api = try API.make { $0.hasDesks = false }
        let path = "\(api.tenant)/tickets"
        let json = ["content-type": "application/json"]
        let tooLarge = await api.send(
            "POST",
            path,
            as: api.fixture.intake,
            headers: json,
            bytes: Array(repeating: 0x20, count: 1_048_577)
        )
        #expect(tooLarge.status == 413)
        #expect(tooLarge.problem == "body_too_large")
        let allSpaces = await api.send(
            "POST",
            path,
            as: api.fixture.intake,
            headers: json,
            bytes: Array(repeating: 0x20, count: 1_048_576)
        )
        #expect(allSpaces.status == 400)
    }

    @Test(arguments: [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
    func anotherContentTypeIs415(_ type: String?) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            as: api.fixture.intake,
            headers: type.map { ["content-type": $0] } ?? [:],
            bytes: CustomerRequest().json.bytes
        )
        #expect(reply.status == 415)
        #expect(reply.problem == "not_json")
    }

    @Test(arguments: [
        "limit=0", "limit=101", "limit=x", "cursor=nonsense", "cursor=1_2", "status=sleeping", "level=L9",
        "priority=P5", "team=x",
        "assignee=1", "customer=-", "limit=1&limit=2", "q=%00", "q=%ff", "statuses=open",
    ])
    func aQueryThatMeansNothingIsRefused(_ query: String) async throws {
        let api = try API.make()
        let reply = await api.send("GET", "\(api.tenant)/tickets", as: api.fixture.agent().credential, query: query)
        #expect(reply.status == 422)
        #expect(reply.faults.count == 1)
        #expect(reply.faults.first?.hasPrefix("?") == true)
    }

    /// All forms of RFC 3339 that the schema lets in are understood: lower case, offsets, up to nine digits.
    @Test(arguments: ["Z", ".5Z", ".123456Z", ".123456789Z", "+02:00", "-00:00", "z"])
    func everyInstantTheSchemaTakesIsUnderstood(_ end: String) async throws {
        let api = try API.make { $0.hasDesks = false }
        let hourAgo = Date(timeIntervalSinceNow: end.hasPrefix("+") ? 3600 : -3600)
        let stamp = hourAgo.formatted(.iso8601).dropLast() + end
        let reply = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            as: api.fixture.intake,
            body: ["customer": ["id": "c"], "text": "x", "occurred_at": .string(String(stamp))]
        )
        #expect(reply.status == 201, "\(reply.text)")
    }
}

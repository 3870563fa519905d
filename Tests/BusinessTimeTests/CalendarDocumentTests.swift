import BusinessTime
import Foundation
import Testing

struct RefusedCalendar: CustomTestStringConvertible, Sendable {
    let json: String
    let code: CalendarError.Code
    let pointer: String

    var testDescription: String { "\(code.rawValue) \(pointer)" }

    static let all: [RefusedCalendar] = [
        RefusedCalendar(json: "[]", code: .wrongType, pointer: ""),
        RefusedCalendar(json: "{", code: .wrongType, pointer: ""),
        RefusedCalendar(json: #"{}"#, code: .missingZone, pointer: "/tz"),
        RefusedCalendar(json: #"{"tz":7}"#, code: .wrongType, pointer: "/tz"),
        RefusedCalendar(json: #"{"tz":"Mars/Olympus"}"#, code: .unknownZone, pointer: "/tz"),
        RefusedCalendar(json: #"{"tz":"PST"}"#, code: .unknownZone, pointer: "/tz"),
        RefusedCalendar(json: #"{"tz":"GMT+5"}"#, code: .unknownZone, pointer: "/tz"),
        RefusedCalendar(json: #"{"tz":""}"#, code: .unknownZone, pointer: "/tz"),
        RefusedCalendar(json: #"{"tz":"UTC","hours":{}}"#, code: .unknownField, pointer: "/hours"),
        RefusedCalendar(json: #"{"tz":"UTC","a/b~c":{}}"#, code: .unknownField, pointer: "/a~1b~0c"),
        RefusedCalendar(
            json: #"{"tz":"UTC","weekly":{"mon":[["09:00","25:00"]]}}"#,
            code: .badTime,
            pointer: "/weekly/mon/0/1"
        ),
        RefusedCalendar(
            json: #"{"tz":"UTC","weekly":{"mon":[["9:00","10:00"]]}}"#,
            code: .badTime,
            pointer: "/weekly/mon/0/0"
        ),
        RefusedCalendar(
            json: #"{"tz":"UTC","weekly":{"mon":[["09:00","24:01"]]}}"#,
            code: .badTime,
            pointer: "/weekly/mon/0/1"
        ),
        RefusedCalendar(
            json: #"{"tz":"UTC","weekly":{"mon":[["09:00","10:60"]]}}"#,
            code: .badTime,
            pointer: "/weekly/mon/0/1"
        ),
        RefusedCalendar(
            json: #"{"tz":"UTC","weekly":{"mon":[["09:00"]]}}"#,
            code: .badWindow,
            pointer: "/weekly/mon/0"
        ),
        RefusedCalendar(
            json: #"{"tz":"UTC","weekly":{"monday":[]}}"#,
            code: .badWeekday,
            pointer: "/weekly/monday"
        ),
        RefusedCalendar(json: #"{"tz":"UTC","weekly":{"mon":9}}"#, code: .wrongType, pointer: "/weekly"),
        RefusedCalendar(
            json: #"{"tz":"UTC","overrides":{"2025-02-29":[]}}"#,
            code: .badDate,
            pointer: "/overrides/2025-02-29"
        ),
        RefusedCalendar(
            json: #"{"tz":"UTC","breaks":{"2025-2-1":[]}}"#,
            code: .badDate,
            pointer: "/breaks/2025-2-1"
        ),
        RefusedCalendar(
            json: #"{"tz":"UTC","holidays":["2025-01-01","tomorrow"]}"#,
            code: .badDate,
            pointer: "/holidays/1"
        ),
        RefusedCalendar(
            json: #"{"tz":"UTC","always_open":true,"holidays":["2025-01-01"]}"#,
            code: .alwaysOpenWithWindows,
            pointer: "/holidays"
        ),
        RefusedCalendar(
            json: #"{"tz":"UTC","weekly":{"mon":["#
                + Array(repeating: #"["09:00","10:00"]"#, count: 49).joined(separator: ",")
                + "]}}",
            code: .tooMany,
            pointer: "/weekly/mon"
        ),
    ]
}

struct CalendarDocumentTests {
    private static let full = """
        {"breaks":{"2025-06-02":[["10:00","10:30"]]},"holidays":["2025-12-25"],\
        "overrides":{"2025-12-24":[["09:00","12:00"]]},"tz":"Europe/Berlin",\
        "weekly":{"mon":[["09:00","12:30"],["13:00","24:00"]],"sat":[["22:00","06:00"]]}}
        """

    @Test func writesTheJSONItRead() throws {
        let document = try CalendarDocument(json: Data(Self.full.utf8))
        #expect(String(decoding: try document.json(), as: UTF8.self) == Self.full)
        let always = try CalendarDocument(json: Data(#"{"tz":"UTC","always_open":true}"#.utf8))
        #expect(String(decoding: try always.json(), as: UTF8.self) == #"{"always_open":true,"tz":"UTC"}"#)
        #expect(String(decoding: try CalendarDocument.always.json(), as: UTF8.self) == #"{"always_open":true}"#)
    }

    @Test(arguments: RefusedCalendar.all)
    func refusesWithCodeAndPointer(_ example: RefusedCalendar) {
        let error = #expect(throws: CalendarError.self) { try CalendarDocument(json: Data(example.json.utf8)) }
        #expect(error?.code == example.code)
        #expect(error?.pointer == example.pointer)
    }

    @Test func pointsIntoTheEnclosingDocument() {
        let json = Data(#"[{"calendar":{"tz":"UTC","holidays":["x"]}},{"calendar":{"tz":"X/Y"}}]"#.utf8)
        let error = #expect(throws: CalendarError.self) {
            try JSONDecoder().decode([[String: CalendarDocument]].self, from: json)
        }
        #expect(error?.pointer == "/0/calendar/holidays/0")
        let zone = #expect(throws: CalendarError.self) {
            try JSONDecoder().decode([String: CalendarDocument].self, from: Data(#"{"a/b":{"tz":"X/Y"}}"#.utf8))
        }
        #expect(zone?.pointer == "/a~1b/tz")
    }

    @Test func reportsUnitedWindows() throws {
        let document = try CalendarDocument(
            json: Data(
                """
                {"tz":"UTC","weekly":{"mon":[["09:00","12:00"],["12:00","13:00"],["11:00","14:00"]],
                 "tue":[["22:00","06:00"]],"wed":[["05:00","09:00"],["09:00","10:00"]]},
                 "overrides":{"2025-06-02":[["09:00","10:00"],["09:00","10:00"]]}}
                """.utf8
            )
        )
        #expect(document.unitedWindows == ["/weekly/mon/2", "/weekly/wed/0", "/overrides/2025-06-02/1"])
    }

    @Test func everyCodeHasItsOwnText() {
        #expect(Set(CalendarError.Code.allCases.map(\.rawValue)).count == CalendarError.Code.allCases.count)
        let refused = Set(RefusedCalendar.all.map(\.code))
        #expect(Set(CalendarError.Code.allCases).subtracting(refused) == [.noVersion])
    }
}

import BusinessTime
import Foundation
import Testing

@testable import Switchyard

/// P1: policies in explicit order, the first whose conditions hold.
@Suite struct PolicyBookTests {
    private static let team = UUID()
    private static let attributes = CaseAttributes(
        channel: "chat",
        language: "zh-Hant",
        tier: "vip",
        category: "fraud",
        priority: "P2",
        level: 2,
        teamID: team
    )

    private static func book(_ conditions: JSON...) throws -> PolicyBook {
        try PolicyBook([
            "policies": .array(
                conditions.enumerated().map { place, when in
                    ["name": .string("p\(place)"), "when": when, "targets": ["first_reply": 60]]
                }
            )
        ])
    }

    @Test(
        arguments: [
            (["channels": ["email", "chat"]], true), (["channels": ["email"]], false),
            (["languages": ["zh"]], true), (["languages": ["zh-Hant"]], true), (["languages": ["zh-Hans"]], false),
            (["languages": ["z"]], false), (["tiers": ["vip"]], true), (["tiers": ["VIP"]], false),
            (["priorities": ["P1", "P2"]], true), (["priorities": ["P1"]], false),
            (["categories": ["fraud"]], true), (["categories": ["deposit"]], false),
            (["levels": ["L2"]], true), (["levels": ["L1"]], false),
            (["teams": [team.json]], true), (["teams": [UUID().json]], false),
            (["tiers": ["vip"], "levels": ["L1"]], false), ([:], true),
        ] as [(JSON, Bool)]
    )
    func p1_everyConditionIsAskedAndAllOfThemHaveToHold(_ when: JSON, _ holds: Bool) throws {
        #expect(try Self.book(when).match(Self.attributes) == (holds ? "p0" : nil))
    }

    @Test func p1_theFirstThatMatchesWins() throws {
        let book = try Self.book(["tiers": ["gold"]], ["channels": ["chat"]], [:])
        #expect(book.match(Self.attributes) == "p1")
        #expect(book.match(CaseAttributes()) == "p2")
    }

    @Test func p1_anOLAPolicyIsTheFirstThatMatchesInAListOfItsOwn() throws {
        let book = try PolicyBook([
            "policies": [["name": "all", "targets": ["first_reply": 60]]],
            "ola": [
                ["name": "desk", "when": ["levels": ["L2"]], "targets": ["ola_hold": 60]],
                ["name": "chat", "when": ["channels": ["chat"]], "targets": ["ola_hold": 60]],
            ],
        ])
        #expect(book.matchOLA(Self.attributes) == "desk")
        #expect(book.matchOLA(CaseAttributes(channel: "chat")) == "chat")
        #expect(book.matchOLA(CaseAttributes()) == nil)
        #expect(book.match(CaseAttributes()) == "all")
        #expect(try Self.book([:]).matchOLA(Self.attributes) == nil)
    }

    @Test func oneDocumentIsOnePolicyForEveryCase() throws {
        let book = try PolicyBook(["targets": ["first_reply": ["default": 60, "P1": 30]], "calendar": "night"])
        let name = try #require(book.match(CaseAttributes()))
        #expect(name == "default")
        #expect(book.matchOLA(CaseAttributes()) == name)
        #expect(book.policy(named: name)?.calendar == "night")
        #expect(book.policy(named: name)?.targetSeconds(priority: "P1") == [.firstReply: 30])
    }

    @Test(
        arguments: [
            ([[:], ["tiers": ["vip"]]], ["unreachable /policies/1 p0"]),
            (
                [["channels": ["chat", "email"]], ["channels": ["chat"], "tiers": ["vip"]], [:]],
                ["unreachable /policies/1 p0"]
            ),
            ([["languages": ["zh"]], ["languages": ["zh-Hant"]], [:]], ["unreachable /policies/1 p0"]),
            ([["languages": ["zh-Hant"]], ["languages": ["zh"]], [:]], []),
            ([["tiers": ["vip"]], ["tiers": ["vip", "gold"]], [:]], []),
            ([["levels": ["L2"]], [:]], []),
            ([["levels": ["L2"]], ["levels": ["L1"]]], ["no_catch_all /policies "]),
        ] as [([JSON], [String])]
    )
    func whatIsHardlyMeantIsWarnedOf(_ conditions: [JSON], _ warnings: [String]) throws {
        let book = try PolicyBook([
            "policies": .array(
                conditions.enumerated().map { place, when in
                    ["name": .string("p\(place)"), "when": when, "targets": ["first_reply": 60]]
                }
            )
        ])
        #expect(book.warnings.map { "\($0.code.rawValue) \($0.pointer) \($0.by ?? "")" } == warnings)
    }

    @Test func aPauseInAStatusThatNoCaseEverHasIsWarnedOf() throws {
        let book = try PolicyBook([
            "targets": ["resolution": 60],
            "pause": ["agent_work": ["waiting_custmer"], "resolution": ["waiting_client", "closed"]],
        ])
        #expect(
            book.warnings
                == [PolicyWarning(code: .statusNeverSet, pointer: "/policies/0/pause/agent_work", by: nil)]
        )
    }

    @Test(
        arguments: [
            (["email", "api"], ["/policies/0/targets/answer"]), (["email", "chat"], []), (["phone"], []), ([], []),
        ] as [([String], [String])]
    )
    func aContactThatNoChannelOfThePolicyHasIsWarnedOf(_ channels: [String], _ pointers: [String]) throws {
        let book = try PolicyBook([
            "policies": [
                ["name": "a", "when": ["channels": .array(channels.map(JSON.string))], "targets": ["answer": 20]],
                ["name": "all", "targets": ["first_reply": 60]],
            ]
        ])
        #expect(book.warnings.filter { $0.code == .neverStarts }.map(\.pointer) == pointers)
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let document: JSON
        let fault: String
        var testDescription: String { fault }
    }

    private static func one(_ policy: JSON) -> JSON { ["policies": [policy]] }

    private static func both(_ ola: JSON) -> JSON {
        ["policies": [["name": "a", "targets": ["first_reply": 60]]], "ola": [ola]]
    }

    @Test(arguments: [
        Refused(document: [:], fault: "/targets required"),
        Refused(document: ["targets": ["first_reply": "soon"]], fault: "/targets/first_reply wrong_type"),
        Refused(document: ["targets": ["first_reply": 34_560_000]], fault: "/targets/first_reply out_of_range"),
        Refused(document: ["targets": ["first_answer": 60]], fault: "/targets/first_answer unknown_field"),
        Refused(document: ["policies": []], fault: "/policies too_short"),
        Refused(
            document: one(["name": "a", "targets": ["resolution": ["P1": 34_560_000]]]),
            fault: "/policies/0/targets/resolution/P1 out_of_range"
        ),
        Refused(
            document: one(["name": "a", "targets": ["first_reply": 60], "when": ["categories": ["tea"]]]),
            fault: "/policies/0/when/categories/0 not_in_list"
        ),
        Refused(
            document: one(["name": "a", "targets": ["first_reply": 60], "when": ["brand": ["x"]]]),
            fault: "/policies/0/when/brand unknown_field"
        ),
        Refused(
            document: one(["name": "a", "targets": ["first_reply": 60], "when": ["teams": [UUID().json]]]),
            fault: "/policies/0/when/teams/0 unknown"
        ),
        Refused(
            document: one(["name": "a", "targets": ["first_reply": 60], "calendar": "night"]),
            fault: "/policies/0/calendar unknown"
        ),
        Refused(document: one(["name": "A b", "targets": ["first_reply": 60]]), fault: "/policies/0/name bad_format"),
        Refused(document: one(["targets": ["first_reply": 60]]), fault: "/policies/0/name required"),
        Refused(document: one(["name": "a"]), fault: "/policies/0/targets required"),
        Refused(
            document: one(["name": "a", "targets": ["answer": 20], "pause": ["answer": ["waiting_client"]]]),
            fault: "/policies/0/pause/answer out_of_range"
        ),
        Refused(
            document: both(["name": "b", "targets": ["answer": 20]]),
            fault: "/ola/0/targets/answer unknown_field"
        ),
        Refused(
            document: ["policies": [["name": "a", "targets": ["first_reply": 60]]], "floor": 1],
            fault: "/floor unknown_field"
        ),
        Refused(
            document: [
                "policies": [
                    ["name": "a", "targets": ["first_reply": 60]], ["name": "a", "targets": ["first_reply": 60]],
                ]
            ],
            fault: "/policies/1/name taken"
        ),
        Refused(
            document: one(["name": "a", "targets": ["first_reply": 60], "pause": ["first_reply": ["open"]]]),
            fault: "/policies/0/pause/first_reply out_of_range"
        ),
        Refused(
            document: one(["name": "a", "targets": ["ola_hold": 60]]),
            fault: "/policies/0/targets/ola_hold unknown_field"
        ),
        Refused(
            document: both(["name": "b", "targets": ["first_reply": 60]]),
            fault: "/ola/0/targets/first_reply unknown_field"
        ),
        Refused(
            document: both(["name": "b", "targets": ["ola_hold": 60], "ack_hold": 60]),
            fault: "/ola/0/ack_hold unknown_field"
        ),
        Refused(document: both(["name": "a", "targets": ["ola_hold": 60]]), fault: "/ola/0/name taken"),
        Refused(
            document: both(["name": "b", "targets": ["ola_hold": 34_560_000]]),
            fault: "/ola/0/targets/ola_hold out_of_range"
        ),
        Refused(document: ["targets": ["first_reply": 60], "ola": []], fault: "/ola unknown_field"),
    ])
    func whatCannotBePublishedIsRefusedWithItsPlace(_ test: Refused) {
        do {
            _ = try PolicyBook.publishable(test.document, PolicyBook.Surroundings())
            Issue.record("published")
        } catch let error as DomainError {
            #expect(error.fields.map { "\($0.pointer) \($0.code.rawValue)" } == [test.fault])
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test(arguments: SLAMetric.namesNotAvailable)
    func aMetricThatNothingMeasuresYetIsRefusedAsNotAvailable(_ name: String) throws {
        let targets: JSON = .object(JSONObject(dictionaryLiteral: (name, 60)))
        for (document, pointer) in [
            (["targets": targets], ""), (["policies": [["name": "a", "targets": targets]]], "/policies/0"),
        ] as [(JSON, String)] {
            let error = #expect(throws: DomainError.self) {
                try PolicyBook.publishable(document, PolicyBook.Surroundings())
            }
            let expected = FieldError("\(pointer)/targets/\(name)", .outOfRange, ["reason": "not_available"])
            #expect(error?.fields == [expected])
        }
    }

    @Test func aTargetIsRefusedWithItsBounds() throws {
        let error = #expect(throws: DomainError.self) {
            try PolicyBook.publishable(["targets": ["first_reply": 34_560_000]], PolicyBook.Surroundings())
        }
        #expect(error?.fields.first?.parameters["max"] == "31622400")
    }

    @Test(
        arguments: [
            ("night", "night", []), ("day@1748854800000000,night", "night", [1_748_854_800_000_000]), ("", nil, []),
            ("day,night", nil, []), ("day@x,night", nil, []),
        ] as [(String, String?, [Int64])]
    )
    func aCalendarPathIsReadAsItIsWritten(_ text: String, _ name: String?, _ untils: [Int64]) {
        let path = CalendarPath(text: text)
        #expect(path?.name == name)
        #expect(path?.earlier.map(\.until.microseconds) ?? [] == untils)
        if let path { #expect(path.text == text) }
    }
}

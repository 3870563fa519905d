import BusinessTime
import Foundation
import Switchyard
import TestTools
import Testing

/// `switchyardctl sla replay`: the document of `spec/sla.md`, Documents.
struct SLAReplayTests {
    private static let calendars = """
        {"always":{"tz":"UTC","always_open":true},"never":{"tz":"UTC","weekly":{}},"bad":{"tz":"Nowhere/Land"}}
        """

    /// Times are those of Monday 2025-06-02 UTC; `policy` and `events` are JSON with `HH:MM` texts for instants.
    private static func lines(_ policy: String, _ events: String, calendar: String = "always") -> [String] {
        SLAReplay.run(
            """
            {"calendars":\(calendars),"scenarios":[{"id":"s","calendar":"\(calendar)","policy":\(policy),
             "events":\(events.replacing(/"(\d\d:\d\d)"/) { "\"2025-06-02T\($0.1):00Z\"" })}]}
            """
        )
    }

    private static func answer(_ policy: String, _ events: String, calendar: String = "always") throws -> JSON {
        try JSONParser.parse(try #require(lines(policy, events, calendar: calendar).first))
    }

    private static func log(_ answer: JSON) -> [String] {
        guard case .array(let entries) = answer["log"] ?? .null else { return [] }
        return entries.map { entry in
            guard case .string(let at) = entry[0] ?? .null, case .string(let kind) = entry[2] ?? .null else {
                return ""
            }
            return "\(at.dropFirst(11).prefix(5)) \(kind)"
        }
    }

    @Test func aStoryIsToldInTheFormOfTheSpec() {
        // 1 h from 09:00, answered after 30 min; no other metric has a target.
        let lines = Self.lines(
            #"{"targets":{"first_reply":3600}}"#,
            #"[["09:00","customer_message"],["09:30","public_reply"]]"#
        )
        #expect(
            lines == [
                #"{"id":"s","cycles":[{"ticket":"A","metric":"first_reply","start":"2025-06-02T09:00:00Z","#
                    + #""due_at":"2025-06-02T10:00:00Z","breach_at":"2025-06-02T10:00:00Z","breached_at":null,"#
                    + #""fulfilled_at":"2025-06-02T09:30:00Z","elapsed":1800,"state":"fulfilled","reason":null,"#
                    + #""verdict":"met","remaining_seconds":null,"late_relaxation":false}],"timers":[],"steps":[],"#
                    + #""log":[["2025-06-02T09:00:00Z","first_reply","started"],"#
                    + #"["2025-06-02T09:30:00Z","first_reply","fulfilled"]],"follow_up_ticket":null}"#
            ]
        )
    }

    struct Told: CustomTestStringConvertible {
        let testDescription: String
        let events: String
        let log: [String]
    }

    @Test(arguments: [
        Told(
            testDescription: "warnings, breach, late reply",
            events: #"[["09:00","customer_message"],["11:00","public_reply"]]"#,
            log: ["09:00 started", "09:30 warned", "09:45 warned", "09:54 warned", "10:00 breach", "11:00 fulfilled"]
        ),
        Told(
            testDescription: "S3: a reply of 09:20 known at 11:00 retracts the breach, once",
            events: """
                [["09:00","customer_message"],["09:20","public_reply",{"recorded_at":"11:00"}],["11:30","internal_note"],
                 ["12:00","internal_note"]]
                """,
            log: [
                "09:00 started", "09:30 warned", "09:45 warned", "09:54 warned", "10:00 breach",
                "11:00 breach_retracted", "09:20 fulfilled",
            ]
        ),
        Told(
            testDescription: "K1: a failure known at 12:00 finds the breach of 10:00",
            events: """
                [["09:00","customer_message"],["09:20","public_reply","m"],["12:00","send_failed_finally","m"]]
                """,
            log: ["09:00 started", "09:20 fulfilled", "12:00 fulfilment_retracted", "10:00 breach_found"]
        ),
        Told(
            testDescription: "P4: a correction retracts",
            events: """
                [["09:00","customer_message"],["10:30","target_corrected",{"first_reply":14400,"approved_by":"x"}]]
                """,
            log: [
                "09:00 started", "09:30 warned", "09:45 warned", "09:54 warned", "10:00 breach",
                "10:30 breach_retracted", "10:30 target_changed",
            ]
        ),
        Told(
            testDescription: "an event at the instant of a timer comes first",
            events: #"[["09:00","customer_message"],["09:30","public_reply"],["09:40","internal_note"]]"#,
            log: ["09:00 started", "09:30 fulfilled"]
        ),
    ])
    func theLogTellsInOrderOfBecomingKnown(told: Told) throws {
        let answer = try Self.answer(#"{"targets":{"first_reply":3600}}"#, told.events)
        #expect(Self.log(answer) == told.log)
    }

    struct Retold: CustomTestStringConvertible {
        let testDescription: String
        let targets: String
        let metric: String
        let events: String
        /// Without the warnings.
        let log: [String]
        let breachedAt: [String?]
    }

    /// Breaches and corrections told before a late fact changes what they were about (S3, P4).
    @Test(arguments: [
        Retold(
            // Creation 02:00, so breach 03:00, retracted 04:00; the message of 06:00 is what creates the ticket.
            testDescription: "a breach that a correction retracted is not retracted again with its cycle",
            targets: #"{"resolution":3600}"#,
            metric: "resolution",
            events: """
                [["02:00","public_reply","m"],["04:00","target_corrected",{"resolution":18000}],["06:00","customer_message"],
                 ["12:00","internal_note"]]
                """,
            log: [
                "02:00 started", "03:00 breach", "04:00 breach_retracted", "04:00 target_changed", "06:00 cancelled",
                "06:00 started", "11:00 breach",
            ],
            breachedAt: ["11:00"]
        ),
        Retold(
            // The reply of 10:15 ends the clock before the correction of 10:30, which then retracts nothing.
            testDescription: "a breach that a correction retracted is found again when the clock had ended before",
            targets: #"{"first_reply":3600}"#,
            metric: "first_reply",
            events: """
                [["09:00","customer_message"],["10:30","target_corrected",{"first_reply":14400}],
                 ["10:15","public_reply",{"recorded_at":"11:00"}]]
                """,
            log: [
                "09:00 started", "10:00 breach", "10:30 breach_retracted", "10:30 target_changed", "10:00 breach_found",
                "10:15 fulfilled",
            ],
            breachedAt: ["10:00"]
        ),
        Retold(
            // Merged, B waits since 08:00 and breaches after the floor, 10:45. A was answered at 09:00, as is known at
            // 10:50: A met its target, and B waits since 10:00 again and breaches at 11:00.
            testDescription: "a clock breaches again under the target of a breach that was retracted",
            targets: #"{"first_reply":3600}"#,
            metric: "first_reply",
            events: """
                [["08:00","customer_message","A"],["10:00","customer_message","B"],["10:30","merged",["A","B"]],
                 ["09:00","public_reply",{"recorded_at":"10:50"}],["12:00","internal_note"]]
                """,
            log: [
                "08:00 started", "09:00 breach", "10:00 started", "10:30 cancelled", "10:45 breach",
                "10:50 breach_retracted", "10:50 breach_retracted", "09:00 fulfilled", "11:00 breach",
            ],
            breachedAt: [nil, "11:00"]
        ),
    ])
    func breachesAreRetoldOnceForEachFlip(told: Retold) throws {
        let answer = try Self.answer(#"{"targets":\#(told.targets)}"#, told.events)
        #expect(Self.log(answer).filter { !$0.hasSuffix(" warned") } == told.log)
        guard case .array(let cycles) = answer["cycles"] ?? .null else {
            Issue.record("no cycles")
            return
        }
        let breaches = cycles.filter { $0["metric"] == .string(told.metric) }.map { cycle -> String? in
            guard case .string(let at) = cycle["breached_at"] ?? .null else { return nil }
            return String(at.dropFirst(11).prefix(5))
        }
        #expect(breaches == told.breachedAt)
    }

    @Test func stepsFiredAndProjectedAreListed() throws {
        // Breach 10:00, acknowledged 10:10 and held until 10:40; three repeats.
        let answer = try Self.answer(
            #"{"targets":{"first_reply":3600},"repeat":{"max":3}}"#,
            #"[["09:00","customer_message"],["10:10","acknowledged","L2"]]"#
        )
        let wanted = """
            [["2025-06-02T10:00:00Z","L2"],["2025-06-02T10:40:00Z","L3"],["2025-06-02T11:00:00Z","L4"],
             ["2025-06-02T11:30:00Z","duty_supervisor"]]
            """
        #expect(answer["steps"] == (try JSONParser.parse(wanted)))
    }

    @Test func timersAreThoseOfRunningClocks() throws {
        let answer = try Self.answer(
            #"{"targets":{"agent_work":7200,"first_reply":3600}}"#,
            #"[["09:00","customer_message"],["09:50","status","waiting_client"]]"#
        )
        let wanted = """
            [["2025-06-02T09:54:00Z","first_reply","90"],["2025-06-02T10:00:00Z","first_reply","due"],
             ["2025-06-02T10:00:00Z","first_reply","breach"]]
            """
        #expect(answer["timers"] == (try JSONParser.parse(wanted)))
        #expect(answer["cycles"]?[0]?["remaining_seconds"] == .integer(4200))
    }

    @Test func aMessageAfterTheWindowOpensAFollowUp() throws {
        let answer = try Self.answer(
            #"{"targets":{"resolution":3600},"reopen_window_days":1}"#,
            #"[["09:00","customer_message"],["09:30","resolved"],["2025-06-03T09:30:01Z","customer_message"]]"#
        )
        #expect(answer["follow_up_ticket"]?.isNull == false)
        #expect(answer["cycles"]?[1]?["ticket"] == answer["follow_up_ticket"])
    }

    @Test func whatNeverOpensIsUnschedulable() throws {
        let answer = try Self.answer(
            #"{"targets":{"first_reply":3600}}"#,
            #"[["09:00","customer_message"]]"#,
            calendar: "never"
        )
        #expect(answer["cycles"]?[0]?["state"] == "unschedulable")
        #expect(answer["cycles"]?[0]?["due_at"] == .null)
    }

    @Test(arguments: [
        #"[["09:00","no_such_event"]]"#, #"[["nine","customer_message"]]"#, #"[["09:00"]]"#,
        #"[["09:00","target_changed",{"first_reply":0}]]"#, #"[["09:00","merged",["A","A"]]]"#,
        #"[["09:00","acknowledged","L9"]]"#, #"[["09:00","calendar_published",{"tz":"Nowhere/Land"}]]"#,
    ])
    func aBadStoryAnswersForItselfOnly(events: String) throws {
        let events = events.replacing(/"(\d\d:\d\d)"/) { "\"2025-06-02T\($0.1):00Z\"" }
        let lines = SLAReplay.run(
            """
            {"calendars":\(Self.calendars),"scenarios":[
             {"id":1,"calendar":"always","policy":{"targets":{}},"events":\(events)},
             {"id":"t","calendar":"bad","policy":{"targets":{}},"events":[]},
             {"id":"u","calendar":"always","policy":{"targets":{"speed":1}},"events":[]},
             {"id":"v","calendar":"always","policy":{"targets":{}},"events":[]}]}
            """
        )
        try #require(lines.count == 4)
        for line in lines.prefix(3) {
            let answer = try JSONParser.parse(line)
            #expect(answer["error"] != nil && answer["id"] != nil)
        }
        #expect(lines[3] == #"{"id":"v","cycles":[],"timers":[],"steps":[],"log":[],"follow_up_ticket":null}"#)
    }

    @Test func somethingElseThanADocumentIsOneError() {
        #expect(SLAReplay.run("nonsense").count == 1)
        #expect(SLAReplay.run("{}").count == 1)
    }

    /// A failure of nothing makes the fold begin again from the first fact (S1): the answer is that of going on.
    @Test func goingOnAndBeginningAgainGiveTheSame() {
        for seed in UInt64(1)...150 {
            let onward = SLAReplay.run(RandomStory.document(seed: seed, end: #""internal_note""#))
            let again = SLAReplay.run(RandomStory.document(seed: seed, end: #""send_failed_finally","nothing""#))
            #expect(onward == again, "seed \(seed)")
        }
    }

    /// Told as it becomes known or all at once: the breaches in the log add up to those of the cycles (S1, S3).
    @Test func theLogAddsUpToTheCycles() throws {
        for seed in UInt64(1)...150 {
            let answer = try JSONParser.parse(try #require(SLAReplay.run(RandomStory.document(seed: seed)).first))
            try #require(answer["error"] == nil, "seed \(seed): \(answer.serialized())")
            guard case .array(let log) = answer["log"] ?? .null, case .array(let cycles) = answer["cycles"] ?? .null
            else {
                Issue.record("seed \(seed): no answer")
                continue
            }
            for metric in SLAMetric.allCases {
                let kinds = log.filter { $0[1] == .string(metric.rawValue) }.compactMap { $0[2] }
                let told = kinds.count { $0 == "breach" || $0 == "breach_found" }
                let retracted = kinds.count { $0 == "breach_retracted" }
                let standing = cycles.count { cycle in
                    cycle["metric"] == .string(metric.rawValue) && cycle["breached_at"] != .null
                }
                #expect(told - retracted == standing, "seed \(seed) \(metric): \(kinds)")
            }
        }
    }
}

/// A random scenario as JSON: late replies, failures, changes of target.
private enum RandomStory {
    /// - Parameter end: name and argument of an event after all others.
    static func document(seed: UInt64, end: String = #""internal_note""#) -> String {
        var random = SeededNumbers(seed: seed)
        var events = (0..<Int.random(in: 2...20, using: &random)).map { _ in event(&random) }
        events.append("[\"\(instant(200))\",\(end)]")
        return """
            {"calendars":{"c":{"tz":"UTC","always_open":true}},"scenarios":[{"id":\(seed),"calendar":"c",
             "policy":{"targets":{"first_reply":9000,"next_reply":9000,"agent_work":20000,"resolution":40000}},
             "events":[\(events.joined(separator: ","))]}]}
            """
    }

    private static func event(_ random: inout SeededNumbers) -> String {
        let quarter = Int.random(in: 0..<96, using: &random)
        let at = instant(quarter)
        switch Int.random(in: 0..<11, using: &random) {
        case 0..<3: return #"["\#(at)","customer_message"]"#
        case 3, 4: return #"["\#(at)","public_reply","m\#(quarter % 3)"]"#
        case 5: return #"["\#(at)","public_reply",{"recorded_at":"\#(instant(quarter + 20))"}]"#
        case 6: return #"["\#(at)","send_failed_finally","m\#(quarter % 3)"]"#
        case 7: return #"["\#(at)","public_reply+status","waiting_customer"]"#
        case 8: return #"["\#(at)","target_changed",{"first_reply":\#(3000 + quarter * 100)}]"#
        case 9: return #"["\#(at)","target_corrected",{"resolution":\#(30_000 + quarter * 900)}]"#
        default: return #"["\#(at)","\#(quarter % 2 == 0 ? "resolved" : "reopened")"]"#
        }
    }

    private static func instant(_ quarter: Int) -> String {
        Instant(microseconds: 1_748_822_400_000_000).adding(seconds: Int64(quarter) * 900).iso8601
    }
}

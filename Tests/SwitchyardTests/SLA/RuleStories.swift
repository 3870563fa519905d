import Testing

@testable import Switchyard

/// A story for every rule that a case of the database can live through, as `sla replay` reads it.
///
/// Instants are `HH:MM` on Monday 2025-06-02, or `DD HH:MM` of that June, in UTC.
struct RuleStory: CustomTestStringConvertible {
    /// What is told and the rules it is about.
    let testDescription: String
    let calendar: String
    private let policy: String
    private let events: String

    /// - Parameter policy: its members.
    init(_ rules: String, _ policy: String, _ events: String, calendar: String = "always") {
        testDescription = rules
        self.calendar = calendar
        self.policy = policy
        self.events = events
    }

    private static let calendars = #"""
        {"always":{"tz":"UTC","always_open":true},
         "never":{"tz":"UTC","weekly":{}},
         "office":{"tz":"Europe/Berlin","weekly":{"mon":[["09:00","12:30"],["13:00","18:00"]],"tue":[["09:00","18:00"]],
           "wed":[["09:00","18:00"]],"thu":[["09:00","18:00"]],"fri":[["09:00","16:00"]]},
           "holidays":["2025-06-09"],"overrides":{"2025-06-07":[["10:00","12:00"]]},"breaks":{"2025-06-04":[["10:00","10:30"]]}},
         "night":{"tz":"Asia/Kathmandu","weekly":{"mon":[["22:00","06:00"]],"tue":[["22:00","06:00"]]}}}
        """#

    var policyDocument: JSON { get throws { try JSONParser.parse("{\(policy)}") } }

    var calendarDocument: JSON {
        get throws { try JSONParser.parse(Self.calendars)[calendar] ?? .null }
    }

    /// As `sla replay` would be given it.
    func story() throws -> Story {
        let instants = events.replacing(#/"(?:(\d\d) )?(\d\d:\d\d)"/#) { match in
            "\"2025-06-\(match.1 ?? "02")T\(match.2):00Z\""
        }
        let scenario = #"{"id":"s","calendar":"\#(calendar)","policy":{\#(policy)},"events":\#(instants)}"#
        var shelf = CalendarShelf(documents: try JSONParser.parse(Self.calendars))
        return try Story(JSONParser.parse(scenario), shelf: &shelf)
    }

    static let all = [
        RuleStory(
            "T4, K6: begun on Saturday, due after the opening and a lunch break",
            #""targets":{"first_reply":16200}"#,
            #"[["07 20:00","customer_message"],["10 14:00","internal_note"]]"#,
            calendar: "office"
        ),
        RuleStory(
            "T3: a half day, a holiday and a break are passed over",
            #""targets":{"resolution":108000}"#,
            #"[["04 07:00","customer_message"],["10 12:00","internal_note"]]"#,
            calendar: "office"
        ),
        RuleStory(
            "T4: a night shift",
            #""targets":{"first_reply":28800,"agent_work":36000}"#,
            #"[["17:00","customer_message"],["03 00:10","public_reply"],["04 02:00","resolved"]]"#,
            calendar: "night"
        ),
        RuleStory(
            "T5: answered at the opening after a target that ended at closing",
            #""targets":{"first_reply":3600}"#,
            #"[["15:00","customer_message"],["03 07:00","public_reply"]]"#,
            calendar: "office"
        ),
        RuleStory(
            "T5: missed a minute after it",
            #""targets":{"first_reply":3600}"#,
            #"[["15:00","customer_message"],["03 07:01","public_reply"]]"#,
            calendar: "office"
        ),
        RuleStory(
            "T5: paused with the target used up to the second",
            #""targets":{"agent_work":3600}"#,
            #"""
            [["09:00","customer_message"],["10:00","public_reply+status","waiting_customer"],["11:00","customer_message"],
             ["12:00","internal_note"]]
            """#
        ),
        RuleStory(
            "T6: what never opens is unschedulable",
            #""targets":{"first_reply":3600,"resolution":3600}"#,
            #"[["09:00","customer_message"],["10:00","public_reply"],["11:00","internal_note"]]"#,
            calendar: "never"
        ),
        RuleStory(
            "P2, P3: more urgent, less urgent, more urgent again",
            #""targets":{"first_reply":10800,"resolution":86400}"#,
            #"""
            [["09:00","customer_message"],["10:00","target_changed",{"first_reply":7200}],
             ["10:30","target_changed",{"first_reply":14400,"resolution":43200}],
             ["11:00","target_changed",{"first_reply":1800}],["12:00","internal_note"]]
            """#
        ),
        RuleStory(
            "P2: the pause stays when the target changes within it",
            #""targets":{"agent_work":10800}"#,
            #"""
            [["09:00","customer_message"],["10:00","status","waiting_client"],["10:30","target_changed",{"agent_work":7200}],
             ["12:00","status","open"],["14:00","internal_note"]]
            """#
        ),
        RuleStory(
            "P4: lengthened after the breach, and after three quarters",
            #""targets":{"first_reply":3600,"resolution":14400}"#,
            #"""
            [["09:00","customer_message"],["12:10","target_changed",{"first_reply":14400,"resolution":28800}],
             ["14:00","public_reply"],["18:00","internal_note"]]
            """#
        ),
        RuleStory(
            "P5: a metric gets its first target while the case runs",
            #""targets":{"first_reply":3600}"#,
            #"[["09:00","customer_message"],["10:00","target_changed",{"resolution":1800}],["12:00","resolved"]]"#
        ),
        RuleStory(
            "answer: who writes on is served, who comes back is a new contact",
            #""targets":{"answer":300,"first_reply":600,"next_reply":600}"#,
            #"""
            [["09:00","customer_message"],["09:03","customer_message"],["09:04","public_reply"],["09:10","customer_message"],
             ["09:20","resolved"],["09:25","public_reply"],["10:00","customer_message"],["10:06","public_reply"],
             ["11:00","internal_note"]]
            """#
        ),
        RuleStory(
            "answer, K3: resolved before anybody answered",
            #""targets":{"answer":300,"resolution":3600},"unanswered_counts_as_missed":true"#,
            #"[["09:00","customer_message"],["09:02","resolved_without_reply"],["09:10","internal_note"]]"#
        ),
        RuleStory(
            "answer, K6: outside the desk's hours nobody waits",
            #""targets":{"answer":300}"#,
            #"[["20:00","customer_message"],["03 07:05","public_reply"],["03 08:00","internal_note"]]"#,
            calendar: "office"
        ),
        RuleStory(
            "answer, K5: a merge brings an older contact, and another into one that is served",
            #""targets":{"answer":3600,"next_reply":7200},"floor":600"#,
            #"""
            [["09:00","customer_message","A"],["09:10","customer_message","B"],["09:20","merged",["A","B"]],
             ["09:30","public_reply",{"ticket":"B"}],["09:40","customer_message","C"],["09:50","merged",["C","B"]],
             ["12:00","internal_note","B"]]
            """#
        ),
        RuleStory(
            "K1: notes and receipts answer nothing",
            #""targets":{"first_reply":3600,"next_reply":3600}"#,
            #"[["09:00","customer_message"],["09:10","auto_ack"],["09:20","internal_note"],["11:00","internal_note"]]"#
        ),
        RuleStory(
            "K1: a reply that never arrived has never been",
            #""targets":{"first_reply":3600,"next_reply":7200,"periodic_update":7200}"#,
            #"""
            [["09:00","customer_message"],["09:30","public_reply","m1"],["09:40","customer_message"],
             ["09:50","public_reply","m2"],["11:00","send_failed_finally","m1"],["12:00","internal_note"]]
            """#
        ),
        RuleStory(
            "K1: its status stays",
            #""targets":{"first_reply":3600,"agent_work":7200}"#,
            #"""
            [["09:00","customer_message"],["09:30","public_reply","m1"],["09:31","status","waiting_customer"],
             ["10:30","send_failed_finally","m1"],["13:00","customer_message"],["15:00","internal_note"]]
            """#
        ),
        RuleStory(
            "next_reply, periodic_update: each time anew",
            #""targets":{"first_reply":3600,"next_reply":3600,"periodic_update":5400}"#,
            #"""
            [["09:00","customer_message"],["09:20","public_reply"],["10:00","customer_message"],["10:30","customer_message"],
             ["11:45","public_reply"],["12:00","customer_message"],["12:30","public_reply"],["16:00","internal_note"]]
            """#
        ),
        RuleStory(
            "K3: resolved without a reply",
            #""targets":{"first_reply":3600,"resolution":7200,"requester_wait":7200}"#,
            #"[["09:00","customer_message"],["09:30","resolved_without_reply"],["12:00","internal_note"]]"#
        ),
        RuleStory(
            "K4: reopened by the customer, and by an agent",
            #""targets":{"resolution":10800,"agent_work":10800}"#,
            #"""
            [["09:00","customer_message"],["10:00","public_reply"],["10:00","resolved"],["12:00","customer_message"],
             ["13:00","public_reply"],["13:30","resolved"],["15:00","reopened"],["16:00","internal_note"]]
            """#
        ),
        RuleStory(
            "K4: a target set while resolved counts from the reopening",
            #""targets":{"resolution":10800}"#,
            #"""
            [["09:00","customer_message"],["10:00","resolved"],["11:00","target_changed",{"resolution":3600}],
             ["12:00","reopened"],["14:00","internal_note"]]
            """#
        ),
        RuleStory(
            "K5: merged; an older message moves the start back, and the floor holds",
            #""targets":{"first_reply":7200,"resolution":86400}"#,
            #"""
            [["06:00","customer_message","A"],["10:00","customer_message","B"],["10:30","merged",["A","B"]],
             ["13:00","public_reply",{"ticket":"B"}],["14:00","internal_note","B"]]
            """#
        ),
        RuleStory(
            "K5: merged; nobody waited in the other case",
            #""targets":{"first_reply":7200,"next_reply":7200}"#,
            #"""
            [["08:00","customer_message","B"],["08:30","public_reply",{"ticket":"B"}],["09:00","customer_message","A"],
             ["09:30","merged",["A","B"]],["12:00","internal_note","B"]]
            """#
        ),
        RuleStory(
            "K5: merged; what waits there is older",
            #""targets":{"first_reply":7200}"#,
            #"""
            [["09:00","customer_message","B"],["10:00","customer_message","A"],["10:30","merged",["A","B"]],
             ["10:45","public_reply",{"ticket":"B"}],["12:00","internal_note","B"]]
            """#
        ),
        RuleStory(
            "E4: an acknowledgement holds the ladder and no clock",
            #""targets":{"first_reply":3600}"#,
            #"[["09:00","customer_message"],["10:10","acknowledged","L2"],["11:00","public_reply"]]"#
        ),
        RuleStory(
            "K6: a pause outside hours changes nothing but the spans",
            #""targets":{"agent_work":36000,"resolution":72000}"#,
            #"""
            [["15:00","customer_message"],["17:00","status","waiting_third_party"],["03 05:00","status","open"],
             ["04 12:00","internal_note"]]
            """#,
            calendar: "office"
        ),
        RuleStory(
            "K7: a problem pauses what the policy lists",
            #""targets":{"agent_work":10800,"resolution":10800},"pause":{"resolution":["waiting_problem"]}"#,
            #"[["09:00","customer_message"],["10:00","status","waiting_problem"],["13:30","internal_note"]]"#
        ),
        RuleStory(
            "K8: the customer's message ends the wait at its own instant, told late",
            #""targets":{"requester_wait":10800,"agent_work":10800}"#,
            #"""
            [["09:00","customer_message"],["10:00","public_reply+status","waiting_customer"],
             ["12:00","status","open"],["13:30","internal_note"],["16:00","internal_note"]]
            """#
        ),
        RuleStory(
            "S2: question and answer in one instant",
            #""targets":{"first_reply":7200,"next_reply":3600,"periodic_update":3600}"#,
            #"""
            [["09:00","customer_message"],["10:00","customer_message"],["10:00","public_reply"],["10:30","public_reply"],
             ["12:00","internal_note"]]
            """#
        ),
        RuleStory(
            "S3: a late reply takes the breach back",
            #""targets":{"first_reply":3600,"periodic_update":3600}"#,
            #"""
            [["09:00","customer_message"],["10:30","internal_note"],["09:30","public_reply",{"recorded_at":"11:00"}],
             ["12:00","internal_note"]]
            """#
        ),
        RuleStory(
            "S4: a breach is dated at its instant, passed by nobody",
            #""targets":{"first_reply":3600,"agent_work":5400,"resolution":7200}"#,
            #"[["09:00","customer_message"],["03 09:00","internal_note"]]"#
        ),
        RuleStory(
            "S5: paused, resumed, paused again over hours and nights",
            #""targets":{"agent_work":57600,"requester_wait":57600}"#,
            #"""
            [["07:00","customer_message"],["09:15","status","waiting_client"],["14:40","status","open"],
             ["03 08:00","public_reply+status","waiting_customer"],["03 19:00","customer_message"],
             ["04 09:00","status","waiting_third_party"],["05 13:00","status","open"],["06 20:00","resolved"]]
            """#,
            calendar: "office"
        ),
    ]
}

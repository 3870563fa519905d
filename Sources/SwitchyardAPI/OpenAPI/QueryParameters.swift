import BusinessTime
import Switchyard

/// What a query may ask, parameter by parameter: the forms that the handlers read.
enum QueryParameters {
    /// Words of one parameter that are looked at.
    static let wordsMax = 51

    static func parameter(_ name: String, of route: Route) -> JSON {
        let key = "\(route.path.split(separator: "/").last ?? "") \(name)"
        var parameter: JSONObject = [
            "name": .string(name), "in": "query", "required": required.contains(key).json,
            "schema": schemas[key] ?? schemas[name] ?? text,
        ]
        parameter["description"] = descriptions[name].map { .string($0) }
        return .object(parameter)
    }

    /// By name, or by the last segment of the path and name where it is another thing there.
    private static let schemas: [String: JSON] = [
        "limit": ["type": "integer", "minimum": 1, "maximum": Call.pageMax.json, "default": Call.pageDefault.json],
        "cursor": ["type": "string", "minLength": 1],
        "status": words(TicketStatus.allCases.map(\.rawValue)),
        "people status": words(PersonRecord.Status.allCases.map(\.rawValue)),
        "level": words(Level.allCases.map(\.name)),
        "priority": words(TicketPriority.allCases.map(\.name)),
        "channel": words(TicketChannel.allCases.map(\.rawValue)),
        "category": words(TicketCategory.allCases.map(\.rawValue)),
        "queue language": words(pattern: "([A-Za-z]{2,8}|[xX])(-[A-Za-z0-9]{1,8})*"),
        "state": words(ApprovalState.allCases.map(\.rawValue)),
        "jobs state": one(JobRecord.State.allCases.map(\.rawValue)),
        "follow-ups state": one(FollowUp.State.allCases.map(\.rawValue)),
        "deliveries state": one(DeliveryState.allCases.map(\.rawValue)),
        "alarms state": one(Alarm.State.allCases.map(\.rawValue)),
        "cases state": one(BulkActCase.State.allCases.map(\.rawValue)),
        "team": id, "assignee": id, "customer": id, "person": id, "people tenant": id,
        "queue assignee": ["anyOf": [one(["me", "nobody"]), id]],
        "standing_alarm": flag, "without_policy": flag, "suiting": flag, "unserved": flag, "dry_run": flag,
        "month": Schema.format(.month).openAPI(),
        "from": Schema.format(.date).openAPI(), "to": Schema.format(.date).openAPI(),
        "at": Schema.format(.instant).openAPI(),
        "by": one(SurveyScores.Grouping.allCases.map(\.rawValue)),
        "format": one(["json", "csv"]),
        "revision": ["type": "integer", "minimum": 0, "maximum": .integer(Int64(Int32.max))],
    ]

    private static let descriptions = [
        "cursor": "The next_cursor of the page before.", "status": "One or several, with commas between.",
        "to": "The first day after the period.",
    ]

    private static let required: Set = [
        "service-levels from", "service-levels to", "survey-scores from", "survey-scores to", "attainment month",
        "credits month", "clocks month", "clocks target", "late-relaxations month",
    ]

    private static let text: JSON = ["type": "string", "pattern": "^[^\\u0000]*$"]
    private static let id = Schema.format(.uuid).openAPI()
    private static let flag = words(["true"])

    private static func one(_ words: [String]) -> JSON { ["type": "string", "enum": words.json] }

    /// None, one or several with commas between.
    private static func words(_ words: [String]) -> JSON { self.words(pattern: "(\(words.joined(separator: "|")))") }

    private static func words(pattern: String) -> JSON {
        ["type": "string", "pattern": .string("^(\(pattern)(,\(pattern)){0,\(wordsMax - 1)})?$")]
    }
}

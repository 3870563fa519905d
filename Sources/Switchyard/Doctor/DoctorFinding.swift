/// One line of what `switchyardctl doctor` found: the figure, its limit, and what to do where it is not well.
package struct DoctorFinding: Sendable, Hashable {
    package enum Outcome: String, CaseIterable, Sendable {
        case ok
        /// Works now, and will not for ever, or could not be looked at from here.
        case warn
        case fail
    }

    /// Things that are named in one line; of more the number is told.
    static let namesMax = 5

    package let check: String
    package let outcome: Outcome
    package let found: String
    package let limit: String
    /// One sentence; empty where nothing is to be done.
    package let advice: String

    package var json: JSON {
        [
            "check": .string(check), "outcome": .string(outcome.rawValue), "found": .string(found),
            "limit": .string(limit), "advice": advice.isEmpty ? nil : .string(advice),
        ]
    }

    package var line: String {
        let head = "\(outcome.rawValue)\t\(check)\t\(found) (limit: \(limit))"
        return advice.isEmpty ? head : "\(head): \(advice)"
    }

    /// Some names in a line.
    static func listed(_ names: [String]) -> String {
        let rest = names.count - namesMax
        return names.prefix(namesMax).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}

/// What a check says before it is known which one it was.
struct DoctorWord {
    let outcome: DoctorFinding.Outcome
    let found: String
    let limit: String
    let advice: String

    static func ok(_ found: String, limit: String) -> DoctorWord {
        DoctorWord(outcome: .ok, found: found, limit: limit, advice: "")
    }

    static func warn(_ found: String, limit: String, _ advice: String) -> DoctorWord {
        DoctorWord(outcome: .warn, found: found, limit: limit, advice: advice)
    }

    static func fail(_ found: String, limit: String, _ advice: String) -> DoctorWord {
        DoctorWord(outcome: .fail, found: found, limit: limit, advice: advice)
    }

    /// By a figure that is worse the larger it is.
    static func graded(
        _ figure: Double,
        _ limits: DoctorLimits.Pair,
        _ found: String,
        unit: String,
        _ advice: String
    ) -> DoctorWord {
        let limit = "\(Int(limits.warn)) \(unit), \(Int(limits.fail)) at most"
        if figure > limits.fail { return .fail(found, limit: limit, advice) }
        return figure > limits.warn ? .warn(found, limit: limit, advice) : .ok(found, limit: limit)
    }

    func finding(_ check: String) -> DoctorFinding {
        DoctorFinding(check: check, outcome: outcome, found: found, limit: limit, advice: advice)
    }
}

/// A check that cannot be made from here, which is no fault of what it looks at.
struct DoctorBlind: Error {
    let found: String
    let advice: String
}

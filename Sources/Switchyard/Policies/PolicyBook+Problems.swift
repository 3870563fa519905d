import Foundation

extension PolicyBook {
    /// What a policy may name that lies outside its document.
    struct Surroundings {
        var calendars: Set<String> = []
        var teams: Set<UUID> = []
    }

    /// Reads a document that is to be published. Whoever calls it, the schema has been asked.
    ///
    /// - Throws: every field that cannot be accepted.
    static func publishable(_ document: JSON, _ surroundings: Surroundings) throws -> PolicyBook {
        let misspelt = schema.validate(document)
        guard misspelt.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: misspelt) }
        let book = try PolicyBook(document)
        let problems = book.problems(isList: document["policies"] != nil, surroundings)
        guard problems.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: problems) }
        return book
    }

    private func problems(isList: Bool, _ surroundings: Surroundings) -> [FieldError] {
        var names: Set<String> = []
        var problems: [FieldError] = []
        for (place, entry) in places {
            let pointer = isList ? place : ""
            if !TenantCalendar.isName(entry.name) { problems.append(FieldError(pointer + "/name", .badFormat)) }
            if !names.insert(entry.name).inserted { problems.append(FieldError(pointer + "/name", .taken)) }
            for (index, team) in entry.conditions.teams.enumerated() where !surroundings.teams.contains(team) {
                problems.append(FieldError("\(pointer)/when/teams/\(index)", .unknown))
            }
            let calendar = entry.policy.calendar
            if calendar != TenantCalendar.nameDefault, !surroundings.calendars.contains(calendar) {
                problems.append(FieldError(pointer + "/calendar", .unknown))
            }
            problems += entry.policy.validate().map { $0.field(under: pointer) }
        }
        return problems
    }

    /// Every policy with its place in the document.
    private var places: [(pointer: String, entry: Entry)] {
        [("policies", entries), ("ola", ola)].flatMap { member, list in
            list.enumerated().map { ("/\(member)/\($0)", $1) }
        }
    }
}

extension PolicyProblem {
    fileprivate func field(under pointer: String) -> FieldError {
        var parameters = ["reason": code.rawValue]
        if let bounds {
            parameters["min"] = String(bounds.lowerBound)
            parameters["max"] = String(bounds.upperBound)
        }
        return FieldError(pointer + self.pointer, .outOfRange, parameters)
    }
}

/// What can be published and is hardly meant.
package struct PolicyWarning: Sendable, Hashable {
    package enum Code: String, CaseIterable, Sendable {
        /// An earlier policy takes every case that this one is for.
        case unreachable
        /// No policy is for every case: some may have none, and then no clock runs.
        case noCatchAll = "no_catch_all"
        /// A clock is to pause in a status that no case ever has, say one misspelt.
        case statusNeverSet = "status_never_set"
        /// Its channels are none on which a customer waits for somebody to come, so the clock never starts.
        case neverStarts = "never_starts"
    }

    package let code: Code
    package let pointer: String
    /// The earlier policy.
    package let by: String?
}

extension PolicyWarning: JSONEncodable {
    package var json: JSON {
        ["code": .string(code.rawValue), "pointer": .string(pointer), "by": by?.json]
    }
}

extension PolicyBook {
    package var warnings: [PolicyWarning] {
        var warnings = Self.unreachable(entries, in: "/policies") + Self.unreachable(ola, in: "/ola")
        if !entries.contains(where: { $0.conditions.cover(.all) }) {
            warnings.append(PolicyWarning(code: .noCatchAll, pointer: "/policies", by: nil))
        }
        return warnings + places.flatMap(Self.idlePauses) + places.compactMap(Self.idleTarget)
    }

    private static func unreachable(_ entries: [Entry], in list: String) -> [PolicyWarning] {
        entries.enumerated().compactMap { place, entry in
            entries[..<place].first { $0.conditions.cover(entry.conditions) }
                .map { PolicyWarning(code: .unreachable, pointer: "\(list)/\(place)", by: $0.name) }
        }
    }

    private static func idleTarget(at pointer: String, of entry: Entry) -> PolicyWarning? {
        let channels = entry.conditions.population.channels
        guard entry.policy.targets[.answer] != nil, !channels.isEmpty,
            !channels.contains(where: { CaseAttributes(channel: $0).isLive })
        else { return nil }
        return PolicyWarning(code: .neverStarts, pointer: "\(pointer)/targets/\(SLAMetric.answer.rawValue)", by: nil)
    }

    private static func idlePauses(at pointer: String, of entry: Entry) -> [PolicyWarning] {
        entry.policy.pauses.sorted { $0.key.rawValue < $1.key.rawValue }
            .filter { $1.contains { TicketStatus(rawValue: $0.rawValue) == nil } }
            .map { metric, _ in
                PolicyWarning(code: .statusNeverSet, pointer: "\(pointer)/pause/\(metric.rawValue)", by: nil)
            }
    }
}

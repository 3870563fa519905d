package import Foundation

/// Which cases a policy is for (`spec/sla.md P1`). A list that is empty takes all; of several lists each must hold.
package struct PolicyConditions: Sendable, Hashable {
    package static let teamsMax = 40

    package var population = Population.all
    package var levels: [Level] = []
    package var teams: [UUID] = []

    package static let all = PolicyConditions()

    package init() {}

    package init(_ json: JSON) throws {
        population = try Population(json)
        levels = (try json.optionalStrings("levels") ?? []).compactMap(Level.init(name:))
        teams = (try json.optionalStrings("teams") ?? []).compactMap(UUID.init(uuidString:))
    }

    package func match(_ attributes: CaseAttributes) -> Bool {
        population.holds(attributes)
            && (levels.isEmpty || levels.contains { $0.rawValue == attributes.level })
            && (teams.isEmpty || teams.contains { $0 == attributes.teamID })
    }

    /// Whether whatever `other` takes is taken here too. Said only where the lists themselves show it.
    func cover(_ other: PolicyConditions) -> Bool {
        population.covers(other.population) && Self.covers(levels, other.levels) && Self.covers(teams, other.teams)
    }

    fileprivate static func covers<Word: Equatable>(_ wide: [Word], _ narrow: [Word]) -> Bool {
        wide.isEmpty || (!narrow.isEmpty && narrow.allSatisfy(wide.contains))
    }

    package static let schema: Schema = .named(
        "PolicyConditions",
        .object(
            Population.fields + [
                .optional("levels", .list(of: .oneOf(Level.allCases.map(\.name)), max: Level.allCases.count)),
                .optional("teams", .list(of: .format(.uuid), max: teamsMax), "Teams that hold a desk of the tenant."),
            ]
        )
    )
}

extension Population {
    /// The same rule as `condition`, for a case in hand.
    fileprivate func holds(_ attributes: CaseAttributes) -> Bool {
        func isIn(_ wanted: [String], _ word: String) -> Bool { wanted.isEmpty || wanted.contains(word) }
        return isIn(channels, attributes.channel) && isIn(tiers, attributes.tier)
            && isIn(categories, attributes.category)
            && (languages.isEmpty || languages.contains { Population.takes($0, attributes.language) })
            && (priorities.isEmpty || priorities.contains { $0.name == attributes.priority })
    }

    fileprivate func covers(_ other: Population) -> Bool {
        let speaks =
            languages.isEmpty
            || (!other.languages.isEmpty
                && other.languages.allSatisfy { tag in languages.contains { Population.takes($0, tag) } })
        return speaks && PolicyConditions.covers(channels, other.channels)
            && PolicyConditions.covers(tiers, other.tiers) && PolicyConditions.covers(priorities, other.priorities)
            && PolicyConditions.covers(categories, other.categories)
    }

    private static func takes(_ wanted: String, _ language: String) -> Bool {
        language == wanted || language.hasPrefix(wanted + "-")
    }
}

import Postgres

/// Which cases a promise is about (`spec/sla.md X1`). A list that is empty takes all; of several lists each must hold.
package struct Population: Sendable, Hashable {
    /// Words of one list.
    package static let wordsMax = 40

    package var channels: [String] = []
    /// `zh` takes `zh-Hant` as well.
    package var languages: [String] = []
    package var tiers: [String] = []
    /// As it was when the clock's verdict became final.
    package var priorities: [TicketPriority] = []
    package var categories: [String] = []

    package static let all = Population()

    package init() {}

    package init(_ json: JSON) throws {
        channels = try json.optionalStrings("channels") ?? []
        languages = try json.optionalStrings("languages") ?? []
        tiers = try json.optionalStrings("tiers") ?? []
        priorities = (try json.optionalStrings("priorities") ?? []).compactMap(TicketPriority.init(name:))
        categories = try json.optionalStrings("categories") ?? []
    }

    package static let schema: Schema = .named("Population", .object(fields))

    static let fields: [Schema.Field] = [
        .optional("channels", .list(of: .oneOf(TicketChannel.self), max: wordsMax)),
        .optional("languages", .list(of: .format(.language), max: wordsMax), "`zh` takes `zh-Hant` as well."),
        .optional("tiers", .list(of: .text(1...40), max: wordsMax)),
        .optional("priorities", .list(of: .oneOf(TicketPriority.allCases.map(\.name)), max: wordsMax)),
        .optional("categories", .list(of: .oneOf(TicketCategory.self), max: wordsMax)),
    ]

    /// Does row `f` of `fact_cycle` belong to it?
    var condition: SQL {
        Population.condition(
            channels: "\(channels)",
            languages: "\(languages)",
            tiers: "\(tiers)",
            priorities: "\(priorities.map { Int16($0.rawValue) })",
            categories: "\(categories)"
        )
    }

    /// The same for lists that stand in columns, so that there is one rule of what belongs.
    static func condition(channels: SQL, languages: SQL, tiers: SQL, priorities: SQL, categories: SQL) -> SQL {
        """
        (cardinality(\(channels)) = 0 OR f.channel = ANY (\(channels)))
          AND (cardinality(\(languages)) = 0 OR EXISTS (SELECT FROM unnest(\(languages)) AS tag
            WHERE f.language = tag OR starts_with(f.language, tag || '-')))
          AND (cardinality(\(tiers)) = 0 OR f.tier = ANY (\(tiers)))
          AND (cardinality(\(priorities)) = 0 OR f.priority = ANY (\(priorities)))
          AND (cardinality(\(categories)) = 0 OR f.category = ANY (\(categories)))
        """
    }
}

extension Population: JSONEncodable {
    /// Only what it names: the population of all is `{}`.
    package var json: JSON {
        func list(_ words: [String]) -> JSON? { words.isEmpty ? nil : words.json }
        return [
            "channels": list(channels), "languages": list(languages), "tiers": list(tiers),
            "priorities": list(priorities.map(\.name)), "categories": list(categories),
        ]
    }
}

/// A tenant's ordered rules for category, priority and direct routes: data, not code. The first rule that matches decides
/// category; the most urgent priority and the highest route of all matching rules count, and everybody whom one of them tells
/// is told, so a general rule never hides an urgent one.
package struct TriageRules: Sendable, Hashable {
    package static let rulesMax = 200
    package static let wordsMax = 50

    package struct Rule: Sendable, Hashable {
        package var words: [String] = []
        package var channels: [String] = []
        package var tiers: [String] = []
        package var languages: [String] = []
        package var asset: String?
        /// Matches amounts of `asset` from here on; compared as decimals, exactly.
        package var amountAtLeast: DecimalAmount?
        package var category: String?
        package var priority: TicketPriority?
        package var route: CaseRoute?
    }

    /// What the rules make of a request.
    package struct Decision: Sendable {
        package let category: String
        package let priority: TicketPriority
        package let route: CaseRoute?
        /// The rule that named the route, counted from 0, and the version of the rules: for the log.
        let routeRule: Int?
        let version: Int
    }

    package private(set) var rules: [Rule] = []
    private var words = RuleWords([])
    /// As published; 0 where there are none.
    var version = 0

    package init() {}

    package init(_ document: JSON) throws {
        rules = try document.array("rules").map(TriageRules.rule)
        words = RuleWords(rules.map(\.words))
    }

    private static func rule(_ json: JSON) throws -> Rule {
        var rule = Rule()
        let when = try json.object("when")
        rule.words = try when.optionalStrings("any_word") ?? []
        rule.channels = try when.optionalStrings("channel") ?? []
        rule.tiers = try when.optionalStrings("tier") ?? []
        rule.languages = try when.optionalStrings("language") ?? []
        rule.asset = try when.optionalString("asset")?.uppercased()
        rule.amountAtLeast = try when.optionalString("amount_at_least").flatMap(DecimalAmount.init(_:))
        let then = try json.object("then")
        rule.category = try then.optionalString("category")
        rule.priority = try then.optionalString("priority").flatMap(TicketPriority.init(name:))
        rule.route = try then.optionalObject("route").map(CaseRoute.init)
        return rule
    }

    /// What is known of a request when it comes in.
    package struct Subject: Sendable {
        package var text: String
        package var channel: String
        package var tier: String
        package var language: String
        package var asset: String?
        package var amount: DecimalAmount?
    }

    package func decide(_ subject: Subject) -> Decision {
        let spoken = words.rules(in: subject.text)
        var category: String?
        var priority: TicketPriority?
        var routes: [(rule: Int, route: CaseRoute)] = []
        for (place, rule) in rules.enumerated()
        where (rule.words.isEmpty || spoken.contains(place)) && rule.matches(subject) {
            category = category ?? rule.category
            if let wanted = rule.priority { priority = min(priority ?? wanted, wanted) }
            if let route = rule.route { routes.append((place, route)) }
        }
        let highest = routes.max { ($0.route.level, -$0.rule) < ($1.route.level, -$1.rule) }
        var route = highest?.route
        route?.contacts = ClientContact.Purpose.allCases.filter { purpose in
            routes.contains { $0.route.contacts.contains(purpose) }
        }
        return Decision(
            category: category ?? TicketCategory.general.rawValue,
            priority: priority ?? .normal,
            route: route,
            routeRule: highest?.rule,
            version: version
        )
    }

    package static let schema: Schema = .named(
        "TriageRules",
        .object([
            .required(
                "rules",
                .list(
                    of: .object([
                        .required(
                            "when",
                            .object([
                                .optional(
                                    "any_word",
                                    .list(of: .text(1...100), max: wordsMax),
                                    "Any of these in subject or text, whatever the case."
                                ),
                                .optional("channel", .list(of: .oneOf(TicketChannel.self), max: 20)),
                                .optional("tier", .list(of: .text(1...40), max: 20)),
                                .optional("language", .list(of: .format(.language), max: 40)),
                                .optional("asset", .text(1...20)),
                                .optional("amount_at_least", .format(.amount), "Of `asset`, as a decimal."),
                            ])
                        ),
                        .required(
                            "then",
                            .object([
                                .optional("category", .oneOf(TicketCategory.self)),
                                .optional("priority", .oneOf(TicketPriority.allCases.map(\.name))),
                                .optional("route", CaseRoute.schema, "Straight to a level, past those between."),
                            ])
                        ),
                    ]),
                    max: rulesMax
                )
            )
        ])
    )
}

extension TriageRules.Rule {
    /// In all but its words.
    func matches(_ subject: TriageRules.Subject) -> Bool {
        func holds(_ wanted: [String], _ value: String) -> Bool { wanted.isEmpty || wanted.contains(value) }
        guard holds(channels, subject.channel), holds(tiers, subject.tier) else { return false }
        guard
            languages.isEmpty
                || languages.contains(where: { subject.language == $0 || subject.language.hasPrefix($0 + "-") })
        else { return false }
        if let asset, asset != subject.asset?.uppercased() { return false }
        if let amountAtLeast {
            guard let amount = subject.amount, amount >= amountAtLeast else { return false }
        }
        return true
    }
}

extension TriageRules.Subject {
    init(text: String, channel: String, tier: String, language: String, attributes: TicketAttributes) {
        self.init(
            text: text,
            channel: channel,
            tier: tier,
            language: language,
            asset: attributes.asset,
            amount: attributes.amount.flatMap(DecimalAmount.init(_:))
        )
    }
}

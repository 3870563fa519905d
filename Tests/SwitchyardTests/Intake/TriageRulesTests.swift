import Testing

@testable import Switchyard

/// A tenant's rules, as tables.
struct TriageRulesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let rules: JSON
        var subject: TriageRules.Subject
        let category: String
        let priority: String
        var testDescription: String { name }

        init(
            _ name: String,
            _ rules: JSON,
            category: String = "general",
            priority: String = "P3",
            _ change: (inout TriageRules.Subject) -> Void = { _ in }
        ) {
            self.name = name
            self.rules = rules
            self.category = category
            self.priority = priority
            subject = TriageRules.Subject(
                text: "My BTC withdrawal hangs",
                channel: "api",
                tier: "standard",
                language: "en"
            )
            change(&subject)
        }
    }

    private static func rule(_ when: JSON, _ then: JSON) -> JSON { ["when": when, "then": then] }
    private static let urgent: JSON = ["priority": "P1"]

    static let cases: [Case] = [
        Case("no rules", []),
        Case(
            "a rule without conditions matches all",
            [rule([:], ["category": "deposit", "priority": "P4"])],
            category: "deposit",
            priority: "P4"
        ),
        Case(
            "a word, whatever its case",
            [rule(["any_word": ["WITHDRAWAL"]], ["category": "withdrawal"])],
            category: "withdrawal"
        ),
        Case("any of the words", [rule(["any_word": ["refund", "hangs"]], urgent)], priority: "P1"),
        Case("none of the words", [rule(["any_word": ["refund", "stolen"]], urgent)]),
        Case("a Cyrillic word", [rule(["any_word": ["вывод"]], urgent)], priority: "P1") { $0.text = "ВЫВОД завис" },
        Case("a Chinese word", [rule(["any_word": ["提现"]], urgent)], priority: "P1") { $0.text = "我的提现没到" },
        Case("a part of a word", [rule(["any_word": ["draw"]], urgent)], priority: "P1"),
        Case("a phrase", [rule(["any_word": ["BTC withdrawal"]], urgent)], priority: "P1"),
        Case("the text's last word", [rule(["any_word": ["zzz", "hangs"]], urgent)], priority: "P1"),
        Case("a word that the text only begins", [rule(["any_word": ["hangsman"]], urgent)]),
        Case("a word of one byte", [rule(["any_word": ["y"]], urgent)], priority: "P1"),
        Case("a byte that is not there", [rule(["any_word": ["q"]], urgent)]),
        Case("words of any rule in a text of one byte", [rule(["any_word": ["hangs", "?"]], urgent)], priority: "P1") {
            $0.text = "?"
        },
        Case("a word in no text", [rule(["any_word": ["hangs"]], urgent)]) { $0.text = "" },
        Case("an accent written as a letter of its own", [rule(["any_word": ["café"]], urgent)], priority: "P1") {
            $0.text = "CAFE\u{301}"
        },
        Case("a letter is not the one with an accent", [rule(["any_word": ["cafe"]], urgent)]) { $0.text = "café" },
        Case(
            "each rule by its own words",
            [
                rule(["any_word": ["stolen"]], ["category": "fraud"]),
                rule(["any_word": ["hangs"]], ["category": "wallet"]),
            ],
            category: "wallet"
        ),
        Case(
            "the first category wins",
            [rule([:], ["category": "fraud"]), rule([:], ["category": "wallet"])],
            category: "fraud"
        ),
        Case(
            "the most urgent priority wins",
            [rule([:], ["priority": "P4"]), rule([:], ["priority": "P2"]), rule([:], ["priority": "P3"])],
            priority: "P2"
        ),
        Case(
            "a rule may only set a priority",
            [rule([:], urgent), rule([:], ["category": "fraud"])],
            category: "fraud",
            priority: "P1"
        ),
        Case("a channel", [rule(["channel": ["chat", "api"]], urgent)], priority: "P1"),
        Case("another channel", [rule(["channel": ["chat"]], urgent)]),
        Case("a tier", [rule(["tier": ["vip"]], urgent)], priority: "P1") { $0.tier = "vip" },
        Case("another tier", [rule(["tier": ["vip"]], urgent)]),
        Case("a language covers its regions", [rule(["language": ["pt"]], urgent)], priority: "P1") {
            $0.language = "pt-BR"
        },
        Case("a region covers no other", [rule(["language": ["pt-BR"]], urgent)]) { $0.language = "pt" },
        Case("a language is no prefix of letters", [rule(["language": ["f"]], urgent)]) { $0.language = "fr" },
        Case("all conditions have to hold", [rule(["any_word": ["hangs"], "tier": ["vip"]], urgent)]),
        Case("an asset, whatever its case", [rule(["asset": "btc"], urgent)], priority: "P1") { $0.asset = "Btc" },
        Case("no asset given", [rule(["asset": "btc"], urgent)]),
        Case("an amount at the bound", [rule(["asset": "BTC", "amount_at_least": "1.50"], urgent)], priority: "P1") {
            $0.asset = "BTC"
            $0.amount = DecimalAmount("1.5")
        },
        Case("an amount below the bound", [rule(["asset": "BTC", "amount_at_least": "1.5"], urgent)]) {
            $0.asset = "BTC"
            $0.amount = DecimalAmount("1.4999999999")
        },
        Case("no amount given", [rule(["amount_at_least": "0"], urgent)]),
    ]

    @Test(arguments: cases) func rulesDecideCategoryAndPriority(_ test: Case) throws {
        #expect(
            TriageRules.schema.validate(["rules": test.rules]).isEmpty
                || test.name == "a language is no prefix of letters"
        )
        let decided = try TriageRules(["rules": test.rules]).decide(test.subject)
        #expect(decided.category == test.category)
        #expect(decided.priority.name == test.priority)
    }
}

/// Exact decimals.
struct DecimalAmountTests {
    @Test(arguments: [
        ("0", "0"), ("00", "0"), ("007", "7"), ("0.50", "0.5"), ("1.000", "1"), ("0.0", "0"), ("10.010", "10.01"),
        ("123456789012345678901234567890.000000000000000001", "123456789012345678901234567890.000000000000000001"),
    ])
    func textIsBroughtToOneForm(_ text: String, _ normal: String) throws {
        #expect(try #require(DecimalAmount(text)).text == normal)
    }

    @Test(arguments: ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "1.2.3", " 1", "1 ", "0x1", "½", "١"])
    func whatIsNoAmountIsNone(_ text: String) { #expect(DecimalAmount(text) == nil) }

    @Test func orderIsByValueNotByText() throws {
        let ascending = [
            "0", "0.000000000000000001", "0.09", "0.1", "0.10000001", "0.9", "1", "1.5", "2", "9.99", "10", "100",
            "99999999999999999999",
        ]
        let amounts = try ascending.map { try #require(DecimalAmount($0)) }
        for (left, a) in amounts.enumerated() {
            for (right, b) in amounts.enumerated() {
                #expect((a < b) == (left < right))
                #expect((a == b) == (left == right))
            }
        }
        #expect(DecimalAmount("0.50") == DecimalAmount("00.5"))
    }
}
